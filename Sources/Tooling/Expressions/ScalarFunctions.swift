import Foundation

extension Scalar {
  /// A function of single values; missing where an argument is.
  static func call(_ function: Expression.Function, _ arguments: [TypedValue]) throws(EvaluationError) -> TypedValue {
    if function == .coalesce { return arguments.first { $0 != .null } ?? .null }
    if arguments.contains(.null) { return .null }
    guard function.arity.contains(arguments.count) else {
      throw EvaluationError("'\(function.rawValue)' takes \(function.arityPhrase), not \(arguments.count)")
    }
    switch function {
    case .abs:
      if case .integer(let whole) = arguments[0], whole != .min { return .integer(whole.magnitude == 0 ? 0 : Swift.abs(whole)) }
      return number(try double(arguments[0], of: "abs").magnitude)
    case .log, .log2, .log10, .exp, .sqrt: return number(curve(function, try double(arguments[0], of: function.rawValue)))
    case .round:
      if case .integer = arguments[0], arguments.count == 1 { return arguments[0] }
      let digits = arguments.count == 2 ? try digitCount(arguments[1]) : 0
      let rounded = rounded(try double(arguments[0], of: "round"), digits: digits)
      return digits == 0 ? Int(exactly: rounded).map(TypedValue.integer) ?? number(rounded) : number(rounded)
    case .floor, .ceil:
      if case .integer = arguments[0] { return arguments[0] }
      let whole = toWhole(function, try double(arguments[0], of: function.rawValue))
      return Int(exactly: whole).map(TypedValue.integer) ?? number(whole)
    case .least, .greatest:
      var best = arguments[0]
      for next in arguments.dropFirst() where try combined(function == .least ? .less : .greater, next, best) == .boolean(true) { best = next }
      return best
    case .number:
      if case .text(let text) = arguments[0] { return number(readFrom: text).map(number) ?? .null }
      if case .boolean(let truth) = arguments[0] { return .integer(truth ? 1 : 0) }
      _ = try double(arguments[0], of: "number")
      return arguments[0]
    case .text: return .text(arguments[0].description)
    case .replace:
      let texts = try arguments.map { value throws(EvaluationError) in try text(value, of: function) }
      return .text(replaced(texts[0], texts[1], texts[2]))
    case .endsWith: return .boolean(try text(arguments[0], of: function).hasSuffix(try text(arguments[1], of: function)))
    case .lower: return .text(try text(arguments[0], of: function).lowercased())
    case .upper: return .text(try text(arguments[0], of: function).uppercased())
    case .trim: return .text(try text(arguments[0], of: function).trimmed)
    case .length: return .integer(try text(arguments[0], of: function).count)
    case .contains: return .boolean(contains(try text(arguments[0], of: function), try text(arguments[1], of: function)))
    case .startsWith: return .boolean(try text(arguments[0], of: function).hasPrefix(try text(arguments[1], of: function)))
    case .matches:
      let pattern = try TextPattern(try text(arguments[1], of: function))
      return .boolean(pattern.isFound(in: try text(arguments[0], of: function)))
    case .concat: return .text(arguments.map(\.description).joined())
    default: throw EvaluationError("'\(function.rawValue)' has no single value here")
    }
  }

  static func curve(_ function: Expression.Function, _ x: Double) -> Double {
    switch function {
    case .log: Foundation.log(x)
    case .log2: Foundation.log2(x)
    case .log10: Foundation.log10(x)
    case .exp: Foundation.exp(x)
    case .sqrt: x.squareRoot()
    default: .nan
    }
  }

  /// `round`, `floor` and `ceil` to whole numbers; halves go to the even one.
  static func toWhole(_ function: Expression.Function, _ x: Double) -> Double {
    switch function {
    case .floor: x.rounded(.down)
    case .ceil: x.rounded(.up)
    default: x.rounded(.toNearestOrEven)
    }
  }

  /// The number that a text says, with blanks around it or not, as in a file that is read; nil where it says none.
  static func number(readFrom text: String) -> Double? {
    let trimmed = text.trimmed
    // Not `nan`, and no hexadecimal.
    guard trimmed.utf8.allSatisfy({ (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }) else { return nil }
    return Double(trimmed)
  }

  /// The text with every `part` replaced, from the left; an empty part is nowhere.
  static func replaced(_ text: String, _ part: String, _ other: String) -> String {
    part.isEmpty ? text : text.replacing(part, with: other)
  }

  static func digitCount(_ value: TypedValue) throws(EvaluationError) -> Int {
    guard let digits = value.double.flatMap(Int.init(exactly:)), (-15...15).contains(digits) else {
      throw EvaluationError("'round' takes a whole number of digits in -15...15, not \(value)")
    }
    return digits
  }

  /// Halves go to the even neighbour, as in R and Python.
  static func rounded(_ x: Double, digits: Int) -> Double {
    if digits == 0 { return x.rounded(.toNearestOrEven) }
    let scale = pow(10, Double(Swift.abs(digits)))
    let scaled = digits > 0 ? x * scale : x / scale
    guard scaled.isFinite else { return x }
    let whole = scaled.rounded(.toNearestOrEven)
    return digits > 0 ? whole / scale : whole * scale
  }

  static func contains(_ text: String, _ part: String) -> Bool { contains(text.utf8, part.utf8) }

  /// Whether the bytes of `part` stand somewhere in those of `text`.
  static func contains(_ text: some Collection<UInt8>, _ part: some Collection<UInt8>) -> Bool { part.isEmpty || text.firstPlace(of: part) != nil }

  static func text(_ value: TypedValue, of function: Expression.Function) throws(EvaluationError) -> String {
    guard case .text(let text) = value else {
      throw EvaluationError("'\(function.rawValue)' works on text, not on \(phrase(value))")
    }
    return text
  }
}

extension Collection where Element: Equatable {
  /// The first place where `other` stands whole; nil where nowhere. O(count × other.count) at worst.
  fileprivate func firstPlace(of other: some Collection<Element>) -> Index? {
    guard let first = other.first else { return startIndex }
    var start = startIndex
    while let place = self[start...].firstIndex(of: first) {
      if self[place...].starts(with: other) { return place }
      start = index(after: place)
    }
    return nil
  }
}
