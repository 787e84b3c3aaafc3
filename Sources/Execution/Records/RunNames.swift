import Tooling

extension Store {
  /// The run that a person means: its id, a tag, `last`, `last~1` for the one before, or the beginning of an id that no other has.
  ///
  /// - Parameter notebook: the notebook whose runs `last` counts; all runs where it is nil.
  public func run(named text: String, of notebook: String? = nil) throws(RunNameError) -> RunRecord {
    let ids = runIDs
    if ids.isEmpty { throw RunNameError("the store remembers no runs") }
    if let run = record(of: text, among: ids) { return run }
    if let age = Self.age(text) { return try run(aged: age, text, of: notebook) }
    if let id = tags()[text] {
      guard let run = record(of: id, among: ids) else { throw RunNameError("the run \(id), which '\(text)' names, is gone from the store") }
      return run
    }
    let found = text.isEmpty ? [] : ids.filter { $0.hasPrefix(text) }
    if found.count > 1 { throw RunNameError("'\(text)' may be any of \(found.count) runs: \(found.listed(atMost: 5))") }
    if let run = found.first.flatMap({ record(of: $0, among: ids) }) { return run }
    let names = tags().keys.sorted()
    let near = didYouMean(text, among: names + ["last"] + ids.prefix(1000))
    throw RunNameError("there is no run '\(text)'\(near.isEmpty ? "; there are" : near + " There are") \((names + ids).listed(atMost: 5))")
  }

  /// The ids of the runs recorded, newest first.
  var runIDs: [String] {
    FileSystem.names(in: path + "/runs").reversed().filter { $0.hasSuffix(".jsonl") }.map { String($0.dropLast(6)) }
  }

  private func record(of id: String, among ids: [String]) -> RunRecord? {
    ids.contains(id) ? run(id) : nil
  }

  private func run(aged age: Int, _ text: String, of notebook: String?) throws(RunNameError) -> RunRecord {
    let found = runs(of: notebook, limit: age == .max ? age : age + 1)
    if found.isEmpty { throw RunNameError("the store remembers no runs of this notebook") }
    guard found.count > age else {
      let those = notebook == nil ? "the store remembers" : "the store remembers of this notebook"
      throw RunNameError("'\(text)' is further back than what \(those): \(found.count) \(found.count == 1 ? "run" : "runs")")
    }
    return found[age]
  }

  /// How many runs before the last; nil for what is no `last`.
  private static func age(_ text: String) -> Int? {
    if text == "last" { return 0 }
    guard text.hasPrefix("last~"), let age = Int(text.dropFirst(5)), age >= 0 else { return nil }
    return age
  }
}

/// Why a text names no run, in a sentence without a full stop.
public struct RunNameError: Error, Sendable, Hashable, CustomStringConvertible {
  public let message: String
  init(_ message: String) { self.message = message }
  public var description: String { message }
}
