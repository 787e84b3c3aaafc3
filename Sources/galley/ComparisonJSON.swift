import Execution
import Tooling

/// A comparison as one line of JSON.
struct ComparisonJSON {
  private let comparison: RunComparison
  private let tags: [String: String]

  init(_ comparison: RunComparison, tags: [String: String]) {
    self.comparison = comparison
    self.tags = tags
  }

  var text: String {
    JSON.object([
      .init("same", .boolean(comparison.isSame)), .init("old", run(comparison.old)), .init("new", run(comparison.new)),
      .init("parameters", .object(comparison.parameters.map { change in
        .init(change.name, .object([.init("old", change.old.map { JSON($0) } ?? .null), .init("new", change.new.map { JSON($0) } ?? .null)]))
      })),
      .init("inputs", .array(comparison.inputs.map { input in
        .object([
          .init("name", .text(input.name)), .init("old", .text(input.old)), .init("new", .text(input.new)),
          .init("steps", .array(input.steps.map { .text($0) })),
        ])
      })),
      .init("steps", .array(comparison.steps.map(step))),
    ]).text
  }

  private func run(_ run: RunRecord) -> JSON {
    .object([
      .init("run", .text(run.id)), .init("tags", .array(tags.filter { $0.value == run.id }.keys.sorted().map { .text($0) })),
      .init("notebook", .text(run.notebook)), .init("time", .number(run.time)), .init("release", .text(run.release)),
      .init("host", .text(run.host)), .init("processor", .text(run.processor)), .init("exit", run.exitCode.map { .integer($0) } ?? .null),
    ])
  }

  private func step(_ step: StepComparison) -> JSON {
    func side(_ step: RunRecord.Step?) -> JSON {
      guard let step else { return .null }
      return .object([.init("tool", .text(step.tool)), .init("status", .text(step.status.rawValue)), .init("seconds", .number(step.seconds))])
    }
    return .object([
      .init("name", .text(step.id)), .init("same", .boolean(step.isSame)), .init("old", side(step.old)), .init("new", side(step.new)),
      .init("changes", .array(step.changes.map { .text($0) })),
      .init("versions", .array(step.versions.map { .object([.init("old", .text($0.old)), .init("new", .text($0.new))]) })),
      .init("outputs", .array(step.outputs.map(output))),
    ])
  }

  private func output(_ output: OutputComparison) -> JSON {
    func side(_ reference: ArtifactReference?, isGone: Bool) -> JSON {
      guard let reference else { return .null }
      return .object([
        .init("sha256", .text(reference.digest)), .init("bytes", .integer(reference.byteCount)), .init("gone", .boolean(isGone)),
      ])
    }
    func number(_ value: Double?) -> JSON { value.map { .measured($0) } ?? .null }
    return .object([
      .init("name", .text(output.name)), .init("element", output.element.isEmpty ? .null : .text(output.element)),
      .init("kind", .text(output.kind)), .init("old", side(output.old, isGone: output.isOldGone)),
      .init("new", side(output.new, isGone: output.isNewGone)),
      .init("metrics", output.isMetrics ? .object(output.metrics.map { metric in
        .init(metric.name, .object([
          .init("old", number(metric.old)), .init("new", number(metric.new)), .init("difference", number(metric.difference)),
        ]))
      }) : .null),
    ])
  }
}
