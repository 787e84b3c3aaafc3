import Learning
import Tabular
import Tooling

/// Several columns each against each: points off the diagonal, densities on it.
///
///     ```{plot.pairs petals}
///     table: $irises
///     features: [sepal_length, sepal_width, petal_length, petal_width]
///     color: species
///     ```
///
/// Two to six columns. Rows in which one of them is missing or infinite are left out, and their number is noted; of more than 2,000 rows
/// every so manyth is drawn.
struct PairsPlot: Tool {
  static let name = "plot.pairs"
  static let summary = "Draw several columns each against each."
  static let version = "1"

  @Input("The table to draw.") var table: Table
  @Param("The columns of numbers, two to six.", .notEmpty, of: "table") var features: [ColumnName]
  @Param("The column that colours points and densities.", of: "table") var color: ColumnName?
  @Param("What stands above the plot.") var title: String?
  @Output("The plot.") var figure: Figure?

  mutating func run(_ context: RunContext) throws {
    guard (2...6).contains(features.count), Set(features).count == features.count else {
      throw ToolError("'features' must be two to six different columns, not \(features.count)", parameter: "features")
    }
    let measured = try features.map { try table.numbers($0, for: "features").column }
    let coloured = try color.map { try table.column($0.name, for: "color") }
    let plotted = PlottedColumns(table, measured + (coloured.map { [$0] } ?? []), context)
    let levels = try coloured.map {
      try ColumnLevels(plotted.values($0)).limited(to: colourLimit, $0.name, for: "color", "can be told apart by colour")
    }
    let step = max(1, (plotted.rows.count + 1999) / 2000)
    let kept = stride(from: 0, to: plotted.rows.count, by: step).map { plotted.rows[$0] }
    var columns = measured.map { Column($0.name, $0.values.selecting(kept)) }
    if let coloured, !columns.contains(where: { $0.name == coloured.name }) { columns.append(Column(coloured.name, coloured.values.selecting(kept))) }
    let rows = try Table(columns)
    let groupColour = coloured.map { Encoding.field($0.name, .nominal, sort: levels.map { .values($0.names) }) }
    var charts: [Chart] = []
    for (row, up) in features.enumerated() {
      for (column, across) in features.enumerated() {
        let isEdge = (left: column == 0, bottom: row == features.count - 1)
        func axis(_ encoding: Encoding, _ isShown: Bool) -> Encoding { isShown ? encoding : encoding.with("axis", ["labels": false, "title": .null]).with("title", .null) }
        let x = axis(.field(across.name, .quantitative, scale: .withoutZero), isEdge.bottom)
        if row == column {
          charts.append(try diagonal(across, row, x, isEdge.left, groupColour, levels, plotted, measured[row]))
        } else {
          var layer = ChartLayer(
            "rows", .circle(opacity: 0.6, size: 9), [.x: x, .y: axis(.field(up.name, .quantitative, scale: .withoutZero), isEdge.left)])
          if let groupColour { layer.encode(.color, groupColour) }
          charts.append(Chart(description: "", width: 130, height: 110, datasets: [("rows", rows)], layers: [layer]))
        }
      }
    }
    figure = try Chart.figure(of: charts, columns: features.count, title: title, description: description(plotted, measured, levels), spacing: 4)
  }

  private func diagonal(
    _ name: ColumnName, _ place: Int, _ x: Encoding, _ isFirst: Bool, _ color: Encoding?, _ levels: ColumnLevels?, _ plotted: PlottedColumns, _ column: Column
  ) throws -> Chart {
    let groups = try GroupedNumbers(table.selecting(rows: plotted.rows), value: name, "features", group: self.color, "color", limit: colourLimit, "are drawn", RunContext())
    let curves = try DensityCurves(groups, bandwidth: nil, reach: 0).table()
    let renamed = try Table(curves.columns.map { Column($0.name == "value" ? name.name : $0.name == "group" ? self.color?.name ?? "group" : $0.name, $0.values) })
    let up = Encoding.field("density", .quantitative, isStacked: false).with("axis", ["labels": false, "grid": false, "title": isFirst ? .text(name.name) : .null])
    var layer = ChartLayer("densities_\(place + 1)", .area(opacity: 0.45), [.x: x, .y: up.with("title", isFirst ? .text(name.name) : .null)])
    if let color { layer.encode(.color, color) }
    return Chart(description: "", width: 130, height: 110, datasets: [("densities_\(place + 1)", renamed)], layers: [layer])
  }

  private func description(_ plotted: PlottedColumns, _ columns: [Column], _ levels: ColumnLevels?) -> String {
    var strongest: (text: String, size: Double) = ("", -1)
    for (place, first) in columns.enumerated() {
      for second in columns[(place + 1)...] {
        let r = pearsonCorrelation(plotted.values(first).numbers ?? [], plotted.values(second).numbers ?? [])
        if r.isFinite, abs(r) > strongest.size { strongest = ("; the strongest correlation is \(shortNumber(r, digits: 2)), of \(first.name) and \(second.name)", abs(r)) }
      }
    }
    let coloured = levels.flatMap { levels in color.map { "; coloured by \($0.name): \(levels.listed)" } } ?? ""
    return "Pair plot of \(features.map(\.name).joined(separator: ", ")): \(counted(plotted.rows.count, "row"))\(strongest.text)\(coloured)."
  }
}
