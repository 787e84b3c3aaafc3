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

  /// What the notebook calls an input that changed; of a folder, which of its files did.
  private func name(of input: String, _ place: Int, _ before: Preimage.Content, _ now: Preimage.Content, in step: PlannedStep) -> String? {
    let sources = step.binding.inputs.first { $0.name == input }?.sources ?? []
    // A collection given to an input that takes a list is one source of many artifacts.
    guard let source = sources.count == 1 ? sources.first : sources.indices.contains(place) ? sources[place] : nil else { return nil }
    switch source {
    case .reference(let reference, _): return "\(reference)"
    case .path(.value(let path), _):
      guard before.kind == "folder", now.kind == "folder", let files = changedFiles(before.digest, now.digest) else { return "\(path)" }
      return "\(path): \(files)"
    case .path: return nil
    }
  }

  /// `a.txt, b.txt edited; c.txt new`; nil where a manifest is gone.
  private func changedFiles(_ before: String, _ now: String) -> String? {
    func files(_ digest: String) -> [String: String]? {
      guard let artifact = try? store.artifact(kind: .folder, digest: digest), let folder = try? Collection(artifact) else { return nil }
      return Dictionary(folder.elements.map { ($0.name, $0.digest) }, uniquingKeysWith: { first, _ in first })
    }
    guard let old = files(before), let new = files(now) else { return nil }
    let edited = new.keys.filter { name in old[name].map { $0 != new[name] } ?? false }
    let parts = [(edited, "edited"), (new.keys.filter { old[$0] == nil }, "new"), (old.keys.filter { new[$0] == nil }, "gone")]
    return parts.filter { !$0.0.isEmpty }.map { "\($0.0.sorted().listed(atMost: 3)) \($0.1)" }.joined(separator: "; ")
  }

  /// Why a step has to run: `n_estimators 100 → 500`, `input 'data' changed ($parts.train)`, `first run`.
  func reason(for step: PlannedStep, _ work: [ElementWork]) -> String {
    guard let last = last(step.id) else { return "first run" }
    if last.units.map(\.key) == work.map(\.unit.key) {
      return last.status == .failed ? "failed last time" : "its result is gone from the store or damaged"
    }
    let earlier = preimages(last)
    var changes: [String] = []
    var isMissing = false
    for element in work {
      guard let before = earlier[element.name] else {
        if work.count > 1 { changes.append("element '\(element.name)' is new") }
        continue
      }
      let found = element.unit.preimage.changes(since: before) { name(of: $0, $1, $2, $3, in: step) }
      if found.isEmpty { isMissing = true }
      for change in found where !changes.contains(change) { changes.append(change) }
    }
    if changes.isEmpty { return isMissing ? "its result is gone from the store or damaged" : "first run with this content" }
    return changes.listed(atMost: 4)
  }
}
