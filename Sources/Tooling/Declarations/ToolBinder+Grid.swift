/// The grid of a search: `stage.parameter` to the values to try, `stage` to the stages that stand in its place.
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
      guard let slot = self.slot(field.key[...], slots, name, field), let stages = alternatives(field) else { continue }
      axes[field.key] = .list(stages)
      slots.tools[slot] = stages.compactMap { $0.stageField("tool") }
    }
    for field in fields {
      guard let dot = field.key.firstIndex(of: "."), let slot = self.slot(field.key[..<dot], slots, name, field) else { continue }
      axes[field.key] = values(field, of: String(field.key[field.key.index(after: dot)...]), tools: slots.tools[slot], named: name)
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
  private mutating func alternatives(_ field: SourceField) -> [Argument]? {
    guard case .list(let nodes) = field.value.content, !nodes.isEmpty else {
      refuse(field.key, "a list of stages", written(field.value), at: field.value.range)
      return nil
    }
    let stages = nodes.enumerated().compactMap { place, node in
      if case .scalar("none", _) = node.content { return Argument.value(.null) }
      return argument(node, as: .stage, nil, named: "\(field.key)[\(place + 1)]")
    }
    return stages.count == nodes.count ? stages : nil
  }

  private mutating func values(_ field: SourceField, of parameter: String, tools: [String], named grid: String) -> Argument? {
    let declared = tools.compactMap { scope.catalogue[$0] }
    let taken = declared.map { tool in tool.parameters.filter { !(tool.stage?.stepParameters.contains($0.name) ?? false) } }
    guard let declaration = taken.lazy.compactMap({ $0.first { $0.name == parameter } }).first else {
      let near = didYouMean(parameter, among: taken.flatMap { $0.map(\.name) })
      let owner = tools.count == 1 ? "'\(tools[0])' has no parameter" : "none of \(tools.joined(separator: ", ")) has a parameter"
      diagnostics.append(.error("\(owner) '\(parameter)'\(near)", at: field.keyRange))
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
  /// Of each stage the tools that may stand there.
  var tools: [[String]]

  init(_ stages: [Argument]) {
    let called = stages.map { stage in (tool: stage.stageField("tool") ?? "", alias: stage.stageField("as")) }
    names = StageSpecification.names(called)
    tools = called.map { [$0.tool] }
  }
}

extension Argument {
  /// A text of a bound stage, which is known though its parameters may not be.
  fileprivate func stageField(_ name: String) -> String? {
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
