extension ToolDeclaration {
  /// Binds a step's body to the tool: what each input and each given parameter will be.
  ///
  /// All mistakes are gathered, each at its place. What is bound is whole even then, so that references can still be checked.
  ///
  /// - Parameters:
  ///   - body: the mapping under the fence, or nil where nothing is written.
  ///   - place: where to say that something required is missing: the info string.
  public func bind(
    _ body: SourceNode?, at place: SourceRange, scope: BindingScope, diagnostics: inout [Diagnostic]
  ) -> ToolBinding {
    var binder = Binder(tool: self, scope: scope)
    defer { diagnostics += binder.diagnostics }
    return binder.bind(body, at: place)
  }
}

private struct Binder {
  let tool: ToolDeclaration
  let scope: BindingScope
  var diagnostics: [Diagnostic] = []
  /// Tables that parts of a figure's specification refer to, in the order in which they are named first.
  private var figureTables: [(reference: Reference, range: SourceRange)] = []

  init(tool: ToolDeclaration, scope: BindingScope) {
    self.tool = tool
    self.scope = scope
  }

  mutating func bind(_ body: SourceNode?, at place: SourceRange) -> ToolBinding {
    var binding = ToolBinding()
    var fields: [SourceField] = []
    switch body?.content {
    case .mapping(let written): fields = written
    case nil: break
    case .scalar, .list:
      if let body, !body.isNull {
        diagnostics.append(
          .error(
            "the body of '\(tool.name)' must be a mapping, not \(body.typeName)", at: body.range,
            remedy: "write one 'name: value' a line"))
        return binding
      }
    }
    for field in fields {
      if field.value.hasBlank(isExpression: tool.parameter(field.key)?.type == .expression), tool.input(field.key) != nil || tool.parameter(field.key) != nil {
        binding.blanks.append(.init(name: field.key, range: field.value.range))
      } else if let input = tool.input(field.key) {
        let sources = sources(of: field.value, for: input)
        if !sources.isEmpty { binding.inputs.append(.init(name: input.name, sources: sources, range: field.value.range)) }
      } else if let parameter = tool.parameter(field.key) {
        if let argument = argument(field.value, for: parameter, named: parameter.name) {
          var places: [String: SourceRange] = [:]
          if case .figure = parameter.type { field.value.addPlaces(to: &places, under: parameter.name) }
          binding.parameters.append(.init(name: parameter.name, argument: argument, range: field.value.range, places: places))
        }
      } else {
        let names = tool.inputs.map(\.name) + tool.parameters.map(\.name)
        diagnostics.append(
          .error(
            "'\(tool.name)' has no parameter '\(field.key)'\(didYouMean(field.key, among: names))", at: field.keyRange,
            remedy: names.isEmpty || nearName(to: field.key, among: names) != nil ? nil : "it takes \(names.joined(separator: ", "))"))
      }
    }
    if let first = figureTables.first, let input = tool.inputs.first(where: { $0.isList && $0.kind == .table }) {
      binding.inputs.append(.init(name: input.name, sources: figureTables.map { .reference($0.reference, $0.range) }, range: first.range))
    }
    let given = Set(fields.map(\.key))
    for input in tool.inputs where !input.isOptional && !given.contains(input.name) {
      missing(input.name, input.takesPath ? "a path, or a reference to \(input.kind.phrase)" : "\(input.kind.phrase), such as '$step'", at: place)
    }
    for parameter in tool.parameters where parameter.isRequired && !given.contains(parameter.name) {
      missing(parameter.name, parameter.phrase, at: place)
    }
    return binding
  }

  private mutating func missing(_ name: String, _ phrase: String, at place: SourceRange) {
    diagnostics.append(.error("'\(tool.name)' needs '\(name)' (\(phrase))", at: place, remedy: "write '\(name): …' in the body"))
  }

  // MARK: Inputs

  private mutating func sources(of node: SourceNode, for input: InputDeclaration) -> [InputSource] {
    if case .list(let nodes) = node.content {
      guard input.isList else {
        diagnostics.append(.error("'\(input.name)' takes one \(input.kind.rawValue), not a list", at: node.range))
        return []
      }
      return nodes.compactMap { source($0, for: input) }
    }
    return source(node, for: input).map { [$0] } ?? []
  }

  private mutating func source(_ node: SourceNode, for input: InputDeclaration) -> InputSource? {
    let expected = input.takesPath ? "a path or a reference" : "a reference to \(input.kind.phrase), such as '$step'"
    guard case .scalar(let text, let isPlain) = node.content, !node.isNull else {
      refuse(input.name, expected, node.typeName, at: node.range)
      return nil
    }
    switch scalar(text, isPlain: isPlain, at: node) {
    case nil: return nil
    case .reference(let reference, let range):
      guard reference.root == "params" else { return .reference(reference, range) }
      guard let value = parameterValue(reference, at: range) else { return nil }
      guard input.takesPath, case .text = value else {
        refuse(input.name, expected, "'\(value)'", at: range)
        return nil
      }
      return .path(.value(value), range)
    case let argument?:
      guard input.takesPath else {
        let near = Reference("$" + text) == nil ? nil : "write '$\(text)' to refer to the step '\(text)'"
        diagnostics.append(
          .error(ParameterDeclaration.refusal(input.name, expected, not: "'\(text)'"), at: node.range, remedy: near))
        return nil
      }
      return .path(argument, node.range)
    }
  }

  // MARK: Parameters

  private mutating func argument(_ node: SourceNode, for parameter: ParameterDeclaration, named name: String) -> Argument? {
    if node.isNull, parameter.standard == .null { return .value(.null) }
    if case .figure(let part) = parameter.type {
      let mistakes = FigureGrammar.mistakes(in: node, part, named: name)
      diagnostics += mistakes
      if mistakes.contains(where: { $0.severity == .error }) { return nil }
    }
    guard let argument = argument(node, as: parameter.type, parameter.constraint, named: name) else { return nil }
    if let constraint = parameter.constraint, let value = argument.value, !constraint.accepts(value) {
      refuse(name, constraint.phrase, written(node), at: node.range)
      return nil
    }
    return argument
  }

  private mutating func argument(
    _ node: SourceNode, as type: ParameterType, _ constraint: Constraint?, named name: String
  ) -> Argument? {
    // A wrong type is refused by what would be right, range included: 'k' must be an integer in 1...10, not 'many'.
    var phrase: String {
      if let constraint, case .range = constraint { "\(type.phrase) \(constraint.phrase)" } else { type.phrase }
    }
    switch (type, node.content) {
    case (.expression, .scalar(let text, _)): return expression(text, node)
    case (_, .scalar(let text, let isPlain)):
      guard let written = scalar(text, isPlain: isPlain, at: node) else { return nil }
      return convert(written, isPlain: isPlain, as: type, phrase, named: name, node)
    case (.figure, .list(let nodes)):
      let arguments = nodes.enumerated().compactMap { argument($1, as: type, nil, named: "\(name)[\($0 + 1)]") }
      return arguments.count == nodes.count ? .list(arguments) : nil
    case (.figure, .mapping(let fields)):
      let arguments = fields.compactMap { field in
        (figureTable(field) ?? argument(field.value, as: type, nil, named: "\(name).\(field.key)")).map { Argument.ArgumentField(field.key, $0) }
      }
      return arguments.count == fields.count ? .record(arguments) : nil
    case (.list(let element), .list(let nodes)):
      let arguments = nodes.enumerated().compactMap { argument($1, as: element, constraint, named: "\(name)[\($0 + 1)]") }
      return arguments.count == nodes.count ? .list(arguments) : nil
    case (.mapping(let element), .mapping(let fields)):
      let arguments = fields.compactMap { field in
        argument(field.value, as: element, constraint, named: "\(name).\(field.key)").map { Argument.ArgumentField(field.key, $0) }
      }
      return arguments.count == fields.count ? .record(arguments) : nil
    case (.record(let declarations), .mapping(let fields)): return record(fields, declarations, named: name, at: node.range)
    case (.stage, .mapping(let fields)): return stage(fields, named: name, at: node.range)
    case (.oneOf(let types), _):
      guard let fitting = types.first(where: { Binder.holds(node, $0) }) else {
        refuse(name, phrase, node.typeName, at: node.range)
        return nil
      }
      return argument(node, as: fitting, constraint, named: name)
    default:
      refuse(name, phrase, node.typeName, at: node.range)
      return nil
    }
  }

  /// Whether the shape of `node` is that of `type`.
  private static func holds(_ node: SourceNode, _ type: ParameterType) -> Bool {
    switch (type, node.content) {
    case (.list, .list), (.mapping, .mapping), (.record, .mapping), (.stage, .mapping): true
    case (.oneOf(let types), _): types.contains { holds(node, $0) }
    default: false
    }
  }

  private mutating func convert(
    _ written: Argument, isPlain: Bool, as type: ParameterType, _ phrase: String, named name: String, _ node: SourceNode
  ) -> Argument? {
    switch written {
    case .reference(let reference, let range):
      guard reference.root == "params" else { return written }
      guard let value = parameterValue(reference, at: range) else { return nil }
      if case .stage = type, case .text(let tool) = value { return stage([.init(tool, at: range, empty(range))], named: name, at: range) }
      guard let converted = type.convert(value) else {
        refuse(name, phrase, "'\(value)', the value of '\(reference)'", at: range)
        return nil
      }
      return .value(converted)
    case .value(.text(let text)):
      if case .stage = type { return stage([.init(text, at: node.range, empty(node.range))], named: name, at: node.range) }
      if case .oneOf(let types) = type, types.contains(.stage), types.allSatisfy({ $0.read(text, isPlain: isPlain) == nil }) {
        return stage([.init(text, at: node.range, empty(node.range))], named: name, at: node.range)
      }
      guard let value = type.read(text, isPlain: isPlain) else {
        var near = ""
        if case .choice(let choices) = type { near = didYouMean(text, among: choices.map(\.name)) }
        refuse(name, phrase, self.written(node), at: node.range, near: near)
        return nil
      }
      return .value(value)
    default: return written
    }
  }

  /// `data: $step` within a specification: the step's table is an input, and the specification names it by its place among those.
  private mutating func figureTable(_ field: SourceField) -> Argument? {
    guard field.key == "data", case .scalar(let text, _) = field.value.content, let reference = Reference(text), reference.root != "params" else { return nil }
    let place = figureTables.firstIndex { $0.reference == reference } ?? figureTables.count
    if place == figureTables.count { figureTables.append((reference, field.value.range)) }
    return .record([.init("name", .value(.text("table_\(place + 1)")))])
  }

  private func empty(_ range: SourceRange) -> SourceNode { SourceNode(.scalar("", isPlain: true), at: range) }

  private mutating func record(
    _ fields: [SourceField], _ declarations: [ParameterDeclaration], named name: String, at range: SourceRange
  ) -> Argument? {
    var given: [String: Argument] = [:]
    var isWhole = true
    for field in fields {
      guard let declaration = declarations.first(where: { $0.name == field.key }) else {
        let names = declarations.map(\.name)
        diagnostics.append(
          .error("'\(name)' has no field '\(field.key)'\(didYouMean(field.key, among: names))", at: field.keyRange))
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

  /// `scale.standard`, or `select.k_best: {k: 9}`, with or without `as: name`.
  private mutating func stage(_ fields: [SourceField], named name: String, at range: SourceRange) -> Argument? {
    let others = fields.filter { $0.key != "as" }
    guard others.count == 1, let field = others.first else {
      refuse(name, ParameterType.stage.phrase, others.isEmpty ? "nothing" : "several", at: range)
      return nil
    }
    let fitted = scope.catalogue.tools.filter { $0.stage != nil }.map(\.name)
    guard let tool = scope.catalogue[field.key], let stage = tool.stage else {
      let isTool = scope.catalogue[field.key] != nil
      diagnostics.append(
        .error(
          isTool ? "'\(field.key)' cannot be fitted, so it is no stage" : "there is no tool '\(field.key)'\(didYouMean(field.key, among: fitted))",
          at: field.keyRange, remedy: "stages are \(fitted.joined(separator: ", "))"))
      return nil
    }
    let declarations = tool.parameters.filter { !stage.stepParameters.contains($0.name) }
    guard field.value.isNull || field.value.typeName == "a mapping" else {
      refuse("\(name).\(field.key)", "a mapping of its parameters", field.value.typeName, at: field.value.range)
      return nil
    }
    var parameters: [SourceField] = []
    if case .mapping(let written) = field.value.content { parameters = written }
    for parameter in parameters where stage.stepParameters.contains(parameter.key) {
      diagnostics.append(
        .error(
          "'\(parameter.key)' of '\(field.key)' is given by the step that holds the pipeline", at: parameter.keyRange,
          remedy: "write '\(parameter.key)' beside 'pipeline'"))
      return nil
    }
    guard let arguments = record(parameters, declarations, named: field.key, at: field.keyRange) else { return nil }
    var called: TypedValue = .null
    if let alias = fields.first(where: { $0.key == "as" }) {
      guard case .scalar(let text, _) = alias.value.content, Reference.isName(text) else {
        refuse("as", "a name of letters, digits and _", written(alias.value), at: alias.value.range)
        return nil
      }
      called = .text(text)
    }
    return .record([
      .init("tool", .value(.text(tool.name))), .init("version", .value(.text(tool.version))), .init("as", .value(called)),
      .init("parameters", arguments),
    ])
  }

  private mutating func expression(_ text: String, _ node: SourceNode) -> Argument? {
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

  // MARK: Scalars

  /// A scalar's references and templates: `$step.output`, `$$`, `${each.column}`; the rest is text.
  private mutating func scalar(_ text: String, isPlain: Bool, at node: SourceNode) -> Argument? {
    if text.hasPrefix("$$") { return .value(.text(String(text.dropFirst()))) }
    if text.hasPrefix("$"), !text.hasPrefix("${") {
      guard let reference = Reference(text) else {
        diagnostics.append(
          .error(
            "'\(text)' begins with '$' and is no reference", at: node.range,
            remedy: "write '$$' for a plain dollar, or '$step.output' to refer to a step"))
        return nil
      }
      return .reference(reference, node.range)
    }
    guard text.utf8.contains(UInt8(ascii: "$")) else { return .value(.text(text)) }
    return template(text, at: node.range)
  }

  private mutating func template(_ text: String, at range: SourceRange) -> Argument? {
    var parts: [Argument.TemplatePart] = []
    var literal = ""
    var rest = text[...]
    while let start = rest.firstRange(of: "${") {
      literal += rest[..<start.lowerBound]
      let after = rest[start.upperBound...]
      guard let end = after.firstIndex(of: "}"), let reference = Reference("$" + after[..<end]),
        reference.root == "params" || reference.root == "each"
      else {
        literal += "${"
        rest = after
        continue
      }
      if reference.root == "params" {
        guard let value = parameterValue(reference, at: range) else { return nil }
        literal += value.description
      } else {
        parts.append(.text(literal))
        parts.append(.reference(reference, range))
        literal = ""
      }
      rest = after[after.index(after: end)...]
    }
    literal += rest
    if parts.isEmpty { return .value(.text(literal)) }
    if !literal.isEmpty { parts.append(.text(literal)) }
    return .template(parts.filter { $0 != .text("") })
  }

  private mutating func parameterValue(_ reference: Reference, at range: SourceRange) -> TypedValue? {
    guard let name = reference.path.first, reference.path.count == 1 else {
      diagnostics.append(.error("'\(reference)' must name one parameter of the notebook, as '$params.name'", at: range))
      return nil
    }
    if let value = scope.parameters[name] { return value }
    diagnostics.append(
      .error(
        "the notebook has no parameter '\(name)'\(didYouMean(name, among: scope.parameters.keys.sorted()))", at: range,
        remedy: "declare it under 'params:' in the front matter"))
    return nil
  }

  private mutating func refuse(_ name: String, _ phrase: String, _ written: String, at range: SourceRange, near: String = "") {
    diagnostics.append(.error(ParameterDeclaration.refusal(name, phrase, not: written) + near, at: range))
  }

  /// What was written, for a refusal: numbers as they are, text in quotes.
  private func written(_ node: SourceNode) -> String {
    guard case .scalar(let text, let isPlain) = node.content else { return node.typeName }
    if node.isNull { return "nothing" }
    let short = text.count > 60 ? text.prefix(57) + "…" : text[...]
    return isPlain && ParameterType.number(text) != nil ? text : "'\(short)'"
  }
}

extension SourceNode {
  /// Where all parts of the node stand, by their paths.
  fileprivate func addPlaces(to places: inout [String: SourceRange], under path: String) {
    places[path] = range
    switch content {
    case .scalar: break
    case .list(let nodes): for (place, node) in nodes.enumerated() { node.addPlaces(to: &places, under: "\(path)[\(place + 1)]") }
    case .mapping(let fields): for field in fields { field.value.addPlaces(to: &places, under: "\(path).\(field.key)") }
    }
  }

  /// Where a part of a scalar's text stands in the notebook.
  public func range(of place: Expression.SourceOffset) -> SourceRange {
    guard case .scalar(let text, let isPlain) = content else { return range }
    let before = Array(text.utf8.prefix(max(0, place.offset)))
    let line = before.count { $0 == UInt8(ascii: "\n") }
    let column = before.count - ((before.lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1)
    if lineStarts.indices.contains(line) {
      let start = lineStarts[line]
      return SourceRange(line: start.line, column: start.column + column, length: place.length)
    }
    guard line == 0 else { return range }
    return SourceRange(line: range.start.line, column: range.start.column + column + (isPlain ? 0 : 1), length: place.length)
  }
}
