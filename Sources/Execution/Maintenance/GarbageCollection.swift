import Glibc
import Tooling

/// What of a store no kept run needs.
///
/// Kept are tagged runs, the newest runs of each notebook, and whatever is younger than the grace time. What a kept run's results
/// name is kept with it: artifacts, what those attach, and the results of sub-steps.
public struct GarbageCollection: Sendable {
  public struct Policy: Sendable {
    /// How many runs of each notebook are kept.
    public var runsPerNotebook = 10
    /// Seconds. What changed less than this ago stays, whoever needs it.
    public var grace = 3600.0
    public init() {}
  }

  public struct Departure: Sendable {
    public var file: StoreInventory.File
    /// Why it goes, in words: `older than the 10 newest of tumours.md`.
    public var why: String
  }

  public var keptRuns: [String] = []
  public var runs: [Departure] = []
  public var results: [Departure] = []
  public var artifacts: [Departure] = []
  public var pages: [Departure] = []
  public var leftovers: [Departure] = []

  public var all: [Departure] { runs + results + artifacts + pages + leftovers }
  public var byteCount: Int { all.reduce(0) { $0 + $1.file.byteCount } }

  /// Finds what can go; removes nothing.
  ///
  /// - Throws: `FileError` where something cannot be read that may lead to what is to be kept.
  public init(_ store: Store, _ policy: Policy = Policy(), now: Double? = nil) throws(FileError) {
    let now = now ?? FileSystem.now
    let inventory = try StoreInventory(store)
    for file in inventory.runs { _ = try FileSystem.read(file.path) }
    for name in try FileSystem.allNames(in: store.path + "/tags") { _ = try FileSystem.read("\(store.path)/tags/\(name)") }
    func isYoung(_ file: StoreInventory.File) -> Bool { file.changed > now - policy.grace }

    var counts: [String: Int] = [:]
    var goodCounts: [String: Int] = [:]
    let tagged = Set(store.tags().values)
    var roots: [RunRecord] = []
    // Newest first.
    for file in inventory.runs.reversed() {
      let id = String(file.name.dropLast(6))
      guard let record = store.run(id) else {
        if !isYoung(file) { runs.append(Departure(file: file, why: "cannot be read")) }
        continue
      }
      let place = counts[record.notebook, default: 0]
      counts[record.notebook] = place + 1
      // Runs that failed do not displace the last good ones.
      let goodPlace = goodCounts[record.notebook, default: 0]
      if record.exitCode == 0 { goodCounts[record.notebook] = goodPlace + 1 }
      let isAmongNewest = place < policy.runsPerNotebook || record.exitCode == 0 && goodPlace < policy.runsPerNotebook
      if isAmongNewest || tagged.contains(id) || isYoung(file) {
        roots.append(record)
        keptRuns.append(id)
      } else {
        let name = record.notebook.split(separator: "/").last.map(String.init) ?? record.notebook
        runs.append(Departure(file: file, why: "older than the \(policy.runsPerNotebook) newest of \(name)"))
      }
    }

    var results: [String: KeptResult] = [:]
    for file in inventory.results { results[file.name] = try store.kept(file.name) }
    var reached = Reachable(store: store, results: results)
    for run in roots { for step in run.steps { reached.mark(step) } }
    for file in inventory.results where isYoung(file) { reached.mark(key: file.name) }
    for file in inventory.results where !reached.keys.contains(file.name) {
      let why = results[file.name].map { "a result of \($0.preimage.tool) that no kept run has" } ?? "damaged"
      self.results.append(Departure(file: file, why: why))
    }
    for file in inventory.artifacts where !reached.digests.contains(file.name) && !isYoung(file) {
      artifacts.append(Departure(file: file, why: "of no kept result"))
    }
    for file in inventory.pages where !isYoung(file) {
      if let note = try? FileSystem.read("\(store.path)/pages/\(file.name.prefix(64))"), Store.hasReport(note: note) { continue }
      pages.append(Departure(file: file, why: "of a report that is gone"))
    }
    leftovers = inventory.leftovers.filter { !isYoung($0) }.map { Departure(file: $0, why: "left by a process that was killed") }
  }

  /// Removes what was found. Results go before the artifacts that they name, so that none is ever left without.
  ///
  /// - Returns: what could not be removed.
  public func perform() -> [FileError] {
    var failures: [FileError] = []
    for departure in all where unlink(departure.file.path) != 0 && errno != ENOENT {
      failures.append(FileError("remove", departure.file.path))
    }
    return failures
  }
}

/// What the kept runs lead to.
private struct Reachable {
  let store: Store
  /// All that the store holds, by key.
  let results: [String: KeptResult]
  var keys: Set<String> = []
  var digests: Set<String> = []

  mutating func mark(_ step: RunRecord.Step) {
    for output in step.outputs { mark(output) }
    for unit in step.units { mark(key: unit.key) }
  }

  mutating func mark(key: String) {
    guard keys.insert(key).inserted, let result = results[key]?.stored.result else { return }
    for output in result.outputs { mark(output) }
    for key in result.subSteps { mark(key: key) }
  }

  private mutating func mark(_ output: ArtifactReference) {
    guard digests.insert(output.digest).inserted else { return }
    digests.formUnion(output.attachments)
    guard output.kind == .collection || output.kind == .folder, let artifact = try? store.artifact(output),
      let collection = try? Collection(artifact)
    else { return }
    for element in collection.elements { mark(element.reference(named: element.name)) }
  }
}
