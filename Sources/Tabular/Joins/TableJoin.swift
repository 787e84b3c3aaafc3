/// Two tables side by side, a row of the one beside those rows of the other that have the same key. (A hash join over typed keys.)
///
/// Names and the order of rows are those of pandas' `merge`.
public struct TableJoin: Sendable {
  public enum Kind: String, Sendable, CaseIterable { case inner, left, right, outer, semi, anti }

  private let left: Table
  private let right: Table
  private let keys: [(left: String, right: String)]
  private let match: KeyMatch
  private let cores: Int

  /// How many rows each side has whose key the other side has.
  public let matched: (left: Int, right: Int)
  /// Keys that stand several times on both sides: how many, and the first rows of the one that makes most rows, with how often it stands.
  public let repeated: (count: Int, row: Int, left: Int, right: Int)?

  /// - Parameters:
  ///   - keys: pairs of columns, at least one, whose cells can be equal.
  ///   - missingMatch: whether a missing key is equal to a missing key.
  /// - Throws: `TableError` for more rows than can be numbered.
  public init(_ left: Table, _ right: Table, on keys: [(left: String, right: String)], missingMatch: Bool = true, cores: Int = 1) throws(TableError) {
    try RowGroups.requireNumbers(for: left.rowCount + right.rowCount)
    var (leftKeys, rightKeys) = ([Column](), [Column]())
    for key in keys {
      guard let a = left.column(key.left), let b = right.column(key.right) else { throw TableError("a key's column is not there") }
      leftKeys.append(a)
      rightKeys.append(b)
    }
    self.left = left
    self.right = right
    self.keys = keys
    self.cores = cores
    match = try KeyMatch(leftKeys, rightKeys, missingMatch: missingMatch, cores: cores)

    var counts = [(left: Int32, right: Int32)](repeating: (0, 0), count: match.count)
    for code in match.left where code >= 0 { counts[Int(code)].left += 1 }
    for code in match.right where code >= 0 { counts[Int(code)].right += 1 }
    matched = (
      counts.reduce(0) { $0 + ($1.right > 0 ? Int($1.left) : 0) }, counts.reduce(0) { $0 + ($1.left > 0 ? Int($1.right) : 0) })
    let several = counts.indices.filter { counts[$0].left > 1 && counts[$0].right > 1 }
    repeated = several.max { Int(counts[$0].left) * Int(counts[$0].right) < Int(counts[$1].left) * Int(counts[$1].right) }.flatMap { [match] code in
      match.left.firstIndex(of: Int32(truncatingIfNeeded: code)).map { (several.count, $0, Int(counts[code].left), Int(counts[code].right)) }
    }
  }

  /// The join as a table.
  ///
  /// - Parameter suffixes: what is added to names that both sides have, other than those of keys.
  /// - Throws: `TableError` where names clash, or there would be too many rows.
  public func table(_ kind: Kind, suffixes: (left: String, right: String) = ("_x", "_y")) throws(TableError) -> Table {
    switch kind {
    case .semi, .anti:
      let wanted = kind == .semi
      let found = flags
      let rows = left.rows { row in
        let code = match.left[row]
        return (code >= 0 && found[Int(code)]) == wanted
      }
      return left.gathering(rows, cores: cores)
    case .inner, .left:
      let rows = KeyedRows(match.right, count: match.count)
      let (a, b) = try rows.pairs(with: match.left, keepsUnmatched: kind == .left, cores: cores)
      return try columns(a, b, suffixes, coalesces: false)
    case .right:
      let rows = KeyedRows(match.left, count: match.count)
      let (b, a) = try rows.pairs(with: match.right, keepsUnmatched: true, cores: cores)
      return try columns(a, b, suffixes, coalesces: true)
    case .outer: return try outer(suffixes)
    }
  }

  /// For each code whether a row of the right side has it.
  private var flags: [Bool] {
    var flags = [Bool](repeating: false, count: match.count)
    for code in match.right where code >= 0 { flags[Int(code)] = true }
    return flags
  }

  /// All of both sides, sorted by the keys.
  private func outer(_ suffixes: (left: String, right: String)) throws(TableError) -> Table {
    let rows = KeyedRows(match.right, count: match.count)
    var (a, b) = try rows.pairs(with: match.left, keepsUnmatched: true, cores: cores)
    var isMet = [Bool](repeating: false, count: match.count)
    for code in match.left where code >= 0 { isMet[Int(code)] = true }
    let others = right.rows { row in
      let code = match.right[row]
      return code < 0 || !isMet[Int(code)]
    }
    a += [Int32](repeating: -1, count: others.count)
    b += others
    try RowGroups.requireNumbers(for: a.count)
    var sortKeys: [SortKey] = []
    for key in keys { sortKeys.append(SortKey(try coalesced(key, a, b))) }
    let order = try Table.order(by: sortKeys, cores: cores)
    return try columns(gathered(a, order, absent: -1, cores: cores), gathered(b, order, absent: -1, cores: cores), suffixes, coalesces: true)
  }

  /// A key's cells, from the left side where there is a row, else from the right.
  private func coalesced(_ key: (left: String, right: String), _ a: [Int32], _ b: [Int32]) throws(TableError) -> Column.Values {
    guard let x = left.column(key.left), let y = right.column(key.right) else { throw TableError("a key's column is not there") }
    let leftCount = Int32(truncatingIfNeeded: left.rowCount)
    let rows = zip(a, b).map { $0 >= 0 ? $0 : $1 < 0 ? -1 : leftCount + $1 }
    return try Column.Values.joined([x.values, y.values]).gathering(rows, cores: cores)
  }

  /// The columns of the left side, then those of the right but for keys that have one name on both.
  private func columns(
    _ a: [Int32], _ b: [Int32], _ suffixes: (left: String, right: String), coalesces: Bool
  ) throws(TableError) -> Table {
    let shared = Set(keys.filter { $0.left == $0.right }.map(\.left))
    var joined: [Column] = []
    let others = try Table(right.columns.filter { !shared.contains($0.name) })
    let (x, y) = (left.gathering(a, cores: cores), others.gathering(b, cores: cores))
    for column in x.columns {
      let isKey = shared.contains(column.name)
      let values = isKey && coalesces ? try coalesced((column.name, column.name), a, b) : column.values
      joined.append(Column(column.name + (y.column(column.name) != nil ? suffixes.left : ""), values))
    }
    for column in y.columns { joined.append(Column(column.name + (x.column(column.name) != nil ? suffixes.right : ""), column.values)) }
    return try Table(joined)
  }

  /// Every row of the left side beside every row of the right.
  public static func crossed(
    _ left: Table, _ right: Table, suffixes: (left: String, right: String) = ("_x", "_y"), cores: Int = 1
  ) throws(TableError) -> Table {
    let (total, isOver) = left.rowCount.multipliedReportingOverflow(by: right.rowCount)
    guard !isOver, total < Int(Int32.max) else {
      throw TableError("\(left.rowCount) × \(right.rowCount) rows are more than the \(Int32.max - 1) that there can be")
    }
    let width = right.rowCount
    let a = (0..<total).map { Int32(truncatingIfNeeded: $0 / max(width, 1)) }
    let b = (0..<total).map { Int32(truncatingIfNeeded: $0 % max(width, 1)) }
    var joined: [Column] = []
    for column in left.gathering(a, cores: cores).columns {
      joined.append(Column(column.name + (right.column(column.name) != nil ? suffixes.left : ""), column.values))
    }
    for column in right.gathering(b, cores: cores).columns {
      joined.append(Column(column.name + (left.column(column.name) != nil ? suffixes.right : ""), column.values))
    }
    return try Table(joined)
  }
}

extension Table {
  /// The rows that `isWanted`, ascending.
  func rows(_ isWanted: (Int) -> Bool) -> [Int32] {
    var rows: [Int32] = []
    for row in 0..<rowCount where isWanted(row) { rows.append(Int32(truncatingIfNeeded: row)) }
    return rows
  }
}
