public import Tabular

/// A table as learning tools take it: features, target, weights and groups by the common contract.
public struct Dataset: Sendable {
  public let training: TrainingData
  /// Which rows of the table it has: those that have a target, ascending.
  public let rows: [Int]

  /// Rows without a target are left out, with a warning.
  ///
  /// - Parameter readsFeatures: without it there are no features, and nothing is asked of them.
  /// - Throws: `ToolError` that names the parameter: a column that is not there or has two parts, a target that cannot be
  ///   told apart or predicted, weights that are missing or negative, groups that are missing, infinite features.
  public init(_ table: Table, _ roles: ColumnRoles, _ context: RunContext, readsFeatures: Bool = true) throws {
    let features = readsFeatures ? try Self.features(of: table, roles) : []
    let targetColumn = try table.column(roles.target, for: "target")
    guard table.rowCount > 0 else {
      throw ToolError("the table has no rows to learn from", remedy: "check that it was read in full and that no filter removed them all")
    }
    let missing = targetColumn.values.missing
    let rows = missing.isEmpty ? Array(0..<table.rowCount) : (0..<table.rowCount).filter { !missing[$0] }
    guard !rows.isEmpty else {
      throw ToolError("the target '\(roles.target)' is missing in every row", remedy: "name a column that has values", parameter: "target")
    }
    let dropped = table.rowCount - rows.count
    if dropped > 0 {
      context.warn(
        "\(dropped == 1 ? "1 row without a value" : "\(dropped) rows without a value") of '\(roles.target)' \(dropped == 1 ? "is" : "are") left out",
        parameter: "target")
    }
    let isWhole = dropped == 0
    let target = try Target(
      isWhole ? targetColumn : Column(targetColumn.name, targetColumn.values.selecting(rows)), roles, context)
    let chosen = try table.selecting(columns: features)
    try chosen.refuseInfinities()
    self.training = TrainingData(
      features: isWhole ? chosen : chosen.selecting(rows: rows), target: target,
      weights: try roles.weights.map { try table.rowWeights(in: $0, rows: rows) },
      groups: try roles.groups.map { try table.groups(in: $0, rows: rows) })
    self.rows = rows
  }

  private static func features(of table: Table, _ roles: ColumnRoles) throws -> [String] {
    let others = [("target", roles.target), ("groups", roles.groups), ("weights", roles.weights)]
    var parts: [String: String] = [:]
    for case (let part, let name?) in others {
      if let other = parts.updateValue(part, forKey: name) {
        throw ToolError("the column '\(name)' cannot be both '\(other)' and '\(part)'", parameter: part)
      }
    }
    if let features = roles.features {
      var seen: Set<String> = []
      for name in features {
        _ = try table.column(name, for: "features")
        if let part = parts[name] {
          throw ToolError(
            "the column '\(name)' cannot be both '\(part)' and one of the 'features'",
            remedy: "leave it out of 'features'", parameter: "features")
        }
        guard seen.insert(name).inserted else { throw ToolError("'features' names the column '\(name)' twice", parameter: "features") }
      }
      guard !features.isEmpty else { throw ToolError("'features' names no column", parameter: "features") }
      return features
    }
    let names = table.names.filter { parts[$0] == nil }
    guard !names.isEmpty else {
      throw ToolError("the table has no column to learn from beside '\(roles.target)'", parameter: "features")
    }
    return names
  }
}

extension Table {
  /// The column called `name`.
  ///
  /// - Parameter parameter: which parameter named it, for the error's place.
  /// - Throws: `ToolError` with the near name, or the names there are.
  public func column(_ name: String, for parameter: String) throws(ToolError) -> Column {
    if let column = column(name) { return column }
    let near = nearName(to: name, among: names)
    let listed = names.prefix(20).joined(separator: ", ") + (names.count > 20 ? ", … (\(names.count) in all)" : "")
    throw ToolError(
      "the table has no column '\(name)'" + (near.map { "; did you mean '\($0)'?" } ?? ""),
      remedy: near == nil && !names.isEmpty ? "its columns are \(listed)" : nil, parameter: parameter)
  }

  /// The weights of `rows` in the column `name`.
  ///
  /// - Throws: `ToolError` where one is missing, negative or infinite, or all are 0.
  public func rowWeights(in name: String, rows: [Int]) throws(ToolError) -> [Double] {
    let column = try column(name, for: "weights")
    guard let numbers = column.values.numbers else {
      throw ToolError("the weights '\(name)' are \(column.values.typeName), not numbers", parameter: "weights")
    }
    for row in rows where !(numbers[row] >= 0 && numbers[row].isFinite) {
      let what = numbers[row].isNaN ? "missing" : numbers[row] < 0 ? "negative (\(TypedValue.shortest(numbers[row])))" : "infinite"
      throw ToolError(
        "the weight '\(name)' is \(what) in row \(row + 1)", remedy: "weights are finite numbers of at least 0", parameter: "weights")
    }
    let weights = rows.map { numbers[$0] }
    let sum = weights.reduce(0, +)
    guard sum > 0, sum.isFinite else {
      throw ToolError("the weights '\(name)' have the sum \(TypedValue.shortest(sum)), which must be above 0 and finite", parameter: "weights")
    }
    return weights
  }

  /// A number for each group, in the order in which groups first stand in `rows`.
  fileprivate func groups(in name: String, rows: [Int]) throws(ToolError) -> [Int32] {
    let values = try column(name, for: "groups").values
    let missing = values.missing
    var codes: [String: Int32] = [:]
    var groups: [Int32] = []
    groups.reserveCapacity(rows.count)
    for row in rows {
      guard missing.isEmpty || !missing[row] else {
        throw ToolError("the group '\(name)' is missing in row \(row + 1)", remedy: "each row belongs to a group", parameter: "groups")
      }
      let next = Int32(truncatingIfNeeded: codes.count)
      groups.append(codes[values.label(row), default: next])
      if groups.last == next { codes[values.label(row)] = next }
    }
    return groups
  }
}

extension Column.Values {
  /// A cell as the name of a class or a group: `B`, `true`, `3`; empty where missing.
  package func label(_ row: Int) -> String {
    switch self {
    case .number(let numbers): TypedValue.shortest(numbers[row])
    case .integer(let cells): cells[row].map { String($0) } ?? ""
    case .boolean(let cells): cells[row].map { $0 ? "true" : "false" } ?? ""
    case .text(let cells): cells[row] ?? ""
    case .dictionary(let cells): cells[row] ?? ""
    case .timestamp(let cells): cells.ticks[row].map { String($0) } ?? ""
    }
  }
}
