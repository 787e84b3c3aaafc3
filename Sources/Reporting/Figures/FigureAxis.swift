import Tooling

/// Ticks and labels of one axis, chosen so that no label touches the next: thinned, turned or shortened.
struct FigureAxis {
  struct Label {
    enum Place { case number(Double), category(String) }
    var at: Place
    var text: String
  }

  let isShown: Bool
  let hasGrid: Bool
  let title: String?
  private(set) var ticks: [Double] = []
  private(set) var labels: [Label] = []
  private(set) var isTurned = false
  /// Across the axis: how wide the labels of a y axis are, how high those of an x axis.
  private(set) var labelExtent = 0.0
  /// How far the first turned label reaches to the left of the plot.
  private(set) var overhang = 0.0

  /// - Parameter length: of the axis, in pixels; `scale.range` spans it.
  init(_ scale: PositionScale, _ channel: FigureChannel?, isShown: Bool, length: Double, isVertical: Bool, labelLimit: Double, title: String?) {
    self.isShown = isShown
    self.title = title
    hasGrid = channel?.axis["grid"]?.bool ?? true
    guard isShown else { return }
    switch scale.kind {
    case .band(let categories): isVertical ? setRows(categories, scale, labelLimit) : setColumns(categories, scale, labelLimit)
    default: setNumbers(scale, channel, length: length, isVertical: isVertical)
    }
  }

  private mutating func setNumbers(_ scale: PositionScale, _ channel: FigureChannel?, length: Double, isVertical: Bool) {
    let wanted = channel?.axis["tickCount"]?.int ?? Int(max(2, (length / (isVertical ? 44 : 70)).rounded()))
    var count = min(20, max(2, wanted))
    while true {
      var texts: [String]
      switch scale.kind {
      case .linear(let low, let high):
        ticks = channel?.axis["values"]?.array?.compactMap(\.double).filter { $0 >= low && $0 <= high } ?? Ticks.linear(low, high, count: count)
        texts = TickLabels.labels(ticks, format: channel?.format)
      case .logarithmic(let low, let high):
        ticks = Ticks.logarithmic(low, high, count: count)
        texts = TickLabels.logarithmic(ticks)
      case .temporal(let low, let high):
        ticks = TimeTicks.ticks(low, high, count: count)
        texts = TimeTicks.labels(ticks)
      case .band: return
      }
      let widths = texts.map { TextMeasure.width($0, size: 12) }
      labels = zip(ticks, texts).map { Label(at: .number($0), text: $1) }
      labelExtent = isVertical ? widths.max() ?? 0 : 12
      if !isVertical { overhang = (widths.first ?? 0) / 2 }
      let places = ticks.compactMap { scale.position($0) }
      let needed = zip(widths, widths.dropFirst()).map { isVertical ? 13 : ($0 + $1) / 2 + 8 }
      let isClear = zip(zip(places, places.dropFirst()), needed).allSatisfy { abs($0.0 - $0.1) >= $1 }
      if isClear || count <= 2 {
        if !isClear { thin(places, needed) }
        return
      }
      count -= 1
    }
  }

  /// Leaves out labels that would touch the one before; grid lines stay.
  private mutating func thin(_ places: [Double], _ needed: [Double]) {
    guard places.count == labels.count else { return }
    var kept: [Label] = []
    var last: Int?
    for place in labels.indices {
      if let last {
        let room = needed[last..<place].reduce(0, +) / Double(place - last)
        if abs(places[place] - places[last]) < room { continue }
      }
      kept.append(labels[place])
      last = place
    }
    labels = kept
  }

  private mutating func setRows(_ categories: [String], _ scale: PositionScale, _ limit: Double) {
    let every = max(1, Int((12.5 / max(0.01, scale.step)).rounded(.up)))
    for (place, category) in categories.enumerated() where place % every == 0 {
      labels.append(Label(at: .category(category), text: TextMeasure.fitted(category, size: 12, width: limit)))
    }
    labelExtent = labels.map { TextMeasure.width($0.text, size: 12) }.max() ?? 0
  }

  private mutating func setColumns(_ categories: [String], _ scale: PositionScale, _ limit: Double) {
    let widest = categories.map { TextMeasure.width($0, size: 12) }.max() ?? 0
    isTurned = widest + 6 > scale.step
    let every = isTurned ? max(1, Int((15 / max(0.01, scale.step)).rounded(.up))) : 1
    for (place, category) in categories.enumerated() where place % every == 0 {
      labels.append(Label(at: .category(category), text: isTurned ? TextMeasure.fitted(category, size: 12, width: limit) : category))
    }
    guard isTurned else {
      labelExtent = 12
      return
    }
    // Turned by 40 degrees: sine 0.64, cosine 0.77.
    labelExtent = (labels.map { TextMeasure.width($0.text, size: 12) }.max() ?? 0) * 0.643 + 8
    overhang = labels.enumerated().map { place, label in
      TextMeasure.width(label.text, size: 12) * 0.766 - scale.step * (Double(place * every) + 0.5)
    }.max() ?? 0
  }
}
