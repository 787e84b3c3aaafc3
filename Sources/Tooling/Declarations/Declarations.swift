/// One parameter of a tool, as its users see it.
public struct ParameterDeclaration: Sendable, Hashable {
  public var name: String
  public var type: ParameterType
  /// What it does, in one line or a few.
  public var help: String
  public var constraint: Constraint?
  /// The value where none is given; nil for a required parameter. An optional parameter's is `.null`.
  public var standard: TypedValue?
  /// What other libraries, or other releases of them, write here, and what is written for it.
  public var elsewhere: [String: String]

  public init(
    name: String, type: ParameterType, help: String, constraint: Constraint? = nil, standard: TypedValue?, elsewhere: [String: String] = [:]
  ) {
    self.name = name
    self.type = type
    self.help = help
    self.constraint = constraint
    self.standard = standard
    self.elsewhere = elsewhere
  }

  public var isRequired: Bool { standard == nil }

  /// What the value must be, type and constraint in one phrase: `in 1...100000`, or the type's where nothing narrows it.
  public var phrase: String { constraint.map { $0.phrase } ?? type.phrase }

  /// The refusal of `written`, in the one shape that all refusals have.
  public static func refusal(_ name: String, _ phrase: String, not written: String) -> String {
    "'\(name)' must be \(phrase), not \(written)"
  }
}

/// One input of a tool.
public struct InputDeclaration: Sendable, Hashable {
  public var name: String
  public var kind: Kind
  public var help: String
  public var isOptional: Bool
  /// Whether a list of artifacts is taken.
  public var isList: Bool

  public init(name: String, kind: Kind, help: String, isOptional: Bool = false, isList: Bool = false) {
    self.name = name
    self.kind = kind
    self.help = help
    self.isOptional = isOptional
    self.isList = isList
  }

  /// Whether a path may be written where a reference may: what is of kind file or folder.
  public var takesPath: Bool { kind == .file || kind == .folder }
}

/// One output of a tool.
public struct OutputDeclaration: Sendable, Hashable {
  public var name: String
  public var kind: Kind
  public var help: String
  /// Whether `$step` alone means this output.
  public var isMain: Bool
  /// Whether a run may leave it out (a ROC curve of a regression).
  public var isOptional: Bool
  public var fields: [FieldDeclaration]
  /// Whether the data may bring fields that are not declared (a class's name).
  public var hasOpenFields: Bool

  public init(
    name: String, kind: Kind, help: String, isMain: Bool = false, isOptional: Bool = false, fields: [FieldDeclaration] = [],
    hasOpenFields: Bool = false
  ) {
    self.name = name
    self.kind = kind
    self.help = help
    self.isMain = isMain
    self.isOptional = isOptional
    self.fields = fields
    self.hasOpenFields = hasOpenFields
  }

  /// The declared field at `path`; nil where there is none, `open` where only the data can say.
  public func field(at path: [String]) -> FieldLookup {
    var level = kind == .table ? FieldDeclaration.ofTables : fields
    var isOpen = hasOpenFields
    for (depth, part) in path.enumerated() {
      guard let field = level.first(where: { $0.name == part }) else {
        return isOpen ? .open : .unknown(part: depth, names: level.map(\.name))
      }
      if field.isOpen { return .open }
      level = field.fields
      isOpen = false
    }
    return level.isEmpty || path.isEmpty ? .declared : .open
  }

  public enum FieldLookup: Sendable, Equatable {
    case declared, open
    case unknown(part: Int, names: [String])
  }
}

/// A field of an output that references may name: `accuracy`, or `per_class` with fields that the data bring.
public struct FieldDeclaration: Sendable, Hashable {
  public var name: String
  public var help: String
  public var fields: [FieldDeclaration]
  /// Whether what stands below it only the data can settle.
  public var isOpen: Bool

  public init(_ name: String, _ help: String, fields: [FieldDeclaration] = [], isOpen: Bool = false) {
    self.name = name
    self.help = help
    self.fields = fields
    self.isOpen = isOpen
  }

  /// What every table tells of itself.
  public static let ofTables = [
    FieldDeclaration("rows", "How many rows the table has."),
    FieldDeclaration("columns", "How many columns the table has."),
  ]
}

/// A publication to cite for a tool's method.
public struct Citation: Sendable, Hashable {
  public var text: String
  public var doi: String?
  public init(_ text: String, doi: String? = nil) {
    self.text = text
    self.doi = doi
  }
}
