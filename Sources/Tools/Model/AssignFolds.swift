import Learning
import Tabular
import Tooling

/// Deals the rows of a table into folds, as `model.cross_validate` does: each fold is held out once.
///
/// A cross-validation's first sub-step; two of them with the same data, target and seed share its folds, so that what they
/// compare was judged on the same rows.
///
/// `assignment` has one column, `fold`: the number of the fold that holds out the row, from 1; missing where the target is. With
/// `split: time` the rows stand in the order of time, and those before the first fold, which is predicted from them, have 0.
struct AssignFolds: Tool {
  static let name = "model.folds"
  static let summary = "Deal the rows of a table into folds."
  static let version = "2"

  @Input("The rows to deal.") var data: Table
  @Param("The column to predict: rows without it are in no fold.", of: "data") var target: ColumnName
  @Param("A column of groups, such as patients: all rows of a group are in one fold.", of: "data") var groups: ColumnName?
  @Param("Whether the target is classes or numbers.") var task = LearningTask.auto
  @Param("How the rows are dealt; leave_one_out is a fold a row, which 'folds' says here.") var split = FoldSplit.kFold
  @Param("How many folds.", .in(2...10_000)) var folds = 5
  @Param("Which repeat, from 1: each is dealt anew from the same seed.", .in(1...1000)) var `repeat` = 1
  @Param("Whether rows are dealt in random order, or as they stand.") var shuffle = true
  @Param("Whether each fold has its share of every class; without it, where the target is classes.") var stratify: Bool?
  @Param("Of the random numbers.", .atLeast(0)) var seed = 0

  @Output("The fold of each row.", isMain: true) var assignment: Table?

  mutating func run(_ context: RunContext) throws {
    let dataset = try Dataset(data, ColumnRoles(target: target, groups: groups, task: task), context, readsFeatures: false)
    if split == .time {
      assignment = try Table([Column("fold", .integer(Optionals(try blocks(dataset), zero: 0)))])
      return
    }
    var strata: [Int32]?
    var classes: [String] = []
    if stratify ?? true, case .classes(let codes, let description)? = dataset.training.target {
      strata = codes
      classes = description.classes
    } else if stratify == true {
      throw ToolError("'stratify' is for classes, and the target '\(target.name)' is numbers", remedy: "leave it out", parameter: "stratify")
    }
    do {
      let dealt = try CrossValidationFolds(
        rowCount: dataset.rows.count, foldCount: folds, repeatCount: `repeat`, strata: strata, groups: dataset.training.groups,
        shuffles: shuffle, seed: UInt64(bitPattern: Int64(seed)))
      if let smallest = dealt.smallestStratum, smallest.rowCount < folds, classes.indices.contains(Int(smallest.code)) {
        context.warn(
          "the class '\(shortened(classes[Int(smallest.code)]))' has \(counted(smallest.rowCount, "row")), fewer than the \(folds) folds, so some folds lack it",
          remedy: "use fewer folds", parameter: "folds")
      }
      var cells = [Int64?](repeating: nil, count: data.rowCount)
      for (row, fold) in zip(dataset.rows, dealt.repeats.last ?? []) { cells[row] = Int64(fold) + 1 }
      assignment = try Table([Column("fold", .integer(Optionals(cells, zero: 0)))])
      if groups == nil {
        GroupColumns(in: data, sides: cells.map { $0.map { Int($0) } }, except: [target.name]).warn("several folds", context, parameter: "data")
      }
    } catch let error as SamplingError {
      throw ToolError(
        error.message { code in classes.indices.contains(Int(code)) ? "'\(shortened(classes[Int(code)]))'" : "\(code)" }, parameter: "folds")
    }
  }

  /// Blocks of rows as they stand, each but the first a fold: scikit-learn's `TimeSeriesSplit`.
  private func blocks(_ dataset: Dataset) throws -> [Int64?] {
    let rowCount = dataset.rows.count
    guard rowCount > folds else {
      throw ToolError("\(folds) folds by time need \(folds + 1) rows, and there are \(rowCount)", remedy: "use fewer folds", parameter: "folds")
    }
    let size = rowCount / (folds + 1)
    let first = rowCount - folds * size
    var cells = [Int64?](repeating: nil, count: data.rowCount)
    for (place, row) in dataset.rows.enumerated() { cells[row] = place < first ? 0 : Int64((place - first) / size) + 1 }
    return cells
  }
}
