/// A parameter of a tool.
///
/// With a value it has a default; without one it is required; of an optional type it may be left out:
///
/// ```swift
/// @Param("How many trees.", .in(1...100_000)) var nEstimators = 100
/// @Param("The column to predict.", of: "data") var target: ColumnName
/// @Param("How deep a tree may grow; without it, until its leaves are pure.", .atLeast(1)) var maxDepth: Int?
/// ```
@propertyWrapper public struct Param<Value: ParameterValue>: Sendable, Decodable {
  public var wrappedValue: Value
  private let help: String
  private let constraint: Constraint?
  private let input: String?
  private let standard: TypedValue?
  private let elsewhere: [String: String]

  /// A parameter with a default.
  ///
  /// - Parameter elsewhere: words that other libraries have for it and that are no values here, each with what to write: they are refused with
  ///   that remedy.
  public init(wrappedValue: Value, _ help: String, _ constraint: Constraint? = nil, of input: String? = nil, elsewhere: [String: String] = [:]) {
    self.init(wrappedValue, help, constraint, input, standard: wrappedValue.typedValue, elsewhere)
  }

  /// A required parameter, or one of an optional type, which may be left out.
  public init(_ help: String, _ constraint: Constraint? = nil, of input: String? = nil) {
    self.init(Value.placeholder, help, constraint, input, standard: Value.absence)
  }

  private init(
    _ value: Value, _ help: String, _ constraint: Constraint?, _ input: String?, standard: TypedValue?, _ elsewhere: [String: String] = [:]
  ) {
    self.wrappedValue = value
    self.help = help
    self.constraint = constraint
    self.input = input
    self.standard = standard
    self.elsewhere = elsewhere
  }

  public init(from decoder: any Decoder) throws {
    guard let decoder = decoder as? ArgumentDecoder else { throw ToolError("parameters are read from bound arguments alone") }
    self.init(decoder.isAbsent ? Value.placeholder : try Value(decoder.value), "", nil, nil, standard: nil)
  }
}

extension Param: ToolProperty {
  package func declaration(named name: String) -> PropertyDeclaration {
    .parameter(
      ParameterDeclaration(
        name: name, type: Value.type.columns(of: input), help: help, constraint: constraint, standard: standard, elsewhere: elsewhere))
  }
  package var held: PropertyContent { .parameter(wrappedValue.typedValue) }
}

extension ParameterType {
  /// The same type, its columns those of `input`.
  fileprivate func columns(of input: String?) -> ParameterType {
    switch self {
    case .column(of: nil): .column(of: input)
    case .list(let element): .list(element.columns(of: input))
    case .mapping(let element): .mapping(element.columns(of: input))
    case .oneOf(let types): .oneOf(types.map { $0.columns(of: input) })
    default: self
    }
  }
}

/// A Swift type that a parameter may have.
public protocol ParameterValue: Sendable {
  static var type: ParameterType { get }
  /// What a required parameter holds before it is bound; nothing reads it.
  static var placeholder: Self { get }
  var typedValue: TypedValue { get }
  /// What stands for a parameter that was left out; nil for a type that cannot be without a value.
  static var absence: TypedValue? { get }
  /// - Throws: `ToolError` where the value is not of the type.
  init(_ value: TypedValue) throws
}

extension ParameterValue {
  public static var absence: TypedValue? { nil }

  /// The error for a value that is not of the type.
  public static func mismatch(_ value: TypedValue) -> ToolError { ToolError("\(value) is not \(type.phrase)") }
}

extension Int: ParameterValue {
  public static var type: ParameterType { .integer }
  public static var placeholder: Int { 0 }
  public var typedValue: TypedValue { .integer(self) }
  public init(_ value: TypedValue) throws {
    guard case .integer(let whole) = value else { throw Self.mismatch(value) }
    self = whole
  }
}

extension Double: ParameterValue {
  public static var type: ParameterType { .number }
  public static var placeholder: Double { 0 }
  public var typedValue: TypedValue { .number(self) }
  public init(_ value: TypedValue) throws {
    guard let number = value.double else { throw Self.mismatch(value) }
    self = number
  }
}

extension Bool: ParameterValue {
  public static var type: ParameterType { .boolean }
  public static var placeholder: Bool { false }
  public var typedValue: TypedValue { .boolean(self) }
  public init(_ value: TypedValue) throws {
    guard case .boolean(let flag) = value else { throw Self.mismatch(value) }
    self = flag
  }
}

extension String: ParameterValue {
  public static var type: ParameterType { .text }
  public static var placeholder: String { "" }
  public var typedValue: TypedValue { .text(self) }
  public init(_ value: TypedValue) throws {
    guard case .text(let text) = value else { throw Self.mismatch(value) }
    self = text
  }
}

extension Optional: ParameterValue where Wrapped: ParameterValue {
  public static var type: ParameterType { Wrapped.type }
  public static var placeholder: Self { nil }
  public static var absence: TypedValue? { .null }
  public var typedValue: TypedValue { self?.typedValue ?? .null }
  public init(_ value: TypedValue) throws {
    if case .null = value { self = nil } else { self = try Wrapped(value) }
  }
}

extension Array: ParameterValue where Element: ParameterValue {
  public static var type: ParameterType { .list(Element.type) }
  public static var placeholder: Self { [] }
  public var typedValue: TypedValue { .list(map(\.typedValue)) }
  public init(_ value: TypedValue) throws {
    guard case .list(let values) = value else { throw Self.mismatch(value) }
    self = try values.map(Element.init)
  }
}

/// The name of a column. Whether the table has it shows when the step runs.
public struct ColumnName: ParameterValue, Hashable, ExpressibleByStringLiteral {
  public var name: String
  public init(_ name: String) { self.name = name }
  public init(stringLiteral name: String) { self.name = name }

  public static var type: ParameterType { .column(of: nil) }
  public static var placeholder: ColumnName { "" }
  public var typedValue: TypedValue { .text(name) }
  public init(_ value: TypedValue) throws { self.name = try String(value) }
}

/// One of a closed set of words, each with a line of help.
public protocol ParameterChoice: ParameterValue, RawRepresentable<String>, CaseIterable {
  var help: String { get }
}

extension ParameterChoice {
  public static var type: ParameterType { .choice(allCases.map { .init($0.rawValue, $0.help) }) }
  public static var placeholder: Self { allCases[allCases.startIndex] }
  public var typedValue: TypedValue { .text(rawValue) }
  public init(_ value: TypedValue) throws {
    guard case .text(let text) = value, let choice = Self(rawValue: text) else { throw Self.mismatch(value) }
    self = choice
  }
}

/// Names to values of one type, in the order written.
public struct ParameterMapping<Element: ParameterValue>: ParameterValue {
  public var fields: [(name: String, value: Element)]
  public init(_ fields: [(name: String, value: Element)] = []) { self.fields = fields }

  public subscript(_ name: String) -> Element? { fields.first { $0.name == name }?.value }

  public static var type: ParameterType { .mapping(Element.type) }
  public static var placeholder: Self { Self() }
  public var typedValue: TypedValue { .record(fields.map { .init($0.name, $0.value.typedValue) }) }
  public init(_ value: TypedValue) throws {
    guard case .record(let fields) = value else { throw Self.mismatch(value) }
    self.fields = try fields.map { ($0.name, try Element($0.value)) }
  }
}

/// A nested mapping with parameters of its own.
public protocol ParameterRecord: ParameterValue, Decodable { init() }

extension ParameterRecord {
  public static var type: ParameterType { .record(parameterDeclarations(of: Self())) }
  public static var placeholder: Self { Self() }
  public var typedValue: TypedValue {
    .record(
      toolProperties(of: self).compactMap { name, property in
        if case .parameter(let value) = property.held { TypedValue.Field(name, value) } else { nil }
      })
  }
  public init(_ value: TypedValue) throws {
    guard case .record = value else { throw Self.mismatch(value) }
    self = try Self(from: ArgumentDecoder(value: value))
  }
}
