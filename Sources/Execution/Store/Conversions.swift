/// What a program outside made of a page's formulas, so that it is not asked again while they stay the same.
extension Store {
  private func conversionPath(_ report: String) -> String { pagePath(report) + ".formulas" }

  /// What was kept under `key` for `report`; nil where something else was, or nothing.
  public func keptConversion(_ key: String, for report: String) -> String? {
    guard let bytes = try? FileSystem.read(conversionPath(report)) else { return nil }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
    return lines.count == 2 && lines[0] == key ? String(lines[1]) : nil
  }

  /// Keeps `text` in the place of what was kept for `report` before.
  public func keepConversion(_ text: String, as key: String, for report: String) throws {
    try writeWhole(Array("\(key)\n\(text)".utf8), to: conversionPath(report))
  }
}
