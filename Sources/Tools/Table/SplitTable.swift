import Learning
import Tabular
import Tooling

/// Divides the rows of a table at random into a part to train on and a part to test on.
///
///     ```{table.split parts}
///     table: $tumours
///     stratify: diagnosis
///     test_size: 0.25
///     ```
///
/// With `stratify` each class has its share in both parts. With `groups` all rows of a group (a patient, a batch, a family of
/// sequences) stand on one side, so that the test part has only groups that training never saw; sizes then count groups, as in
/// scikit-learn's `GroupShuffleSplit`. With both, whole groups are dealt so that the classes' shares are near.
///
/// Rows keep their order. Sizes are rounded as by scikit-learn's `train_test_split`: the test part up, the training part down.
/// Rows that are equal in every column and stand in both parts are warned of, and so are columns that look like names of what rows belong to,
/// such as `patient`, `donor_id` or `slide`, whose values stand in both: a model is then judged by what it has seen. Name such a column under
/// `groups`.
struct SplitTable: Tool {
  static let name = "table.split"
  static let summary = "Divide a table's rows into a part to train on and a part to test on."
  static let version = "2"
  static var holdsOutRows: Bool { true }

  @Input("The table to divide.") var table: Table
  @Param("How much to test on: below 1 a share of the rows, from 1 on a count; by default a quarter, or what train_size leaves.", .above(0))
  var testSize: Double?
  @Param("How much to train on, a share or a count; by default what test_size leaves.", .above(0)) var trainSize: Double?
  @Param("The column whose classes have their shares in both parts.", of: "table") var stratify: ColumnName?
  @Param("The column whose groups are never divided between the parts.", of: "table") var groups: ColumnName?
  @Param("Whether rows are dealt at random; if not, the first train and the last test, as with measurements in time.") var shuffle = true
  @Param("The seed of the random numbers.") var seed = 0
  @Output("The rows to train on.") var train: Table?
  @Output("The rows to test on.") var test: Table?

  mutating func run(_ context: RunContext) throws {
    let strata = try stratify.map { ColumnLevels(try table.column($0.name, for: "stratify").values) }
    let grouping = try groups.map { ColumnLevels(try table.column($0.name, for: "groups").values) }
    if let grouping, let groups, let row = grouping.codes.firstIndex(of: -1) {
      throw ToolError(
        "the group '\(groups.name)' is missing in row \(row + 1)", remedy: "each row belongs to a group: leave such rows out, or fill them in",
        parameter: "groups")
    }
    let (trainRows, testRows) = try divide(strata, grouping)
    if let strata, let stratify, strata.codes.contains(-1) {
      context.note("rows without a value of '\(stratify.name)' are dealt as a class of their own", parameter: "stratify")
    }
    warnOfRepeats(trainRows, testRows, context)
    if groups == nil {
      var sides = [Int?](repeating: nil, count: table.rowCount)
      for row in trainRows { sides[row] = 0 }
      for row in testRows { sides[row] = 1 }
      GroupColumns(in: table, sides: sides, except: stratify.map { [$0.name] } ?? []).warn("both parts", context, parameter: "table")
    }
    train = table.selecting(rows: trainRows)
    test = table.selecting(rows: testRows)
  }

  private func divide(_ strata: ColumnLevels?, _ grouping: ColumnLevels?) throws -> (train: [Int], test: [Int]) {
    do {
      let split = try TrainTestSplit(
        rowCount: table.rowCount, testSize: try testSize.map { try Self.size($0, "test_size") },
        trainSize: try trainSize.map { try Self.size($0, "train_size") }, strata: strata?.codes, groups: grouping?.codes,
        seed: UInt64(bitPattern: Int64(seed)))
      if shuffle { return (split.train, split.test) }
      for (column, parameter) in [(stratify, "stratify"), (groups, "groups")] where column != nil {
        throw ToolError("'\(parameter)' needs rows dealt at random, and 'shuffle' is false", remedy: "leave one of them out", parameter: "shuffle")
      }
      let trainCount = split.train.count
      return (Array(0..<trainCount), Array(trainCount..<trainCount + split.test.count))
    } catch let error as SamplingError {
      let message = error.message { code in "'\(shortened(strata.flatMap { code < 0 ? nil : $0.names[Int(code)] } ?? "missing"))'" }
      throw Self.toolError(error.reason, message)
    }
  }

  /// Below 1 a share, from 1 on a whole count.
  private static func size(_ number: Double, _ parameter: String) throws(ToolError) -> SplitSize {
    if number < 1 { return .fraction(number) }
    if let count = Int(exactly: number) { return .count(count) }
    throw ToolError(
      ParameterDeclaration.refusal(parameter, "a share below 1 or a whole number of rows", not: TypedValue.shortest(number)),
      parameter: parameter)
  }

  /// The sentence in two, what happened and how to mend it, at the parameter that it is about.
  private static func toolError(_ reason: SamplingError.Reason, _ message: String) -> ToolError {
    let parameter: String? =
      switch reason {
      case .loneMember, .fewerRowsThanClasses: "stratify"
      case .invalidSize(let what, _, _, _): what
      case .emptyTrain, .emptyTest, .oversized: "test_size"
      case .noRows: "table"
      default: nil
      }
    let parts = message.split(separator: "; ", maxSplits: 1)
    return ToolError(String(parts.first ?? ""), remedy: parts.count > 1 ? String(parts[1]) : nil, parameter: parameter)
  }

  private func warnOfRepeats(_ train: [Int], _ test: [Int], _ context: RunContext) {
    let repeats = RepeatedRows(in: table, of: test, among: train)
    guard repeats.count > 0, let example = repeats.first else { return }
    context.warn(
      "\(counted(repeats.count, "row")) of the test part \(repeats.count == 1 ? "is" : "are") equal in every column to one of the training part, such as row \(example.row + 1) to row \(example.original + 1)",
      remedy: "leave repeated rows out before the split, or name the column of what they belong to under 'groups'", parameter: "table")
  }
}
