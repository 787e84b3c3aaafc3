extension ToolDeclaration {
  /// JSON Schema (2020-12) of the tool's body, for editors and forms.
  ///
  /// It lets through what the binder does: a reference (`$step.output`) may stand wherever a value may, and text may be written
  /// without quotes. It is no wider than that but for what only the notebook knows: which steps and columns there are.
  public var jsonSchema: JSON {
    var properties: [JSON.Member] = inputs.map { .init($0.name, $0.jsonSchema) }
    properties += parameters.map { .init($0.name, $0.jsonSchema) }
    let required = inputs.filter { !$0.isOptional }.map(\.name) + parameters.filter(\.isRequired).map(\.name)
    return .object([
      .init("$schema", "https://json-schema.org/draft/2020-12/schema"), .init("title", .text(name)), .init("description", .text(summary)),
      .init("type", "object"), .init("properties", .object(properties)), .init("required", .array(required.map(JSON.text))),
      .init("additionalProperties", false),
      .init("$defs", .object([.init("reference", ["type": "string", "pattern": #"^\$[A-Za-z$]"#, "description": "A reference, as $step.output."])])),
    ])
  }
}

extension InputDeclaration {
  var jsonSchema: JSON {
    let described = takesPath ? "\(help) A path, or a reference to \(kind.phrase)." : "\(help) A reference to \(kind.phrase)."
    let one: [JSON.Member] = takesPath ? [.init("type", "string")] : [.init("type", "string"), .init("pattern", #"^\$"#)]
    guard isList else { return .object([.init("description", .text(described))] + one) }
    return ["description": .text(described), "anyOf": [.object(one), ["type": "array", "items": .object(one)]]]
  }
}

extension ParameterDeclaration {
  var jsonSchema: JSON {
    var alternatives = type.schemas(constraint)
    if !type.takesText { alternatives.append(["$ref": "#/$defs/reference"]) }
    if standard == .null { alternatives.append(["type": "null"]) }
    var members: [JSON.Member] = [.init("description", .text(help))]
    if let standard, standard != .null { members.append(.init("default", JSON(standard))) }
    if alternatives.count == 1 {
      members += alternatives[0].members ?? []
    } else {
      members.append(.init("anyOf", .array(alternatives)))
    }
    return .object(members)
  }
}

extension ParameterType {
  /// Whether any text is a value, a reference among them.
  fileprivate var takesText: Bool {
    switch self {
    case .text, .column, .expression, .stage, .scalar, .figure: true
    case .oneOf(let types): types.contains(where: \.takesText)
    case .boolean, .integer, .number, .choice, .list, .mapping, .record, .grid: false
    }
  }

  /// The shapes that a value may have.
  fileprivate func schemas(_ constraint: Constraint?) -> [JSON] {
    let bounds = constraint?.members(for: self) ?? []
    func typed(_ type: JSON) -> [JSON] { [.object([.init("type", type)] + bounds)] }
    switch self {
    case .boolean: return typed("boolean")
    case .integer: return typed("integer")
    case .number: return typed("number")
    // Without quotes YAML takes some text for a number or a boolean; it is read as the text that it is.
    case .text, .column: return typed(["string", "number", "boolean"])
    case .expression: return typed(["string", "number", "boolean"])
    case .choice(let choices): return [["enum": .array(choices.map { .text($0.name) })]]
    case .scalar: return typed(["string", "number", "boolean", "null"])
    case .stage: return [["type": "string"], ["type": "object", "minProperties": 1, "maxProperties": 2]]
    case .grid: return [["type": "object", "minProperties": 1, "additionalProperties": ["type": ["array", "object"]]]]
    case .list(let element):
      let items = element.schemas(constraint?.range) + (element.takesText ? [] : [["$ref": "#/$defs/reference"]])
      // What stands alone is a list of one.
      let alone = element.schemas(constraint?.range).filter { $0["type"] != "object" && $0["type"] != "array" }
      return [.object([.init("type", "array"), .init("items", .one(of: items))] + bounds)] + alone
    case .mapping(let element):
      let items = element.schemas(constraint?.range) + (element.takesText ? [] : [["$ref": "#/$defs/reference"]])
      return [.object([.init("type", "object"), .init("additionalProperties", .one(of: items))] + bounds)]
    case .record(let fields):
      return [
        [
          "type": "object", "properties": .object(fields.map { .init($0.name, $0.jsonSchema) }),
          "required": .array(fields.filter(\.isRequired).map { .text($0.name) }), "additionalProperties": false,
        ]
      ]
    // Vega-Lite has a schema of its own.
    case .figure(let part):
      switch part {
      case .mark, .facet: return [["type": ["string", "object"]]]
      case .repeat: return [["type": ["array", "object"]]]
      case .views, .transforms: return [["type": "array"]]
      case .encoding, .view, .resolve: return [["type": "object"]]
      }
    case .oneOf(let types): return types.flatMap { $0.schemas(constraint) }
    }
  }
}

extension Constraint {
  fileprivate func members(for type: ParameterType) -> [JSON.Member] {
    switch (self, type) {
    case (.notEmpty, .text), (.notEmpty, .column), (.notEmpty, .expression): return [.init("minLength", 1)]
    case (.all(let constraints), _): return constraints.flatMap { $0.members(for: type) }
    case (.notEmpty, .list): return [.init("minItems", 1)]
    case (.notEmpty, .mapping): return [.init("minProperties", 1)]
    case (.range(let lower, let upper), .integer), (.range(let lower, let upper), .number):
      return [
        lower.map { .init($0.isIncluded ? "minimum" : "exclusiveMinimum", .measured($0.value)) },
        upper.map { .init($0.isIncluded ? "maximum" : "exclusiveMaximum", .measured($0.value)) },
      ].compactMap { $0 }
    default: return []
    }
  }
}

extension JSON {
  fileprivate static func one(of schemas: [JSON]) -> JSON { schemas.count == 1 ? schemas[0] : ["anyOf": .array(schemas)] }
}
