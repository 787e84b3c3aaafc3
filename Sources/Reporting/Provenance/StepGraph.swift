import Literate
import Tooling

/// The steps and what flows between them, laid out in layers from top to bottom (after Sugiyama, Tagawa and Toda, 1981):
/// a step stands below all it reads; orders within layers are swept so that few edges cross; an edge that passes layers has a waypoint in each.
struct StepGraph {
  struct Node {
    /// The place in the plan's steps; nil for a waypoint.
    var step: Int?
    var layer: Int
    var x = 0.0
    var width: Double
  }

  struct Edge {
    /// Nodes from the step that gives to the step that reads, waypoints between.
    var path: [Int]
    /// What flows, by the names of outputs.
    var outputs: [String]
    /// The same in words: `parts → forest (train: table)`.
    var title: String
  }

  var nodes: [Node] = []
  private(set) var edges: [Edge] = []
  /// Nodes of each layer, from left to right.
  var layers: [[Int]] = []
  var width = 0.0

  static let gap = 20.0
  /// Layers are broken where they would be wider than a page's column.
  static let widest = 716.0

  /// What hangs together is laid out for itself; such parts stand side by side in rows as wide as a page, and steps that neither read nor are
  /// read below them.
  init(_ steps: [PlannedStep], widths: [Double]) {
    let parts = Self.parts(of: steps)
    var x = 0.0
    var top = 0
    var height = 0
    for (rank, part) in parts.enumerated() {
      let graph = StepGraph(connected: Self.steps(part, of: steps), widths: part.map { widths.indices.contains($0) ? widths[$0] : 120 })
      let isFirstAlone = part.count == 1 && rank > 0 && parts[rank - 1].count > 1
      if x > 0, isFirstAlone || x + graph.width > Self.widest {
        top += height
        (x, height) = (0, 0)
      }
      add(graph, of: part, x: x, top: top)
      x += graph.width + Self.gap
      height = max(height, graph.layers.count)
    }
    width = nodes.map { $0.x + $0.width / 2 }.max() ?? 0
  }

  /// Places of steps that hang together, however they are connected; those of one step last.
  private static func parts(of steps: [PlannedStep]) -> [[Int]] {
    var neighbours = [[Int]](repeating: [], count: steps.count)
    for (place, step) in steps.enumerated() {
      for source in step.dependencies where steps.indices.contains(source) {
        neighbours[place].append(source)
        neighbours[source].append(place)
      }
    }
    var isTaken = [Bool](repeating: false, count: steps.count)
    var parts: [[Int]] = []
    for first in steps.indices where !isTaken[first] {
      var part = [first]
      isTaken[first] = true
      var next = 0
      while next < part.count {
        for neighbour in neighbours[part[next]] where !isTaken[neighbour] {
          isTaken[neighbour] = true
          part.append(neighbour)
        }
        next += 1
      }
      parts.append(part.sorted())
    }
    return parts.filter { $0.count > 1 } + parts.filter { $0.count == 1 }
  }

  /// The steps at `places`, which depend on one another only.
  private static func steps(_ places: [Int], of steps: [PlannedStep]) -> [PlannedStep] {
    let ranks = Dictionary(uniqueKeysWithValues: places.enumerated().map { ($1, $0) })
    return places.map { place in steps[place].depending(on: steps[place].dependencies.compactMap { ranks[$0] }) }
  }

  private mutating func add(_ graph: StepGraph, of places: [Int], x: Double, top: Int) {
    let first = nodes.count
    for var node in graph.nodes {
      node.step = node.step.map { places[$0] }
      node.layer += top
      node.x += x
      nodes.append(node)
    }
    for edge in graph.edges { edges.append(Edge(path: edge.path.map { $0 + first }, outputs: edge.outputs, title: edge.title)) }
    while layers.count < top + graph.layers.count { layers.append([]) }
    for (layer, members) in graph.layers.enumerated() { layers[top + layer] += members.map { $0 + first } }
  }

  private init(connected steps: [PlannedStep], widths: [Double]) {
    place(steps, widths)
    connect(steps)
    for sweep in 0..<8 { sweep % 2 == 0 ? sortDownwards() : sortUpwards() }
    spread()
  }

  private mutating func place(_ steps: [PlannedStep], _ widths: [Double]) {
    // Steps may stand in any order, so layers are found by going on until nothing moves; a plan has no cycles.
    var layer = [Int](repeating: 0, count: steps.count)
    for _ in 0...steps.count {
      var hasMoved = false
      for (place, step) in steps.enumerated() {
        let below = (step.dependencies.filter { steps.indices.contains($0) && $0 != place }.map { layer[$0] + 1 }.max() ?? 0)
        if below > layer[place], below < steps.count {
          layer[place] = below
          hasMoved = true
        }
      }
      if !hasMoved { break }
    }
    // A step that reads nothing stands right above its first reader, so that parameters and tables do not pile up at the top.
    for place in steps.indices.reversed() where steps[place].dependencies.isEmpty {
      let readers = steps.indices.filter { steps[$0].dependencies.contains(place) }.map { layer[$0] }
      if let first = readers.min(), first > 0 { layer[place] = first - 1 }
    }
    narrow(steps, widths, &layer)
    nodes = steps.indices.map { Node(step: $0, layer: layer[$0], width: widths.indices.contains($0) ? widths[$0] : 120) }
    layers = Array(repeating: [], count: (layer.max() ?? -1) + 1)
    for place in nodes.indices { layers[nodes[place].layer].append(place) }
  }

  /// Moves steps of layers that are too wide a layer down: those first that nothing below waits for (after Coffman and Graham, 1972).
  private func narrow(_ steps: [PlannedStep], _ widths: [Double], _ layer: inout [Int]) {
    let readers = steps.indices.map { place in steps.indices.filter { steps[$0].dependencies.contains(place) } }
    // How many layers still hang below a step.
    var below = [Int](repeating: 0, count: steps.count)
    for _ in steps.indices {
      for place in steps.indices { below[place] = min(steps.count, readers[place].map { below[$0] + 1 }.max() ?? 0) }
    }
    let connected = Set(steps.indices.filter { !steps[$0].dependencies.isEmpty || !readers[$0].isEmpty })
    var current = 0
    while current <= (connected.map { layer[$0] }.max() ?? -1), current < 4 * steps.count {
      let members = connected.filter { layer[$0] == current }.sorted { (below[$1], $0) < (below[$0], $1) }
      // Room for the edges that pass.
      let passing = steps.indices.filter { source in layer[source] < current && readers[source].contains { layer[$0] > current } }.count
      var width = Double(passing) * Self.gap
      for (rank, place) in members.enumerated() {
        width += (widths.indices.contains(place) ? widths[place] : 120) + Self.gap
        if rank > 0, width - Self.gap > Self.widest { layer[place] = current + 1 }
      }
      // What reads a step that moved stands below it.
      for _ in steps.indices {
        var hasMoved = false
        for place in connected {
          if let least = steps[place].dependencies.filter({ steps.indices.contains($0) && $0 != place }).map({ layer[$0] + 1 }).max(), layer[place] < least {
            layer[place] = least
            hasMoved = true
          }
        }
        if !hasMoved { break }
      }
      current += 1
    }
  }

  private mutating func connect(_ steps: [PlannedStep]) {
    // Edges from one step run together until they part.
    var waypoints: [[Int]: Int] = [:]
    for (place, step) in steps.enumerated() {
      for source in step.dependencies where steps.indices.contains(source) && source != place {
        var path = [source]
        let (from, to) = (nodes[source].layer, nodes[place].layer)
        for layer in stride(from: from + 1, to: to, by: 1) {
          if let known = waypoints[[source, layer]] {
            path.append(known)
            continue
          }
          nodes.append(Node(step: nil, layer: layer, width: 2))
          layers[layer].append(nodes.count - 1)
          waypoints[[source, layer]] = nodes.count - 1
          path.append(nodes.count - 1)
        }
        path.append(place)
        edges.append(Self.edge(along: path, from: steps[source], to: step))
      }
    }
  }

  /// Which outputs of `source` the step reads, and of what kind they are.
  private static func edge(along path: [Int], from source: PlannedStep, to step: PlannedStep) -> Edge {
    var references = step.binding.inputs.flatMap { input in
      input.sources.compactMap { source -> Reference? in if case .reference(let reference, _) = source { reference } else { nil } }
    }
    references += step.binding.parameters.flatMap { $0.argument.references.map(\.reference) }
    if let each = step.each { references.append(each.reference) }
    var parts: [String] = []
    var outputs: [String] = []
    for reference in references where reference.root == source.name {
      let output = reference.path.first.flatMap { source.tool.output($0) } ?? source.tool.mainOutput
      let part = output.map { "\($0.name): \($0.kind.rawValue)" } ?? reference.description
      if !parts.contains(part) { parts.append(part) }
      if let output, !outputs.contains(output.name) { outputs.append(output.name) }
    }
    return Edge(path: path, outputs: outputs, title: "\(source.id) → \(step.id)" + (parts.isEmpty ? "" : " (" + parts.joined(separator: ", ") + ")"))
  }
}
