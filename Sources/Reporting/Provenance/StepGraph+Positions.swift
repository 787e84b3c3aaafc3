/// Where the nodes of a layout stand: their order within layers, then their places.
extension StepGraph {
  /// Each stretch once, however many edges share it.
  private var links: [(Int, Int)] {
    var seen: Set<[Int]> = []
    return edges.flatMap { zip($0.path, $0.path.dropFirst()) }.filter { seen.insert([$0.0, $0.1]).inserted }
  }

  mutating func sortDownwards() {
    let above = neighbours(links.map { ($0.1, $0.0) })
    for layer in layers.indices.dropFirst() { sort(layer, by: above) }
  }

  mutating func sortUpwards() {
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
  mutating func spread() {
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
