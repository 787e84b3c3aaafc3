import Tabular
import Tooling

/// `feature`, `importance`, `sd` where there are several trees, and `more`; the largest first, equals in the features' order.
func importanceTable(
  _ features: [String], _ importances: [Double], deviations: [Double]? = nil, more: [(name: String, values: [Double])] = []
) throws -> Table {
  let keys = importances.map { $0.isNaN ? -.infinity : $0 }
  let order = features.indices.sorted { (keys[$1], $0) < (keys[$0], $1) }
  return try Table(
    [Column("feature", .text(TextValues(order.map { features[$0] }))), Column("importance", .number(order.map { importances[$0] }))]
      + ((deviations.map { [("sd", $0)] } ?? []) + more).map { more in Column(more.name, .number(order.map { more.values[$0] })) })
}

/// The importances as bars, the first 30; with their deviations where `means` says what they are means of.
///
/// - Parameters:
///   - title: of the axis.
///   - told: what is measured, as the description begins.
///   - means: what a bar is the mean of, in words; nil: bars alone.
func importanceFigure(_ table: Table, title: String = "Importance", told: String = "Importance of the features", means: String? = nil) throws -> Figure {
  let shown = table.selecting(rows: Array(0..<min(30, table.rowCount)))
  let names = shown.column("feature")?.values.strings?.compactMap { $0 } ?? []
  let importances = shown.column("importance")?.values.numbers ?? []
  let rest = table.rowCount > shown.rowCount ? " (the first \(shown.rowCount) of \(table.rowCount))" : ""
  let up = Encoding.field("feature", .nominal, title: "", sort: .values(names))
  var datasets: [(name: String, table: Table)] = [("importances", shown)]
  var layers = [ChartLayer("importances", .bar(), [.x: .field("importance", .quantitative, title: title), .y: up])]
  var first = names.first.map { "; '\($0)' is the most important" } ?? ""
  if let means {
    let margins = (shown.column("sd")?.values.numbers ?? []).map { $0.isFinite ? $0 : 0 }
    let ends = try Table([
      Column("feature", .text(TextValues(names))), Column("low", .number(zip(importances, margins).map { $0 - $1 })),
      Column("high", .number(zip(importances, margins).map { $0 + $1 })),
    ])
    datasets.append(("deviations", ends))
    layers.append(ChartLayer("deviations", .rule(), [.x: .field("low", .quantitative, title: title), .x2: .field("high", .quantitative), .y: up]))
    first = ", \(means)" + (names.first.map { "; '\($0)' is needed most, \(shortNumber(importances.first ?? .nan))" } ?? "")
  }
  return try Chart(description: "\(told)\(rest)\(first).", height: max(60, 18 * shown.rowCount), datasets: datasets, layers: layers).figure()
}
