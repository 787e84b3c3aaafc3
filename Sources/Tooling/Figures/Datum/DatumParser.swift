extension DatumExpression {
  /// Reads a whole text as one expression.
  ///
  /// From loosest to tightest: `? :`, `||`, `&&`, `== != === !==`, `< <= > >=`, `+ -`, `* / %`, unary `- + !`. A column is `datum.name` or
  /// `datum['odd name']`; text stands in single or double quotes.
  ///
  /// - Throws: what is wrong and at which bytes of `text`. What is nested too deep is refused, so that no evaluation overflows the stack.
  public init(parsing text: String) throws(ExpressionError) {
    var parser = try DatumParser(text)
    self = try parser.parse()
  }
}

/// A parser by recursive descent, with the binary operators in a table.
private struct DatumParser {
  private static let greatestDepth = 60, greatestLength = 1000
  private static let levels: [[String]] = [["||"], ["&&"], ["==", "!=", "===", "!=="], ["<", "<=", ">", ">="], ["+", "-"], ["*", "/", "%"]]
  private static let constants: [String: DatumExpression] = [
    "true": .flag(true), "false": .flag(false), "null": .missing, "undefined": .missing, "NaN": .missing, "PI": .number(.pi), "E": .number(2.718281828459045),
    "LN2": .number(0.6931471805599453), "LN10": .number(2.302585092994046), "SQRT2": .number(1.4142135623730951), "Infinity": .number(.infinity),
  ]

  private var tokens: DatumTokens
  private var token: DatumTokens.Token = .end
  private var place = Expression.SourceOffset(offset: 0, length: 1)
  private var depth = 0, length = 0

  init(_ text: String) throws(ExpressionError) {
    tokens = DatumTokens(text)
    try advance()
  }

  mutating func parse() throws(ExpressionError) -> DatumExpression {
    if token == .end { throw ExpressionError("an expression should stand here", remedy: "write one over the row's columns, such as datum.x > 3", at: place) }
    let expression = try choice()
    guard token == .end else { throw unexpected() }
    return expression
  }

  private mutating func advance() throws(ExpressionError) {
    (token, place) = try tokens.next()
    length += 1
    // Long chains lean to one side, as high as they are long.
    if length > Self.greatestLength { throw tooDeep() }
  }

  private mutating func takes(_ symbol: String) throws(ExpressionError) -> Bool {
    guard token == .symbol(symbol) else { return false }
    try advance()
    return true
  }

  private mutating func expect(_ symbol: String, _ message: String) throws(ExpressionError) {
    guard try takes(symbol) else { throw ExpressionError(message, at: place) }
  }

  private func tooDeep() -> ExpressionError {
    ExpressionError("the expression is nested too deep or too long", remedy: "calculate a part of it in a step before", at: place)
  }

  private func unexpected() -> ExpressionError {
    switch token {
    case .end: ExpressionError("the expression ends where a value should stand", at: place)
    case .number(let number): ExpressionError("\(shortNumber(number)) cannot stand here", remedy: "between two values stands an operator", at: place)
    case .text(let text): ExpressionError("'\(text)' cannot stand here", remedy: "between two values stands an operator", at: place)
    case .name(let name):
      ExpressionError(
        "'\(name)' cannot stand here", remedy: name == "and" ? "'and' is written &&" : name == "or" ? "'or' is written ||" : "between two values stands an operator", at: place)
    case .symbol(let symbol): ExpressionError("'\(symbol)' cannot stand here", at: place)
    }
  }

  // MARK: Levels

  private mutating func choice() throws(ExpressionError) -> DatumExpression {
    depth += 1
    defer { depth -= 1 }
    if depth > Self.greatestDepth { throw tooDeep() }
    let test = try binary(0)
    guard try takes("?") else { return test }
    let first = try choice()
    try expect(":", "after '?' and a value stands ':' and another")
    return .choice(test, then: first, otherwise: try choice())
  }

  private mutating func binary(_ level: Int) throws(ExpressionError) -> DatumExpression {
    guard Self.levels.indices.contains(level) else { return try unary() }
    var left = try binary(level + 1)
    while case .symbol(let symbol) = token, Self.levels[level].contains(symbol) {
      try advance()
      let right = try binary(level + 1)
      if symbol == "||" {
        left = .either(left, right)
      } else if symbol == "&&" {
        left = .both(left, right)
      } else if let operation = DatumExpression.Arithmetic(rawValue: symbol) {
        left = .arithmetic(operation, left, right)
      } else if let comparison = DatumExpression.Comparison(rawValue: symbol) {
        left = .comparison(comparison, left, right)
      }
    }
    return left
  }

  private mutating func unary() throws(ExpressionError) -> DatumExpression {
    depth += 1
    defer { depth -= 1 }
    if depth > Self.greatestDepth { throw tooDeep() }
    if try takes("-") { return .negate(try unary()) }
    if try takes("+") { return .call(.toNumber, [try unary()]) }
    if try takes("!") { return .not(try unary()) }
    return try value()
  }

  private mutating func value() throws(ExpressionError) -> DatumExpression {
    switch token {
    case .number(let number):
      try advance()
      return .number(number)
    case .text(let text):
      try advance()
      return .text(text)
    case .name(let name): return try named(name)
    case .symbol("("):
      try advance()
      let inner = try choice()
      try expect(")", "a bracket is never closed")
      return inner
    default: throw unexpected()
    }
  }

  private mutating func named(_ name: String) throws(ExpressionError) -> DatumExpression {
    let start = place
    try advance()
    if name == "datum" { return try field() }
    if token == .symbol("(") { return try call(name, at: start) }
    if let constant = Self.constants[name] { return constant }
    throw ExpressionError("there is nothing called '\(name)'", remedy: "a column is written datum.\(name), text in quotes: '\(name)'", at: start)
  }

  private mutating func field() throws(ExpressionError) -> DatumExpression {
    if try takes(".") {
      guard case .name(let name) = token else { throw ExpressionError("after 'datum.' stands a column's name", remedy: "an odd name is written datum['odd name']", at: place) }
      try advance()
      return .field(name)
    }
    guard try takes("[") else { throw ExpressionError("'datum' is the whole row", remedy: "a column of it is datum.name, or datum['odd name']", at: place) }
    guard case .text(let name) = token else { throw ExpressionError("in datum[ ] stands a column's name in quotes", at: place) }
    try advance()
    try expect("]", "after the column's name stands ]")
    return .field(name)
  }

  private mutating func call(_ name: String, at start: Expression.SourceOffset) throws(ExpressionError) -> DatumExpression {
    guard let function = DatumExpression.Function(rawValue: name) else {
      let names = DatumExpression.Function.allCases.map(\.rawValue)
      let remedy = name == "log10" ? "write log(x) / LN10" : nearName(to: name, among: names) == nil ? "functions are \(names.joined(separator: ", "))" : nil
      throw ExpressionError("there is no function '\(name)'\(name == "log10" ? "" : didYouMean(name, among: names))", remedy: remedy, at: start)
    }
    try advance()
    var arguments: [DatumExpression] = []
    if token != .symbol(")") {
      repeat { arguments.append(try choice()) } while try takes(",")
    }
    try expect(")", "the call of '\(name)' is never closed")
    guard function.arity.contains(arguments.count) else {
      let wanted = function.arity.count > 1 ? "at least one value" : counted(function.arity.lowerBound, "value")
      throw ExpressionError("'\(name)' takes \(wanted), not \(arguments.count)", at: start)
    }
    return .call(function, arguments)
  }
}
