extension ToolBinder {
  mutating func argument(_ node: SourceNode, for parameter: ParameterDeclaration, named name: String) -> Argument? {
    if node.isNull, parameter.standard == .null { return .value(.null) }
    if case .figure(let part) = parameter.type {
      let mistakes = FigureGrammar.mistakes(in: node, part, named: name)
      diagnostics += mistakes
      if mistakes.contains(where: { $0.severity == .error }) { return nil }
    }
    guard let argument = argument(node, as: parameter.type, parameter.constraint, named: name) else {
      if case .scalar(let text, _) = node.content, let remedy = parameter.elsewhere[text] {
        // What it is called here says more than a near name.
        diagnostics.removeLast()
        refuse(name, parameter.type.phrase, written(node), at: node.range, remedy: remedy)
      }
      return nil
    }
    if let constraint = parameter.constraint, let value = argument.value, let refusal = constraint.refusal(of: value) {
      let place = refusal.path.isEmpty ? node.range : node.range(of: refusal.path[...], isOfName: false) ?? node.range
      let isScalar = if case .scalar = node.content { true } else { false }
      refuse(name + (isScalar ? "" : refusal.path), refusal.phrase, isScalar ? written(node) : refusal.value.quoted, at: place)
      return nil
    }
    if parameter.type == .stage, refuseUnlessPredicting(argument, named: name, at: node.stageRange) { return nil }
    return argument
  }

  mutating func argument(
    _ node: SourceNode, as type: ParameterType, _ constraint: Constraint?, named name: String
  ) -> Argument? {
    switch (type, node.content) {
    case (.expression, .scalar(let text, _)): return expression(text, node)
    case (_, .scalar(let text, let isPlain)):
      guard let written = scalar(text, isPlain: isPlain, at: node) else { return nil }
      return convert(written, isPlain: isPlain, as: type, constraint, named: name, node)
    case (.figure, .list(let nodes)):
      let arguments = nodes.enumerated().compactMap { argument($1, as: type, nil, named: "\(name)[\($0 + 1)]") }
      return arguments.count == nodes.count ? .list(arguments) : nil
    case (.figure, .mapping(let fields)):
      let arguments = fields.compactMap { field in
        (figureTable(field) ?? argument(field.value, as: type, nil, named: "\(name).\(field.key)")).map { Argument.ArgumentField(field.key, $0) }
      }
      return arguments.count == fields.count ? .record(arguments) : nil
    case (.list(let element), .list(let nodes)):
      let arguments = nodes.enumerated().map { argument($1, as: element, constraint, named: "\(name)[\($0 + 1)]") }
      let whole = arguments.compactMap { $0 }
      if element == .stage, refusePipeline(arguments, nodes) { return nil }
      return whole.count == nodes.count ? .list(whole) : nil
    case (.mapping(let element), .mapping(let fields)):
      let arguments = fields.compactMap { field in
        argument(field.value, as: element, constraint, named: "\(name).\(field.key)").map { Argument.ArgumentField(field.key, $0) }
      }
      return arguments.count == fields.count ? .record(arguments) : nil
    case (.record(let declarations), .mapping(let fields)): return record(fields, declarations, named: name, at: node.range)
    case (.stage, .mapping(let fields)): return stage(fields, named: name, at: node.range)
    case (.oneOf(let types), _):
      guard let fitting = types.first(where: { ToolBinder.holds(node, $0) }) else {
        refuse(name, type.phrase(constraint), node.typeName, at: node.range)
        return nil
      }
      return argument(node, as: fitting, constraint, named: name)
    default:
      refuse(name, type.phrase(constraint), node.typeName, at: node.range)
      return nil
    }
  }

  /// Whether the shape of `node` is that of `type`.
  static func holds(_ node: SourceNode, _ type: ParameterType) -> Bool {
    switch (type, node.content) {
    case (.list, .list), (.mapping, .mapping), (.record, .mapping), (.stage, .mapping): true
    case (.oneOf(let types), _): types.contains { holds(node, $0) }
    default: false
    }
  }

  mutating func convert(
    _ written: Argument, isPlain: Bool, as type: ParameterType, _ constraint: Constraint?, named name: String, _ node: SourceNode
  ) -> Argument? {
    switch written {
    case .reference(let reference, let range):
      guard reference.root == "params" else { return written }
      guard let value = parameterValue(reference, at: range) else { return nil }
      if case .stage = type, case .text(let tool) = value { return stage([.init(tool, at: range, empty(range))], named: name, at: range) }
      guard let converted = type.convert(value) else {
        refuse(name, type.phrase(constraint), "'\(value)', the value of '\(reference)'", at: range)
        return nil
      }
      return .value(converted)
    case .value(.text(let text)):
      if case .list(let element) = type { return listOfOne(node, text, isPlain: isPlain, of: element, constraint, named: name) }
      if case .stage = type { return stage([.init(text, at: node.range, empty(node.range))], named: name, at: node.range) }
      if case .oneOf(let types) = type, types.contains(.stage), types.allSatisfy({ $0.read(text, isPlain: isPlain) == nil }) {
        return stage([.init(text, at: node.range, empty(node.range))], named: name, at: node.range)
      }
      guard let value = type.read(text, isPlain: isPlain) else {
        var near = ""
        if case .choice(let choices) = type { near = didYouMean(text, among: choices.map(\.name)) }
        refuse(name, type.phrase(constraint), self.written(node), at: node.range, near: near)
        return nil
      }
      return .value(value)
    default: return written
    }
  }

  mutating func record(
    _ fields: [SourceField], _ declarations: [ParameterDeclaration], named name: String, isStage: Bool = false, at range: SourceRange
  ) -> Argument? {
    var given: [String: Argument] = [:]
    var isWhole = true
    for field in fields {
      guard let declaration = declarations.first(where: { $0.name == field.key }) else {
        let names = declarations.map(\.name)
        let near = didYouMean(field.key, among: names)
        diagnostics.append(
          .error(
            "'\(name)' has no \(isStage ? "parameter" : "field") '\(field.key)'\(near)", at: field.keyRange,
            remedy: near.isEmpty && !names.isEmpty ? "it takes \(names.joined(separator: ", "))" : nil))
        isWhole = false
        continue
      }
      if let argument = argument(field.value, for: declaration, named: "\(name).\(field.key)") {
        given[field.key] = argument
      } else {
        isWhole = false
      }
    }
    var arguments: [Argument.ArgumentField] = []
    for declaration in declarations {
      if let argument = given[declaration.name] ?? declaration.standard.map(Argument.value) {
        arguments.append(.init(declaration.name, argument))
      } else if isWhole {
        diagnostics.append(.error("'\(name)' needs '\(declaration.name)' (\(declaration.phrase))", at: range))
        isWhole = false
      }
    }
    return isWhole ? .record(arguments) : nil
  }

  mutating func expression(_ text: String, _ node: SourceNode) -> Argument? {
    if let reference = Reference(text), reference.root == "params", let value = parameterValue(reference, at: node.range) {
      return .value(.record([.init("text", .text(value.description)), .init("values", .record([]))]))
    }
    do {
      let parsed = try Expression(parsing: text)
      var known: [Reference: TypedValue] = [:]
      for reference in parsed.references where reference.root == "params" {
        guard let value = parameterValue(reference, at: node.range) else { return nil }
        known[reference] = value
      }
      let unknown = parsed.references.filter { known[$0] == nil }
      if unknown.isEmpty {
        let values = parsed.references.compactMap { reference in
          known[reference].map { TypedValue.Field(reference.description, $0) }
        }
        return .value(.record([.init("text", .text(text)), .init("values", .record(values))]))
      }
      return .expression(text, parsed.references, node.range)
    } catch {
      diagnostics.append(.error(error.message, at: node.range(of: error.place), remedy: error.remedy))
      return nil
    }
  }

  /// `data: $step` within a specification: the step's table is an input, and the specification names it by its place among those.
  mutating func figureTable(_ field: SourceField) -> Argument? {
    guard field.key == "data", case .scalar(let text, _) = field.value.content, let reference = Reference(text), reference.root != "params" else { return nil }
    let place = figureTables.firstIndex { $0.reference == reference } ?? figureTables.count
    if place == figureTables.count { figureTables.append((reference, field.value.range)) }
    return .record([.init("name", .value(.text("table_\(place + 1)")))])
  }
}
