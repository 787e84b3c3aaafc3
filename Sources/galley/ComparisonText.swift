import Execution
import Reporting
import Tooling

/// A comparison for the terminal: one part for each kind of difference, aligned, nothing that is the same.
struct ComparisonText {
  private let comparison: RunComparison
  private let tags: [String: String]

  init(_ comparison: RunComparison, tags: [String: String]) {
    self.comparison = comparison
    self.tags = tags
  }

  var text: String {
    let old = comparison.old, new = comparison.new
    if comparison.isSame {
      return old.id == new.id ? "\(old.id) is compared with itself, and nothing differs" : "nothing differs between \(old.id) and \(new.id)"
    }
    let parts = [
      ("", AlignedRows([head("first", old), head("second", new)]).lines),
      ("", circumstances), ("parameters", parameters), ("inputs", inputs), ("steps", steps),
    ] + metrics + [("other outputs that differ", otherOutputs)]
    return parts.filter { !$0.1.isEmpty }.map { title, lines in
      title.isEmpty ? lines.joined(separator: "\n") : ([title] + lines.map { "  " + $0 }).joined(separator: "\n")
    }.joined(separator: "\n\n")
  }

  private func head(_ word: String, _ run: RunRecord) -> [String] {
    let names = tags.filter { $0.value == run.id }.keys.sorted().joined(separator: ", ")
    return [word, run.id, run.notebookName, localTime(run.time), names]
  }

  private var circumstances: [String] {
    AlignedRows(comparison.circumstances.map { [$0.name, "\(value($0.old)) → \(value($0.new))"] }).lines
  }

  private var parameters: [String] {
    AlignedRows(comparison.parameters.map { change in
      if change.old == nil { return [change.name, "\(value(change.new)), new"] }
      if change.new == nil { return [change.name, "\(value(change.old)), gone"] }
      return [change.name, "\(value(change.old)) → \(value(change.new))"]
    }).lines
  }

  private func value(_ value: TypedValue?) -> String {
    let text = value?.description ?? "unknown"
    return text.count > 60 ? text.prefix(59) + "…" : text.isEmpty ? "''" : text
  }

  private var inputs: [String] {
    AlignedRows(comparison.inputs.map { input in
      [input.name, "other content: \(input.old.prefix(8)) → \(input.new.prefix(8))", "read by \(input.steps.joined(separator: ", "))"]
    }).lines
  }

  // MARK: Steps

  private var steps: [String] {
    let changed = comparison.steps.filter { !$0.isSame }
    if changed.isEmpty { return [] }
    let same = comparison.steps.filter(\.isSame).map(\.id)
    let rows = changed.flatMap { step -> [[String]] in
      let texts = texts(of: step)
      // What fits stands on one line.
      let lines = texts.joined(separator: ", ").count <= 72 ? [texts.joined(separator: ", ")] : texts
      return lines.enumerated().map { $0 == 0 ? [step.id, (step.new ?? step.old)?.tool ?? "", $1] : ["", "", $1] }
    }
    let rest = same.isEmpty ? [] : ["unchanged: " + same.listed(atMost: 8)]
    return AlignedRows(rows).lines + rest
  }

  private func texts(of step: StepComparison) -> [String] {
    guard let old = step.old else { return ["only in the second run"] }
    guard let new = step.new else { return ["only in the first run"] }
    var texts: [String] = []
    if !step.isMadeInBoth, old.status != new.status { texts.append("\(old.status.word) → \(new.status.word)") }
    texts += step.changes
    if step.isMadeInBoth, step.outputs.isEmpty { texts.append("same result") }
    if step.changes.isEmpty, !step.outputs.isEmpty { texts.append("another result, though nothing that decides it changed") }
    return texts
  }

  // MARK: Outputs

  private var metrics: [(String, [String])] {
    let all = comparison.steps.flatMap { step in step.outputs.filter(\.isMetrics).map { (name(step, $0), $0) } }
    // One block an element of `each` is too many for a terminal.
    let limit = 12
    return all.prefix(limit).map { ($0, lines(of: $1)) }
      + (all.count > limit ? [("", ["metrics of \(all.count - limit) more outputs differ; '--json' has them all"])] : [])
  }

  /// The numbers that changed, without those of classes and without deviations, which are counted: unless few changed.
  private func lines(of output: OutputComparison) -> [String] {
    let changed = output.metrics.filter { !$0.isSame }
    let names = Set(output.metrics.map(\.name))
    let main = changed.filter { metric in
      !metric.name.hasPrefix("per_class.") && !(metric.name.hasSuffix("_sd") && names.contains(String(metric.name.dropLast(3))))
    }
    let shown = changed.count <= 8 || main.isEmpty ? Array(changed.prefix(12)) : main
    let texts = shown.map { DifferenceText($0.old, $0.new) }
    let columns = [\DifferenceText.old, \.new, \.difference].map { side in Self.pointed(texts.map { $0[keyPath: side] }) }
    let rows = shown.enumerated().map { place, metric in [metric.name] + columns.map { $0[place] } }
    let isGone = output.isOldGone || output.isNewGone
    let counts = [(changed.count - shown.count, isGone ? "more" : "more changed"), (output.metrics.count - changed.count, "unchanged")]
      .filter { $0.0 > 0 }.map { "\($0) \($1)" }
    let lines = AlignedRows(rows, right: [1, 2, 3]).lines + (counts.isEmpty ? [] : [counts.joined(separator: ", ")])
      + goneRuns(output).map { "the numbers of the \($0) run are gone from the store" }
    return lines.isEmpty ? ["its numbers are the same; what else it holds differs"] : lines
  }

  /// Numbers with space after them, so that in a column their points stand under one another; powers of ten stay as they are.
  private static func pointed(_ texts: [String]) -> [String] {
    let fractions = texts.map { text -> Int? in
      text.contains("×") ? nil : text.firstIndex(of: ".").map { text.distance(from: $0, to: text.endIndex) } ?? 0
    }
    let widest = fractions.compactMap { $0 }.max() ?? 0
    return zip(texts, fractions).map { text, fraction in text + String(repeating: " ", count: fraction.map { widest - $0 } ?? 0) }
  }

  private var otherOutputs: [String] {
    AlignedRows(comparison.steps.compactMap { step in
      let texts = step.outputs.filter { !$0.isMetrics }.map { output in
        let element = output.element.isEmpty ? "" : " of \(output.element)"
        let notes = [output.old == nil ? "new" : output.new == nil ? "gone" : ""].filter { !$0.isEmpty }
          + goneRuns(output).map { "gone from the store: that of the \($0) run" }
        return output.name + element + (notes.isEmpty ? "" : " (\(notes.joined(separator: "; ")))")
      }
      if texts.isEmpty { return nil }
      return [step.id, texts.listed(atMost: 8)]
    }).lines
  }

  private func name(_ step: StepComparison, _ output: OutputComparison) -> String {
    "\(step.id).\(output.name)" + (output.element.isEmpty ? "" : " of \(output.element)")
  }

  /// The runs whose artifact the store no longer has.
  private func goneRuns(_ output: OutputComparison) -> [String] {
    [(output.isOldGone, "first"), (output.isNewGone, "second")].filter(\.0).map(\.1)
  }
}

/// Rows of texts, each column as wide as its widest.
struct AlignedRows {
  let lines: [String]

  /// - Parameter right: the columns that stand to the right.
  init(_ rows: [[String]], right: Set<Int> = []) {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0 }
    lines = rows.map { row in
      var line = ""
      for (column, text) in row.enumerated() where widths[column] > 0 {
        if !line.isEmpty || column > 0 { line += "  " }
        let space = String(repeating: " ", count: widths[column] - text.count)
        line += right.contains(column) ? space + text : text + space
      }
      while line.hasSuffix(" ") { line.removeLast() }
      return line
    }
  }
}

extension StepOutcome.Status {
  /// As the terminal says it.
  var word: String { self == .cached ? "reused" : rawValue }
}

extension RunRecord {
  var notebookName: String { notebook.split(separator: "/").last.map(String.init) ?? notebook }
}
