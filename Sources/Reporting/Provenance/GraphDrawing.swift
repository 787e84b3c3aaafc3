import Execution
import Literate
import Tooling

/// The graph of the steps as SVG: a box a step that links to it, a curve a dependency.
extension PageDrawing {
  private static let boxHeight = 44.0, layerHeight = 82.0, margin = 8.0

  /// More steps than this are no picture any more.
  private static let mostSteps = 400

  func drawGraph() {
    guard plan.steps.count <= Self.mostSteps else {
      out.write("<p id=\"page.graph\">\(PageWords.graphTooLarge(steps: plan.steps.count))</p>\n")
      return
    }
    let widths = plan.steps.map { step in
      min(220, max(96, 30 + max(TextMeasure.width(step.id, size: 13, isBold: true), TextMeasure.width(step.tool.name, size: 11))))
    }
    let graph = StepGraph(plan.steps, widths: widths)
    let width = graph.width + 2 * Self.margin
    let height = Double(max(0, graph.layers.count - 1)) * Self.layerHeight + Self.boxHeight + 2 * Self.margin
    let summary = PageWords.graphSummary(steps: plan.steps.count, edges: graph.edges.count)
    out.write("<figure class=\"graph\" id=\"page.graph\"><div class=\"canvas\" tabindex=\"0\" role=\"group\" aria-label=\"\(PageWords.graph), \(PageWords.scrollable)\">")
    out.write(
      "<svg viewBox=\"0 0 \(number(width)) \(number(height))\" width=\"\(number(width))\" height=\"\(number(height))\" style=\"min-width:\(number(min(width, max(300, width * 0.7))))px\" role=\"group\" aria-label=\"\(PageWords.graph): \(summary)\">\n<g class=\"edges\">")
    for edge in graph.edges { draw(edge, of: graph) }
    out.write("</g>\n")
    for node in graph.nodes { if let step = node.step { draw(node, step: step) } }
    out.write("</svg></div>\n<figcaption><span class=\"lineage\" role=\"status\" hidden>\(PageWords.lineageHint)</span> <button type=\"button\" class=\"lineage-reset\" hidden>\(PageWords.wholeGraph)</button></figcaption></figure>\n")
  }

  private func draw(_ edge: StepGraph.Edge, of graph: StepGraph) {
    guard let first = edge.path.first, let last = edge.path.last else { return }
    var x = graph.nodes[first].x + Self.margin
    var y = top(of: graph.nodes[first]) + Self.boxHeight
    var path = "M\(number(x)) \(number(y))"
    for place in edge.path.dropFirst() {
      let node = graph.nodes[place]
      let nextX = node.x + Self.margin
      let nextY = place == last ? top(of: node) - 1 : top(of: node)
      let middle = (y + nextY) / 2
      path += "C\(number(x)) \(number(middle)) \(number(nextX)) \(number(middle)) \(number(nextX)) \(number(nextY))"
      // A waypoint is as high as a box, so that the edge passes between boxes.
      if place != last { path += "V\(number(nextY + Self.boxHeight))" }
      x = nextX
      y = nextY + Self.boxHeight
    }
    let (from, to) = (graph.nodes[first].step ?? 0, graph.nodes[last].step ?? 0)
    out.write("<path data-from=\"\(from)\" data-to=\"\(to)\" data-outputs=\"\(edge.outputs.joined(separator: " "))\" d=\"\(path)\" marker-end=\"url(#graph-arrow)\"><title>\(edge.title)</title></path>")
  }

  private func draw(_ node: StepGraph.Node, step place: Int) {
    let step = plan.steps[place]
    let status = outcome.steps.indices.contains(place) ? outcome.steps[place].status : .skipped
    let state = status == .failed ? "failed" : status == .skipped ? "skipped" : "made"
    let (x, y) = (node.x - node.width / 2 + Self.margin, top(of: node))
    let centre = number(node.x + Self.margin)
    out.write("<a href=\"#\(anchor(ofStep: place))\" class=\"\(state) \(Self.family(of: step.tool.name))\" data-step=\"\(place)\" data-name=\"\(step.id)\" aria-label=\"\(step.id), \(step.tool.name)\"><title>\(step.id): \(step.tool.summary)</title>")
    out.write("<rect x=\"\(number(x))\" y=\"\(number(y))\" width=\"\(number(node.width))\" height=\"\(number(Self.boxHeight))\" rx=\"9\"/>")
    out.write("<path class=\"band\" d=\"M\(number(x + 0.5)) \(number(y + 11))v\(number(Self.boxHeight - 22))\"/>")
    out.write("<text x=\"\(centre)\" y=\"\(number(y + 19))\" class=\"name\">\(TextMeasure.fitted(step.id, size: 13, width: node.width - 20, isBold: true))</text>")
    out.write("<text x=\"\(centre)\" y=\"\(number(y + 34))\" class=\"tool\">\(TextMeasure.fitted(step.tool.name, size: 11, width: node.width - 20))</text></a>\n")
  }

  /// Steps of a kind have a colour in common.
  private static func family(of tool: String) -> HTML {
    switch tool.prefix(while: { $0 != "." }) {
    case "table": "of-tables"
    case "plot": "of-plots"
    case "model": "of-models"
    default: "of-others"
    }
  }

  private func top(of node: StepGraph.Node) -> Double { Double(node.layer) * Self.layerHeight + Self.margin }
  private func number(_ value: Double) -> String { NumberText.coordinate(value) }
}
