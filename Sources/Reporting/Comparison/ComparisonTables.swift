import Execution
import Tooling

/// The tables of the page: the runs themselves, parameters, inputs, steps, metrics.
extension ComparisonDrawing {
  func drawRuns() {
    let old = comparison.old, new = comparison.new
    var table = ComparedTable(section: ("runs", ComparisonWords.runs), head: [ComparisonWords.run, ComparisonWords.old, ComparisonWords.new])
    func add(_ name: String, _ value: (RunRecord) -> String, isIdentity: Bool = false) {
      let texts = [value(old), value(new)]
      if texts.contains(where: { !$0.isEmpty }) {
        table.rows.append(.init(name: name, cells: texts, isSame: !isIdentity && texts[0] == texts[1]))
      }
    }
    add(ComparisonWords.identity, \.id, isIdentity: true)
    add(ComparisonWords.tag, { run in tags.filter { $0.value == run.id }.keys.sorted().joined(separator: ", ") }, isIdentity: true)
    add(ComparisonWords.time, { CalendarText(seconds: $0.time)?.dateAndTime ?? "" }, isIdentity: true)
    add(ComparisonWords.notebook, \.notebook)
    add(ComparisonWords.release, \.release)
    add(ComparisonWords.host, \.host)
    add(ComparisonWords.processor, \.processor)
    add(ComparisonWords.exit, { $0.exitCode.map(String.init) ?? "" })
    draw(table)
  }

  func drawParameters() {
    guard !comparison.parameters.isEmpty else { return }
    func text(_ value: TypedValue?) -> String { value?.description ?? ComparisonWords.absent }
    draw(ComparedTable(
      section: ("parameters", ComparisonWords.parameters), head: [ComparisonWords.parameter, ComparisonWords.old, ComparisonWords.new],
      rows: comparison.parameters.map { .init(name: $0.name, cells: [text($0.old), text($0.new)]) }))
  }

  func drawInputs() {
    guard !comparison.inputs.isEmpty else { return }
    draw(ComparedTable(
      section: ("inputs", ComparisonWords.inputs),
      head: [ComparisonWords.file, "\(ComparisonWords.old) \(PageWords.digest)", "\(ComparisonWords.new) \(PageWords.digest)", ComparisonWords.readBy],
      rows: comparison.inputs.map { input in
        .init(
          name: input.name, cells: [String(input.old.prefix(12)), String(input.new.prefix(12)), input.steps.joined(separator: ", ")],
          exact: [input.old, input.new])
      }))
  }

  func drawSteps() {
    guard !changedSteps.isEmpty else { return }
    func status(_ step: RunRecord.Step?) -> String { step.map { ComparisonWords.status($0.status.rawValue) } ?? ComparisonWords.absent }
    draw(ComparedTable(
      section: ("steps", ComparisonWords.steps),
      head: [ComparisonWords.step, ComparisonWords.tool, ComparisonWords.old, ComparisonWords.new, ComparisonWords.whatChanged],
      rows: comparison.steps.map { step in
        .init(
          name: step.id, cells: [(step.new ?? step.old)?.tool ?? "", status(step.old), status(step.new), Self.changes(of: step)],
          isSame: step.isSame)
      }))
  }

  /// What changed in a step's key, and what came of it.
  private static func changes(of step: StepComparison) -> String {
    if step.old == nil { return ComparisonWords.onlyNew }
    if step.new == nil { return ComparisonWords.onlyOld }
    if step.isSame { return ComparisonWords.unchanged }
    var parts = step.changes
    if step.isMadeInBoth, step.outputs.isEmpty { parts.append(ComparisonWords.sameResult) }
    if step.changes.isEmpty, !step.outputs.isEmpty { parts.append(ComparisonWords.otherResult) }
    let others = step.outputs.filter { !$0.isMetrics && !$0.isPicture }.map { $0.element.isEmpty ? $0.name : "\($0.name) (\($0.element))" }
    if !others.isEmpty { parts.append(ComparisonWords.changedOutputs(others.count > 6 ? others.prefix(6) + ["…"] : others)) }
    return parts.joined(separator: "; ")
  }

  func drawMetrics() {
    var section: (anchor: String, title: String)? = ("metrics", ComparisonWords.metrics)
    for step in comparison.steps {
      for output in step.outputs where output.isMetrics {
        let caption = "\(step.id).\(output.name)" + (output.element.isEmpty ? "" : ", \(output.element)")
        let table = ComparedTable(
          section: section, caption: caption,
          head: [ComparisonWords.metric, ComparisonWords.old, ComparisonWords.new, ComparisonWords.difference], isNumeric: true,
          rows: output.metrics.map { metric in
            let text = DifferenceText(metric.old, metric.new)
            func exact(_ number: Double?) -> String { number.map { $0.isFinite ? TypedValue.shortest($0) : "" } ?? "" }
            return .init(
              name: Self.name(metric), cells: [text.old, text.new, text.difference],
              exact: [exact(metric.old), exact(metric.new), exact(metric.difference)], isSame: metric.isSame)
          })
        draw(table)
        drawGone(output)
        section = nil
      }
    }
  }

  /// `balanced accuracy`; `recall, M` of a class.
  private static func name(_ metric: MetricComparison) -> String {
    let prefix = "per_class."
    guard metric.name.hasPrefix(prefix), let dot = metric.name.lastIndex(of: "."), metric.name.distance(from: metric.name.startIndex, to: dot) > prefix.count
    else { return PageDrawing.metricName(metric.name) }
    let group = metric.name[metric.name.index(metric.name.startIndex, offsetBy: prefix.count)..<dot]
    return ComparisonWords.metric(PageDrawing.metricName(String(metric.name[metric.name.index(after: dot)...])), ofClass: String(group))
  }

  /// Says which side of an output the store no longer has.
  func drawGone(_ output: OutputComparison) {
    for (isGone, side) in [(output.isOldGone, ComparisonWords.old), (output.isNewGone, ComparisonWords.new)] where isGone {
      out.write(warning("\(ComparisonWords.gone(output.name, side))"))
    }
  }

  func warning(_ text: HTML) -> HTML {
    "<div class=\"notice warning\"><svg class=\"icon\" aria-hidden=\"true\"><use href=\"#icon-warning\"/></svg><p>\(text)</p></div>\n"
  }
}
