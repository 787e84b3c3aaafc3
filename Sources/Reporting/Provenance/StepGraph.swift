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
    /// What flows, in words: `train: table`.
    var title: String
  }

  private(set) var nodes: [Node] = []
  private(set) var edges: [Edge] = []
  /// Nodes of each layer, from left to right.
  private(set) var layers: [[Int]] = []
  private(set) var width = 0.0

  static let gap = 20.0
  /// Layers are broken where they would be wider than a page's column.
  static let widest = 716.0

  init(_ steps: [PlannedStep], widths: [Double]) {
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
    setAside(steps, widths, &layer)
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

  /// Steps that neither read nor are read stand below the rest, in rows as wide as a page.
  private func setAside(_ steps: [PlannedStep], _ widths: [Double], _ layer: inout [Int]) {
    let read = Set(steps.flatMap(\.dependencies))
    let alone = steps.indices.filter { steps[$0].dependencies.isEmpty && !read.contains($0) }
    let connected = steps.indices.filter { !alone.contains($0) }
    var row = (connected.map { layer[$0] }.max() ?? -1) + 1
    var x = 0.0
    for place in alone {
      let width = (widths.indices.contains(place) ? widths[place] : 120) + Self.gap
      if x > 0, x + width > Self.widest {
        row += 1
        x = 0
      }
      layer[place] = row
      x += width
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
        edges.append(Edge(path: path, title: Self.title(from: steps[source], to: step)))
      }
    }
  }

  /// Which outputs of `source` the step reads, and of what kind they are.
  private static func title(from source: PlannedStep, to step: PlannedStep) -> String {
    var references = step.binding.inputs.flatMap { input in
      input.sources.compactMap { source -> Reference? in if case .reference(let reference, _) = source { reference } else { nil } }
    }
    references += step.binding.parameters.flatMap { $0.argument.references.map(\.reference) }
    if let each = step.each { references.append(each.reference) }
    var parts: [String] = []
    for reference in references where reference.root == source.name {
      let output = reference.path.first.flatMap { source.tool.output($0) } ?? source.tool.mainOutput
      let part = output.map { "\($0.name): \($0.kind.rawValue)" } ?? reference.description
      if !parts.contains(part) { parts.append(part) }
    }
    return "\(source.id) → \(step.id)" + (parts.isEmpty ? "" : " (" + parts.joined(separator: ", ") + ")")
  }

  /// Each stretch once, however many edges share it.
  private var links: [(Int, Int)] {
    var seen: Set<[Int]> = []
    return edges.flatMap { zip($0.path, $0.path.dropFirst()) }.filter { seen.insert([$0.0, $0.1]).inserted }
  }

  private mutating func sortDownwards() {
    let above = neighbours(links.map { ($0.1, $0.0) })
    for layer in layers.indices.dropFirst() { sort(layer, by: above) }
  }

  private mutating func sortUpwards() {
    let below = neighbours(links)
    for layer in layers.indices.dropLast().reversed() { sort(layer, by: below) }
  }

  private func neighbours(_ links: [(Int, Int)]) -> [[Int]] {
    var neighbours = [[Int]](repeating: [], count: nodes.count)
    for (node, neighbour) in links { neighbours[node].append(neighbour) }
    return neighbours
  }

  /// By the mean place of the neighbours; a node without any keeps its place.
  private mutating func sort(_ layer: Int, by neighbours: [[Int]]) {
    var rank = [Double](repeating: 0, count: nodes.count)
    for nodes in layers { for (place, node) in nodes.enumerated() { rank[node] = (Double(place) + 0.5) / Double(nodes.count) } }
    let means = layers[layer].map { node -> Double in
      let of = neighbours[node]
      return of.isEmpty ? rank[node] : of.reduce(0) { $0 + rank[$1] } / Double(of.count)
    }
    layers[layer] = zip(layers[layer], means).enumerated().sorted { ($0.element.1, $0.offset) < ($1.element.1, $1.offset) }.map(\.element.0)
  }

  /// Gives every node its centre: towards the mean of its neighbours, never nearer to the next than the gap.
  private mutating func spread() {
    for layer in layers {
      var x = 0.0
      for node in layer {
        nodes[node].x = x + nodes[node].width / 2
        x += nodes[node].width + Self.gap
      }
      let half = (x - Self.gap) / 2
      for node in layer { nodes[node].x -= half }
    }
    let (above, below) = (neighbours(links.map { ($0.1, $0.0) }), neighbours(links))
    for round in 0..<24 {
      let isDown = round % 2 == 0
      for layer in isDown ? Array(layers.indices) : layers.indices.reversed() {
        let wanted = layers[layer].map { node -> Double in
          let of = (isDown ? above[node] : below[node]).isEmpty ? above[node] + below[node] : (isDown ? above[node] : below[node])
          return of.isEmpty ? nodes[node].x : of.reduce(0) { $0 + nodes[$1].x } / Double(of.count)
        }
        settle(layers[layer], wanted)
      }
    }
    let left = nodes.map { $0.x - $0.width / 2 }.min() ?? 0
    for place in nodes.indices { nodes[place].x -= left }
    width = nodes.map { $0.x + $0.width / 2 }.max() ?? 0
  }

  /// Places as near to the wanted ones as the gaps allow, in the least-squares sense: pool adjacent violators.
  private mutating func settle(_ layer: [Int], _ wanted: [Double]) {
    var offset = 0.0
    var pools: [(sum: Double, count: Int)] = []
    var offsets: [Double] = []
    for (place, node) in layer.enumerated() {
      if place > 0 { offset += (nodes[layer[place - 1]].width + nodes[node].width) / 2 + Self.gap }
      offsets.append(offset)
      pools.append((wanted[place] - offset, 1))
      while pools.count > 1, pools[pools.count - 2].sum / Double(pools[pools.count - 2].count) > pools[pools.count - 1].sum / Double(pools[pools.count - 1].count) {
        let last = pools.removeLast()
        pools[pools.count - 1].sum += last.sum
        pools[pools.count - 1].count += last.count
      }
    }
    var place = 0
    for pool in pools {
      for _ in 0..<pool.count {
        nodes[layer[place]].x = pool.sum / Double(pool.count) + offsets[place]
        place += 1
      }
    }
  }
}
