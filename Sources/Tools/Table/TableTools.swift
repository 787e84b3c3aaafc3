public import Tooling

/// Tools that read, look at and cut tables.
public let tableTools = ToolFamily(
  "table", "Read, look at and cut tables.", manuals: Manuals.pages,
  [ReadTable.self, DescribeTable.self, SelectColumns.self, SplitTable.self])
