/// The grid of a search: `stage.parameter` to the values to try, `stage` to the stages that stand in its place. Parameters of stages within
/// stages have longer names (see `NestedParameters`).
extension ToolBinder {
  /// - Parameter pipeline: the stages of the same body, bound; nil where they were not, and the mistake has been told.
  mutating func grid(_ node: SourceNode, named name: String, pipeline: Argument?) -> Argument? {
    guard case .list(let stages)? = pipeline else { return nil }
    guard case .mapping(let fields) = node.content, !fields.isEmpty else {
      refuse(name, ParameterType.grid.phrase, fieldless(node), at: node.range)
      return nil
    }
    var slots = StageSlots(stages)
    var axes: [String: Argument] = [:]
    // Whole stages first: which parameters there are depends on them.
    for field in fields where !field.key.utf8.contains(UInt8(ascii: ".")) {
      guard let slot = self.slot(field.key[...], slots, name, field), let stages = alternatives(field, isLast: slot == slots.names.count - 1) else { continue }
      axes[field.key] = .list(stages)
      slots.stages[slot] = stages.compactMap(\.stage)
    }
    for field in fields {
      guard let dot = field.key.firstIndex(of: "."), let slot = self.slot(field.key[..<dot], slots, name, field) else { continue }
      axes[field.key] = values(field, at: field.key[field.key.index(after: dot)...], of: slots.stages[slot])
    }
    let whole = fields.compactMap { field in axes[field.key].map { Argument.ArgumentField(field.key, $0) } }
    return whole.count == fields.count ? .record(whole) : nil
  }

  private func fieldless(_ node: SourceNode) -> String {
    if case .mapping = node.content { "an empty mapping" } else { written(node) }
  }

  private mutating func slot(_ stage: Substring, _ slots: StageSlots, _ grid: String, _ field: SourceField) -> Int? {
    if let place = slots.names.firstIndex(where: { $0 == stage }) { return place }
    let near = didYouMean(String(stage), among: slots.names)
    diagnostics.append(
      .error("the pipeline has no stage '\(stage)'\(near)", at: field.keyRange, remedy: near.isEmpty ? "its stages are called \(slots.names.joined(separator: ", "))" : nil))
    return nil
  }

  /// Stages to swap; `none` leaves the stage out.
  private mutating func alternatives(_ field: SourceField, isLast: Bool) -> [Argument]? {
    guard case .list(let nodes) = field.value.content, !nodes.isEmpty else {
      refuse(field.key, "a list of stages", written(field.value), at: field.value.range)
      return nil
    }
    let stages = nodes.enumerated().compactMap { place, node -> Argument? in
      if case .scalar("none", _) = node.content {
        if !isLast { return Argument.value(.null) }
        diagnostics.append(.error("the pipeline's last stage cannot be left out: it predicts", at: node.range, remedy: "name a predictor, such as model.dummy"))
        return nil
      }
      guard let stage = argument(node, as: .stage, nil, named: "\(field.key)[\(place + 1)]") else { return nil }
      guard let tool = stage.stageField("tool"), let role = scope.catalogue[tool]?.stage?.role, !role.canStand(atEnd: isLast) else { return stage }
      let error = isLast ? ToolError.lastStage(tool) : ToolError.earlyStage(tool)
      diagnostics.append(.error(error.message, at: node.stageRange, remedy: error.remedy))
      return nil
    }
    return stages.count == nodes.count ? stages : nil
  }

  /// - Parameter stages: those that may stand where the parameter is looked for; one that has it is enough.
  private mutating func values(_ field: SourceField, at path: Substring, of stages: [StageSpecification]) -> Argument? {
    var found: ParameterDeclaration?
    var refusal: ToolError?
    for stage in stages where found == nil {
      do { found = try stage.declaration(at: path, scope.catalogue) } catch { refusal = refusal ?? error }
    }
    guard let declaration = found else {
      let message = stages.count == 1 ? refusal?.message : "none of \(stages.map(\.tool).joined(separator: ", ")) has a parameter '\(path)'"
      diagnostics.append(.error(message ?? "there is no parameter '\(path)'", at: field.keyRange, remedy: stages.count == 1 ? refusal?.remedy : nil))
      return nil
    }
    switch field.value.content {
    case .list(let nodes) where !nodes.isEmpty:
      let values = nodes.enumerated().compactMap { place, node -> Argument? in
        guard let argument = argument(node, for: declaration, named: "\(field.key)[\(place + 1)]") else { return nil }
        if argument.value == nil {
          diagnostics.append(.unknownInGrid(at: node.range))
          return nil
        }
        return argument
      }
      return values.count == nodes.count ? .list(values) : nil
    case .mapping(let fields) where declaration.type == .integer || declaration.type == .number:
      return range(fields, field, declaration)
    default:
      let isMeasured = declaration.type == .integer || declaration.type == .number
      refuse(field.key, isMeasured ? "a list of values, or {from, to}" : "a list of values", written(field.value), at: field.value.range)
      return nil
    }
  }

  /// `{from: 0.001, to: 100, log: true}`.
  private mutating func range(_ fields: [SourceField], _ field: SourceField, _ declaration: ParameterDeclaration) -> Argument? {
    guard let bound = record(fields, SearchRange.declarations, named: field.key, at: field.value.range) else { return nil }
    guard case .record(var range)? = bound.value, let low = bound.value?["from"]?.double, let high = bound.value?["to"]?.double else {
      diagnostics.append(.unknownInGrid(at: field.value.range))
      return nil
    }
    for (name, end) in [("from", low), ("to", high)] {
      do { _ = try declaration.checked(.number(end)) } catch {
        refuse("\(field.key).\(name)", declaration.phrase, TypedValue.shortest(end), at: field.value.range)
        return nil
      }
    }
    let isLogarithmic = bound.value?["log"] == .boolean(true)
    guard low < high, !isLogarithmic || low > 0 else {
      let ends = "from \(TypedValue.shortest(low)) to \(TypedValue.shortest(high))"
      diagnostics.append(
        low < high
          ? .error("'\(field.key)' cannot be logarithmic \(ends)", at: field.value.range, remedy: "begin above 0")
          : .error("'\(field.key)' goes \(ends), which is not upward", at: field.value.range))
      return nil
    }
    range.append(.init("whole", .boolean(declaration.type == .integer)))
    return .value(.record(range))
  }
}

extension Diagnostic {
  fileprivate static func unknownInGrid(at range: SourceRange) -> Diagnostic {
    .error("a grid holds values, and this one is only known when the notebook runs", at: range, remedy: "write the value, or a parameter of the notebook")
  }
}

/// The stages of a pipeline by the names that a grid calls them.
private struct StageSlots {
  let names: [String]
  /// Of each place the stages that may stand there.
  var stages: [[StageSpecification]]

  init(_ stages: [Argument]) {
    let called = stages.map { stage in (tool: stage.stageField("tool") ?? "", alias: stage.stageField("as")) }
    names = StageSpecification.names(called)
    self.stages = stages.map { $0.stage.map { [$0] } ?? [] }
  }
}

extension Argument {
  /// The stage that this is, parameters that are not known yet null; nil for none.
  fileprivate var stage: StageSpecification? { outline(as: .stage).flatMap { try? StageSpecification($0) } }
}
