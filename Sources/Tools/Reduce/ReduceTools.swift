public import Tooling

/// Tools that put few columns in place of many.
public let reduceTools = ToolFamily(
  "reduce", "Put few columns in place of many.", manuals: Manuals.pages, [PrincipalComponentsReduce.self])
