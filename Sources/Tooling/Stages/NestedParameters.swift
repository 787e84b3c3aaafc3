/// Parameters of a stage, and of stages of the pipelines that it holds in turn, by the names that a grid gives them: `C`,
/// `pipeline.logistic_regression.C` of `model.calibrated`, `pipelines.linear.logistic_regression.C` of `model.voting`, `estimator.C` of
/// `select.rfe`.
extension StageSpecification {
  /// - Throws: `ToolError` that says which part of the path is not there.
  public func declaration(at path: Substring, _ catalogue: ToolCatalogue) throws(ToolError) -> ParameterDeclaration {
    var found: ParameterDeclaration?
    _ = try visiting(path, catalogue) { declaration, value in
      found = declaration
      return value
    }
    guard let found else { throw ToolError("'\(tool)' has no parameter '\(path)'") }
    return found
  }

  /// The stage with another value at `path`.
  ///
  /// - Throws: `ToolError` where the path leads nowhere, or the value is refused there.
  public func setting(_ path: Substring, to value: TypedValue, _ catalogue: ToolCatalogue) throws(ToolError) -> StageSpecification {
    try visiting(path, catalogue) { declaration, _ throws(ToolError) in try declaration.checked(value) }
  }

  /// The stage with what `change` makes of the value at `path`.
  private func visiting(
    _ path: Substring, _ catalogue: ToolCatalogue, _ change: (ParameterDeclaration, TypedValue) throws(ToolError) -> TypedValue
  ) throws(ToolError) -> StageSpecification {
    guard let declared = catalogue[tool], let stage = declared.stage, case .record(var fields) = parameters else { throw ToolError("there is no stage '\(tool)'") }
    let (name, rest) = Self.cut(path)
    let taken = declared.parameters.filter { !stage.stepParameters.contains($0.name) }
    guard let declaration = taken.first(where: { $0.name == name }), let place = fields.firstIndex(where: { $0.name == name }) else {
      let near = didYouMean(String(name), among: taken.map(\.name))
      throw ToolError("'\(tool)' has no parameter '\(name)'\(near)", remedy: near.isEmpty ? "it takes \(taken.map(\.name).joined(separator: ", "))" : nil)
    }
    guard let rest else {
      fields[place].value = try change(declaration, fields[place].value)
      return with(fields)
    }
    switch (declaration.type, fields[place].value) {
    case (.list(.stage), .list(let stages)):
      fields[place].value = .list(try Self.visiting(rest, in: stages, "the pipeline", catalogue, change))
    case (.mapping(.list(.stage)), .record(var pipelines)):
      // A pipeline's name may have dots in it.
      guard let member = pipelines.indices.filter({ rest.hasPrefix(pipelines[$0].name + ".") }).max(by: { pipelines[$0].name.count < pipelines[$1].name.count }),
        case .list(let stages) = pipelines[member].value
      else {
        let names = pipelines.map(\.name)
        let asked = String(Self.cut(rest).head)
        throw ToolError("'\(name)' has no '\(asked)'\(didYouMean(asked, among: names))", remedy: "it has \(names.joined(separator: ", "))")
      }
      pipelines[member].value = .list(
        try Self.visiting(rest.dropFirst(pipelines[member].name.count + 1), in: stages, "the pipeline '\(pipelines[member].name)'", catalogue, change))
      fields[place].value = .record(pipelines)
    case (.stage, let value) where value != .null:
      fields[place].value = try Self.specification(value).visiting(rest, catalogue, change).typedValue
    default: throw ToolError("'\(name)' of '\(tool)' has no parts, and '\(path)' asks for one")
    }
    return with(fields)
  }

  private static func visiting(
    _ path: Substring, in stages: [TypedValue], _ owner: String, _ catalogue: ToolCatalogue,
    _ change: (ParameterDeclaration, TypedValue) throws(ToolError) -> TypedValue
  ) throws(ToolError) -> [TypedValue] {
    var specifications: [StageSpecification] = []
    for stage in stages { specifications.append(try specification(stage)) }
    let names = names(specifications)
    let (name, rest) = cut(path)
    guard let place = names.firstIndex(of: String(name)) else {
      let near = didYouMean(String(name), among: names)
      throw ToolError("\(owner) has no stage '\(name)'\(near)", remedy: near.isEmpty ? "its stages are called \(names.joined(separator: ", "))" : nil)
    }
    guard let rest else { throw ToolError("'\(name)' is a stage, and a grid names its parameters: '\(name).parameter'") }
    var stages = stages
    stages[place] = try specifications[place].visiting(rest, catalogue, change).typedValue
    return stages
  }

  private static func specification(_ value: TypedValue) throws(ToolError) -> StageSpecification {
    do { return try StageSpecification(value) } catch { throw error as? ToolError ?? ToolError("\(error)") }
  }

  private static func cut(_ path: Substring) -> (head: Substring, rest: Substring?) {
    guard let dot = path.firstIndex(of: ".") else { return (path, nil) }
    return (path[..<dot], path[path.index(after: dot)...])
  }

  private func with(_ parameters: [TypedValue.Field]) -> StageSpecification {
    var stage = self
    stage.parameters = .record(parameters)
    return stage
  }
}
