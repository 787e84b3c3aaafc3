import Execution
import Literate
import Synchronization
import Tooling

/// Tells a run on standard error: a line a step when it is done, and on a terminal what is at work.
final class RunLines: Sendable {
  private let notebook: NotebookFile
  private let nameWidth: Int
  private let toolWidth: Int
  private let working = Mutex<[Int: String]>([:])

  init(_ notebook: NotebookFile) {
    self.notebook = notebook
    nameWidth = min(28, notebook.plan.steps.map(\.id.count).max() ?? 0)
    toolWidth = min(28, notebook.plan.steps.map(\.tool.name.count).max() ?? 0)
  }

  func tell(_ event: RunEvent) {
    switch event {
    case .started(let step):
      Terminal.flush()
      update { $0[step] = self.notebook.plan.steps[step].id }
    case .progress(let step, let fraction, let text):
      update { $0[step] = progressText(self.notebook.plan.steps[step], fraction, text.printable) }
    case .warning(let step, let text):
      notebook.print(.warning(text, at: notebook.plan.steps[step].range))
    case .finished(let step, let outcome):
      update { $0[step] = nil }
      let planned = notebook.plan.steps[step]
      let line = line(planned.id, planned.tool.name, outcome)
      if outcome.status == .cached { Terminal.sayInTime(line) } else { Terminal.say(line) }
      if let failure = outcome.failure { notebook.print(failure) }
    }
  }

  private func update(_ change: (inout [Int: String]) -> Void) {
    guard Terminal.isInteractive else { return }
    let line = working.withLock { working in
      change(&working)
      return working.isEmpty ? "" : "… " + working.sorted { $0.key < $1.key }.map(\.value).joined(separator: " · ")
    }
    Terminal.progress(line)
  }

  private func line(_ name: String, _ tool: String, _ outcome: StepOutcome) -> String {
    let sign = switch outcome.status {
      case .ran: Terminal.coloured("ran    ", .green)
      case .cached: Terminal.coloured("reused ", .dim)
      case .failed: Terminal.coloured("failed ", .red)
      case .skipped: Terminal.coloured("skipped", .yellow)
    }
    let time = outcome.status == .ran || outcome.status == .failed ? duration(outcome.seconds) : ""
    let why = outcome.status == .failed ? "" : outcome.why.printable
    let text = "\(sign)  \(column(name, nameWidth))  \(column(tool, toolWidth))"
    if time.isEmpty && why.isEmpty { return text }
    return "\(text)  \(column(time, why.isEmpty ? 0 : 7))\(why.isEmpty ? "" : "  " + Terminal.coloured(why, .dim))"
  }
}

/// `forest 40% tree 200 of 500`.
func progressText(_ step: PlannedStep, _ fraction: Double?, _ text: String) -> String {
  let share = fraction.map { " \(Int((max(0, min(1, $0)) * 100).rounded()))%" } ?? ""
  return "\(step.id)\(share) \(text)"
}

/// `12 ms`, `3.4 s`, `2 min 5 s`; `?` for what is no time.
func duration(_ seconds: Double) -> String {
  guard seconds >= 0, seconds < 1e12 else { return "?" }
  if seconds < 1 { return "\(Int((seconds * 1000).rounded())) ms" }
  if seconds < 60 { return "\((seconds * 10).rounded() / 10) s" }
  return "\(Int(seconds) / 60) min \(Int(seconds) % 60) s"
}
