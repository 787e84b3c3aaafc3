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
    var json = JSONWriter()
    json.object { json in
      json.member("report", report)
      json.member("run", run)
      json.array("expectations") { json in
        for expectation in outcome.expectations.joined() {
          json.value([
            "line": .integer(expectation.line), "text": .text(expectation.text), "passed": expectation.passed.map { .boolean($0) } ?? .null,
            "value": .text(expectation.value),
          ])
        }
      }
      json.array("steps") { json in
        for piece in JSONPieces(of: outcome.steps.count, { write(outcome.plan.steps[$0], outcome.steps[$0], to: &$1) }).written { json.values(piece) }
      }
    }
    return String(decoding: json.bytes, as: UTF8.self)
  }

  private func write(_ planned: PlannedStep, _ step: StepOutcome, to json: inout JSONWriter) {
    json.object { json in
      json.member("name", planned.id)
      json.member("tool", planned.tool.name)
      json.member("status", step.status.rawValue)
      json.member("seconds", .number(step.seconds))
      json.member("why", step.failure?.message ?? step.why)
      json.member("key", step.key.map { .text($0) } ?? .null)
      json.object("outputs") { json in
        for output in step.outputs {
          json.name(output.name)
          json.object { json in
            json.member("kind", output.kind.rawValue)
            json.member("sha256", output.digest)
            json.member("bytes", .integer(output.byteCount))
          }
        }
      }
      json.member("metrics", metrics(of: step))
    }
  }

  /// The step's metrics artifact, as it is; null for a step without one.
  private func metrics(of step: StepOutcome) -> JSON {
    guard let artifact = step.outputs.first(where: { $0.kind == .metrics }), let stored = try? store.artifact(artifact) else { return .null }
    return stored.withBytes { (try? JSON(parsing: $0)) ?? .null }
  }
}
