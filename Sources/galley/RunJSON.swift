import Execution
import Literate
import Tooling

/// A run as one line of JSON.
struct RunJSON {
  let outcome: RunOutcome
  let run: String
  let report: String
  let store: Store

  var text: String {
    let steps = zip(outcome.plan.steps, outcome.steps).map { planned, step in
      JSON.object([
        .init("name", .text(planned.id)), .init("tool", .text(planned.tool.name)), .init("status", .text(step.status.rawValue)),
        .init("seconds", .number(step.seconds)), .init("why", .text(step.failure?.message ?? step.why)),
        .init("key", step.key.map { .text($0) } ?? .null),
        .init("outputs", .object(step.outputs.map { output in
          .init(output.name, .object([
            .init("kind", .text(output.kind.rawValue)), .init("sha256", .text(output.digest)), .init("bytes", .integer(output.byteCount)),
          ]))
        })),
        .init("metrics", metrics(of: step)),
      ])
    }
    let expectations = outcome.expectations.joined().map { expectation in
      JSON.object([
        .init("line", .integer(expectation.line)), .init("text", .text(expectation.text)),
        .init("passed", expectation.passed.map { .boolean($0) } ?? .null), .init("value", .text(expectation.value)),
      ])
    }
    return JSON.object([
      .init("report", .text(report)), .init("run", .text(run)), .init("expectations", .array(expectations)), .init("steps", .array(steps)),
    ]).text
  }

  /// The step's metrics artifact, as it is; null for a step without one.
  private func metrics(of step: StepOutcome) -> JSON {
    guard let artifact = step.outputs.first(where: { $0.kind == .metrics }), let stored = try? store.artifact(artifact) else { return .null }
    return stored.withBytes { (try? JSON(parsing: $0)) ?? .null }
  }
}
