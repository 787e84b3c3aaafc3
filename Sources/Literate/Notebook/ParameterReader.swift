import Tooling

/// Reads one parameter of the front matter: a value, or `{default, kind, min, max, choices, help}`.
struct ParameterReader {
  static let fieldNames = ["default", "kind", "min", "max", "choices", "help"]

  let name: String
  private var fields = FieldReader()

  init(name: String) { self.name = name }
  var diagnostics: [Diagnostic] { fields.diagnostics }

  mutating func read(_ field: SourceField) -> NotebookParameter? {
    guard Reference.isName(name) else {
      fields.diagnostics.append(.badParameterName(name, at: field.keyRange))
      return nil
    }
    guard case .mapping(let written) = field.value.content else {
      guard let value = value(field.value, as: nil) else { return nil }
      return NotebookParameter(name: name, value: value, range: field.keyRange)
    }
    return declaration(written, at: field)
  }

  private mutating func declaration(_ written: [SourceField], at place: SourceField) -> NotebookParameter? {
    var parameter = NotebookParameter(name: name, value: .null, range: place.keyRange)
    if let field = written.first(where: { $0.key == "kind" }), let text = fields.text(field) {
      parameter.kind = NotebookParameter.Kind(rawValue: text)
      let kinds = NotebookParameter.Kind.allCases.map(\.rawValue)
      if parameter.kind == nil { fields.refuse(field, "one of \(kinds.joined(separator: ", "))", near: didYouMean(text, among: kinds)) }
    }
    var standard: SourceField?
    for field in written {
      switch field.key {
      case "kind": break
      case "default": standard = field
      case "min": parameter.min = fields.number(field)
      case "max": parameter.max = fields.number(field)
      case "help": parameter.help = fields.text(field) ?? ""
      case "choices":
        guard case .list(let nodes) = field.value.content, !nodes.isEmpty else {
          fields.refuse(field, "a list of values")
          continue
        }
        parameter.choices = nodes.compactMap { value($0, as: parameter.kind) }
      default:
        fields.diagnostics.append(.unknownParameterField(field.key, of: name, among: Self.fieldNames, at: field.keyRange))
      }
    }
    guard let standard else {
      fields.diagnostics.append(.parameterNeedsDefault(name, at: place.keyRange))
      return nil
    }
    guard let value = value(standard.value, as: parameter.kind) else { return nil }
    parameter.value = value
    if let refusal = parameter.refusal(of: value) {
      fields.diagnostics.append(.error(refusal, at: standard.value.range))
    }
    return parameter
  }

  /// A value by its kind, or without one by YAML 1.2's core schema.
  private mutating func value(_ node: SourceNode, as kind: NotebookParameter.Kind?) -> TypedValue? {
    switch node.content {
    case .scalar(let text, let isPlain):
      let type = kind?.type ?? .scalar
      if let kind, node.isNull || type.read(text, isPlain: isPlain) == nil {
        fields.diagnostics.append(.refusal(name, kind.type.phrase, not: FieldReader.written(node), at: node.range))
        return nil
      }
      return type.read(text, isPlain: isPlain)
    case .list(let nodes) where kind == nil:
      let values = nodes.compactMap { value($0, as: nil) }
      return values.count == nodes.count ? .list(values) : nil
    case .list, .mapping:
      fields.diagnostics.append(.refusal(name, kind?.type.phrase ?? "a single value or a list of them", not: node.typeName, at: node.range))
      return nil
    }
  }
}

extension NotebookParameter.Kind {
  var type: ParameterType {
    switch self {
    case .integer: .integer
    case .number: .number
    case .text, .file: .text
    case .boolean: .boolean
    case .column: .column(of: nil)
    }
  }
}

extension NotebookParameter {
  /// Why `value` is refused, in the one shape of refusals; nil where it is taken.
  func refusal(of value: TypedValue) -> String? {
    if min != nil || max != nil {
      let constraint = Constraint.range(min.map { .init($0) }, max.map { .init($0) })
      if !constraint.accepts(value) { return ParameterDeclaration.refusal(name, constraint.phrase, not: value.description) }
    }
    if !choices.isEmpty, !choices.contains(value) {
      return ParameterDeclaration.refusal(
        name, "one of \(choices.map(\.description).joined(separator: ", "))", not: "'\(value)'")
        + didYouMean(value.description, among: choices.map(\.description))
    }
    return nil
  }

  /// `given`, from a command line or a form, as this parameter's type: the declared one, else that of the value it replaces.
  func converted(_ given: TypedValue) -> TypedValue? {
    let type: ParameterType
    if let kind {
      type = kind.type
    } else {
      switch value {
      case .boolean: type = .boolean
      case .integer, .number: type = .number
      case .text: type = .text
      case .null, .list, .record:
        if case .text(let text) = given { return ParameterType.coreSchema(text) }
        return given
      }
    }
    let converted = if case .text(let text) = given { type.read(text, isPlain: true) } else { type.convert(given) }
    // A whole number given for a whole number stays one.
    if kind == nil, case .integer = value, let whole = converted?.double.flatMap(Int.init(exactly:)) { return .integer(whole) }
    return converted
  }

  var typePhrase: String {
    switch (kind, value) {
    case (let kind?, _): kind.type.phrase
    case (nil, .boolean): ParameterType.boolean.phrase
    case (nil, .integer), (nil, .number): ParameterType.number.phrase
    default: ParameterType.text.phrase
    }
  }
}
