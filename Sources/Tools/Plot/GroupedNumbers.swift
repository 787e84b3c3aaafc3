import Learning
import Tabular
import Tooling

/// A column's finite numbers by the values of another column.
struct GroupedNumbers {
  /// One a group; a single `all` where there is no column to group by.
  let names: [String]
  let numbers: [[Double]]
  /// Places of the numbers in the table.
  let rows: [[Int]]

  /// - Throws: `ToolError` where a column is missing, is not numbers, or has more than `limit` values.
  init(
    _ table: Table, value: ColumnName, _ valueParameter: String, group: ColumnName?, _ groupParameter: String, limit: Int, _ phrase: String,
    _ context: RunContext
  ) throws {
    let measured = try table.numbers(value, for: valueParameter).column
    let named = try group.map { try table.column($0.name, for: groupParameter) }
    let plotted = PlottedColumns(table, [measured] + (named.map { [$0] } ?? []), context)
    let values = plotted.values(measured).numbers ?? []
    guard let named else {
      (names, numbers, rows) = (values.isEmpty ? [] : ["all"], values.isEmpty ? [] : [values], values.isEmpty ? [] : [plotted.rows])
      return
    }
    let levels = try ColumnLevels(plotted.values(named)).limited(to: limit, named.name, for: groupParameter, phrase)
    names = levels.names
    numbers = levels.rows.map { rows in rows.map { values[$0] } }
    rows = levels.rows.map { rows in rows.map { plotted.rows[$0] } }
  }

  var count: Int { numbers.reduce(0) { $0 + $1.count } }

  /// How many values, and each group's median, for an alt text.
  var summary: String {
    let medians = zip(names, numbers).prefix(8).map { name, numbers in
      let median = "median \(shortNumber(quantile(ofSorted: numbers.sorted(), 0.5)))"
      return names == ["all"] ? median : "\(shortened(name)) \(median)"
    }
    let more = names.count > 8 ? " and \(names.count - 8) more" : ""
    return counted(count, "value") + (medians.isEmpty ? "" : "; \(medians.joined(separator: ", "))\(more)")
  }
}

/// Kernel density estimates of groups, as the lines that are drawn.
struct DensityCurves {
  private var names: [String?] = []
  private var places: [Double] = []
  private var heights: [Double] = []
  /// Places of a line.
  private static let resolution = 128

  /// - Parameter reach: how many bandwidths a line goes beyond its group's values.
  init(_ groups: GroupedNumbers, bandwidth: Double?, reach: Double, isCumulative: Bool = false) {
    for (name, numbers) in zip(groups.names, groups.numbers) {
      guard let kernel = KernelDensity(numbers, bandwidth: bandwidth), let least = numbers.min(), let greatest = numbers.max() else { continue }
      let (low, high) = (least - reach * kernel.bandwidth, greatest + reach * kernel.bandwidth)
      for place in 0...Self.resolution {
        let at = low + (high - low) * Double(place) / Double(Self.resolution)
        let height = isCumulative ? kernel.cumulative(at: at) : kernel.density(at: at)
        guard at.isFinite, height.isFinite else { continue }
        names.append(name)
        places.append(at)
        heights.append(height)
      }
    }
  }

  func table() throws -> Table {
    try Table([Column("group", .text(TextValues(names))), Column("value", .number(places)), Column("density", .number(heights))])
  }
}
