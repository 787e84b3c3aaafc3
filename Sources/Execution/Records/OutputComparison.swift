import Tooling

/// An output, or an element of one, whose content differs between two runs.
public struct OutputComparison: Sendable {
  public let name: String
  /// The element of `each`; empty for a plain step.
  public let element: String
  /// Nil where the run did not give it.
  public let old: ArtifactReference?
  public let new: ArtifactReference?
  /// Whether the run gave it and the store no longer has it whole. Looked at for metrics, figures, images and collections.
  public let isOldGone: Bool
  public let isNewGone: Bool
  /// Of metrics: the numbers of both runs.
  public let metrics: [MetricComparison]

  /// The kind that it has now, or had.
  public var kind: String { (new ?? old)?.kind.rawValue ?? "" }
  public var isMetrics: Bool { (new ?? old)?.kind == .metrics }
  public var isPicture: Bool { [.figure, .image].contains((new ?? old)?.kind) }

  /// The outputs that differ, in the second run's order; collections by their elements.
  static func all(_ old: [ArtifactReference], _ new: [ArtifactReference], store: Store) -> [OutputComparison] {
    pairs(old, new).flatMap { before, after -> [OutputComparison] in
      let name = (after ?? before)?.name ?? ""
      if let before, let after, before.kind == .collection, after.kind == .collection,
        let oldElements = elements(of: before, store), let newElements = elements(of: after, store)
      {
        return pairs(oldElements, newElements).map { OutputComparison(name, element: ($1 ?? $0)?.name ?? "", $0, $1, store: store) }
      }
      return [OutputComparison(name, element: "", before, after, store: store)]
    }
  }

  private init(_ name: String, element: String, _ old: ArtifactReference?, _ new: ArtifactReference?, store: Store) {
    self.name = name
    self.element = element
    self.old = old
    self.new = new
    isOldGone = Self.isGone(old, store)
    isNewGone = Self.isGone(new, store)
    metrics = MetricComparison.all(
      Self.metrics(isOldGone ? nil : old, store), Self.metrics(isNewGone ? nil : new, store))
  }

  /// References of one name side by side, without those of the same content.
  private static func pairs(
    _ old: [ArtifactReference], _ new: [ArtifactReference]
  ) -> [(old: ArtifactReference?, new: ArtifactReference?)] {
    let before = Dictionary(old.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let names = Set(new.map(\.name))
    let changed = new.compactMap { after -> (ArtifactReference?, ArtifactReference?)? in
      before[after.name]?.digest == after.digest ? nil : (before[after.name], after)
    }
    return changed + old.filter { !names.contains($0.name) }.map { ($0, nil) }
  }

  private static func elements(of collection: ArtifactReference, _ store: Store) -> [ArtifactReference]? {
    guard store.isIntact(digest: collection.digest, byteCount: collection.byteCount), let artifact = try? store.artifact(collection),
      let elements = try? Collection(artifact).elements
    else { return nil }
    return elements.map { $0.reference(named: $0.name) }
  }

  private static func isGone(_ reference: ArtifactReference?, _ store: Store) -> Bool {
    guard let reference, [.metrics, .figure, .image, .collection].contains(reference.kind) else { return false }
    return !store.isIntact(reference)
  }

  private static func metrics(_ reference: ArtifactReference?, _ store: Store) -> Metrics? {
    guard let reference, reference.kind == .metrics, let artifact = try? store.artifact(reference) else { return nil }
    return try? Metrics(artifact)
  }
}

/// A measured number in two runs.
public struct MetricComparison: Sendable, Hashable {
  /// `accuracy`, `per_class.M.recall`.
  public let name: String
  /// NaN where undefined, nil where the run did not measure it.
  public let old: Double?
  public let new: Double?

  /// What was added; nil where a side is missing or undefined.
  public var difference: Double? {
    guard let old, let new, old.isFinite, new.isFinite else { return nil }
    return new - old
  }

  public var isSame: Bool { old == new || (old?.isNaN == true && new?.isNaN == true) }

  /// All numbers, in the second run's order, then those that only the first has.
  static func all(_ old: Metrics?, _ new: Metrics?) -> [MetricComparison] {
    let before = old?.numbers ?? []
    let after = new?.numbers ?? []
    let values = Dictionary(before.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    let names = Set(after.map(\.name))
    return after.map { MetricComparison(name: $0.name, old: values[$0.name], new: $0.value) }
      + before.filter { !names.contains($0.name) }.map { MetricComparison(name: $0.name, old: $0.value, new: nil) }
  }
}

extension Metrics {
  /// Those of the classes after the others, as references name them.
  fileprivate var numbers: [(name: String, value: Double)] {
    values + classes.flatMap { group in group.values.map { ("per_class.\(group.name).\($0.name)", $0.value) } }
  }
}
