public import Tooling

/// Tools that bring numbers to one scale.
public let scaleTools = ToolFamily(
  "scale", "Bring columns of numbers to one scale.", manuals: Manuals.pages,
  [
    StandardScale.self, MinMaxScale.self, RobustScale.self, MaxAbsScale.self, PowerScale.self, QuantileScale.self, NormalizerScale.self,
  ])
