extension ToolBinder {
  /// `scale.standard`, or `select.k_best: {k: 9}`, with or without `as: name`.
  mutating func stage(_ fields: [SourceField], named name: @autoclosure () -> String, at range: SourceRange) -> Argument? {
    let others = fields.filter { $0.key != "as" }
    guard others.count == 1, let field = others.first else {
      refuse(name(), ParameterType.stage.phrase, others.isEmpty ? "nothing" : "several", at: range)
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
      refuse("\(name()).\(field.key)", "a mapping of its parameters", field.value.typeName, at: field.value.range)
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

  func empty(_ range: SourceRange) -> SourceNode { SourceNode(.scalar("", isPlain: true), at: range) }
}
