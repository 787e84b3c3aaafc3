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
  let hasLine: Bool
  private(set) var ticks: [Double] = []
  private(set) var labels: [Label] = []
  private(set) var isTurned = false
  /// Across the axis: how wide the labels of a y axis are, how high those of an x axis.
  private(set) var labelExtent = 0.0
  /// How far the first label reaches to the left of the plot.
  private(set) var overhang = 0.0
  /// How far the last label reaches beyond the plot's end.
  private(set) var overrun = 0.0

  /// - Parameters:
  ///   - length: of the axis, in pixels; `scale.range` spans it.
  ///   - labelLimit: the most room that a category's name takes, in pixels.
  init(_ scale: PositionScale, _ channel: FigureChannel?, isShown: Bool, length: Double, isVertical: Bool, labelLimit: Double) {
    let options = channel?.axis ?? .null
    self.isShown = isShown
    hasGrid = options["grid"]?.bool ?? true
    hasLine = options["domain"]?.bool ?? true
    guard isShown, options["labels"]?.bool != false else {
      if isShown { ticks = Self.ticks(scale, count: max(2, Int(length / (isVertical ? 44 : 70)))) }
      return
    }
    let limit = options["labelLimit"]?.double.map { min(400, max(20, $0)) } ?? labelLimit
    if case .band(let categories) = scale.kind {
      isVertical ? setRows(categories, scale, limit) : setColumns(categories, scale, limit, angle: options["labelAngle"]?.double)
    } else {
      setNumbers(scale, channel, length: length, isVertical: isVertical)
    }
  }

  /// Ticks of a scale of numbers or times, about `count` of them.
  static func ticks(_ scale: PositionScale, count: Int) -> [Double] {
    switch scale.kind {
    case .linear(let low, let high), .power(let low, let high, _): Ticks.linear(low, high, count: count)
    case .logarithmic(let low, let high): Ticks.logarithmic(low, high, count: count)
    case .symmetricLogarithmic(let low, let high, let constant): Ticks.symmetricLogarithmic(low, high, constant: constant, count: count)
    case .temporal(let low, let high): TimeTicks.ticks(low, high, count: count)
    case .band: []
    }
  }

  private static func texts(_ ticks: [Double], _ scale: PositionScale, _ format: String?) -> [String] {
    switch scale.kind {
    case .temporal: TimeTicks.labels(ticks, format: format)
    case .logarithmic, .symmetricLogarithmic:
      format.flatMap { NumberFormat($0) }?.texts(ticks) ?? TickLabels.logarithmic(ticks)
    default: TickLabels.labels(ticks, format: format)
    }
  }

  private mutating func setNumbers(_ scale: PositionScale, _ channel: FigureChannel?, length: Double, isVertical: Bool) {
    let options = channel?.axis ?? .null
    let given = options["values"]?.array.map { values in
      values.compactMap { $0.double ?? $0.string.flatMap { CalendarText(iso: $0) }?.secondsSince1970 }.filter { scale.share($0).map { $0 >= 0 && $0 <= 1 } ?? false }
    }
    let wanted = options["tickCount"]?.int ?? Int(max(2, (length / (isVertical ? 44 : 70)).rounded()))
    var count = min(20, max(2, wanted))
    while true {
      ticks = given ?? Self.ticks(scale, count: count)
      if let least = channel?.leastTickStep, given == nil, count > 1, ticks.count > 1, ticks[1] - ticks[0] < least {
        count -= 1
        continue
      }
      let texts = Self.texts(ticks, scale, channel?.format)
      let widths = texts.map { TextMeasure.width($0, size: 12) }
      labels = zip(ticks, texts).map { Label(at: .number($0), text: $1) }
      let places = ticks.compactMap { scale.position($0) }
      guard places.count == ticks.count else { return }
      let needed = zip(widths, widths.dropFirst()).map { isVertical ? 13 : ($0 + $1) / 2 + 8 }
      let isClear = zip(zip(places, places.dropFirst()), needed).allSatisfy { abs($0.0 - $0.1) >= $1 }
      if isClear || count <= 2 || given != nil {
        if !isClear { thin(places, widths, isVertical: isVertical) }
        measure(scale, isVertical: isVertical)
        return
      }
      count -= 1
    }
  }

  /// How much room the labels that are left take.
  private mutating func measure(_ scale: PositionScale, isVertical: Bool) {
    let widths = labels.map { TextMeasure.width($0.text, size: 12) }
    labelExtent = isVertical ? widths.max() ?? 0 : 12
    guard !isVertical else { return }
    let (start, end) = (min(scale.range.start, scale.range.end), max(scale.range.start, scale.range.end))
    for (label, width) in zip(labels, widths) {
      guard case .number(let number) = label.at, let place = scale.position(number) else { continue }
      overhang = max(overhang, start - (place - width / 2))
      overrun = max(overrun, place + width / 2 - end)
    }
  }

  /// Leaves out labels that would touch the one before; grid lines stay.
  private mutating func thin(_ places: [Double], _ widths: [Double], isVertical: Bool) {
    var kept: [Int] = []
    for place in labels.indices {
      if let last = kept.last {
        let needed = isVertical ? 13 : (widths[last] + widths[place]) / 2 + 8
        if abs(places[place] - places[last]) < needed { continue }
      }
      kept.append(place)
    }
    labels = kept.map { labels[$0] }
  }

  private mutating func setRows(_ categories: [String], _ scale: PositionScale, _ limit: Double) {
    let every = max(1, Int((12.5 / max(0.01, scale.step)).rounded(.up)))
    for (place, category) in categories.enumerated() where place % every == 0 {
      labels.append(Label(at: .category(category), text: TextMeasure.fitted(category, size: 12, width: limit)))
    }
    labelExtent = labels.map { TextMeasure.width($0.text, size: 12) }.max() ?? 0
  }

  private mutating func setColumns(_ categories: [String], _ scale: PositionScale, _ limit: Double, angle: Double?) {
    let widest = categories.map { TextMeasure.width($0, size: 12) }.max() ?? 0
    let isTight = widest + 6 > scale.step
    isTurned = angle.map { $0 != 0 } ?? isTight
    // Categories that are numbers, such as years, are thinned before they are turned.
    let isThinned = isTight && angle == nil && categories.allSatisfy { Double($0) != nil }
    if isThinned { isTurned = false }
    let room = isTurned ? 15 : widest + 8
    let every = isTurned || isThinned || isTight ? max(1, Int((room / max(0.01, scale.step)).rounded(.up))) : 1
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
