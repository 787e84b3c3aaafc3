import Literate
import Synchronization
import Tooling

/// What earlier runs of a notebook tell of why a step runs now. Read from the store when first asked.
final class RunHistory: Sendable {
  private let store: Store
  let notebook: String
  private let records = Mutex<[RunRecord]?>(nil)

  init(store: Store, notebook: String) {
    self.store = store
    self.notebook = notebook
  }

  /// The newest run that has the step, and what it says of it.
  func last(_ step: String) -> RunRecord.Step? {
    let runs = records.withLock { known in
      if let known { return known }
      let found = store.runs(of: notebook, limit: 20)
      known = found
      return found
    }
    for run in runs {
      if let found = run.steps.first(where: { $0.id == step && !$0.units.isEmpty }) { return found }
    }
    return nil
  }

  /// The preimages of a recorded step's units, by the element's name.
  func preimages(_ step: RunRecord.Step) -> [String: Preimage] {
    var preimages: [String: Preimage] = [:]
    for unit in step.units { preimages[unit.element] = unit.preimage ?? store.preimage(unit.key) }
    return preimages
  }

  /// Why a step has to run: `n_estimators 100 → 500`, `input 'data' changed`, `first run`.
  func reason(for step: PlannedStep, _ work: [ElementWork]) -> String {
    guard let last = last(step.id) else { return "first run" }
    if last.status == .failed, last.units.map(\.key) == work.map(\.unit.key) { return "failed last time" }
    if last.units.map(\.key) == work.map(\.unit.key) { return "its result is gone from the store or damaged" }
    let earlier = preimages(last)
    var changes: [String] = []
    var isMissing = false
    for element in work {
      guard let before = earlier[element.name] else {
        if work.count > 1 { changes.append("element '\(element.name)' is new") }
        continue
      }
      let found = element.unit.preimage.changes(since: before)
      if found.isEmpty { isMissing = true }
      for change in found where !changes.contains(change) { changes.append(change) }
    }
    if changes.isEmpty { return isMissing ? "its result is gone from the store or damaged" : "first run with this content" }
    return changes.prefix(4).joined(separator: ", ") + (changes.count > 4 ? " and \(changes.count - 4) more" : "")
  }
}
