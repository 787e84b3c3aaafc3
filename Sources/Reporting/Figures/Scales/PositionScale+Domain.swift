import Tooling

extension PositionScale {
  /// One scale for all layers that it serves.
  ///
  /// - Parameters:
  ///   - name: `x` or `y`.
  ///   - layers: each with the ends of what is stacked in it.
  init(_ name: String, _ layers: [(data: LayerData, stack: StackedEnds?)]) {
    let given = layers.filter { $0.data.has(name) }
    guard let type = given.lazy.compactMap({ $0.data.type(name) }).first else {
      self.init(.linear(0, 1))
      return
    }
    let channel = given.lazy.compactMap { $0.data.channel(name) }.first { !($0.scale == .null) } ?? given[0].data.channel(name)
    let scale = channel?.scale ?? .null
    defer { isReversed = scale["reverse"]?.bool == true }
    if type == .nominal || type == .ordinal {
      var categories: [String] = []
      var seen: Set<String> = []
      for layer in given { for category in layer.data.categories(name) where seen.insert(category).inserted { categories.append(category) } }
      self.init(.band(categories))
      padding = given.contains { $0.data.mark.shape == .rect } ? (categories.count > 40 ? 0 : 0.04) : 0.22
      if let given = scale["padding"]?.double ?? scale["paddingInner"]?.double { padding = min(0.95, max(0, given)) }
      return
    }
    let isLogarithmic = scale["type"]?.string == "log"
    var low = Double.infinity, high = -Double.infinity
    func add(_ number: Double) {
      guard number.isFinite, !isLogarithmic || number > 0 else { return }
      low = min(low, number)
      high = max(high, number)
    }
    for layer in layers {
      if let stack = layer.stack, stack.channel == name {
        for end in stack.ends {
          add(end.0)
          add(end.1)
        }
      } else {
        for part in [name, name + "2"] { for number in layer.data.numbers(part) ?? [] { add(number) } }
      }
    }
    let grows = given.contains { layer in
      (layer.data.mark.shape == .bar || layer.data.mark.shape == .area) && !layer.data.has(name + "2") && layer.data.growsAlong(name)
    }
    let isCentred = given.contains { $0.data.channel(name)?.options["stack"]?.string == "center" }
    if scale["zero"]?.bool ?? (grows && !isCentred), !isLogarithmic, low <= high { add(0) }
    if low > high { (low, high) = isLogarithmic ? (1, 10) : (0, 1) }
    let domain = (scale["domain"]?.array ?? []).compactMap { $0.double ?? $0.string.flatMap { CalendarText(iso: $0) }?.secondsSince1970 }
    if domain.count == 2, domain[0] < domain[1], !isLogarithmic || domain[0] > 0 {
      (low, high) = (domain[0], domain[1])
    } else {
      if low == high { (low, high) = isLogarithmic ? (low / 2, high * 2) : low == 0 ? (0, 1) : (low - abs(low) / 2, high + abs(high) / 2) }
      if type != .temporal, !isLogarithmic, scale["type"]?.string != "symlog", scale["nice"]?.bool != false { (low, high) = Ticks.nice(low, high, count: 6) }
      if isLogarithmic, scale["nice"]?.bool == true { (low, high) = Ticks.niceLogarithmic(low, high) }
    }
    switch scale["type"]?.string {
    case "log": self.init(.logarithmic(low, high))
    case "symlog":
      let constant = scale["constant"]?.double ?? 1
      self.init(.symmetricLogarithmic(low, high, constant: constant > 0 && constant.isFinite ? constant : 1))
    case "sqrt": self.init(.power(low, high, exponent: 0.5))
    case "pow":
      let exponent = scale["exponent"]?.double ?? 1
      self.init(.power(low, high, exponent: exponent > 0 && exponent <= 20 ? exponent : 1))
    default: self.init(type == .temporal ? .temporal(low, high) : .linear(low, high))
    }
  }
}
