public import Tooling

/// Tools that read, look at, cut, join and summarise tables.
public let tableTools = ToolFamily(
  "table", "Read, look at, cut, join and summarise tables.", manuals: Manuals.pages,
  [
    ReadTable.self, DescribeTable.self, SelectColumns.self, RenameColumns.self, ReorderColumns.self, FilterRows.self, DeriveColumns.self, SortRows.self,
    DistinctRows.self, HeadRows.self, SampleRows.self, JoinTables.self, SummariseTable.self, SplitTable.self,
  ])
