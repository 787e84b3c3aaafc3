extension Expression {
  /// Reads a whole text as one expression.
  ///
  /// Grammar, from loosest to tightest: `or`, `and`, `not`, comparisons (`== != < <= > >= in is ~=`, never chained), `+ -`,
  /// `* / %`, unary `-`, `^` (to the right). Text stands in single quotes, odd column names in back-quotes; in both the quote
  /// is doubled. A name before `(` is a function.
  ///
  /// - Parameter allowsTolerance: whether `a ~= b ± c` may stand (in `{expect}`); `+/-` serves for `±`.
  /// - Throws: what is wrong and at which bytes of `text`. Trees higher than 200 are refused, so that no evaluation overflows
  ///   the stack.
  public init(parsing text: String, allowsTolerance: Bool = false) throws(ExpressionError) {
    var parser = try ExpressionParser(text, allowsTolerance: allowsTolerance)
    self = try parser.parse()
  }
}

/// A parser by recursive descent, a function for each level of the grammar.
private struct ExpressionParser {
  typealias Tree = (expression: Expression, height: Int)

  private static let greatestHeight = 200
  /// The words of the grammar, which are no columns unless in back-quotes.
  private static let words: Set = ["and", "or", "not", "in", "is", "missing", "true", "false"]

  private var tokens: ExpressionTokens
  private var token: ExpressionTokens.Token = .end
  private var place = Expression.SourceOffset(offset: 0, length: 1)
  private var depth = 0
  private let allowsTolerance: Bool

  init(_ text: String, allowsTolerance: Bool) throws(ExpressionError) {
    tokens = ExpressionTokens(text)
    self.allowsTolerance = allowsTolerance
    try advance()
  }

  mutating func parse() throws(ExpressionError) -> Expression {
    if token == .end { throw ExpressionError("an expression should stand here", at: place) }
    let tree = try disjunction()
    guard token == .end else { throw unexpected() }
    return tree.expression
  }

  // MARK: Tokens

  private mutating func advance() throws(ExpressionError) { (token, place) = try tokens.next() }

  private mutating func takes(_ wanted: ExpressionTokens.Token) throws(ExpressionError) -> Bool {
    guard token == wanted else { return false }
    try advance()
    return true
  }

  private func unexpected() -> ExpressionError {
    switch token {
    case .end: ExpressionError("the expression ends where a value should stand", at: place)
    case .name(let name):
      if let word = ["and", "or", "not", "in", "is"].first(where: { $0 == name.lowercased() }), word != name {
        ExpressionError("'\(name)' cannot stand here; did you mean '\(word)'?", at: place)
      } else {
        ExpressionError(
          "'\(name)' cannot stand here", remedy: "between two values stands an operator; a column name with spaces stands in back-quotes",
          at: place)
      }
    case .quotedName(let name): ExpressionError("`\(name)` cannot stand here", remedy: "between two values stands an operator", at: place)
    case .number(let value): ExpressionError("\(value) cannot stand here", remedy: "between two values stands an operator", at: place)
    case .text(let text): ExpressionError("'\(text)' cannot stand here", remedy: "between two values stands an operator", at: place)
    case .reference(let reference):
      ExpressionError("\(reference) cannot stand here", remedy: "between two values stands an operator", at: place)
    case .symbol("±"): ExpressionError("'±' stands only after '~='", remedy: "write $step.metrics.r2 ~= 0.93 ± 0.01", at: place)
    case .symbol(let symbol): ExpressionError("'\(symbol)' cannot stand here", at: place)
    }
  }

  private func node(_ expression: Expression, over heights: Int...) throws(ExpressionError) -> Tree {
    let height = 1 + (heights.max() ?? 0)
    if height > Self.greatestHeight { throw tooDeep() }
    return (expression, height)
  }

  private func tooDeep() -> ExpressionError {
    ExpressionError("the expression is nested too deeply or too long", remedy: "cut it into several", at: place)
  }

  // MARK: Levels

  private mutating func disjunction() throws(ExpressionError) -> Tree {
    depth += 1
    defer { depth -= 1 }
    if depth > Self.greatestHeight / 4 { throw tooDeep() }
    var left = try conjunction()
    while try takes(.name("or")) {
      let right = try conjunction()
      left = try node(.binary(.or, left.expression, right.expression), over: left.height, right.height)
    }
    return left
  }

  private mutating func conjunction() throws(ExpressionError) -> Tree {
    var left = try negation()
    while try takes(.name("and")) {
      let right = try negation()
      left = try node(.binary(.and, left.expression, right.expression), over: left.height, right.height)
    }
    return left
  }

  private mutating func negation() throws(ExpressionError) -> Tree {
    var count = 0
    while try takes(.name("not")) { count += 1 }
    var tree = try comparison()
    for _ in 0..<count { tree = try node(.not(tree.expression), over: tree.height) }
    return tree
  }

  private mutating func comparison() throws(ExpressionError) -> Tree {
    let left = try sum()
    guard let result = try comparison(of: left) else { return left }
    if isComparison { throw ExpressionError("comparisons are not chained", remedy: "write a < b and b < c", at: place) }
    return result
  }

  private var isComparison: Bool {
    switch token {
    case .symbol(let symbol): symbol == "~=" || comparisonOperator(symbol) != nil
    case .name("in"), .name("is"): true
    default: false
    }
  }

  private func comparisonOperator(_ symbol: String) -> Expression.Operator? {
    switch symbol {
    case "==", "!=", "<", "<=", ">", ">=": Expression.Operator(rawValue: symbol)
    default: nil
    }
  }

  private mutating func comparison(of left: Tree) throws(ExpressionError) -> Tree? {
    switch token {
    case .symbol("~="): return try tolerance(of: left)
    case .symbol(let symbol):
      guard let comparison = comparisonOperator(symbol) else { return nil }
      try advance()
      let right = try sum()
      return try node(.binary(comparison, left.expression, right.expression), over: left.height, right.height)
    case .name("in"):
      try advance()
      return try membership(of: left)
    case .name("not"):
      try advance()
      guard try takes(.name("in")) else { throw unexpected() }
      let tree = try membership(of: left)
      return try node(.not(tree.expression), over: tree.height)
    case .name("is"):
      try advance()
      let isNegated = try takes(.name("not"))
      guard try takes(.name("missing")) else {
        throw ExpressionError("after 'is' stands 'missing' or 'not missing'", remedy: "equality is written ==", at: place)
      }
      let tree = try node(.isMissing(left.expression), over: left.height)
      return isNegated ? try node(.not(tree.expression), over: tree.height) : tree
    default: return nil
    }
  }

  private mutating func tolerance(of left: Tree) throws(ExpressionError) -> Tree {
    let sign = place
    guard allowsTolerance else {
      throw ExpressionError("'~=' stands only in an {expect} block", remedy: "compare with abs(a - b) <= 0.01", at: sign)
    }
    try advance()
    let right = try sum()
    guard try takes(.symbol("±")) else {
      throw ExpressionError("'~=' needs a tolerance", remedy: "write $step.metrics.r2 ~= 0.93 ± 0.01", at: sign)
    }
    let tolerance = try sum()
    return try node(
      .approximately(left.expression, right.expression, tolerance: tolerance.expression), over: left.height, right.height,
      tolerance.height)
  }

  private mutating func membership(of left: Tree) throws(ExpressionError) -> Tree {
    guard try takes(.symbol("[")) else {
      throw ExpressionError("after 'in' stands a list in brackets", remedy: "write in ['a', 'b']", at: place)
    }
    var elements: [Expression] = []
    var height = left.height
    while token != .symbol("]") {
      let element = try sum()
      elements.append(element.expression)
      height = max(height, element.height)
      guard try takes(.symbol(",")) else { break }
    }
    guard try takes(.symbol("]")) else {
      throw ExpressionError("this list never ends", remedy: "close it with ]; commas stand between its values", at: place)
    }
    return try node(.membership(left.expression, elements), over: height)
  }

  private mutating func sum() throws(ExpressionError) -> Tree {
    var left = try product()
    while true {
      let operation: Expression.Operator
      switch token {
      case .symbol("+"): operation = .add
      case .symbol("-"): operation = .subtract
      default: return left
      }
      try advance()
      let right = try product()
      left = try node(.binary(operation, left.expression, right.expression), over: left.height, right.height)
    }
  }

  private mutating func product() throws(ExpressionError) -> Tree {
    var left = try negative()
    while true {
      let operation: Expression.Operator
      switch token {
      case .symbol("*"): operation = .multiply
      case .symbol("/"): operation = .divide
      case .symbol("%"): operation = .remainder
      default: return left
      }
      try advance()
      let right = try negative()
      left = try node(.binary(operation, left.expression, right.expression), over: left.height, right.height)
    }
  }

  private mutating func negative() throws(ExpressionError) -> Tree {
    depth += 1
    defer { depth -= 1 }
    if depth > Self.greatestHeight / 4 { throw tooDeep() }
    guard try takes(.symbol("-")) else { return try power() }
    let tree = try negative()
    return try node(.negate(tree.expression), over: tree.height)
  }

  private mutating func power() throws(ExpressionError) -> Tree {
    let base = try value()
    guard try takes(.symbol("^")) else { return base }
    // The exponent may carry a sign, and further powers bind to the right.
    let exponent = try negative()
    return try node(.binary(.power, base.expression, exponent.expression), over: base.height, exponent.height)
  }

  private mutating func value() throws(ExpressionError) -> Tree {
    let at = place
    switch token {
    case .number(let value):
      try advance()
      return (.literal(value), 1)
    case .text(let text):
      try advance()
      return (.literal(.text(text)), 1)
    case .reference(let reference):
      try advance()
      return (.reference(reference, at), 1)
    case .quotedName(let name):
      try advance()
      return (.column(name, at), 1)
    case .symbol("("):
      try advance()
      let tree = try disjunction()
      guard try takes(.symbol(")")) else {
        throw ExpressionError("this parenthesis is never closed", remedy: "close it with )", at: at)
      }
      return tree
    case .symbol("["): throw ExpressionError("a list stands only after 'in'", remedy: "write x in ['a', 'b']", at: at)
    case .name(let name):
      if name == "true" || name == "false" {
        try advance()
        return (.literal(.boolean(name == "true")), 1)
      }
      if Self.words.contains(name) { throw unexpected() }
      try advance()
      if token == .symbol("(") { return try call(name, at: at) }
      return (.column(name, at), 1)
    default: throw unexpected()
    }
  }

  private mutating func call(_ name: String, at: Expression.SourceOffset) throws(ExpressionError) -> Tree {
    guard let function = Expression.Function(rawValue: name) else {
      let names = Expression.Function.allCases.map(\.rawValue)
      throw ExpressionError(
        "there is no function '\(name)'\(didYouMean(name, among: names))", remedy: "functions: \(names.joined(separator: " "))", at: at)
    }
    try advance()
    var arguments: [Expression] = []
    var places: [Expression.SourceOffset] = []
    var height = 0
    while token != .symbol(")") {
      places.append(place)
      let argument = try disjunction()
      arguments.append(argument.expression)
      height = max(height, argument.height)
      guard try takes(.symbol(",")) else { break }
    }
    guard try takes(.symbol(")")) else {
      if token == .end { throw ExpressionError("the parenthesis after '\(name)' is never closed", remedy: "close it with )", at: at) }
      throw unexpected()
    }
    try check(function, arguments, at: at, places)
    return try node(.call(function, arguments), over: height)
  }

  private func check(
    _ function: Expression.Function, _ arguments: [Expression], at: Expression.SourceOffset, _ places: [Expression.SourceOffset]
  ) throws(ExpressionError) {
    guard function.arity.contains(arguments.count) else {
      throw ExpressionError(
        "'\(function.rawValue)' takes \(function.arityPhrase), not \(arguments.count)", remedy: "write \(function.usage)", at: at)
    }
    if function.isOverColumn, !places.isEmpty {
      guard case .column = arguments[0] else {
        throw ExpressionError("'\(function.rawValue)' takes the name of one column", remedy: "write \(function.usage)", at: places[0])
      }
    }
    if function == .matches, places.count == 2, case .literal(.text(let pattern)) = arguments[1] {
      if let problem = TextPattern.problem(of: pattern) { throw ExpressionError(problem, at: places[1]) }
    }
  }
}
