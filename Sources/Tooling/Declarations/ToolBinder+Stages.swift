extension Argument {
  /// The arguments of a stage where all is known but what stages within it hold.
  fileprivate func outline(of declarations: [ParameterDeclaration]) -> TypedValue? {
    guard case .record(let fields) = self else { return nil }
    var known: [TypedValue.Field] = []
    for field in fields {
      guard let type = declarations.first(where: { $0.name == field.name })?.type, let value = field.argument.outline(as: type) else { return nil }
      known.append(.init(field.name, value))
    }
    return .record(known)
  }

  /// A text of a bound stage, which is known though its parameters may not be.
  func stageField(_ name: String) -> String? {
    let value: TypedValue?
    switch self {
    case .record(let fields): value = fields.first { $0.name == name }?.argument.value
    case .value(let record): value = record[name]
    default: value = nil
    }
    if case .text(let text)? = value { return text }
    return nil
  }
}

extension ToolBinder {
  /// `scale.standard`, or `select.k_best: {k: 9}`, with or without `as: name`.
  mutating func stage(_ fields: [SourceField], named name: String, at range: SourceRange) -> Argument? {
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
    let before = diagnostics.count
    guard let arguments = record(parameters, declarations, named: field.key, isStage: true, at: field.keyRange) else { return nil }
    if diagnostics.count == before, tool.problems != nil, let known = arguments.outline(of: declarations) {
      tellProblems(of: tool, known, parameters.isEmpty ? [field] : parameters)
    }
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

  /// Refuses stages that are no pipeline: those before the last change features or rows, and the last one predicts.
  ///
  /// - Parameter stages: nil where one could not be bound, which has been told.
  mutating func refusePipeline(_ stages: [Argument?], _ nodes: [SourceNode]) -> Bool {
    var isRefused = false
    var names: Set<String> = []
    for (place, stage) in stages.enumerated() {
      guard let stage, let tool = stage.stageField("tool"), let role = scope.catalogue[tool]?.stage?.role else { continue }
      let isLast = place == stages.count - 1
      if !role.canStand(atEnd: isLast) {
        let error = isLast ? ToolError.lastStage(tool) : ToolError.earlyStage(tool)
        diagnostics.append(.error(error.message, at: nodes[place].stageRange, remedy: error.remedy))
        isRefused = true
      }
      if let alias = stage.stageField("as"), !names.insert(alias).inserted {
        diagnostics.append(.error("two stages are called '\(alias)'", at: nodes[place].stageRange, remedy: "give one another name after 'as:'"))
        isRefused = true
      }
    }
    return isRefused
  }

  /// Refuses a stage that stands alone, as the estimator of a selection does, and predicts nothing.
  mutating func refuseUnlessPredicting(_ stage: Argument, named name: String, at range: SourceRange) -> Bool {
    guard let tool = stage.stageField("tool"), let role = scope.catalogue[tool]?.stage?.role, !role.canStand(atEnd: true) else { return false }
    diagnostics.append(.error("'\(tool)' does not predict, and '\(name)' takes a tool that does", at: range, remedy: "give a model, such as model.random_forest"))
    return true
  }

  /// Where the stages in a parameter stand, and their parameters, by their paths: a stage has the path of its place, without its tool's name.
  func addStagePlaces(of node: SourceNode, as type: ParameterType, to places: inout [String: SourceRange], under path: String) {
    switch (type, node.content) {
    case (.list(let element), .list(let nodes)):
      places[path] = node.range
      for (place, node) in nodes.enumerated() { addStagePlaces(of: node, as: element, to: &places, under: "\(path)[\(place + 1)]") }
    case (.list(.stage), .scalar): places[path + "[1]"] = node.range
    case (.mapping(let element), .mapping(let fields)):
      places[path] = node.range
      for field in fields { addStagePlaces(of: field.value, as: element, to: &places, under: "\(path).\(field.key)") }
    case (.stage, .mapping(let fields)):
      places[path] = node.stageRange
      guard let field = fields.first(where: { $0.key != "as" }), let tool = scope.catalogue[field.key], case .mapping(let parameters) = field.value.content else { return }
      for parameter in parameters {
        guard let type = tool.parameter(parameter.key)?.type else { continue }
        addStagePlaces(of: parameter.value, as: type, to: &places, under: "\(path).\(parameter.key)")
      }
    // Under a grid's names stand values, stages or pipelines.
    case (.grid, .mapping(let fields)):
      for field in fields {
        places["\(path).\(field.key)"] = field.value.range
        guard case .list(let nodes) = field.value.content else { continue }
        for (place, node) in nodes.enumerated() { addStagePlaces(of: node, as: .stage, to: &places, under: "\(path).\(field.key)[\(place + 1)]") }
      }
    default: node.addPlaces(to: &places, under: path)
    }
  }

  func empty(_ range: SourceRange) -> SourceNode { SourceNode(.scalar("", isPlain: true), at: range) }
}
