import Tabular
import Tooling

/// Puts two tables side by side: each row of the one beside the rows of the other that have the same key.
///
///     ```{table.join annotated}
///     left: $counts
///     right: $genes
///     on: gene_id
///     how: left
///     ```
///
/// The key is a column that both tables have (`on`), or several, `on: [patient, visit]`; where it is called otherwise in the right table, `left_on`
/// and `right_on` name it in each. What happens to rows without a partner, `how` says:
///
/// | `how` | rows |
/// |---|---|
/// | `inner` | those with a partner on the other side |
/// | `left` | all of the left table; without a partner, the right table's cells are missing |
/// | `right` | all of the right table |
/// | `outer` | all of both, sorted by the key |
/// | `semi` | those of the left table that have a partner, once each, with the left table's columns alone |
/// | `anti` | those of the left table that have none: what is lost in an inner join |
/// | `cross` | every row of the left table beside every row of the right; there is no key |
///
/// A key that stands several times gives a row for each pair. Where it does so on both sides rows multiply, which is seldom meant:
/// the result then has a warning. `validate: many_to_one` says beforehand that keys of the right table are to differ, and the step
/// fails where they do not.
///
/// The note of a result tells how many rows found a partner. Where none did, it tells whether they would without regard to letter
/// case or to blanks. Keys must be of one type: a number is never equal to a text that says it. A missing key is equal to a
/// missing key, as in pandas and dplyr; `match_missing: false` gives it no partner, as in SQL.
///
/// Rows come in the left table's order (in the right's for `right`), columns of the left table before those of the right. A key of one name is
/// one column; other names that both have get the suffixes `_x` and `_y`.
struct JoinTables: Tool {
  static let name = "table.join"
  static let summary = "Put two tables side by side by a key that both have."
  static let version = "1"

  @Input("The table on the left.") var left: Table
  @Input("The table on the right.") var right: Table
  @Param("The column by which rows are partners, or several; both tables have it.", .notEmpty, of: "left") var on: [ColumnName]?
  @Param("The key in the left table, where it is called otherwise in the right.", .notEmpty, of: "left") var leftOn: [ColumnName]?
  @Param("The key in the right table, in the same order.", .notEmpty, of: "right") var rightOn: [ColumnName]?
  @Param("Which rows the result has.") var how = How.inner
  @Param("What is added to the names that both tables have, in the left and in the right.") var suffixes = ["_x", "_y"]
  @Param("What keys are to be; the step fails where they are not.") var validate: Uniqueness?
  @Param("Whether a missing key is equal to a missing key.") var matchMissing = true
  @Output("The rows of both, side by side.", named: "table", isMain: true) var joined: Table?

  mutating func run(_ context: RunContext) throws {
    guard suffixes.count == 2 else {
      throw ToolError("'suffixes' must be two texts, for the left and the right table, not \(suffixes.count)", parameter: "suffixes")
    }
    do {
      joined = try how == .cross ? crossed(context) : matched(context)
    } catch let error as TableError {
      if error.message.hasPrefix("two columns are called") {
        throw ToolError("\(error.message) in the result", remedy: "choose other suffixes, or rename a column", parameter: "suffixes")
      }
      throw ToolError(error.message, remedy: "look for keys that stand often on both sides: table.summarise counts them", parameter: "how")
    }
  }

  private func crossed(_ context: RunContext) throws -> Table {
    for (parameter, given) in [("on", on), ("left_on", leftOn), ("right_on", rightOn)] where given != nil {
      throw ToolError("a cross join has no key", remedy: "leave '\(parameter)' out, or choose another 'how'", parameter: parameter)
    }
    return try TableJoin.crossed(left, right, suffixes: (suffixes[0], suffixes[1]), cores: context.cores)
  }

  private func matched(_ context: RunContext) throws -> Table {
    let (leftKeys, rightKeys) = try keys()
    for (a, b) in zip(leftKeys, rightKeys) where !a.values.isComparable(to: b.values) { throw typesDiffer(a, b) }
    let join = try TableJoin(
      left, right, on: zip(leftKeys, rightKeys).map { ($0.name, $1.name) }, missingMatch: matchMissing, cores: context.cores)
    try requireUniqueness(leftKeys, rightKeys, context)
    tell(join, leftKeys, rightKeys, context)
    return try join.table(how.kind, suffixes: (suffixes[0], suffixes[1]))
  }

  // MARK: Keys

  private func keys() throws(ToolError) -> ([Column], [Column]) {
    switch (on, leftOn, rightOn) {
    case (let on?, nil, nil): return (try on.of(left, for: "on"), try on.of(right, for: "on"))
    case (nil, let leftOn?, let rightOn?):
      guard leftOn.count == rightOn.count else {
        throw ToolError(
          "'left_on' has \(counted(leftOn.count, "column")) and 'right_on' \(rightOn.count)", remedy: "name as many on both sides",
          parameter: "right_on")
      }
      return (try leftOn.of(left, for: "left_on"), try rightOn.of(right, for: "right_on"))
    case (nil, nil, nil):
      let shared = left.names.filter { right.column($0) != nil }
      throw ToolError(
        "'table.join' needs a key: 'on', or 'left_on' and 'right_on'",
        remedy: shared.isEmpty
          ? "no column has the same name in both tables: name the key of each"
          : "both tables have \(shared.prefix(10).map { "'\($0)'" }.joined(separator: ", "))", parameter: "on")
    default:
      throw ToolError(
        "a key is named by 'on', or by 'left_on' and 'right_on' together", remedy: "leave out what is too much, or name the other side",
        parameter: on != nil ? "on" : leftOn != nil ? "left_on" : "right_on")
    }
  }

  private func typesDiffer(_ a: Column, _ b: Column) -> ToolError {
    let parameter = on != nil ? "on" : "right_on"
    var remedy = "make them of one type with table.derive before the join"
    switch (a.values.cellType, b.values.cellType) {
    case (.numbers, .text): remedy = "make a text of '\(a.name)' with table.derive, text(…), or a number of '\(b.name)', number(…)"
    case (.text, .numbers): remedy = "make a number of '\(a.name)' with table.derive, number(…), or a text of '\(b.name)', text(…)"
    default: break
    }
    return ToolError(
      "'\(a.name)' is \(a.values.typeName) in the left table, and '\(b.name)' \(b.values.typeName) in the right: no key could be equal", remedy: remedy,
      parameter: parameter)
  }

  private func requireUniqueness(_ leftKeys: [Column], _ rightKeys: [Column], _ context: RunContext) throws {
    guard let validate else { return }
    for (isNeeded, side, keys) in [(validate.leftIsUnique, "left", leftKeys), (validate.rightIsUnique, "right", rightKeys)] where isNeeded {
      let groups = try RowGroups(of: keys, cores: context.cores)
      guard groups.count < groups.codes.count else { continue }
      let sizes = groups.sizes
      let repeated = sizes.indices.filter { sizes[$0] > 1 }
      let example = repeated.first.map { KeyText(keys, row: Int(groups.firstRows[$0])).text } ?? ""
      throw ToolError(
        "\(counted(repeated.count, "key")) of the \(side) table \(repeated.count == 1 ? "stands" : "stand") more than once, such as \(example), and 'validate' is \(validate.rawValue)",
        remedy: "keep one row of each key with table.distinct, or leave 'validate' out", parameter: "validate")
    }
  }

  // MARK: What is told

  private func tell(_ join: TableJoin, _ leftKeys: [Column], _ rightKeys: [Column], _ context: RunContext) {
    let parameter = on != nil ? "on" : "left_on"
    context.note(
      "\(join.matched.left) of \(counted(left.rowCount, "row")) on the left and \(join.matched.right) of \(right.rowCount) on the right have a partner",
      parameter: parameter)
    if join.matched.left == 0, left.rowCount > 0, right.rowCount > 0, how != .anti {
      context.warn(
        "no key of the left table is one of the right", remedy: UnmatchedKeys(leftKeys, rightKeys).remedy, parameter: parameter)
    }
    if let repeated = join.repeated, how != .semi, how != .anti {
      context.warn(
        "\(counted(repeated.count, "key")) \(repeated.count == 1 ? "stands" : "stand") more than once in both tables, and rows multiply: \(KeyText(leftKeys, row: repeated.row).text) stands \(repeated.left) times on the left and \(repeated.right) on the right, which gives \(repeated.left * repeated.right) rows",
        remedy: "if that is not meant, join by more columns, or keep one row of each key with table.distinct", parameter: parameter)
    }
  }

  enum How: String, ParameterChoice {
    case inner, left, right, outer, semi, anti, cross

    var help: String {
      switch self {
      case .inner: "Rows with a partner on the other side."
      case .left: "All rows of the left table."
      case .right: "All rows of the right table."
      case .outer: "All rows of both, sorted by the key."
      case .semi: "Rows of the left table that have a partner."
      case .anti: "Rows of the left table that have none."
      case .cross: "Every row of the left table beside every row of the right."
      }
    }

    var kind: TableJoin.Kind {
      switch self {
      case .inner, .cross: .inner
      case .left: .left
      case .right: .right
      case .outer: .outer
      case .semi: .semi
      case .anti: .anti
      }
    }
  }

  enum Uniqueness: String, ParameterChoice {
    case oneToOne = "one_to_one"
    case oneToMany = "one_to_many"
    case manyToOne = "many_to_one"

    var help: String {
      switch self {
      case .oneToOne: "Each key stands once at most in both tables."
      case .oneToMany: "Each key stands once at most in the left table."
      case .manyToOne: "Each key stands once at most in the right table."
      }
    }

    var leftIsUnique: Bool { self != .manyToOne }
    var rightIsUnique: Bool { self != .oneToMany }
  }
}
