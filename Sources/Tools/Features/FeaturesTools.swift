public import Tooling

/// Tools that make features of features.
public let featuresTools = ToolFamily(
  "features", "Make features of features.", manuals: Manuals.pages, [PolynomialFeatures.self])
