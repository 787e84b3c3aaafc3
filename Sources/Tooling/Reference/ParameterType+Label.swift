extension ParameterType {
  /// The type as a noun for a table: `integer`, `list of columns`, `choice`.
  public var label: String {
    switch self {
    case .boolean: "boolean"
    case .integer: "integer"
    case .number: "number"
    case .text: "text"
    case .choice: "choice"
    case .column: "column"
    case .expression: "expression"
    case .list(let element): "list of \(element.plural)"
    case .mapping(let element): "mapping of names to \(element.plural)"
    case .record: "mapping"
    case .stage: "stage"
    case .grid: "grid"
    case .scalar: "value"
    case .figure(let part): part.label
    case .oneOf(let types): types.map(\.label).joined(separator: " or ")
    }
  }

  private var plural: String {
    switch self {
    case .text: "texts"
    case .list(let element): "lists of \(element.plural)"
    case .mapping(let element): "mappings of names to \(element.plural)"
    case .oneOf(let types): types.map(\.plural).joined(separator: " or ")
    default: label + "s"
    }
  }

  /// The words to choose from, wherever in the type they stand.
  public var choices: [Choice] {
    switch self {
    case .choice(let choices): choices
    case .list(let element), .mapping(let element): element.choices
    case .oneOf(let types): types.flatMap(\.choices)
    default: []
    }
  }

  /// Parameters of a nested mapping, wherever in the type it stands.
  public var fields: [ParameterDeclaration] {
    switch self {
    case .record(let fields): fields
    case .list(let element), .mapping(let element): element.fields
    case .oneOf(let types): types.flatMap(\.fields)
    default: []
    }
  }
}

extension ParameterDeclaration {
  /// Type and constraint in a few words: `integer, at least 1`.
  var typeText: String { constraint.map { "\(type.label), \($0.phrase)" } ?? type.label }

  /// `required`, `none`, or the value as an author would write it.
  var standardText: String {
    switch standard {
    case nil: "required"
    case .null?: "none"
    case .text("")?: "''"
    case let value?: value.description
    }
  }
}
