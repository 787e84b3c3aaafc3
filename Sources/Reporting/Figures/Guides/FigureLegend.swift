import Tooling

/// What colours, sizes, symbols and dashes mean, in rows above the plot, where width is.
struct FigureLegend {
  enum Symbol {
    case line(dash: String?), square
    /// One of `PointShape`'s, of an area.
    case point(Int, area: Double)
  }

  struct Item {
    var text: String
    var paint: String
    var symbol: Symbol
    /// The category that the item stands for, so that a script can show and hide it.
    var key: String?
  }

  private enum Content {
    case items([Item])
    case gradient(ticks: [Tick], ColorScale.Gradient)
  }

  private struct Tick: Equatable {
    var share: Double
    var text: String
  }

  private let title: String?
  private let content: Content
  private static let rowHeight = 20.0, barWidth = 180.0
  /// More items than this would be a table of their own.
  private static let itemLimit = 24

  private init(_ title: String?, _ content: Content) {
    self.title = title
    self.content = content
  }

  /// The legends of a plot: one a field, so that a field that is colour and symbol at once is explained once.
  static func legends(of plot: Plot) -> [FigureLegend] {
    var legends: [FigureLegend] = []
    let fields = ["color", "shape", "strokeDash", "size"].map { plot.firstChannel($0)?.field }
    for plot in plot.parted(by: "color") { if let channel = plot.firstChannel("color"), channel.hasLegend { legends += colors(plot, channel) } }
    if let shapes = plot.shapes, let channel = plot.firstChannel("shape"), channel.hasLegend, fields[1] != fields[0] {
      legends.append(items(channel.label, shapes.names) { Item(text: $0, paint: "currentColor", symbol: .point(shapes.place($0), area: 60)) })
    }
    if let dashes = plot.dashes, let channel = plot.firstChannel("strokeDash"), channel.hasLegend, fields[2] != fields[0] {
      legends.append(items(channel.label, dashes.names) { Item(text: $0, paint: "currentColor", symbol: .line(dash: DashPattern.text(place: dashes.place($0)))) })
    }
    if let size = plot.size, let channel = plot.firstChannel("size"), channel.hasLegend, size.high > size.low {
      let ticks = Ticks.linear(size.low, size.high, count: 4).filter { $0 > size.low || size.range.small > 0 }
      let texts = TickLabels.labels(ticks, format: channel.format)
      let items = zip(ticks, texts).map { Item(text: $1, paint: "currentColor", symbol: .point(0, area: size.area($0))) }
      legends.append(FigureLegend(channel.label, .items(items)))
    }
    return legends
  }

  private static func items(_ title: String?, _ names: [String], _ item: (String) -> Item) -> FigureLegend {
    var items = names.prefix(itemLimit).map { name in
      var item = item(name)
      item.text = TextMeasure.fitted(name, size: 12, width: 260)
      return item
    }
    if names.count > items.count { items.append(Item(text: PageWords.more(names.count - items.count), paint: "none", symbol: .square)) }
    return FigureLegend(title, .items(items))
  }

  private static func colors(_ plot: Plot, _ channel: FigureChannel) -> [FigureLegend] {
    switch plot.color {
    case .none: return []
    case .categories(let names, let paints):
      let marks = plot.layers.filter { $0.channel("color")?.isShown == true }.map(\.mark)
      let hasShapes = plot.firstChannel("shape")?.field == channel.field
      let hasDashes = plot.firstChannel("strokeDash")?.field == channel.field
      return [
        items(channel.label, names) { name in
          let symbol: Symbol =
            marks.contains { $0.shape == .point || $0.shape == .circle || $0.shape == .square }
            ? .point(hasShapes ? plot.shapes?.place(name) ?? 0 : marks.contains { $0.shape == .square } ? 1 : 0, area: 64)
            : marks.contains { $0.shape == .line || $0.shape == .rule } ? .line(dash: hasDashes ? plot.dashes.flatMap { DashPattern.text(place: $0.place(name)) } : nil) : .square
          return Item(text: name, paint: paints[name] ?? "currentColor", symbol: symbol, key: name)
        }
      ]
    case .continuous(let gradient):
      let ticks = gradient.isLogarithmic ? Ticks.logarithmic(gradient.low, gradient.high, count: 4) : Ticks.linear(gradient.low, gradient.high, count: 4)
      let isTime = plot.layers.contains { $0.type("color") == .temporal }
      let texts = isTime ? TimeTicks.labels(ticks) : gradient.isLogarithmic ? TickLabels.logarithmic(ticks) : TickLabels.labels(ticks, format: channel.format)
      var shown: [Tick] = []
      var end = -Double.infinity
      for (tick, text) in zip(ticks, texts) {
        guard let share = gradient.position(tick), share >= -0.001, share <= 1.001 else { continue }
        let half = TextMeasure.width(text, size: 11) / 2
        guard share * barWidth - half > end else { continue }
        end = share * barWidth + half + 6
        shown.append(Tick(share: share, text: text))
      }
      return [FigureLegend(channel.label, .gradient(ticks: shown, gradient))]
    }
  }

  /// Whether both tell the same of the same field, whatever marks they stand for.
  func tellsTheSame(as other: FigureLegend) -> Bool {
    guard title == other.title else { return false }
    switch (content, other.content) {
    case (.items(let a), .items(let b)): return a.map(\.text) == b.map(\.text) && a.map(\.paint) == b.map(\.paint)
    case (.gradient(let a, let first), .gradient(let b, let second)): return a == b && first == second
    default: return false
    }
  }

  /// How wide it would be on one row.
  var naturalWidth: Double {
    switch content {
    case .items(let items): titleWidth + items.reduce(0) { $0 + width(of: $1) }
    case .gradient: titleWidth + Self.barWidth + 24
    }
  }

  func height(width: Double) -> Double {
    switch content {
    case .items: Double(rows(width: width).count) * rowHeight + 4
    case .gradient: 36
    }
  }

  func draw(top: Double, width: Double, _ svg: inout SVGText) {
    switch content {
    case .items(let items):
      svg.open("g", [("class", "legend")])
      if let title { svg.label(title, 4, top + rowHeight / 2 + 6, [("font-weight", "600")]) }
      for (row, places) in rows(width: width).enumerated() {
        let y = top + rowHeight / 2 + 2 + Double(row) * rowHeight
        for (place, x) in places {
          let item = items[place]
          if let key = item.key { svg.open("g", [("data-key", key)]) }
          draw(item, x, y, &svg)
          svg.label(item.text, x + 8 + symbolWidth(item), y + 4, [])
          if item.key != nil { svg.close("g") }
        }
      }
      svg.close("g")
    case .gradient(let ticks, let gradient):
      let left = 4 + titleWidth
      svg.open("g", [("class", "legend")])
      if let title { svg.label(title, 4, top + 16, [("font-weight", "600")]) }
      let pieces = 36
      for piece in 0..<pieces {
        let x = left + Self.barWidth * Double(piece) / Double(pieces)
        let color = gradient.color(at: (Double(piece) + 0.5) / Double(pieces))
        svg.rect(x, top + 6, Self.barWidth / Double(pieces) + (piece + 1 < pieces ? 0.6 : 0), 11, [("fill", color.hex)])
      }
      svg.open("g", [("fill-opacity", ".8"), ("text-anchor", "middle"), ("font-size", "11")])
      for tick in ticks { svg.label(tick.text, left + tick.share * Self.barWidth, top + 29) }
      svg.close("g")
      svg.close("g")
    }
  }

  private func draw(_ item: Item, _ x: Double, _ y: Double, _ svg: inout SVGText) {
    switch item.symbol {
    case .line(let dash):
      let dashes = dash.map { [("stroke-dasharray", $0)] } ?? []
      svg.line(x, y, x + (dash == nil ? 15 : 24), y, [("stroke", item.paint), ("stroke-width", "2.5")] + (dash == nil ? [("stroke-linecap", "round")] : dashes))
    case .square: svg.rect(x + 1, y - 6, 12, 12, [("fill", item.paint), ("rx", "2")])
    case .point(let shape, let area):
      let radius = PointShape.radius(area)
      let (element, place) = PointShape.element(shape, x + max(7, radius), y, radius)
      let isKeyless = item.key == nil
      svg.empty(element, place + (isKeyless ? [("fill", "none"), ("stroke", item.paint), ("stroke-opacity", ".8")] : [("fill", item.paint)]))
    }
  }

  private var titleWidth: Double { title.map { TextMeasure.width($0, size: 12, isBold: true) + 14 } ?? 0 }
  private func width(of item: Item) -> Double { symbolWidth(item) + 22 + TextMeasure.width(item.text, size: 12) }

  private func symbolWidth(_ item: Item) -> Double {
    switch item.symbol {
    case .line(let dash): dash == nil ? 14 : 22
    case .square: 10
    case .point(_, let area): max(10, 2 * PointShape.radius(area))
    }
  }

  /// As high as the largest symbol.
  private var rowHeight: Double {
    guard case .items(let items) = content else { return Self.rowHeight }
    return items.reduce(Self.rowHeight) { height, item in
      if case .point(_, let area) = item.symbol { max(height, 2 * PointShape.radius(area) + 4) } else { height }
    }
  }

  /// Items flow into rows; each with its left edge.
  private func rows(width: Double) -> [[(Int, Double)]] {
    guard case .items(let items) = content else { return [] }
    var rows: [[(Int, Double)]] = [[]]
    let start = 4 + titleWidth
    let next = start > width / 2 ? 4.0 : start
    var x = start
    for (place, item) in items.enumerated() {
      let needed = self.width(of: item)
      if x + needed - 14 > width, !rows[rows.count - 1].isEmpty {
        rows.append([])
        x = next
      }
      rows[rows.count - 1].append((place, x))
      x += needed
    }
    return rows
  }
}
