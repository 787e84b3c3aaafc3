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
    let keys: [String] =
      layer.isDiscrete(other) ? (layer.labels(other) ?? []).map { $0 ?? "" } : (layer.numbers(other) ?? []).map(\.description)
    func key(_ row: Int) -> String { keys.indices.contains(row) ? keys[row] : "" }
    let colors = layer.labels("color") ?? []
    let order = Dictionary(layer.categories("color").enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let ranks = values.indices.map { row in (colors.indices.contains(row) ? colors[row] : nil).flatMap { order[$0] } ?? -1 }
    var above: [String: Double] = [:], below: [String: Double] = [:]
    ends = [(Double, Double)](repeating: (.nan, .nan), count: values.count)
    for row in values.indices.sorted(by: { (ranks[$0], $0) < (ranks[$1], $1) }) where values[row].isFinite {
      let start = values[row] < 0 ? below[key(row), default: 0] : above[key(row), default: 0]
      ends[row] = (start, start + values[row])
      if values[row] < 0 { below[key(row)] = start + values[row] } else { above[key(row)] = start + values[row] }
    }
    self.channel = channel
    func height(_ key: String) -> Double { (above[key] ?? 0) - (below[key] ?? 0) }
    switch option?.string {
    case "normalize":
      for row in ends.indices {
        let whole = height(key(row))
        ends[row] = whole > 0 ? (ends[row].0 / whole, ends[row].1 / whole) : (0, 0)
      }
    case "center":
      // All stacks have one middle: that of the highest.
      let highest = Set(keys).map(height).max() ?? height("")
      for row in ends.indices {
        let shift = (highest - height(key(row))) / 2 - (below[key(row)] ?? 0)
        ends[row] = (ends[row].0 + shift, ends[row].1 + shift)
      }
    default: break
    }
  }
}
