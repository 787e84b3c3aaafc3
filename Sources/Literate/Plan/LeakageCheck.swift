import Tooling

/// Finds steps that hold out rows to judge by, from a table that something was fitted to before: what was fitted has seen those rows.
struct LeakageCheck {
  private let steps: [PlannedStep]
  private let places: [String: Int]

  init(_ steps: [PlannedStep]) {
    self.steps = steps
    places = Dictionary(steps.enumerated().compactMap { place, step in step.name.map { ($0, place) } }, uniquingKeysWith: { first, _ in first })
  }

  var diagnostics: [Diagnostic] {
    steps.filter(\.tool.holdsOutRows).flatMap { step in
      tables(of: step).compactMap { reference, range -> Diagnostic? in
        var seen: Set<Int> = []
        return fitted(before: reference, &seen).map { .fittedBeforeHeldOut($0, by: step, at: range) }
      }
    }
  }

  private func tables(of step: PlannedStep) -> [(reference: Reference, range: SourceRange)] {
    step.binding.inputs.filter { step.tool.input($0.name)?.kind == .table }.flatMap(\.sources).compactMap { source in
      if case .reference(let reference, let range) = source { (reference, range) } else { nil }
    }
  }

  /// The nearest step above that was fitted to the rows of the table that it gave.
  private func fitted(before reference: Reference, _ seen: inout Set<Int>) -> PlannedStep? {
    guard let place = places[reference.root], seen.insert(place).inserted else { return nil }
    let step = steps[place]
    let output = reference.path.first.flatMap(step.tool.output) ?? step.tool.mainOutput
    // What was learnt from a part of a split, and judged on folds of this part, has seen those folds too: the walk ends at what was fitted.
    guard output?.kind == .table, !step.tool.holdsOutRows else { return nil }
    if step.tool.changesRowsByFitting { return step }
    for table in tables(of: step) {
      if let found = fitted(before: table.reference, &seen) { return found }
    }
    return nil
  }
}

extension ToolDeclaration {
  /// Whether its table is the one that it was fitted to, changed: transformers are so, and what deals rows anew; what predicts is not.
  fileprivate var changesRowsByFitting: Bool {
    stage != nil && !outputs.contains { $0.kind.isModel && $0.kind != .transformer }
  }
}

extension Diagnostic {
  fileprivate static func fittedBeforeHeldOut(_ fitted: PlannedStep, by judge: PlannedStep, at range: SourceRange) -> Self {
    let hasPipeline = judge.tool.parameters.contains { $0.type == .list(.stage) || $0.type == .mapping(.list(.stage)) }
    return .warning(
      "'\(fitted.id)' (\(fitted.tool.name)) was fitted to these rows before '\(judge.tool.name)' holds some of them out, so what they judge has seen them",
      at: range,
      remedy: hasPipeline
        ? "put \(fitted.tool.name) into the pipeline, where each fold fits it to its training rows alone"
        : "split first, and put \(fitted.tool.name) into a pipeline that is fitted to the training part")
  }
}
