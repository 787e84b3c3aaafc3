public import Tooling

/// Tools that fill in what is missing.
public let imputeTools = ToolFamily(
  "impute", "Fill in missing values.", manuals: Manuals.pages, [SimpleImpute.self, NearestNeighbourImpute.self])
