/// An input of a tool: an artifact, read before the tool runs.
///
/// ```swift
/// @Input("The table to describe.") var table: Table
/// @Input("Points to lay over it.") var overlay: Table?
/// ```
@propertyWrapper public struct Input<Value: InputValue>: Sendable, Decodable {
  public let wrappedValue: Value
  private let help: String

  public init(_ help: String) {
    self.wrappedValue = Value.placeholder
    self.help = help
  }

  public init(from decoder: any Decoder) throws {
    guard let decoder = decoder as? ArgumentDecoder else { throw ToolError("inputs are read from artifacts alone") }
    self.wrappedValue = decoder.isAbsent ? Value.placeholder : try Value(artifacts: decoder.artifacts)
    self.help = ""
  }
}

/// An output of a tool, nil until the tool sets it.
@propertyWrapper public struct Output<Value: ArtifactValue>: Sendable, Decodable {
  public var wrappedValue: Value?
  private let declaration: OutputDeclaration

  /// - Parameters:
  ///   - name: what the notebook calls it, where it is not the property's name: an input may have the same.
  ///   - isMain: whether `$step` alone means this output.
  ///   - isOptional: whether a run may leave it unset.
  ///   - kind: what it is, where the Swift type can be of several kinds.
  ///   - fields: what references may name in it.
  ///   - hasOpenFields: whether the data may bring other fields.
  public init(
    _ help: String, named name: String = "", isMain: Bool = false, isOptional: Bool = false, kind: Kind? = nil, fields: [FieldDeclaration] = [],
    hasOpenFields: Bool = false
  ) {
    self.wrappedValue = nil
    self.declaration = OutputDeclaration(
      name: name, kind: kind ?? Value.kind, help: help, isMain: isMain, isOptional: isOptional, fields: fields,
      hasOpenFields: hasOpenFields)
  }

  public init(from decoder: any Decoder) throws { self.init("") }
}

/// What an input may hold: an artifact's value, one that may be missing, or a list of them.
public protocol InputValue: Sendable {
  static var inputKind: Kind { get }
  static var isOptional: Bool { get }
  static var isList: Bool { get }
  /// What an input holds before it is given; nothing reads it.
  static var placeholder: Self { get }
  init(artifacts: [StoredArtifact]) throws
}

extension ArtifactValue {
  public static var inputKind: Kind { kind }
  public static var isOptional: Bool { false }
  public static var isList: Bool { false }
  public init(artifacts: [StoredArtifact]) throws {
    guard artifacts.count == 1 else { throw ToolError("one \(Self.kind.rawValue) is needed, not \(artifacts.count)") }
    self = try Self(artifacts[0])
  }
}

/// An artifact, or a list of them, that may be left out.
extension Optional: InputValue where Wrapped: InputValue {
  public static var inputKind: Kind { Wrapped.inputKind }
  public static var isOptional: Bool { true }
  public static var isList: Bool { Wrapped.isList }
  public static var placeholder: Self { nil }
  public init(artifacts: [StoredArtifact]) throws { self = artifacts.isEmpty ? nil : try Wrapped(artifacts: artifacts) }
}

extension Array: InputValue where Element: ArtifactValue {
  public static var inputKind: Kind { Element.kind }
  public static var isOptional: Bool { false }
  public static var isList: Bool { true }
  public static var placeholder: Self { [] }
  public init(artifacts: [StoredArtifact]) throws { self = try artifacts.map { try Element($0) } }
}

extension Input: ToolProperty {
  package func declaration(named name: String) -> PropertyDeclaration {
    .input(
      InputDeclaration(
        name: name, kind: Value.inputKind, help: help, isOptional: Value.isOptional, isList: Value.isList))
  }
  package var held: PropertyContent { .input }
}

extension Output: ToolProperty {
  package func declaration(named name: String) -> PropertyDeclaration {
    var declaration = declaration
    if declaration.name.isEmpty { declaration.name = name }
    return .output(declaration)
  }
  package var held: PropertyContent { .output(wrappedValue) }
}
