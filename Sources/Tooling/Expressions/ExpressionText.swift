extension Expression {
  /// Every reference in it, in the order written, each once.
  public var references: [Reference] {
    var found: [Reference] = []
    visit { if case .reference(let reference, _) = $0, !found.contains(reference) { found.append(reference) } }
    return found
  }

  /// Every column in it, in the order written, each once.
  public var columns: [String] {
    var found: [String] = []
    visit { if case .column(let name, _) = $0, !found.contains(name) { found.append(name) } }
    return found
  }

  /// Calls `action` with the expression and all below it, in the order written.
  public func visit(_ action: (Expression) -> Void) {
    action(self)
    switch self {
    case .literal, .column, .reference: break
    case .negate(let a), .not(let a), .isMissing(let a): a.visit(action)
    case .binary(_, let a, let b):
      a.visit(action)
      b.visit(action)
    case .approximately(let a, let b, let tolerance):
      a.visit(action)
      b.visit(action)
      tolerance.visit(action)
    case .membership(let a, let elements):
      a.visit(action)
      for element in elements { element.visit(action) }
    case .call(_, let arguments): for argument in arguments { argument.visit(action) }
    }
  }
}

extension Expression: CustomStringConvertible {
  /// The expression in one canonical way of writing: single spaces, parentheses only where the grammar needs them.
  public var description: String { text(within: 0) }

  /// How tightly it binds, as a level of the grammar: 1 `or`, 2 `and`, 3 `not`, 4 comparisons, 5 sums, 6 products,
  /// 7 unary minus, 8 powers, 9 values.
  private var level: Int {
    switch self {
    case .binary(let operation, _, _): operation.level
    case .not(.isMissing), .not(.membership): 4
    case .not: 3
    case .approximately, .membership, .isMissing: 4
    case .negate: 7
    // A negative number, which only a value from outside can be, is written with its sign.
    case .literal(let value): value.double.map { $0 < 0 } ?? false ? 7 : 9
    case .column, .reference, .call: 9
    }
  }

  private func text(within level: Int) -> String {
    self.level < level ? "(" + written + ")" : written
  }

  private var written: String {
    switch self {
    case .literal(.text(let text)): "'" + text.replacing("'", with: "''") + "'"
    case .literal(let value): value.description
    case .column(let name, _): Expression.written(column: name)
    case .reference(let reference, _): reference.description
    case .negate(let a): "-" + a.text(within: 7)
    case .not(.isMissing(let a)): a.text(within: 5) + " is not missing"
    case .not(.membership(let a, let elements)): a.text(within: 5) + " not in " + Expression.written(list: elements)
    case .not(let a): "not " + a.text(within: 3)
    case .isMissing(let a): a.text(within: 5) + " is missing"
    case .membership(let a, let elements): a.text(within: 5) + " in " + Expression.written(list: elements)
    case .approximately(let a, let b, let tolerance):
      a.text(within: 5) + " ~= " + b.text(within: 5) + " ± " + tolerance.text(within: 5)
    case .binary(let operation, let a, let b):
      a.text(within: operation.leftLevel) + " \(operation.rawValue) " + b.text(within: operation.rightLevel)
    case .call(let function, let arguments):
      function.rawValue + "(" + arguments.map { $0.text(within: 0) }.joined(separator: ", ") + ")"
    }
  }

  private static func written(list: [Expression]) -> String {
    "[" + list.map { $0.text(within: 5) }.joined(separator: ", ") + "]"
  }

  static func written(column name: String) -> String {
    let isPlain = Reference.isName(name) && !["and", "or", "not", "in", "is", "missing", "true", "false"].contains(name)
    return isPlain ? name : "`" + name.replacing("`", with: "``") + "`"
  }
}

extension Expression.Operator {
  fileprivate var level: Int {
    switch self {
    case .or: 1
    case .and: 2
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: 4
    case .add, .subtract: 5
    case .multiply, .divide, .remainder: 6
    case .power: 8
    }
  }

  fileprivate var leftLevel: Int { level == 4 || level == 8 ? level + 1 : level }
  /// A power's exponent may be negative or a power itself.
  fileprivate var rightLevel: Int { level == 8 ? 7 : level + 1 }
}
