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

/// The importances as bars, the first 30.
func importanceFigure(_ table: Table) throws -> Figure {
  let shown = table.selecting(rows: Array(0..<min(30, table.rowCount)))
  let names = shown.column("feature")?.values.strings?.compactMap { $0 } ?? []
  let first = names.first.map { "; '\($0)' is the most important" } ?? ""
  let rest = table.rowCount > shown.rowCount ? " (the first \(shown.rowCount) of \(table.rowCount))" : ""
  return try Chart(
    description: "Importance of the features\(rest)\(first).", height: max(60, 18 * shown.rowCount), datasets: [("importances", shown)],
    layers: [
      ChartLayer(
        "importances", .bar(),
        [
          .x: .field("importance", .quantitative, title: "Importance"),
          .y: .field("feature", .nominal, title: "", sort: .values(names)),
        ])
    ]
  ).figure()
}
