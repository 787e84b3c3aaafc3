/// The type of a parameter: what may be written, and how text is read.
public indirect enum ParameterType: Sendable, Hashable {
  case boolean, integer, number, text
  case choice([Choice])
  /// The name of a column of the input called `of`, where the declaration knows which.
  case column(of: String?)
  /// An expression over columns and references; its value is a record of `text` and the `values` of its references.
  case expression
  case list(ParameterType)
  /// Names, freely chosen, to values of one type, in the order written.
  case mapping(ParameterType)
  case record([ParameterDeclaration])
  /// A tool that can be fitted, with its parameters: `scale.standard`, or `select.k_best: {k: 9}`.
  case stage
  /// What a search tries in the pipeline beside it: `stage.parameter` to a list of values or `{from, to, log}`, `stage` to stages in its place.
  case grid
  /// A plain scalar by YAML 1.2's core schema, a quoted one as text.
  case scalar
  /// A part of a figure's specification in Vega-Lite's vocabulary: any shape that keeps to its grammar.
  case figure(FigurePart)
  /// The first type that takes what is written.
  case oneOf([ParameterType])

  /// One of a closed set of words.
  public struct Choice: Sendable, Hashable {
    public var name: String
    /// What it means, in one line.
    public var help: String
    public init(_ name: String, _ help: String) {
      self.name = name
      self.help = help
    }
  }

  /// What follows "must be" in a refusal: `an integer`, `one of gini, entropy`, `a list of numbers`.
  public var phrase: String {
    switch self {
    case .boolean: "true or false"
    case .integer: "an integer"
    case .number: "a number"
    case .text: "text"
    case .choice(let choices):
      choices.count == 1 ? "'\(choices[0].name)'" : "one of \(choices.map(\.name).joined(separator: ", "))"
    case .column: "the name of a column"
    case .expression: "an expression"
    case .list(let element): "a list, each \(element.phrase)"
    case .mapping(let element): "a mapping of names, each to \(element.phrase)"
    case .record(let fields): "a mapping with \(fields.map(\.name).joined(separator: ", "))"
    case .stage: "a tool that can be fitted, such as scale.standard"
    case .grid: "a mapping, each 'stage.parameter' to the values to try"
    case .scalar: "a single value"
    case .figure(let part): part.phrase
    case .oneOf(let types): types.map(\.phrase).joined(separator: " or ")
    }
  }

  /// What would be right, range included: `'k' must be an integer in 1...10, not 'many'`.
  func phrase(_ constraint: Constraint?) -> String {
    if let range = constraint?.range { "\(phrase) \(range.phrase)" } else { phrase }
  }

  /// Whether stages stand somewhere in it.
  var holdsStages: Bool { holds { $0 == .stage || $0 == .grid } }

  /// Whether expressions may stand in it.
  var holdsExpressions: Bool { holds { $0 == .expression } }

  private func holds(_ isMeant: (Self) -> Bool) -> Bool {
    switch self {
    case .list(let element), .mapping(let element): element.holds(isMeant)
    case .oneOf(let types): types.contains { $0.holds(isMeant) }
    default: isMeant(self)
    }
  }

  /// The value that a scalar's text has under this type; nil where it has none.
  ///
  /// Text is read by the declared type: `NO`, `1:30` and `010` stay text where text is declared.
  public func read(_ text: String, isPlain: Bool) -> TypedValue? {
    switch self {
    case .boolean:
      switch text {
      case "true", "True", "TRUE": .boolean(true)
      case "false", "False", "FALSE": .boolean(false)
      default: nil
      }
    case .integer: ParameterType.integer(text).map(TypedValue.integer)
    case .number: ParameterType.number(text).map(TypedValue.number)
    case .text, .column: .text(text)
    case .expression: .record([.init("text", .text(text)), .init("values", .record([]))])
    case .choice(let choices): choices.contains { $0.name == text } ? .text(text) : nil
    case .scalar, .figure: isPlain ? ParameterType.coreSchema(text) : .text(text)
    case .oneOf(let types): types.lazy.compactMap { $0.read(text, isPlain: isPlain) }.first
    case .list, .mapping, .record, .stage, .grid: nil
    }
  }

  /// A value from elsewhere (a notebook's parameter, a metric) as this type; nil where it does not fit.
  public func convert(_ value: TypedValue) -> TypedValue? {
    switch (self, value) {
    case (.boolean, .boolean), (.integer, .integer), (.number, .number), (.text, .text), (.column, .text): return value
    case (.number, .integer(let whole)): return .number(Double(whole))
    case (.integer, .number(let number)): return Int(exactly: number).map(TypedValue.integer)
    case (.text, .integer), (.text, .number), (.text, .boolean), (.column, .integer): return .text(value.description)
    case (.choice(let choices), .text(let text)): return choices.contains { $0.name == text } ? value : nil
    case (.scalar, .null), (.scalar, .boolean), (.scalar, .integer), (.scalar, .number), (.scalar, .text): return value
    case (.list(let element), .list(let values)):
      let converted = values.compactMap(element.convert)
      return converted.count == values.count ? .list(converted) : nil
    // What stands alone is a list of one.
    case (.list(let element), .boolean), (.list(let element), .integer), (.list(let element), .number), (.list(let element), .text):
      return element.convert(value).map { .list([$0]) }
    case (.mapping(let element), .record(let fields)):
      let converted = fields.compactMap { field in element.convert(field.value).map { TypedValue.Field(field.name, $0) } }
      return converted.count == fields.count ? .record(converted) : nil
    case (.expression, .record), (.record, .record), (.stage, .record), (.grid, .record), (.figure, _): return value
    case (.oneOf(let types), _):
      // What is of one of the types already stays so: 1.0 is a number, also where integers are taken.
      let converted = types.compactMap { $0.convert(value) }
      return converted.first { $0 == value } ?? converted.first
    default: return nil
    }
  }

  /// YAML 1.2's core schema: null, booleans, integers (decimal, 0o, 0x), floats (with .inf and .nan), else text.
  public static func coreSchema(_ text: String) -> TypedValue {
    switch text {
    case "", "~", "null", "Null", "NULL": return .null
    case "true", "True", "TRUE": return .boolean(true)
    case "false", "False", "FALSE": return .boolean(false)
    case ".nan", ".NaN", ".NAN": return .number(.nan)
    default: break
    }
    if text.hasPrefix("0o"), let value = Int(text.dropFirst(2), radix: 8) { return .integer(value) }
    if text.hasPrefix("0x"), let value = Int(text.dropFirst(2), radix: 16) { return .integer(value) }
    if let value = integer(text) { return .integer(value) }
    if let value = number(text) { return .number(value) }
    return .text(text)
  }

  /// `[-+]?[0-9]+`, within Int; nil for the rest.
  static func integer(_ text: String) -> Int? {
    let digits = text.utf8.dropFirst(text.hasPrefix("-") || text.hasPrefix("+") ? 1 : 0)
    guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int(text)
  }

  /// YAML's float: decimal digits, a fraction, an exponent; `.inf`. Never hexadecimal, never `nan` or `1_000`.
  static func number(_ text: String) -> Double? {
    switch text {
    case ".inf", ".Inf", ".INF", "+.inf": return .infinity
    case "-.inf", "-.Inf", "-.INF": return -.infinity
    default: break
    }
    var hasDigit = false
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39: hasDigit = true
      case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"): break
      default: return nil
      }
    }
    guard hasDigit, !text.hasPrefix("e"), !text.hasPrefix("E") else { return nil }
    return Double(text).flatMap { $0.isFinite ? $0 : nil }
  }
}
