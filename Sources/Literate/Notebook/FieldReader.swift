import Tooling

/// Takes typed values out of a mapping of YAML and gathers refusals in the one shape.
struct FieldReader {
  var diagnostics: [Diagnostic] = []

  /// A scalar's text, however it is written; nil and a refusal for the rest.
  mutating func text(_ field: SourceField) -> String? { text(field.value, named: field.key) }

  mutating func text(_ node: SourceNode, named name: String) -> String? {
    guard case .scalar(let text, _) = node.content, !node.isNull else {
      diagnostics.append(.refusal(name, "text", not: node.typeName, at: node.range))
      return nil
    }
    return text
  }

  /// A list of texts; a single text stands for a list of one.
  mutating func texts(_ field: SourceField) -> [String] {
    guard case .list(let nodes) = field.value.content else { return text(field).map { [$0] } ?? [] }
    return nodes.enumerated().compactMap { text($1, named: "\(field.key)[\($0 + 1)]") }
  }

  mutating func boolean(_ field: SourceField) -> Bool? {
    if case .scalar(let text, isPlain: true) = field.value.content, case .boolean(let value)? = ParameterType.boolean.read(text, isPlain: true) {
      return value
    }
    refuse(field, "true or false")
    return nil
  }

  mutating func integer(_ field: SourceField, in range: ClosedRange<Int>) -> Int? {
    let constraint = Constraint.in(Double(range.lowerBound)...Double(range.upperBound))
    if case .scalar(let text, isPlain: true) = field.value.content, case .integer(let value)? = ParameterType.integer.read(text, isPlain: true) {
      if range.contains(value) { return value }
      refuse(field, constraint.phrase)
    } else {
      refuse(field, "an integer \(constraint.phrase)")
    }
    return nil
  }

  mutating func number(_ field: SourceField) -> Double? {
    if case .scalar(let text, isPlain: true) = field.value.content, let value = ParameterType.number.read(text, isPlain: true)?.double {
      return value
    }
    refuse(field, "a number")
    return nil
  }

  mutating func refuse(_ field: SourceField, _ phrase: String, near: String = "", remedy: String? = nil) {
    var refusal = Diagnostic.refusal(field.key, phrase, not: FieldReader.written(field.value), at: field.value.range, remedy: remedy)
    refusal.message += near
    diagnostics.append(refusal)
  }

  /// What was written, for a refusal: numbers and booleans as they are, text in quotes.
  static func written(_ node: SourceNode) -> String {
    guard case .scalar(let text, let isPlain) = node.content, !node.isNull else { return node.typeName }
    if isPlain, case .integer = ParameterType.coreSchema(text) { return text }
    if isPlain, case .number = ParameterType.coreSchema(text) { return text }
    return "'\(text.count > 60 ? text.prefix(57) + "…" : text[...])'"
  }
}
