import Learning
import Tabular
import Tooling

/// A point a row, at the values of two columns.
///
///     ```{plot.scatter sizes}
///     table: $tumours
///     x: mean_radius
///     y: mean_texture
///     color: diagnosis
///     ```
///
/// Rows in which a plotted column is missing or infinite are left out, and their number is noted. A `color` column of text,
/// dictionary or boolean type gives each of its values a colour (50 at most), one of numbers or times a scale of colours. A `trend` is drawn
/// through the points of each colour: a straight line by least squares, or a smooth one by LOESS (Cleveland 1979).
struct ScatterPlot: Tool {
  static let name = "plot.scatter"
  static let summary = "Draw a point a row at the values of two columns."
  static let version = "1"

  @Input("The table to draw.") var table: Table
  @Param("The column across.", of: "table") var x: ColumnName
  @Param("The column upwards.", of: "table") var y: ColumnName
  @Param("The column that colours the points.", of: "table") var color: ColumnName?
  @Param("The column of numbers that the points' areas show.", of: "table") var size: ColumnName?
  @Param("The line through the points.") var trend = Trend.none
  @Param("What stands above the plot.") var title: String?
  @Param("How opaque points are; by default less the more there are.", .above(0, to: 1)) var opacity: Double?
  @Output("The plot.") var figure: Figure?

  mutating func run(_ context: RunContext) throws {
    let across = try placeable(x, "x")
    let upwards = try placeable(y, "y")
    let coloured = try color.map { try table.column($0.name, for: "color") }
    let sized = try size.map { try table.numbers($0, for: "size").column }
    let columns = [across, upwards, coloured, sized].compactMap { $0 }
    let plotted = PlottedColumns(table, columns, context)
    let count = plotted.rows.count

    var seen: Set<String> = []
    let points = try Table(columns.filter { seen.insert($0.name).inserted }.map { Column($0.name, plotted.values($0)) })
    var layer = ChartLayer(
      "points", .circle(opacity: opacity ?? (count > 20_000 ? 0.15 : count > 2_000 ? 0.4 : 0.7)),
      [.x: encoding(across), .y: encoding(upwards)])
    var sentences = ["Scatter plot of \(y.name) against \(x.name): \(counted(count, "point"))"]
    sentences += [across, upwards].compactMap { column in
      plotted.values(column).numbers.flatMap { $0.isEmpty ? nil : "\(column.name) \(rangePhrase($0))" }
    }
    if let first = points.column(x.name)?.values.numbers, let second = points.column(y.name)?.values.numbers {
      let correlation = pearsonCorrelation(first, second)
      if correlation.isFinite { sentences.append("correlation \(shortNumber(correlation, digits: 2))") }
    }
    if let coloured {
      let measure = Encoding.Measure(coloured.values)
      if measure == .nominal || measure == .ordinal {
        let levels = try ColumnLevels(plotted.values(coloured)).limited(to: colourLimit, coloured.name, for: "color", "can be told apart by colour")
        layer.encode(.color, .field(coloured.name, measure, sort: .values(levels.names)))
        sentences.append("coloured by \(coloured.name): \(levels.listed)")
      } else {
        layer.encode(.color, .field(coloured.name, measure, scale: .colours("viridis")))
        sentences.append("coloured by \(coloured.name)")
      }
    }
    if let sized {
      layer.encode(.size, .field(sized.name, .quantitative))
      sentences.append("sized by \(sized.name)")
    }
    var datasets = [(name: "points", table: points)], layers = [layer]
    if trend != .none {
      let groups = coloured.flatMap { [.nominal, .ordinal].contains(Encoding.Measure($0.values)) ? ColumnLevels(plotted.values($0)) : nil }
      let lines = try TrendLines(points, x: x.name, y: y.name, groups, isSmooth: trend == .loess)
      var line = ChartLayer("trend", .line(), [.x: encoding(across), .y: encoding(upwards)])
      if let groups, let coloured { line.encode(.color, .field(coloured.name, Encoding.Measure(coloured.values), sort: .values(groups.names))) }
      datasets.append(("trend", try lines.table(x: x.name, y: y.name, group: groups == nil ? nil : coloured?.name)))
      layers.append(line)
      sentences.append(lines.words)
    }
    figure = try Chart(title: title, description: sentences.joined(separator: "; ") + ".", datasets: datasets, layers: layers).figure()
  }

  enum Trend: String, ParameterChoice {
    case none, linear, loess

    var help: String {
      switch self {
      case .none: "No line."
      case .linear: "A straight line by least squares."
      case .loess: "A smooth line by local regression."
      }
    }
  }

  private func placeable(_ name: ColumnName, _ parameter: String) throws(ToolError) -> Column {
    let column = try table.column(name.name, for: parameter)
    switch column.values {
    case .number, .integer, .timestamp: return column
    case .boolean, .text, .dictionary:
      throw ToolError(
        "'\(parameter)' needs a column of numbers or times, and '\(name.name)' is \(column.values.typeName)",
        remedy: "plot.box draws numbers by groups", parameter: parameter)
    }
  }

  private func encoding(_ column: Column) -> Encoding { .field(column.name, Encoding.Measure(column.values), scale: .withoutZero) }
}
