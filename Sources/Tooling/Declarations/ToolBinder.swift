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
    var binder = ToolBinder(tool: self, scope: scope)
    defer { diagnostics += binder.diagnostics }
    return binder.bind(body, at: place)
  }
}

/// What a step's body says, against what its tool declares.
struct ToolBinder {
  let tool: ToolDeclaration
  let scope: BindingScope
  var diagnostics: [Diagnostic] = []
  /// Tables that parts of a figure's specification refer to, in the order in which they are named first.
  var figureTables: [(reference: Reference, range: SourceRange)] = []

  init(tool: ToolDeclaration, scope: BindingScope) {
    self.tool = tool
    self.scope = scope
  }

  mutating func bind(_ body: SourceNode?, at place: SourceRange) -> ToolBinding {
    var binding = ToolBinding()
    var fields: [SourceField] = []
    // Read last: what they may hold depends on the pipeline.
    var grids: [(parameter: ParameterDeclaration, field: SourceField)] = []
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
      } else if let parameter = tool.parameter(field.key), parameter.type == .grid {
        grids.append((parameter, field))
      } else if let parameter = tool.parameter(field.key) {
        if let argument = argument(field.value, for: parameter, named: parameter.name) {
          var places: [String: SourceRange] = [:]
          if case .figure = parameter.type { field.value.addPlaces(to: &places, under: parameter.name) }
          if parameter.type.holdsStages { addStagePlaces(of: field.value, as: parameter.type, to: &places, under: parameter.name) }
          if parameter.type.holdsExpressions { field.value.addExpressionPlaces(to: &places, under: parameter.name) }
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
    let stages = tool.parameters.first { $0.type == .list(.stage) }
    let pipeline = binding.parameters.first { $0.name == stages?.name }?.argument
    for (parameter, field) in grids {
      if let argument = grid(field.value, named: parameter.name, pipeline: pipeline) {
        var places: [String: SourceRange] = [:]
        addStagePlaces(of: field.value, as: .grid, to: &places, under: parameter.name)
        binding.parameters.append(.init(name: parameter.name, argument: argument, range: field.value.range, places: places))
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
    tellProblems(binding, fields)
    return binding
  }

  /// What the tool itself says of its parameters, where nothing else is wrong with them.
  private mutating func tellProblems(_ binding: ToolBinding, _ fields: [SourceField]) {
    guard tool.problems != nil, binding.blanks.isEmpty, !diagnostics.contains(where: { $0.severity == .error }) else { return }
    var given: [TypedValue.Field] = []
    for parameter in binding.parameters {
      guard let type = tool.parameter(parameter.name)?.type, let value = parameter.argument.outline(as: type) else { return }
      given.append(.init(parameter.name, value))
    }
    guard let arguments = try? tool.arguments(given: given) else { return }
    tellProblems(of: tool, arguments, fields)
  }

  /// - Parameter fields: what was written of the parameters.
  mutating func tellProblems(of tool: ToolDeclaration, _ arguments: TypedValue, _ fields: [SourceField]) {
    for problem in tool.problems?(arguments, Set(fields.map(\.key))) ?? [] {
      // What is not written has its place where the tool is named.
      guard let range = fields.range(of: problem.path[...], isOfName: problem.isOfName) ?? fields.first?.keyRange else { continue }
      diagnostics.append(Diagnostic(problem.severity, problem.message, at: range, remedy: problem.remedy))
    }
  }

  mutating func missing(_ name: String, _ phrase: String, at place: SourceRange) {
    diagnostics.append(.error("'\(tool.name)' needs '\(name)' (\(phrase))", at: place, remedy: "write '\(name): …' in the body"))
  }

  // MARK: Inputs

  mutating func sources(of node: SourceNode, for input: InputDeclaration) -> [InputSource] {
    if case .list(let nodes) = node.content {
      guard input.isList else {
        diagnostics.append(.error("'\(input.name)' takes one \(input.kind.rawValue), not a list", at: node.range))
        return []
      }
      return nodes.compactMap { source($0, for: input) }
    }
    return source(node, for: input).map { [$0] } ?? []
  }

  mutating func source(_ node: SourceNode, for input: InputDeclaration) -> InputSource? {
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

  mutating func refuse(_ name: String, _ phrase: String, _ written: String, at range: SourceRange, near: String = "", remedy: String? = nil) {
    diagnostics.append(.error(ParameterDeclaration.refusal(name, phrase, not: written) + near, at: range, remedy: remedy))
  }

  /// What was written, for a refusal: numbers as they are, text in quotes.
  func written(_ node: SourceNode) -> String {
    guard case .scalar(let text, let isPlain) = node.content else { return node.typeName }
    if node.isNull { return "nothing" }
    let short = text.count > 60 ? text.prefix(57) + "…" : text[...]
    return isPlain && ParameterType.number(text) != nil ? text : "'\(short)'"
  }
}
