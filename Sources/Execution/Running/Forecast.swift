public import Literate
public import Tooling

/// What a run now would do with a step.
public enum Forecast: Sendable {
  /// Its result is in the store.
  case reused
  case runs(why: String)
  /// It waits for a step that runs; where that gives the same as before, this one is reused.
  case depends(on: String)
  case skipped(why: String)
  case fails(Diagnostic)
}

extension Engine {
  /// What a run now would do, step by step in the text's order. Executes nothing.
  public func forecast() -> [Forecast] { recall(usesStaleResults: false).map(\.forecast) }

  /// The page's content without executing anything: results of today where they are, else those of the last run, marked stale.
  ///
  /// - Returns: the outcome, and why a step is stale, by its place.
  public func recall() -> (outcome: RunOutcome, stale: [Int: String]) {
    let recalled = recall(usesStaleResults: true)
    var resolution = Resolution(plan: plan, store: store)
    for (step, found) in zip(plan.steps, recalled) {
      if let name = step.name, found.outcome.status != .skipped { resolution.outputs[name] = found.outcome.outputs }
    }
    let outcome = RunOutcome(
      plan: plan, steps: recalled.map(\.outcome),
      expectations: plan.expectations.map { block in block.expectations.map { resolution.check($0) } },
      values: plan.values.map { resolution.outcome(of: $0) })
    let stale = recalled.enumerated().compactMap { place, found in found.stale.map { (place, $0) } }
    return (outcome, Dictionary(stale, uniquingKeysWith: { first, _ in first }))
  }

  private struct Recalled {
    var forecast: Forecast
    var outcome: StepOutcome
    var stale: String?
  }

  private func recall(usesStaleResults: Bool) -> [Recalled] {
    var recalled = [Recalled?](repeating: nil, count: plan.steps.count)
    var resolution = Resolution(plan: plan, store: store)
    let wanted = wantedSteps()
    for place in stepsInOrder() {
      let step = plan.steps[place]
      var found = wanted.contains(place)
        ? forecast(step, resolution, recalled) : Recalled(forecast: .skipped(why: "not needed for --until"), outcome: StepOutcome(status: .skipped, why: "not needed for --until"))
      if usesStaleResults, found.outcome.status == .skipped, !step.isSkipped, let old = lastOutcome(of: step) {
        found.outcome = old
        found.stale = switch found.forecast {
          case .runs(let why): why
          case .depends(let other): "'\(other)' changed"
          case .fails(let diagnostic): diagnostic.message
          case .reused, .skipped: "it would not run"
        }
      }
      if let name = step.name, case .reused = found.forecast { resolution.outputs[name] = found.outcome.outputs }
      recalled[place] = found
    }
    return recalled.map { $0 ?? Recalled(forecast: .skipped(why: ""), outcome: StepOutcome(status: .skipped)) }
  }

  /// Steps so that each follows those it needs.
  private func stepsInOrder() -> [Int] {
    var order: [Int] = []
    var isDone = Set<Int>()
    for first in plan.steps.indices {
      var path = [first]
      while let place = path.last {
        if let needed = plan.steps[place].dependencies.first(where: { !isDone.contains($0) && !path.contains($0) }) {
          path.append(needed)
        } else {
          path.removeLast()
          if isDone.insert(place).inserted { order.append(place) }
        }
      }
    }
    return order
  }

  private func forecast(_ step: PlannedStep, _ resolution: Resolution, _ recalled: [Recalled?]) -> Recalled {
    func not(_ forecast: Forecast, _ why: String) -> Recalled {
      Recalled(forecast: forecast, outcome: StepOutcome(status: .skipped, why: why))
    }
    if let why = step.reasonToSkip { return not(.skipped(why: why), why) }
    for needed in step.dependencies {
      let name = plan.steps[needed].id
      switch recalled[needed]?.forecast {
      case .reused: continue
      case .runs, .depends, nil: return not(.depends(on: name), "not run yet")
      case .skipped: return not(.skipped(why: "'\(name)' is skipped"), "'\(name)' is skipped")
      case .fails: return not(.skipped(why: "'\(name)' fails"), "'\(name)' fails")
      }
    }
    do {
      let work = try resolution.work(of: step, files: files)
      var elements: [StepOutcome.Element] = []
      for element in work {
        guard let stored = runner.lookUp(element.unit), options.usesCache, !options.force.contains(step.id) else {
          return not(.runs(why: why(step, work)), "not run yet")
        }
        elements.append(.init(name: element.name, result: stored.result, digest: stored.digest))
      }
      return Recalled(forecast: .reused, outcome: try outcome(of: step, work, elements, ran: 0, why: "unchanged", seconds: 0))
    } catch {
      let diagnostic = StepFailure(error).diagnostic(in: step)
      return Recalled(forecast: .fails(diagnostic), outcome: StepOutcome(status: .failed, failure: diagnostic, why: diagnostic.message))
    }
  }

  /// The step's outcome in the last run, where its artifacts are still there.
  private func lastOutcome(of step: PlannedStep) -> StepOutcome? {
    guard let last = history.last(step.id), last.status != .failed else { return nil }
    var elements: [StepOutcome.Element] = []
    for unit in last.units {
      guard let stored = try? store.kept(unit.key)?.stored, stored.result.outputs.allSatisfy(store.isIntact) else { return nil }
      elements.append(.init(name: unit.element, result: stored.result, digest: stored.digest))
    }
    return StepOutcome(
      status: .cached, elements: elements, isCollection: step.each != nil, key: last.units.first?.key, outputs: last.outputs)
  }

  /// How the last run's key of a step differed from that of the run before it: what changed, or that nothing did; nil where there are not two runs.
  public func lastChange(of step: PlannedStep) -> String? {
    let runs = store.runs(of: history.notebook, limit: 20).compactMap { run in
      run.steps.first { $0.id == step.id && !$0.units.isEmpty }.map { (run, $0) }
    }
    guard runs.count >= 2 else { return nil }
    let (newer, older) = (history.preimages(runs[0].1), history.preimages(runs[1].1))
    var changes: [String] = []
    for (element, preimage) in newer.sorted(by: { $0.key < $1.key }) {
      let prefix = element.isEmpty ? "" : "\(element): "
      if let before = older[element] {
        changes += preimage.changes(since: before).map { prefix + $0 }
      } else {
        changes.append("\(prefix)new")
      }
    }
    return changes.isEmpty ? "nothing changed between the last two runs" : changes.joined(separator: ", ")
  }
}
