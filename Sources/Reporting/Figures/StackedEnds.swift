import Tooling

/// Where each row's bar or area starts and ends when those of one place stand on each other.
struct StackedEnds {
  /// The channel along which the stack grows.
  let channel: String
  let ends: [(Double, Double)]

  /// Nil where the layer is not stacked. As in Vega-Lite, bars and areas with a colour are, unless `stack` is null or false.
  init?(_ layer: LayerData) {
    guard layer.mark.shape == .bar || layer.mark.shape == .area else { return nil }
    let channel = layer.growsAlong("y") ? "y" : "x"
    let other = channel == "y" ? "x" : "y"
    guard let values = layer.numbers(channel), layer.channel("color")?.field != nil, !layer.has(channel + "2"),
      !layer.has(other + "Offset"), layer.channel(channel)?.field != nil
    else { return nil }
    let option = layer.channel(channel)?.options["stack"]
    if option == .null || option == .boolean(false) { return nil }
    let isNormalised = option?.string == "normalize"

    let keys: [String] =
      layer.type(other) == .quantitative || layer.type(other) == .temporal
      ? (layer.numbers(other) ?? []).map(\.description) : (layer.labels(other) ?? []).map { $0 ?? "" }
    let colors = layer.labels("color") ?? []
    let order = Dictionary(layer.categories("color").enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let rows = values.indices.sorted { a, b in
      let (x, y) = (colors[a].flatMap { order[$0] } ?? -1, colors[b].flatMap { order[$0] } ?? -1)
      return x == y ? a < b : x < y
    }
    var totals: [String: Double] = [:]
    if isNormalised { for row in values.indices where values[row].isFinite { totals[keys.indices.contains(row) ? keys[row] : "", default: 0] += abs(values[row]) } }
    var above: [String: Double] = [:], below: [String: Double] = [:]
    var ends = [(Double, Double)](repeating: (.nan, .nan), count: values.count)
    for row in rows where values[row].isFinite {
      let key = keys.indices.contains(row) ? keys[row] : ""
      let total = totals[key] ?? 1
      let value = isNormalised ? (total > 0 ? values[row] / total : 0) : values[row]
      let start = value < 0 ? below[key, default: 0] : above[key, default: 0]
      ends[row] = (start, start + value)
      if value < 0 { below[key] = start + value } else { above[key] = start + value }
    }
    self.channel = channel
    self.ends = ends
  }
}
