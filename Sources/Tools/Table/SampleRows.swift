import LinearAlgebra
import Tabular
import Tooling

/// Draws rows of a table at random.
///
///     ```{table.sample drawn}
///     table: $cells
///     n: 100
///     by: cell_type
///     ```
///
/// `n` rows are drawn, or with `fraction` that share of them (rounded, halves to the even number, as in pandas). With `by` so many
/// are drawn of each group: of each value of a column, or of each combination of values of several. Where a group has fewer rows
/// than `n`, all of them are taken, and a warning says so.
///
/// Rows keep their order in the table, unlike in pandas, so that a table in time stays one. With `replace: true` a row may be drawn
/// several times and stands as often. The same seed draws the same rows; another seed draws others.
struct SampleRows: Tool {
  static let name = "table.sample"
  static let summary = "Draw rows at random, of the whole table or of each group."
  static let version = "1"

  @Input("The table to draw from.") var table: Table
  @Param("How many rows to draw, of each group if there are groups.", .atLeast(0)) var n: Int?
  @Param("Which share of the rows to draw, of each group if there are groups.", .atLeast(0)) var fraction: Double?
  @Param("The column whose values are the groups, or several; by default the table is one group.", .notEmpty, of: "table") var by: [ColumnName]?
  @Param("Whether a row may be drawn several times.") var replace = false
  @Param("The seed of the random numbers.") var seed = 0
  @Output("The rows drawn.", named: "table", isMain: true) var sample: Table?

  mutating func run(_ context: RunContext) throws {
    guard (n == nil) != (fraction == nil) else {
      throw ToolError(
        n == nil ? "'table.sample' needs 'n' or 'fraction'" : "'n' and 'fraction' cannot both be given", remedy: "say how many rows to draw, or which share",
        parameter: n == nil ? "n" : "fraction")
    }
    let rows = try by.map { names in try RowGroups(of: names.of(table, for: "by"), cores: context.cores).rows } ?? [try table.rowNumbers]
    var drawn: [Int32] = []
    var small = 0
    for (group, members) in rows.enumerated() {
      try context.checkCancellation()
      var random = RandomSource(seed: UInt64(bitPattern: Int64(seed)), stream: UInt64(group))
      let wanted = try count(of: members.count)
      if replace {
        guard !members.isEmpty else { continue }
        guard drawn.count + wanted < Int(Int32.max) else { throw ToolError("more rows would be drawn than a table can have", parameter: "n") }
        for _ in 0..<wanted { drawn.append(members[random.below(members.count)]) }
      } else {
        if wanted > members.count { small += 1 }
        drawn += random.choose(wanted, from: members.count).map { members[$0] }
      }
    }
    if small > 0 {
      context.warn(
        by == nil ? "the table has \(counted(table.rowCount, "row")), and all of them are taken"
          : "\(counted(small, "group")) of \(rows.count) \(small == 1 ? "has" : "have") fewer than \(n ?? 0) rows, of which all are taken",
        remedy: "draw fewer, or set replace: true", parameter: "n")
    }
    sample = table.gathering(drawn.sorted(), cores: context.cores)
  }

  /// How many of `total` rows to draw.
  private func count(of total: Int) throws(ToolError) -> Int {
    if let n { return n }
    let share = fraction ?? 0
    guard replace || share <= 1 else {
      throw ToolError(
        ParameterDeclaration.refusal("fraction", "at most 1", not: TypedValue.shortest(share)), remedy: "set replace: true to draw rows several times",
        parameter: "fraction")
    }
    guard let count = Int(exactly: (share * Double(total)).rounded(.toNearestOrEven)), count < Int(Int32.max) else {
      throw ToolError("more rows would be drawn than a table can have", parameter: "fraction")
    }
    return count
  }
}
