import Learning
import Tabular
import Tooling

/// Errors against predictions, with a smooth line through them: a good model leaves neither bend nor funnel.
///
///     ```{plot.residuals errors}
///     table: $predictions
///     truth: price
///     predicted: prediction
///     ```
///
/// A residual is the truth less the prediction. The line is LOESS. Rows in which a column is missing or infinite are left out, and their number
/// is noted.
struct ResidualsPlot: Tool {
  static let name = "plot.residuals"
  static let summary = "Draw errors against predictions, with a smooth line."
  static let version = "1"
  static let citations = [Citation("Cleveland WS. Robust locally weighted regression and smoothing scatterplots. JASA 74, 829–836 (1979).", doi: "10.1080/01621459.1979.10481038")]

  @Input("The table to draw.") var table: Table
  @Param("The column of true numbers.", of: "table") var truth: ColumnName
  @Param("The column of predictions.", of: "table") var predicted: ColumnName
  @Param("What stands above the plot.") var title: String?
  @Output("The plot.") var figure: Figure?

  mutating func run(_ context: RunContext) throws {
    let actual = try table.numbers(truth, for: "truth").column, guesses = try table.numbers(predicted, for: "predicted").column
    let plotted = PlottedColumns(table, [actual, guesses], context)
    let predictions = plotted.values(guesses).numbers ?? []
    let residuals = zip(plotted.values(actual).numbers ?? [], predictions).map { $0 - $1 }
    let smooth = LocalRegression(zip(predictions, residuals).map { (x: $0, y: $1) }, bandwidth: 2.0 / 3)
    let x = Encoding.field("predicted", .quantitative, title: predicted.name, scale: .withoutZero)
    let y = Encoding.field("residual", .quantitative, title: "\(truth.name) − \(predicted.name)")
    let error = (residuals.reduce(0) { $0 + $1 * $1 } / Double(max(1, residuals.count))).squareRoot()
    figure = try Chart(
      title: title,
      description: "Residuals of \(truth.name) against predictions: \(counted(residuals.count, "row"))"
        + (residuals.isEmpty ? "." : "; \(rangePhrase(residuals)), root mean squared error \(shortNumber(error))."),
      datasets: [
        ("rows", try Table([Column("predicted", .number(predictions)), Column("residual", .number(residuals))])),
        ("zero", try Table([Column("residual", .number([0]))])),
        ("smooth", try Table([Column("predicted", .number(smooth?.x ?? [])), Column("residual", .number(smooth?.y ?? []))])),
      ],
      layers: [
        ChartLayer("zero", .rule(isDashed: true), [.y: y]),
        ChartLayer("rows", .circle(opacity: residuals.count > 2000 ? 0.3 : 0.6), [.x: x, .y: y]),
        ChartLayer("smooth", Mark.line().with("color", "orange"), [.x: x, .y: y]),
      ]
    ).figure()
  }
}
