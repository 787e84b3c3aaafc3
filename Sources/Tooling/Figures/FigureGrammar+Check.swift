extension FigureGrammar {
  /// The mistakes of a part of a specification, each at its place. References (`$params.x`) are taken for what is right.
  public static func mistakes(in node: SourceNode, _ part: FigurePart, named name: String) -> [Diagnostic] {
    var check = FigureCheck()
    check.part(node, part, name)
    return check.diagnostics
  }
}

/// Walks a specification and gathers what is no word of the grammar.
struct FigureCheck {
  var diagnostics: [Diagnostic] = []

  mutating func part(_ node: SourceNode, _ part: FigurePart, _ name: String) {
    if isReference(node) { return }
    switch (part, node.content) {
    case (.mark, .scalar(let mark, _)): word(mark, "mark", FigureGrammar.marks, at: node.range)
    case (.mark, .mapping(let fields)):
      guard let type = fields.first(where: { $0.key == "type" }) else {
        diagnostics.append(.error("'\(name)' needs its 'type'", at: node.range, remedy: "write 'type: point', or another mark"))
        return
      }
      if case .scalar(let mark, _) = type.value.content, !isReference(type.value) { word(mark, "mark", FigureGrammar.marks, at: type.value.range) }
      choice(fields, "interpolate", FigureGrammar.interpolations, "interpolation")
    case (.encoding, .mapping(let fields)):
      for field in fields {
        guard known(field, among: FigureGrammar.channels, "'\(name)' has no channel") else { continue }
        channel(field.value, "\(name).\(field.key)")
      }
    case (.transforms, .list(let steps)):
      for (place, step) in steps.enumerated() { transform(step, "\(name)[\(place + 1)]") }
    case (.views, .list(let views)):
      for (place, view) in views.enumerated() { self.view(view, "\(name)[\(place + 1)]") }
    case (.view, .mapping): view(node, name)
    case (.facet, .scalar) where !node.isNull: break
    case (.facet, .mapping(let fields)):
      for field in fields where field.key == "row" || field.key == "column" { channel(field.value, "\(name).\(field.key)") }
      if !fields.contains(where: { ["row", "column"].contains($0.key) }) { channel(node, name) }
    case (.repeat, .list): repeated(node, name)
    case (.repeat, .mapping(let fields)):
      for field in fields where known(field, among: ["row", "column", "layer"], "'\(name)' has no field") { repeated(field.value, "\(name).\(field.key)") }
    case (.resolve, .mapping(let fields)):
      for field in fields where known(field, among: ["scale", "axis", "legend"], "'\(name)' has no field") { resolution(field.value, "\(name).\(field.key)") }
    default:
      diagnostics.append(.error(ParameterDeclaration.refusal(name, part.phrase, not: node.typeName), at: node.range))
    }
  }

  private mutating func view(_ node: SourceNode, _ name: String) {
    guard case .mapping(let fields) = node.content else {
      if !isReference(node) { diagnostics.append(.error(ParameterDeclaration.refusal(name, FigurePart.view.phrase, not: node.typeName), at: node.range)) }
      return
    }
    for field in fields {
      guard known(field, among: FigureGrammar.viewProperties, "'\(name)' has no field") else { continue }
      let inner: FigurePart? =
        switch field.key {
        case "mark": .mark
        case "encoding": .encoding
        case "transform": .transforms
        case "layer", "hconcat", "vconcat", "concat": .views
        case "spec": .view
        case "facet": .facet
        case "repeat": .repeat
        case "resolve": .resolve
        default: nil
        }
      if let inner { part(field.value, inner, "\(name).\(field.key)") }
    }
  }

  /// A channel's definition: a field's name alone, or a mapping.
  mutating func channel(_ node: SourceNode, _ name: String) {
    if isReference(node) { return }
    guard case .mapping(let fields) = node.content else {
      if case .scalar = node.content, !node.isNull { return }
      // Several columns for a tooltip, or a line's details.
      if case .list(let nodes) = node.content, name.hasSuffix(".tooltip") || name.hasSuffix(".detail") {
        for node in nodes { channel(node, name) }
        return
      }
      diagnostics.append(.error(ParameterDeclaration.refusal(name, "a column's name, or a mapping with field", not: node.typeName), at: node.range))
      return
    }
    for field in fields {
      guard known(field, among: FigureGrammar.channelProperties, "'\(name)' has no field") else { continue }
      if field.key == "condition" { conditions(field.value, "\(name).condition", of: name) }
    }
    choice(fields, "type", FigureGrammar.types, "type")
    choice(fields, "aggregate", FigureGrammar.aggregates, "aggregate")
    choice(fields, "timeUnit", FigureGrammar.timeUnits, "unit of time")
    for (key, properties) in [("scale", FigureGrammar.scaleProperties), ("axis", FigureGrammar.axisProperties), ("legend", FigureGrammar.legendProperties)] {
      guard let field = fields.first(where: { $0.key == key }), case .mapping(let inner) = field.value.content else { continue }
      // Vega-Lite has more of these than are drawn here, so a strange one is no mistake for certain.
      for property in inner where !properties.contains(property.key) {
        diagnostics.append(
          .warning("'\(name).\(key)' has no '\(property.key)' that is drawn here\(didYouMean(property.key, among: properties))", at: property.keyRange))
      }
      if key == "scale" { choice(inner, "type", FigureGrammar.scaleTypes, "type of scale") }
    }
  }

  // MARK: Words

  mutating func choice(_ fields: [SourceField], _ key: String, _ words: [String], _ kind: String) {
    guard let field = fields.first(where: { $0.key == key }), case .scalar(let text, _) = field.value.content, !field.value.isNull, !isReference(field.value)
    else { return }
    word(text, kind, words, at: field.value.range)
  }

  mutating func word(_ text: String, _ kind: String, _ words: [String], at range: SourceRange) {
    guard !words.contains(text) else { return }
    diagnostics.append(
      .error("there is no \(kind) '\(text)'\(didYouMean(text, among: words))", at: range, remedy: "it may be \(words.joined(separator: ", "))"))
  }

  mutating func known(_ field: SourceField, among words: [String], _ phrase: String) -> Bool {
    if words.contains(field.key) { return true }
    diagnostics.append(
      .error(
        "\(phrase) '\(field.key)'\(didYouMean(field.key, among: words))", at: field.keyRange,
        remedy: nearName(to: field.key, among: words) == nil ? "it may have \(words.joined(separator: ", "))" : nil))
    return false
  }

  func isReference(_ node: SourceNode) -> Bool {
    if case .scalar(let text, _) = node.content { text.hasPrefix("$") && !text.hasPrefix("$$") } else { false }
  }
}
