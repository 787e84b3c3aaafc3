/// One step in two runs.
public struct StepComparison: Sendable {
  public let id: String
  /// Nil where the run has no such step.
  public let old: RunRecord.Step?
  public let new: RunRecord.Step?
  /// What changed in its key: `n_estimators 100 → 500`, with `each` and the elements that it holds for where not all.
  public let changes: [String]
  /// The tool's versions, where they are known and differ.
  public let versions: [Versions]
  /// The outputs that differ.
  public let outputs: [OutputComparison]

  public struct Versions: Sendable, Hashable {
    public var old: String
    public var new: String
  }

  /// Whether both runs have a result of it, made then or reused.
  public var isMadeInBoth: Bool { old?.isMade == true && new?.isMade == true }

  /// Whether both runs have it with the same key, the same end and the same results.
  public var isSame: Bool {
    guard let old, let new else { return false }
    return changes.isEmpty && outputs.isEmpty && old.end == new.end
  }

  init(_ old: RunRecord.Step?, _ new: RunRecord.Step, store: Store, inputs: inout InputDifferences) {
    id = new.id
    self.old = old
    self.new = new
    guard let old else {
      (changes, versions, outputs) = ([], [], [])
      return
    }
    var keys = KeyChanges()
    keys.compare(old, new, store: store, inputs: &inputs)
    changes = keys.texts
    versions = keys.versions
    outputs = old.isMade && new.isMade ? OutputComparison.all(old.outputs, new.outputs, store: store) : []
  }

  init(onlyOld old: RunRecord.Step) {
    id = old.id
    self.old = old
    new = nil
    (changes, versions, outputs) = ([], [], [])
  }
}

extension RunRecord.Step {
  /// Whether the run had a result of it.
  public var isMade: Bool { status == .ran || status == .cached }

  /// How it ended, whether it was computed or reused.
  fileprivate var end: StepOutcome.Status { isMade ? .ran : status }
}

/// What changed in the keys of a step's units, each change once.
private struct KeyChanges {
  private var found: [(text: String, elements: [String])] = []
  private(set) var versions: [StepComparison.Versions] = []
  private var elementCount = 0

  mutating func compare(_ old: RunRecord.Step, _ new: RunRecord.Step, store: Store, inputs: inout InputDifferences) {
    if old.tool != new.tool { return note("tool \(old.tool) → \(new.tool)") }
    // A step that was skipped, or failed before it was bound, has no keys.
    if old.units.isEmpty || new.units.isEmpty { return }
    let isCollection = (old: !old.units[0].element.isEmpty, new: !new.units[0].element.isEmpty)
    if isCollection.old != isCollection.new { return note(isCollection.new ? "'each' is new" : "'each' is gone") }
    let before = Dictionary(old.units.map { ($0.element, $0) }, uniquingKeysWith: { first, _ in first })
    let names = Set(new.units.map(\.element))
    for unit in new.units {
      guard let earlier = before[unit.element] else {
        note(Self.isNew, of: unit.element)
        continue
      }
      elementCount += 1
      if earlier.key == unit.key { continue }
      guard let from = earlier.preimage ?? store.preimage(earlier.key), let to = unit.preimage ?? store.preimage(unit.key) else {
        note("its key changed, and what it was made of is gone from the store", of: unit.element)
        continue
      }
      let changes = to.changes(since: from)
      for change in changes.isEmpty ? ["its key changed"] : changes { note(change, of: unit.element) }
      let versions = StepComparison.Versions(old: from.version, new: to.version)
      if versions.old != versions.new, !self.versions.contains(versions) { self.versions.append(versions) }
      inputs.note(old, from, new, to)
    }
    for unit in old.units where !names.contains(unit.element) { note(Self.isGone, of: unit.element) }
  }

  private mutating func note(_ text: String, of element: String = "") {
    if let place = found.firstIndex(where: { $0.text == text }) {
      found[place].elements.append(element)
    } else {
      found.append((text, [element]))
    }
  }

  /// `n_estimators 100 → 500`, `input 'data' changed in element 'Graz'`, `elements 'Graz', 'Linz' are new`.
  var texts: [String] {
    found.map { text, elements in
      let isPresence = text == Self.isNew || text == Self.isGone
      if elements == [""] || (elements.count == elementCount && !isPresence) { return text }
      let names = elements.map { "'\($0)'" }.listed(atMost: 3)
      let those = "\(elements.count == 1 ? "element" : "elements") \(names)"
      return isPresence ? "\(those) \(elements.count == 1 ? "is" : "are") \(text)" : "\(text) in \(those)"
    }
  }

  private static let isNew = "new"
  private static let isGone = "gone"
}
