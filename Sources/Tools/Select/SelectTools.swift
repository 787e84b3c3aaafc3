public import Tooling

/// Tools that choose which features to learn from.
public let selectTools = ToolFamily(
  "select", "Choose the features that tell most.", manuals: Manuals.pages,
  [SelectVariance.self, SelectBest.self, SelectPercentile.self, SelectFromModel.self, SelectRecursively.self])
