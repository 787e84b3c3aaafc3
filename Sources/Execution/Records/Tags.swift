import Glibc

/// Names that keep runs: small files `tags/<name>`, each with the id of one run.
extension Store {
  private func tagPath(_ name: String) -> String { "\(path)/tags/\(name)" }

  /// The tags, each with the id of its run. Whoever collects takes these runs, with all that they refer to, as roots.
  public func tags() -> [String: String] {
    var tags: [String: String] = [:]
    for name in FileSystem.names(in: path + "/tags") where RunTag.mistake(in: name) == nil {
      guard let bytes = try? FileSystem.read(tagPath(name)) else { continue }
      let run = String(decoding: bytes.prefix { $0 > UInt8(ascii: " ") }, as: UTF8.self)
      if RunTag.looksLikeRun(run) { tags[name] = run }
    }
    return tags
  }

  /// Names a run. A tag that names another already moves.
  ///
  /// - Returns: the run that it named before; nil for a new tag.
  /// - Throws: `FileError`, also for a name that is none.
  @discardableResult
  public func tag(_ run: String, as name: String) throws(FileError) -> String? {
    guard RunTag.mistake(in: name) == nil else { throw FileError("write the tag", name, code: EINVAL) }
    let earlier = tags()[name]
    try FileSystem.makeFolder(path + "/tags")
    try writeWhole(Array((run + "\n").utf8), to: tagPath(name))
    return earlier
  }

  /// Takes a tag away; its run stays.
  ///
  /// - Returns: the run that it named; nil where there is no such tag.
  /// - Throws: `FileError`.
  @discardableResult
  public func untag(_ name: String) throws(FileError) -> String? {
    guard let run = tags()[name] else { return nil }
    guard unlink(tagPath(name)) == 0 || errno == ENOENT else { throw FileError("remove the tag", tagPath(name)) }
    return run
  }
}

/// What a tag may be called.
public enum RunTag {
  /// What is wrong with a name, in a sentence without a full stop; nil for a good one.
  public static func mistake(in name: String) -> String? {
    func isAllowed(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
        true
      default: false
      }
    }
    guard (1...64).contains(name.utf8.count), name.utf8.allSatisfy(isAllowed) else {
      return "a tag must be 1 to 64 letters, digits, '.', '_' and '-', not '\(name)'"
    }
    // A hidden file, or a flag of the next command that names it.
    if name.hasPrefix(".") || name.hasPrefix("-") { return "a tag must begin with a letter, a digit or '_', not '\(name)'" }
    if name.hasPrefix("last") { return "a tag must not begin with 'last', which names runs by their age, as '\(name)' does" }
    if looksLikeRun(name) { return "a tag must not look like a run, as '\(name)' does" }
    return nil
  }

  /// Whether a text begins with a date as the ids of runs do: `20261123`.
  static func looksLikeRun(_ text: String) -> Bool {
    let head = text.utf8.prefix(8)
    return head.count == 8 && head.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }
}
