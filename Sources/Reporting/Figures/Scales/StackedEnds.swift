import Tooling

/// Where each row's bar or area starts and ends when those of one place stand on each other.
struct StackedEnds {
  /// The channel along which the stack grows.
  let channel: String
  private(set) var ends: [(Double, Double)]

  /// Nil where the layer is not stacked. As in Vega-Lite, bars and areas with a colour are, unless `stack` is null or false, or
  /// the scale is not linear.
  init?(_ layer: LayerData) {
    guard layer.mark.shape == .bar || layer.mark.shape == .area else { return nil }
    let channel = layer.growsAlong("y") ? "y" : "x"
    let other = channel == "y" ? "x" : "y"
    let option = layer.channel(channel)?.options["stack"]
    let isAsked = option?.string != nil || option == .boolean(true)
    guard let values = layer.numbers(channel), layer.channel(channel)?.field != nil, !layer.has(channel + "2"), !layer.has(other + "Offset"),
      layer.channel("color")?.field != nil || layer.channel("detail")?.field != nil || isAsked, option != .null, option != .boolean(false),
      isAsked || ["linear", nil].contains(layer.channel(channel)?.scaleType)
    else { return nil }
    // The stack that each row stands in, and its place in the order of colours.
    let stacks = layer.isDiscrete(other) ? layer.codes(other) ?? [] : Self.codes(layer.numbers(other) ?? [])
    func stack(_ row: Int) -> Int { stacks.indices.contains(row) ? Int(stacks[row]) + 1 : 0 }
    let colors = layer.categories("color")
    let ranks = layer.places("color", among: colors, missing: -1) ?? []
    var above = [Double](repeating: 0, count: Int(stacks.max() ?? -1) + 2), below = above
    ends = [(Double, Double)](repeating: (.nan, .nan), count: values.count)
    for row in Self.order(ranks, count: values.count, levels: colors.count) where values[row].isFinite {
      let place = stack(row), start = values[row] < 0 ? below[place] : above[place]
      ends[row] = (start, start + values[row])
      if values[row] < 0 { below[place] = start + values[row] } else { above[place] = start + values[row] }
    }
    self.channel = channel
    func height(_ stack: Int) -> Double { above[stack] - below[stack] }
    switch option?.string {
    case "normalize":
      for row in ends.indices {
        let whole = height(stack(row))
        ends[row] = whole > 0 ? (ends[row].0 / whole, ends[row].1 / whole) : (0, 0)
      }
    case "center":
      // All stacks have one middle, in every panel: 0.
      for row in ends.indices {
        let middle = (above[stack(row)] + below[stack(row)]) / 2
        ends[row] = (ends[row].0 - middle, ends[row].1 - middle)
      }
    default: break
    }
  }

  /// A code for each different number.
  private static func codes(_ numbers: [Double]) -> [Int32] {
    var known: [Double: Int32] = [:]
    return numbers.map { number in
      if number.isNaN { return -1 }
      if let code = known[number] { return code }
      let code = Int32(truncatingIfNeeded: known.count)
      known[number] = code
      return code
    }
  }

  /// Rows by rank, those of one rank as they stand.
  private static func order(_ ranks: [Int32], count: Int, levels: Int) -> [Int] {
    guard ranks.count == count else { return Array(0..<count) }
    var starts = [Int](repeating: 0, count: levels + 2)
    for rank in ranks { starts[Int(rank) + 2 < starts.count ? Int(rank) + 2 : levels + 1] += 1 }
    for place in 1..<starts.count { starts[place] += starts[place - 1] }
    var order = [Int](repeating: 0, count: count)
    for (row, rank) in ranks.enumerated() {
      order[starts[Int(rank) + 1]] = row
      starts[Int(rank) + 1] += 1
    }
    return order
  }
}
