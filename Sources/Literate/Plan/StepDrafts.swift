import Tooling

/// The steps of a notebook with their bodies bound, in the order of the text, before references are followed.
struct StepDrafts {
  private let catalogue: ToolCatalogue
  private(set) var steps: [PlannedStep] = []
  private(set) var diagnostics: [Diagnostic] = []
  /// Where in `steps` each name stands; nil for a step that could not be bound.
  private(set) var places: [String: Int?] = [:]
  /// Steps whose `each` is wrong: what their bodies say of `$each` is not held against them.
  private(set) var withBrokenEach: Set<Int> = []
  /// Labels in the order of the text.
  private(set) var labels: [PlacedLabel] = []
  /// Names in the order of the text.
  private(set) var orderedNames: [String] = []
  private var lines: [String: Int] = [:]
  private var counts: [String: Int] = [:]

  /// - Parameter count: of the steps at most.
  init(catalogue: ToolCatalogue, count: Int) {
    self.catalogue = catalogue
    steps.reserveCapacity(count)
    places.reserveCapacity(count)
    orderedNames.reserveCapacity(count)
    lines.reserveCapacity(count)
  }

  var names: Set<String> { Set(orderedNames) }

  /// Takes a step with its body. Returns the step's place, or nil where there is no such tool.
  mutating func add(
    _ fence: Fence, _ body: StepBody, tool name: String, _ toolRange: SourceRange, name stepName: String?, _ nameRange: SourceRange
  ) -> Int? {
    let tool = catalogue[name]
    if tool == nil { diagnostics.append(.unknownTool(name, near: catalogue.nearName(to: name), at: toolRange)) }
    var isFirst = true
    if let stepName {
      if let line = lines[stepName] {
        diagnostics.append(.duplicateName(stepName, at: nameRange, first: line))
        isFirst = false
      } else {
        lines[stepName] = fence.line
        orderedNames.append(stepName)
        places[stepName] = .some(tool == nil ? nil : steps.count)
      }
    }
    let count = (counts[name] ?? 0) + 1
    counts[name] = count

    diagnostics += body.diagnostics
    guard let tool else { return nil }
    let options = body.options
    if options.hasEach, options.each == nil { withBrokenEach.insert(steps.count) }
    if let label = options.label { labels.append(label) }
    let id = isFirst ? stepName ?? "\(name)#\(count)" : "\(name)#\(count)"
    steps.append(
      PlannedStep(
        id: id, name: isFirst ? stepName : nil, tool: tool, binding: body.binding, each: options.each, isSkipped: options.isSkipped || !body.binding.blanks.isEmpty,
        presentation: options.presentation, resources: options.resources, saves: options.saves, body: fence.literal,
        range: fence.range))
    return steps.count - 1
  }
}
