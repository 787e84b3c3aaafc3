import Learning
import Tabular
import Tooling

/// Lines through the rows of a table, along a column of numbers or times.
///
///     ```{plot.line growth}
///     table: $measurements
///     x: day
///     y: height
///     color: plant
///     ```
///
/// With `aggregate` the rows of one line at one x become one point: their mean, median or sum. Rows in which a plotted column is
/// missing or infinite are left out, and their number is noted.
struct LinePlot: Tool {
  static let name = "plot.line"
  static let summary = "Draw lines through rows, along a column of numbers or times."
  static let version = "1"

  @Input("The table to draw.") var table: Table
  @Param("The column across: numbers or times.", of: "table") var x: ColumnName
  @Param("The column upwards.", of: "table") var y: ColumnName
  @Param("The column with a line a value, each in its colour.", of: "table") var color: ColumnName?
  @Param("What becomes of rows at one x; by default each is a point of the line.") var aggregate: Aggregate?
  @Param("Whether rows are points on the line, too.") var points = false
  @Param("What stands above the plot.") var title: String?
  @Output("The plot.") var figure: Figure?

  mutating func run(_ context: RunContext) throws {
    let lines = try PlottedLines(table, x: x, y: y, color: color, aggregate: aggregate, context)
    var layer = ChartLayer("lines", .line(hasPoints: points), lines.encodings(y: y.name, aggregate: aggregate, isStacked: nil))
    if let color = lines.color { layer.encode(.color, color) }
    figure = try Chart(
      title: title, description: "Line plot of \(lines.height(y.name, aggregate)) against \(x.name): \(lines.summary).",
      datasets: [("lines", lines.table)], layers: [layer]
    ).figure()
  }

  enum Aggregate: String, ParameterChoice {
    case mean, median, sum

    var help: String {
      switch self {
      case .mean: "The mean."
      case .median: "The median."
      case .sum: "The sum."
      }
    }

    func value(_ numbers: [Double]) -> Double {
      switch self {
      case .sum: numbers.reduce(0, +)
      case .mean: numbers.reduce(0, +) / Double(numbers.count)
      case .median: quantile(ofSorted: numbers.sorted(), 0.5)
      }
    }
  }
}
