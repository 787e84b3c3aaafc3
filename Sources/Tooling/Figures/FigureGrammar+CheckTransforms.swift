/// Steps of `transform`, what they test and calculate, and what is repeated.
extension FigureCheck {
  mutating func transform(_ node: SourceNode, _ name: String) {
    if isReference(node) { return }
    guard case .mapping(let fields) = node.content, let first = fields.first else {
      diagnostics.append(.error(ParameterDeclaration.refusal(name, "a mapping", not: node.typeName), at: node.range))
      return
    }
    guard let kind = fields.first(where: { FigureGrammar.transforms.contains($0.key) }) else {
      diagnostics.append(
        .error(
          "there is no transform '\(first.key)'\(didYouMean(first.key, among: FigureGrammar.transforms))", at: first.keyRange,
          remedy: "transforms are \(FigureGrammar.transforms.joined(separator: ", "))"))
      return
    }
    switch kind.key {
    case "filter": predicate(kind.value, "\(name).filter")
    case "calculate":
      expression(kind.value, "\(name).calculate")
      if !fields.contains(where: { $0.key == "as" }) {
        diagnostics.append(.error("'\(name)' needs 'as', the name of what is calculated", at: kind.keyRange, remedy: "write {calculate: …, as: name}"))
      }
    case "aggregate", "joinaggregate", "window":
      let words = kind.key == "window" ? FigureGrammar.windowOperations + FigureGrammar.aggregates : FigureGrammar.aggregates
      guard case .list(let operations) = kind.value.content else {
        // A channel's `aggregate` is a word; a transform's is a list.
        diagnostics.append(.error(ParameterDeclaration.refusal("\(name).\(kind.key)", "a list of operations", not: kind.value.typeName), at: kind.value.range))
        return
      }
      for operation in operations {
        if case .mapping(let fields) = operation.content { choice(fields, "op", words, kind.key == "window" ? "operation of a window" : "aggregate") }
      }
    default: break
    }
  }

  /// An expression over `datum`, a field predicate, or several joined by `and`, `or`, `not`.
  mutating func predicate(_ node: SourceNode, _ name: String, depth: Int = 0) {
    if isReference(node) { return }
    guard depth < 20 else {
      diagnostics.append(.error("'\(name)' is nested too deep", at: node.range))
      return
    }
    switch node.content {
    case .scalar: expression(node, name)
    case .list: diagnostics.append(.error(ParameterDeclaration.refusal(name, "an expression, or a mapping with field", not: node.typeName), at: node.range))
    case .mapping(let fields):
      if let joined = fields.first(where: { ["and", "or", "not"].contains($0.key) }) {
        if joined.key != "not", case .list(let parts) = joined.value.content {
          for (place, part) in parts.enumerated() { predicate(part, "\(name).\(joined.key)[\(place + 1)]", depth: depth + 1) }
        } else if joined.key == "not" {
          predicate(joined.value, "\(name).not", depth: depth + 1)
        } else {
          diagnostics.append(.error(ParameterDeclaration.refusal("\(name).\(joined.key)", "a list of predicates", not: joined.value.typeName), at: joined.value.range))
        }
        return
      }
      for field in fields { _ = known(field, among: ["field"] + FigureGrammar.predicates, "'\(name)' has no field") }
      if !fields.contains(where: { $0.key == "field" }) { diagnostics.append(.error("'\(name)' needs its 'field'", at: node.range)) }
      if !fields.contains(where: { FigureGrammar.predicates.contains($0.key) }) {
        diagnostics.append(.error("'\(name)' asks nothing of its field", at: node.range, remedy: "it may ask \(FigureGrammar.predicates.joined(separator: ", "))"))
      }
    }
  }

  /// An expression over `datum`; what is wrong is told at its own line and column.
  private mutating func expression(_ node: SourceNode, _ name: String) {
    guard case .scalar(let text, _) = node.content, !node.isNull else {
      diagnostics.append(.error(ParameterDeclaration.refusal(name, "an expression over datum", not: node.typeName), at: node.range))
      return
    }
    // What a parameter of the notebook will be put into is read once it is whole.
    guard !isReference(node), !text.contains("${") else { return }
    do throws(ExpressionError) { _ = try DatumExpression(parsing: text) } catch {
      diagnostics.append(.error(error.message, at: node.range(of: error.place), remedy: error.remedy))
    }
  }

  /// `{test, value}`, `{test, field}`, or a list of the first.
  mutating func conditions(_ node: SourceNode, _ name: String, of channel: String) {
    if isReference(node) { return }
    let word = channel.split(separator: ".").last.map(String.init) ?? channel
    if !FigureGrammar.conditionalChannels.contains(word) {
      diagnostics.append(
        .error("'\(word)' takes no condition here", at: node.range, remedy: "conditions stand in \(FigureGrammar.conditionalChannels.joined(separator: ", "))"))
    }
    let parts: [SourceNode] = if case .list(let nodes) = node.content { nodes } else { [node] }
    for part in parts {
      guard case .mapping(let fields) = part.content else {
        diagnostics.append(.error(ParameterDeclaration.refusal(name, "a mapping with test and value", not: part.typeName), at: part.range))
        continue
      }
      if let test = fields.first(where: { $0.key == "test" }) {
        predicate(test.value, "\(name).test")
      } else {
        diagnostics.append(.error("'\(name)' needs its 'test'", at: part.range, remedy: "write {test: datum.x > 3, value: red}"))
      }
      let definition = fields.filter { $0.key != "test" }
      if definition.isEmpty { diagnostics.append(.error("'\(name)' needs 'value', or 'field'", at: part.range)) }
      self.channel(SourceNode(.mapping(definition), at: part.range), name)
    }
  }

  /// The columns that a chart is repeated for.
  mutating func repeated(_ node: SourceNode, _ name: String) {
    if isReference(node) { return }
    guard case .list(let columns) = node.content, !columns.isEmpty else {
      diagnostics.append(.error(ParameterDeclaration.refusal(name, "a list of columns", not: node.typeName), at: node.range))
      return
    }
    for column in columns {
      if case .scalar = column.content, !column.isNull { continue }
      diagnostics.append(.error(ParameterDeclaration.refusal(name, "a list of columns", not: "a list with \(column.typeName)"), at: column.range))
    }
  }

  /// Channels, each `shared` or `independent`.
  mutating func resolution(_ node: SourceNode, _ name: String) {
    if isReference(node) { return }
    guard case .mapping(let fields) = node.content else {
      diagnostics.append(.error(ParameterDeclaration.refusal(name, "a mapping of channels", not: node.typeName), at: node.range))
      return
    }
    for field in fields where known(field, among: FigureGrammar.resolvedChannels, "'\(name)' has no channel") {
      choice(fields, field.key, ["shared", "independent"], "resolution")
    }
  }
}
