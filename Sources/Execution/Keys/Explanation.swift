import Tooling

extension Preimage {
  /// How this differs from an earlier one, to the field: `n_estimators 100 → 500`; empty where nothing does.
  ///
  /// - Parameter naming: what the notebook calls an artifact of an input, or what changed in it: `$parts.train`, `data/a.csv`.
  public func changes(
    since earlier: Preimage, naming: (_ input: String, _ place: Int, _ before: Content, _ now: Content) -> String? = { _, _, _, _ in nil }
  ) -> [String] {
    var changes: [String] = []
    if tool != earlier.tool { return ["tool \(earlier.tool) → \(tool)"] }
    if version != earlier.version { changes.append("\(tool) version \(earlier.version) → \(version)") }
    changes += Self.changes(from: earlier.arguments, to: arguments, path: "")
    for input in inputs {
      guard let before = earlier.inputs.first(where: { $0.name == input.name }) else {
        changes.append("input '\(input.name)' is new")
        continue
      }
      if before.contents == input.contents { continue }
      if before.contents.count != input.contents.count {
        changes.append("input '\(input.name)': \(before.contents.count) → \(input.contents.count) artifacts")
      } else {
        let names = zip(before.contents, input.contents).enumerated().filter { $1.0 != $1.1 }.compactMap { naming(input.name, $0, $1.0, $1.1) }
        changes.append("input '\(input.name)' changed" + (names.isEmpty ? "" : " (\(names.listed(atMost: 3)))"))
      }
    }
    for before in earlier.inputs where !inputs.contains(where: { $0.name == before.name }) {
      changes.append("input '\(before.name)' is gone")
    }
    return changes
  }

  private static func changes(from old: TypedValue, to new: TypedValue, path: String) -> [String] {
    if old == new { return [] }
    switch (old, new) {
    case (.record(let before), .record(let after)):
      let prefix = path.isEmpty ? "" : path + "."
      var changes: [String] = []
      for field in after {
        if let earlier = before.first(where: { $0.name == field.name }) {
          changes += Self.changes(from: earlier.value, to: field.value, path: prefix + field.name)
        } else {
          changes.append("\(prefix)\(field.name) is new: \(short(field.value))")
        }
      }
      for field in before where !after.contains(where: { $0.name == field.name }) {
        changes.append("\(prefix)\(field.name) is gone")
      }
      return changes.isEmpty ? ["\(path) is in another order"] : changes
    case (.list(let before), .list(let after)) where before.count == after.count && path.isEmpty == false:
      return zip(before, after).enumerated().flatMap { Self.changes(from: $1.0, to: $1.1, path: "\(path)[\($0 + 1)]") }
    default:
      return ["\(path) \(short(old)) → \(short(new))"]
    }
  }

  private static func short(_ value: TypedValue) -> String {
    let text = value.description
    return text.count > 80 ? text.prefix(77) + "…" : text.isEmpty ? "''" : text
  }
}

extension [String] {
  /// The first few, and how many more there are.
  package func listed(atMost count: Int) -> String {
    prefix(count).joined(separator: ", ") + (self.count > count ? " and \(self.count - count) more" : "")
  }
}
