package import Tooling

/// What a worker says: that it is there, how far a job has come, what it gave.
package enum WorkerReply {
  case ready(protocolVersion: Int)
  /// The job at hand is begun.
  case begun
  case progress(fraction: Double?, text: String)
  case console(String)
  case finished(JobOutcome)
  case failed(StepFailure)

  var message: TypedValue {
    switch self {
    case .ready(let version): .list([.text("ready"), .integer(version)])
    case .begun: .list([.text("begun")])
    case .progress(let fraction, let text): .list([.text("progress"), fraction.map { .number($0) } ?? .null, .text(text)])
    case .console(let text): .list([.text("console"), .text(text)])
    case .finished(let outcome): .list([.text("finished"), outcome.message])
    case .failed(let failure):
      .list([
        .text("failed"), .text(failure.message), failure.remedy.map(TypedValue.text) ?? .null,
        failure.parameter.map(TypedValue.text) ?? .null, .boolean(failure.isStoreFault),
      ])
    }
  }

  package init?(_ message: TypedValue) {
    guard let parts = message.list, let kind = parts.first?.text else { return nil }
    switch (kind, parts.count) {
    case ("ready", 2):
      guard let version = parts[1].integer else { return nil }
      self = .ready(protocolVersion: version)
    case ("begun", 1): self = .begun
    case ("progress", 3): self = .progress(fraction: parts[1].double.flatMap { $0.isFinite ? max(0, min(1, $0)) : nil }, text: parts[2].text ?? "")
    case ("console", 2): self = .console(parts[1].text ?? "")
    case ("finished", 2):
      guard let outcome = JobOutcome(parts[1]) else { return nil }
      self = .finished(outcome)
    case ("failed", 5):
      var failure = StepFailure(parts[1].text ?? "", remedy: parts[2].text, parameter: parts[3].text)
      failure.isStoreFault = parts[4] == .boolean(true)
      self = .failed(failure)
    default: return nil
    }
  }
}
