import Learning
import Tabular
import Tooling

/// How often each true class was predicted as each class.
///
///     ```{plot.confusion_matrix errors}
///     table: $predictions
///     truth: diagnosis
///     predicted: prediction
///     ```
///
/// Colours are shares of the true class, so that rare classes show too. Rows in which a column is missing are left out, and their number is noted.
struct ConfusionMatrixPlot: Tool {
  static let name = "plot.confusion_matrix"
  static let summary = "Draw how often each true class was predicted as each class."
  static let version = "1"

  @Input("The table to draw.") var table: Table
  @Param("The column of true classes.", of: "table") var truth: ColumnName
  @Param("The column of predicted classes.", of: "table") var predicted: ColumnName
  @Param("What stands above the plot.") var title: String?
  @Output("The plot.") var figure: Figure?

  mutating func run(_ context: RunContext) throws {
    let actual = try table.column(truth.name, for: "truth"), guessed = try table.column(predicted.name, for: "predicted")
    let plotted = PlottedColumns(table, [actual, guessed], context)
    let rows = ColumnLevels(plotted.values(actual)), columns = ColumnLevels(plotted.values(guessed))
    let classes = rows.names + columns.names.filter { !rows.names.contains($0) }
    guard classes.count <= 40 else {
      throw ToolError("the columns have \(classes.count) classes, and at most 40 are drawn", parameter: "truth")
    }
    let places = columns.names.map { name in classes.firstIndex(of: name).map(Int32.init) ?? -1 }
    let matrix = ConfusionMatrix(truth: rows.codes, predicted: columns.codes.map { places[Int($0)] }, classCount: classes.count)
    var cells: (truth: [String?], predicted: [String?], count: [Double], share: [Double]) = ([], [], [], [])
    var right = 0.0
    for (row, name) in classes.enumerated() {
      let total = classes.indices.reduce(0) { $0 + matrix[row, $1] }
      right += matrix[row, row]
      for (column, other) in classes.enumerated() {
        cells.truth.append(name)
        cells.predicted.append(other)
        cells.count.append(matrix[row, column])
        cells.share.append(total > 0 ? matrix[row, column] / total : 0)
      }
    }
    let x = Encoding.field("predicted", .nominal, title: predicted.name, sort: .values(classes))
    let y = Encoding.field("truth", .nominal, title: truth.name, sort: .values(classes))
    let side = max(160, min(480, classes.count * 48))
    figure = try Chart(
      title: title, description: "Confusion matrix of \(counted(classes.count, "class", "classes")): \(shortNumber(right)) of \(plotted.rows.count) right.",
      width: side, height: side,
      datasets: [
        (
          "cells",
          try Table([
            Column("truth", .text(TextValues(cells.truth))), Column("predicted", .text(TextValues(cells.predicted))), Column("count", .number(cells.count)),
            Column("share", .number(cells.share)),
          ])
        )
      ],
      layers: [
        ChartLayer(
          "cells", .cell(),
          [
            .x: x, .y: y,
            .color: .field("share", .quantitative, title: "Share of the true class", scale: .domain(0, 1).and(.colours("blues")), format: ".0%"),
          ]),
        ChartLayer("cells", .text(), [.x: x, .y: y, .text: .field("count", .quantitative)]),
      ]
    ).figure()
  }
}
