import Literate
import Tooling

/// A plan as one text: the tree of its document with the places of what refers, and its steps.
func dump(_ plan: Plan) -> String {
  var lines = Dump(plan: plan)
  for block in plan.document.blocks { lines.add(block, 0) }
  for note in plan.document.footnotes {
    lines.add("footnote \(note.name)", 0)
    for block in note.blocks { lines.add(block, 1) }
  }
  return lines.text
}

/// Everything a plan says, for comparing whole plans.
func everything(_ plan: Plan) -> String {
  let steps = plan.steps.map { step in
    // A dictionary's order is its own.
    let parameters = step.binding.parameters.map { "\($0.name) \($0.argument) \($0.range) \($0.places.sorted { $0.key < $1.key })" }
    return "\(step.id) \(step.name ?? "-") \(step.tool.name) \(step.binding.inputs) \(parameters) \(step.binding.blanks) \(String(describing: step.each)) \(step.isSkipped) \(step.presentation) "
      + "\(step.resources) \(step.saves) \(step.dependencies) \(step.body) \(step.range)"
  }
  return "\(plan.source)\n\(plan.document)\n\(steps)\n\(plan.expectations)\n\(plan.quizzes)\n\(plan.values)\n\(plan.diagnostics)"
}

private struct Dump {
  let plan: Plan
  var text = ""

  mutating func add(_ line: String, _ depth: Int) {
    if !text.isEmpty { text += "\n" }
    text += String(repeating: "  ", count: depth) + line
  }

  mutating func add(_ block: Block, _ depth: Int) {
    switch block {
    case .heading(let level, let content, let anchor): add("heading \(level) #\(anchor): \(line(content))", depth)
    case .paragraph(let content): add("paragraph: \(line(content))", depth)
    case .quote(let blocks):
      add("quote", depth)
      for block in blocks { add(block, depth + 1) }
    case .list(let list):
      add("list\(list.isOrdered ? " from \(list.start)" : "")\(list.isTight ? " tight" : "")", depth)
      for item in list.items {
        add("item\(item.isTicked.map { $0 ? " [x]" : " [ ]" } ?? "")", depth + 1)
        for block in item.blocks { add(block, depth + 2) }
      }
    case .code(let language, let text): add("code \(language): \(text.debugDescription)", depth)
    case .html(let html): add("html: \(html.debugDescription)", depth)
    case .table(let table):
      add("table \(table.alignments.map { "\($0)" }.joined(separator: " "))", depth)
      for row in [table.head] + table.rows { add(row.map(line).joined(separator: " | "), depth + 1) }
    case .captioned(let captioned):
      add("captioned \(captioned.label ?? "-"): \(line(captioned.caption))", depth)
      add(captioned.block, depth + 1)
    case .tabs(let tabs):
      add("tabs", depth)
      for tab in tabs {
        add("tab #\(tab.anchor): \(line(tab.title))", depth + 1)
        for block in tab.blocks { add(block, depth + 2) }
      }
    case .rule: add("rule", depth)
    case .mathematics(let tex, let label): add("mathematics\(label.map { " " + $0 } ?? ""): \(tex.debugDescription)", depth)
    case .box(let box):
      add("box \(box.kind.rawValue)\(box.fold == .none ? "" : " \(box.fold)"): \(line(box.title))", depth)
      for block in box.blocks { add(block, depth + 1) }
    case .step(let place): add("step \(plan.steps[place].id) @\(range(plan.steps[place].range))", depth)
    case .expectations(let place):
      add("expectations", depth)
      for expectation in plan.expectations[place].expectations {
        add("\(expectation.expression) @\(range(expectation.range))", depth + 1)
      }
    case .quiz(let place): add("quiz \(plan.quizzes[place].name ?? "-") @\(range(plan.quizzes[place].range))", depth)
    }
  }

  private func range(_ range: SourceRange) -> String { "\(range.start.line):\(range.start.column)+\(range.length)" }

  private func line(_ content: [Inline]) -> String {
    content.map { inline in
      switch inline {
      case .text(let text): text
      case .emphasis(let content): "<em>\(line(content))</em>"
      case .strong(let content): "<strong>\(line(content))</strong>"
      case .strikethrough(let content): "<del>\(line(content))</del>"
      case .code(let code): "<code>\(code)</code>"
      case .link(let destination, let title, let content): "<a \(destination)\(title.isEmpty ? "" : " \(title)")>\(line(content))</a>"
      case .image(let source, let title, let alt): "<img \(source)\(title.isEmpty ? "" : " \(title)") \(alt)>"
      case .softBreak: "⏎"
      case .lineBreak: "↵"
      case .html(let html): "<html \(html)>"
      case .mathematics(let tex): "<math>\(tex)</math>"
      case .crossReference(let label, let isNumberOnly): "<ref \(label)\(isNumberOnly ? " number" : "")>"
      case .footnoteReference(let name, let number): "<note \(name) \(number)>"
      case .value(let place):
        "<value \(plan.values[place].reference)\(plan.values[place].filter.map { " \($0)" } ?? "") @\(range(plan.values[place].range))>"
      }
    }.joined()
  }
}
