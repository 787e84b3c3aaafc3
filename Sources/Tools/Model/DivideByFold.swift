import Tabular
import Tooling

/// Divides a table into the rows of one fold and those outside it: a sub-step of nested cross-validation.
///
/// `folds` is what `model.folds` gave. Rows that are in no fold are in neither part.
struct DivideByFold: Tool {
  static let name = "model.fold_rows"
  static let summary = "Divide a table into the rows of one fold and the others."
  static let version = "1"

  @Input("The rows to divide.") var data: Table
  @Input("The fold of each row, from model.folds.") var folds: Table
  @Param("Which fold is held out, from 1.", .in(1...10_000)) var fold = 1
  @Param("Whether only rows of earlier folds are kept to learn from, as where rows stand in the order of time.") var earlier = false

  @Output("The rows to learn from.", isMain: true) var train: Table?
  @Output("The rows of the fold.") var test: Table?

  mutating func run(_ context: RunContext) throws {
    guard case .integer(let cells)? = folds.column("fold")?.values, cells.count == data.rowCount else {
      throw ToolError("the folds are those of another table", remedy: "deal them from the same data with model.folds", parameter: "folds")
    }
    let rows = 0..<data.rowCount
    train = data.selecting(rows: rows.filter { row in cells[row].map { earlier ? $0 < Int64(fold) : $0 != Int64(fold) } ?? false })
    test = data.selecting(rows: rows.filter { cells[$0] == Int64(fold) })
  }
}
