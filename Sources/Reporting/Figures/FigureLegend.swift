import Tooling

/// What colours mean, in rows above the plot, where width is.
struct FigureLegend {
  private enum Content {
    case none
    case items(title: String?, [(text: String, paint: String)], Symbol)
    case gradient(title: String?, ticks: [(share: Double, text: String)], Palette.Continuous)
  }
  private enum Symbol { case line, dot, square }
  private let content: Content
  private static let rowHeight = 20.0, barWidth = 180.0

  init(_ plot: Plot) {
    guard let channel = plot.firstChannel("color"), channel.hasLegend else {
      content = .none
      return
    }
    switch plot.color {
    case .none: content = .none
    case .categories(let names, let paints):
      // A single category needs no key where the axis or the caption names it; many would be a table of their own.
      let shown = names.prefix(24)
      let shapes = plot.layers.filter { $0.channel("color")?.field != nil }.map(\.mark.shape)
      let symbol: Symbol = shapes.contains(.line) ? .line : shapes.contains { $0 == .point || $0 == .circle } ? .dot : .square
      var items = shown.map { (text: TextMeasure.fitted($0, size: 12, width: 260), paint: paints[$0] ?? "currentColor") }
      if names.count > shown.count { items.append((text: PageWords.more(names.count - shown.count), paint: "none")) }
      content = .items(title: channel.label, items, symbol)
    case .continuous(let low, let high, let palette, let isLogarithmic):
      let ticks = isLogarithmic ? Ticks.logarithmic(low, high, count: 4) : Ticks.linear(low, high, count: 4)
      let texts = isLogarithmic ? TickLabels.logarithmic(ticks) : TickLabels.labels(ticks, format: channel.format)
      let color = plot.color
      content = .gradient(
        title: channel.label, ticks: zip(ticks, texts).compactMap { tick, text in color.position(tick).map { ($0, text) } }, palette)
    }
  }

  /// How wide it would be on one row.
  var naturalWidth: Double {
    switch content {
    case .none: 0
    case .items(let title, let items, _):
      titleWidth(title) + items.reduce(0) { $0 + 36 + TextMeasure.width($1.text, size: 12) }
    case .gradient(let title, _, _): titleWidth(title) + Self.barWidth + 24
    }
  }

  func height(width: Double) -> Double {
    switch content {
    case .none: 0
    case .items: Double(rows(width: width).count) * Self.rowHeight + 4
    case .gradient: 36
    }
  }

  func draw(width: Double, _ svg: inout SVGText) {
    switch content {
    case .none: break
    case .items(let title, let items, let symbol):
      svg.open("g", [])
      if let title { svg.label(title, 4, 16, [("font-weight", "600")]) }
      for (row, places) in rows(width: width).enumerated() {
        let y = 12 + Double(row) * Self.rowHeight
        for (place, x) in places {
          draw(symbol, items[place].paint, x, y, &svg)
          svg.label(items[place].text, x + 20, y + 4, [])
        }
      }
      svg.close("g")
    case .gradient(let title, let ticks, let palette):
      let left = 4 + titleWidth(title)
      if let title { svg.label(title, 4, 16, [("font-weight", "600")]) }
      let pieces = 36
      for piece in 0..<pieces {
        let x = left + Self.barWidth * Double(piece) / Double(pieces)
        let color = palette.color((Double(piece) + 0.5) / Double(pieces))
        svg.rect(x, 6, Self.barWidth / Double(pieces) + (piece + 1 < pieces ? 0.6 : 0), 11, [("fill", color.hex)])
      }
      svg.open("g", [("fill-opacity", ".8"), ("text-anchor", "middle"), ("font-size", "11")])
      for tick in ticks where tick.share >= -0.001 && tick.share <= 1.001 { svg.label(tick.text, left + tick.share * Self.barWidth, 29) }
      svg.close("g")
    }
  }

  private func draw(_ symbol: Symbol, _ paint: String, _ x: Double, _ y: Double, _ svg: inout SVGText) {
    switch symbol {
    case .line: svg.line(x, y, x + 15, y, [("stroke", paint), ("stroke-width", "2.5"), ("stroke-linecap", "round")])
    case .dot: svg.empty("circle", [("cx", NumberText.coordinate(x + 9)), ("cy", NumberText.coordinate(y)), ("r", "4.5"), ("fill", paint)])
    case .square: svg.rect(x + 3, y - 6, 12, 12, [("fill", paint), ("rx", "2")])
    }
  }

  private func titleWidth(_ title: String?) -> Double { title.map { TextMeasure.width($0, size: 12, isBold: true) + 14 } ?? 0 }

  /// Items flow into rows; each with its left edge.
  private func rows(width: Double) -> [[(Int, Double)]] {
    guard case .items(let title, let items, _) = content else { return [] }
    var rows: [[(Int, Double)]] = [[]]
    let start = 4 + titleWidth(title)
    let next = start > width / 2 ? 4.0 : start
    var x = start
    for (place, item) in items.enumerated() {
      let needed = 36 + TextMeasure.width(item.text, size: 12)
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
