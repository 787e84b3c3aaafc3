import ArgumentParser
import Execution
import Literate
import Reporting
import Tooling

/// One run of a notebook, from its plan to its report and its record, told on the terminal.
struct NotebookRun {
  let file: NotebookFile
  let flags: RunFlags
  let options: RunOptions
  var interruption = Interruption()
  /// Keeps the run under this name.
  var tag: String?
  /// Who is told what happens, besides the terminal.
  var observe: @Sendable (RunEvent) -> Void = { _ in }

  /// How a run ended.
  struct Ending {
    let outcome: RunOutcome
    let record: RunRecord
    let store: Store
    /// What became of the steps and expectations, in one line.
    let summary: String
    /// What is wrong, as the terminal has it, without colours.
    let mistakes: String
    let isGood: Bool
    /// Whether the store could not be written.
    let isStoreBroken: Bool
  }

  private enum Drawing { case drawn, unchanged, failed }

  /// - Throws: `ExitCode.noStore`.
  func perform() async throws -> Ending {
    let clock = ContinuousClock()
    let started = clock.now
    let store = try flags.store.open(for: file)
    let lines = RunLines(file)
    let engine = file.engine(store, options, interruption) { event in
      lines.tell(event)
      observe(event)
    }
    let outcome = await engine.run()

    let untrue = outcome.expectations.joined().filter { $0.passed == false }.map { expectation in
      Diagnostic.error(
        "the expectation '\(expectation.text)' does not hold",
        at: SourceRange(line: expectation.line, column: 1, length: expectation.text.utf8.count), remedy: expectation.value)
    }
    let unsaved = save(outcome, store)
    var late = untrue + outcome.failedValues.map { span, message in .error(message, at: span.range) } + unsaved
    for diagnostic in late { file.print(diagnostic) }

    let report = flags.report(of: file.path)
    let drawing: Drawing
    do { drawing = try draw(outcome, store, report) } catch {
      drawing = .failed
      late.append(.error("the report could not be written: \(error)"))
      Terminal.say("galley: the report could not be written: \(error)")
    }
    let isGood = outcome.isGood && drawing != .failed && unsaved.isEmpty
    var record = RunRecord(notebook: file.identity, release: Galley.release, outcome: outcome)
    record.report = drawing == .failed ? nil : report
    record.exitCode = interruption.isRequested ? 130 : outcome.hasStoreFault ? 74 : isGood ? 0 : 1
    let unrecorded = store.record(record)
    if let unrecorded {
      Terminal.say("galley: the run could not be recorded: \(unrecorded)")
    } else if let tag {
      // A run without its name is still a run.
      try? store.give(tag, to: record.id)
    }
    store.sync()
    let summary = "\(summary(of: outcome)) in \(duration(Double(clock.now - started)))"
    Terminal.say(summary)
    if let report = record.report { Terminal.say("report: \(report)") }
    let mistakes = outcome.steps.indices.compactMap { outcome.steps[$0].failure } + late
    return Ending(
      outcome: outcome, record: record, store: store, summary: summary,
      mistakes: mistakes.map { file.text($0) }.joined(), isGood: isGood, isStoreBroken: outcome.hasStoreFault || unrecorded != nil)
  }

  /// Says what would run and why, on standard output.
  func preview() {
    let store = flags.store.look(in: file.folder)
    for (step, forecast) in zip(file.plan.steps, file.engine(store, options).forecast()) {
      let text = switch forecast {
        case .reused: "reused"
        case .runs(let why): "runs: \(why)"
        case .depends(let other): "runs if '\(other)' gives another result"
        case .skipped(let why): "skipped: \(why)"
        case .fails(let diagnostic): "fails: \(diagnostic.message)"
      }
      writeResult("\(step.id)  \(step.tool.name)  \(text)")
    }
  }

  private func draw(_ outcome: RunOutcome, _ store: Store, _ report: String) throws -> Drawing {
    let drawer = try PageDrawer(notebook: file, store: store, report: report, templateFolder: flags.template, parameters: flags.parameters)
    return try drawer.draw(outcome) ? .drawn : .unchanged
  }

  private func summary(of outcome: RunOutcome) -> String {
    var parts: [String] = outcome.steps.isEmpty ? ["no steps"] : []
    for (status, word) in [(StepOutcome.Status.ran, "ran"), (.cached, "reused"), (.failed, "failed"), (.skipped, "skipped")] {
      let count = outcome.count(status)
      if count > 0 { parts.append(count == outcome.steps.count ? "all \(count) \(word)" : "\(count) \(word)") }
    }
    let expectations = outcome.expectations.joined()
    let untold = expectations.count { $0.passed == nil }
    if !expectations.isEmpty { parts.append("\(expectations.count { $0.passed == true }) of \(expectations.count) expectations hold\(untold == 0 ? "" : ", \(untold) not told")") }
    if let score = outcome.exerciseScore { parts.append(score.text) }
    return parts.joined(separator: ", ")
  }

  /// Writes what `save:` asks for, and gives what could not be.
  private func save(_ outcome: RunOutcome, _ store: Store) -> [Diagnostic] {
    var failures: [Diagnostic] = []
    for (place, planned) in file.plan.steps.enumerated() where !planned.saves.isEmpty {
      let step = outcome.steps[place]
      guard step.status == .ran || step.status == .cached else { continue }
      for save in planned.saves {
        guard let artifact = (save.output ?? planned.tool.mainOutput?.name).flatMap(step.output) else { continue }
        do { try Export(store.artifact(artifact)).write(to: "\(file.folder)/\(save.path)") } catch {
          failures.append(.error("'\(save.path)' could not be saved: \(error)", at: save.range))
        }
      }
    }
    return failures
  }
}
