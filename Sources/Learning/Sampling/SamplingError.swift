/// Why rows cannot be divided as asked, and how to mend it.
public struct SamplingError: Error, Equatable, Sendable, CustomStringConvertible {
  public enum Reason: Equatable, Sendable {
    /// There is no row to divide.
    case noRows
    /// A list that describes the rows has another length than there are rows.
    case wrongLength(what: String, count: Int, rows: Int)
    /// A share outside 0...1 or a count outside 0...rows; `what` is `test_size` or `train_size`, `units` rows or groups.
    case invalidSize(what: String, size: SplitSize, units: String, count: Int)
    /// Train and test together want more than there is.
    case oversized(train: Int, test: Int, units: String, count: Int)
    case emptyTrain(units: String, count: Int)
    case emptyTest(units: String, count: Int)
    /// A class with one row cannot stand on both sides.
    case loneMember(stratum: Int32)
    /// A side has fewer rows than there are classes.
    case fewerRowsThanClasses(side: String, rows: Int, classes: Int)
    case tooFewFolds(Int)
    case tooManyFolds(Int, units: String, count: Int)
    /// Every class has fewer rows than there are folds.
    case fewerMembersThanFolds(largest: Int, folds: Int)
  }

  public let reason: Reason

  public init(_ reason: Reason) { self.reason = reason }

  public var description: String { message(stratumName: { "\($0)" }) }

  /// The sentence, with the classes by their names.
  public func message(stratumName: (Int32) -> String) -> String {
    switch reason {
    case .noRows: "there are no rows to divide; check that the table is read in full and that no filter removed them all"
    case .wrongLength(let what, let count, let rows):
      "'\(what)' has \(count) values for \(rows) rows; give one a row"
    case .invalidSize(let what, let size, let units, let count):
      "'\(what)' must be a share between 0 and 1 or a count of \(units) in 1...\(max(count - 1, 1)), not \(size)"
    case .oversized(let train, let test, let units, let count):
      "\(train) \(units) to train and \(test) to test are more than the \(count) there are; make 'train_size' or 'test_size' smaller"
    case .emptyTrain(let units, let count):
      "of \(count) \(units) none is left to train; make 'test_size' smaller or add data"
    case .emptyTest(let units, let count):
      "of \(count) \(units) none is left to test; make 'test_size' larger or add data"
    case .loneMember(let stratum):
      "class \(stratumName(stratum)) has 1 row, and a stratified split needs 2 or more of each; "
        + "remove it, merge it with another class, or do not stratify"
    case .fewerRowsThanClasses(let side, let rows, let classes):
      "the \(side) part has \(rows) rows for \(classes) classes, and a stratified split needs one or more of each; "
        + "make the part larger or do not stratify"
    case .tooFewFolds(let folds): "'folds' must be 2 or more, not \(folds)"
    case .tooManyFolds(let folds, let units, let count):
      "\(folds) folds need \(folds) or more \(units), and there are \(count); use fewer folds"
    case .fewerMembersThanFolds(let largest, let folds):
      "the largest class has \(largest) rows, fewer than the \(folds) folds; use fewer folds or do not stratify"
    }
  }
}
