public import Tooling

/// Two recorded runs side by side: what differs between them, and what cannot be told any more.
///
/// Records say what ran and what it gave; what keys were made of, and the numbers that were measured, are read from the store.
/// Where they are gone from it the comparison says so.
public struct RunComparison: Sendable {
  public let old: RunRecord
  public let new: RunRecord
  /// Notebook, release, host, processor and exit code, where they differ.
  public let circumstances: [Difference]
  /// Parameters of the front matter that differ, in the second run's order, then those that only the first has.
  public let parameters: [Difference]
  /// Files whose content differs.
  public let inputs: [InputDifference]
  /// All steps, in the second run's order, then those that only the first has.
  public let steps: [StepComparison]

  /// A value before and after; nil where a run does not have it.
  public struct Difference: Sendable, Hashable {
    public var name: String
    public var old: TypedValue?
    public var new: TypedValue?
  }

  /// A file of the notebook with other content.
  public struct InputDifference: Sendable, Hashable {
    /// As the notebooks name it, or `step.input` where the record has no name; both names where they differ.
    public var name: String
    /// The steps that read it.
    public var steps: [String]
    /// SHA-256 of the content.
    public var old: String
    public var new: String
  }

  public init(_ old: RunRecord, _ new: RunRecord, store: Store) {
    self.old = old
    self.new = new
    circumstances = Self.circumstances(old, new)
    parameters = Self.differences(old.parameters, new.parameters)
    var inputs = InputDifferences(old, new)
    let before = Dictionary(old.steps.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let names = Set(new.steps.map(\.id))
    var steps = new.steps.map { StepComparison(before[$0.id], $0, store: store, inputs: &inputs) }
    for step in old.steps where !names.contains(step.id) { steps.append(StepComparison(onlyOld: step)) }
    self.steps = steps
    self.inputs = inputs.found
  }

  /// Whether nothing differs.
  public var isSame: Bool { circumstances.isEmpty && parameters.isEmpty && inputs.isEmpty && steps.allSatisfy(\.isSame) }

  private static func circumstances(_ old: RunRecord, _ new: RunRecord) -> [Difference] {
    func exit(_ run: RunRecord) -> TypedValue? { run.exitCode.map { .integer($0) } }
    return [
      Difference(name: "notebook", old: .text(old.notebook), new: .text(new.notebook)),
      Difference(name: "release", old: .text(old.release), new: .text(new.release)),
      Difference(name: "host", old: .text(old.host), new: .text(new.host)),
      Difference(name: "processor", old: .text(old.processor), new: .text(new.processor)),
      Difference(name: "exit", old: exit(old), new: exit(new)),
    ].filter { $0.old != $0.new }
  }

  private static func differences(_ old: [TypedValue.Field], _ new: [TypedValue.Field]) -> [Difference] {
    let changed = new.compactMap { field -> Difference? in
      let before = old.first { $0.name == field.name }?.value
      // A record writes 3.0 as 3, and reads it back as an integer.
      let isSame = before == field.value || (before?.double != nil && before?.double == field.value.double)
      return isSame ? nil : Difference(name: field.name, old: before, new: field.value)
    }
    let gone = old.filter { field in !new.contains { $0.name == field.name } }
    return changed + gone.map { Difference(name: $0.name, old: $0.value, new: nil) }
  }
}
