/// Panels in rows and columns, their plot areas in line.
struct GridPanel {
  let view: GridView
  private(set) var cells: [Panel?]
  private(set) var width = 0.0, height = 0.0
  private var columns: [Track] = []
  private var rows: [Track] = []

  /// A column or a row: its plot areas, and the room before and after them.
  private struct Track {
    var start = 0.0, size = 0.0, before = 0.0, after = 0.0
  }

  init(_ view: GridView, siblings: [String: [LayerData]]) {
    self.view = view
    var shared = siblings
    let all = view.cells.compactMap { $0 }.flatMap(\.plots).flatMap(\.layers)
    for channel in view.shared where shared[channel] == nil { shared[channel] = Self.alike(channel, all) }
    // What is not shared here is not shared with what lies around either.
    for channel in ["x", "y"] where !view.shared.contains(channel) { shared[channel] = nil }
    cells = view.cells.map { cell in
      cell.map { cell in
        // Colours of another field have a scale of their own.
        let own = shared.filter { channel, layers in
          guard channel != "x", channel != "y" else { return true }
          let mine = cell.plots.flatMap(\.layers).compactMap { $0.channel(channel) }.filter(\.isShown).map(\.label)
          return mine.allSatisfy { label in layers.contains { $0.channel(channel)?.label == label } }
        }
        return Panel(cell, siblings: own)
      }
    }
    setAxes()
  }

  /// Layers whose channel shows what the first of them shows.
  private static func alike(_ channel: String, _ layers: [LayerData]) -> [LayerData] {
    guard channel != "x", channel != "y" else { return layers }
    let shown = layers.filter { $0.channel(channel)?.isShown == true }
    guard let first = shown.first else { return [] }
    return shown.filter { $0.channel(channel)?.label == first.channel(channel)?.label && $0.isDiscrete(channel) == first.isDiscrete(channel) }
  }

  /// Panels that share a scale have its axis at the grid's edge alone.
  private mutating func setAxes() {
    guard view.isFacet else { return }
    for place in cells.indices {
      guard case .plot(var panel)? = cells[place] else { continue }
      let below = place + view.columnCount
      panel.showsX = !view.shared.contains("x") || below >= cells.count || cells[below] == nil
      panel.showsY = !view.shared.contains("y") || place % view.columnCount == 0
      panel.namesAxes = false
      cells[place] = .plot(panel)
    }
  }

  /// What all panels' axes are called, where they are called once.
  private var axisTitles: (x: String?, y: String?) {
    guard view.isFacet else { return (nil, nil) }
    for cell in cells { if case .plot(let panel)? = cell { return (panel.xTitle, panel.yTitle) } }
    return (nil, nil)
  }

  private var headRoom: Double { (view.columnTitles.isEmpty ? 0 : 20) + (view.isFacet && view.title != nil && !view.columnTitles.isEmpty ? 18 : 0) }
  private var cellHeadRoom: Double { view.cellTitles.isEmpty ? 0 : 14 }
  private var sideRoom: Double { axisTitles.y == nil ? 0 : 20 }
  private var footRoom: Double { axisTitles.x == nil ? 0 : 20 }
  private var endRoom: Double {
    view.rowTitles.isEmpty ? 0 : 10 + min(140, view.rowTitles.map { TextMeasure.width($0, size: 12, isBold: true) }.max() ?? 0)
  }

  // MARK: Sizes

  /// Fits all panels into a width; the height is what they need.
  mutating func fit(width available: Double) {
    let columnCount = max(1, view.columnCount), rowCount = max(1, view.rowCount)
    let gap = view.spacing.map { max(0, min(60, $0)) } ?? (view.isFacet ? 10 : 18)
    let sizes = (0..<columnCount).map { weight(ofColumn: $0) }
    let weights = sizes.map { $0 / sizes.reduce(0, +) }
    columns = [Track](repeating: Track(), count: columnCount)
    rows = [Track](repeating: Track(), count: rowCount)
    let fixed = sideRoom + endRoom + gap * Double(columnCount - 1)
    let least = 24 * Double(columnCount)
    // What all plot areas have together.
    var share = max(least, available - fixed - 40)
    for _ in 0..<3 {
      for place in cells.indices { fit(place, width: share * weights[place % columnCount]) }
      for column in columns.indices {
        let panels = stride(from: column, to: cells.count, by: columnCount).compactMap { cells[$0] }
        columns[column].before = panels.map(\.margins.left).max() ?? 0
        columns[column].after = panels.map(\.margins.right).max() ?? 0
      }
      let around = columns.reduce(0) { $0 + $1.before + $1.after }
      share = max(least, available - fixed - around)
    }
    for place in cells.indices { fit(place, width: share * weights[place % columnCount]) }
    var x = sideRoom
    for column in columns.indices {
      columns[column].start = x + columns[column].before
      columns[column].size = share * weights[column]
      x = columns[column].start + columns[column].size + columns[column].after + gap
    }
    width = x - gap + endRoom
    var y = headRoom
    for row in rows.indices {
      let panels = cells[min(cells.count, row * columnCount)..<min(cells.count, (row + 1) * columnCount)].compactMap { $0 }
      rows[row].before = (panels.map(\.margins.top).max() ?? 0) + cellHeadRoom
      rows[row].after = panels.map(\.margins.bottom).max() ?? 0
      rows[row].size = panels.map(\.size.height).max() ?? 0
      rows[row].start = y + rows[row].before
      y = rows[row].start + rows[row].size + rows[row].after + (view.isFacet ? min(gap, 4) : gap * 0.5)
    }
    self.height = y + footRoom
  }

  private mutating func fit(_ place: Int, width: Double) {
    switch cells[place] {
    case .plot(var panel)?:
      let height = self.height(of: panel, width: width)
      panel.fit(width: width, height: height)
      cells[place] = .plot(panel)
    case .grid(var grid)?:
      grid.fit(width: width)
      cells[place] = .grid(grid)
    case nil: break
    }
  }

  private func height(of panel: PlotPanel, width: Double) -> Double {
    let view = panel.view
    if let w = view.width, let h = view.height, w > 0, h > 0, h / w < 20 { return max(20, min(3000, width * h / w)) }
    if let h = view.height, h > 0 { return max(20, min(3000, h)) }
    if panel.plot.y.isBand {
      let count = Double(max(1, panel.plot.y.categories.count))
      return max(60, min(3000, count * min(30, max(count > 40 ? 6 : 14, 220 / count))))
    }
    // A single row of panels has the height of a figure.
    if self.view.isFacet, self.view.rowCount == 1 { return max(180, min(260, width * 0.8)) }
    return self.view.isFacet ? max(90, min(220, width * 0.8)) : max(150, min(300, width * 0.72))
  }

  /// Columns are as wide as the author's sizes say of them.
  private func weight(ofColumn column: Int) -> Double {
    guard !view.isFacet else { return 1 }
    let widths = stride(from: column, to: cells.count, by: max(1, view.columnCount)).compactMap { place -> Double? in
      switch cells[place] {
      case .plot(let panel)?: panel.view.width
      case .grid(let grid)?: grid.naturalWidth
      case nil: nil
      }
    }
    return max(1, min(5000, widths.max() ?? 200))
  }

  private var naturalWidth: Double { (0..<max(1, view.columnCount)).reduce(0) { $0 + weight(ofColumn: $1) } }

  // MARK: Drawing

  mutating func draw(left: Double, top: Double, identifier: String, _ svg: inout SVGText) {
    for place in cells.indices {
      let column = columns[place % columns.count], row = rows[min(rows.count - 1, place / columns.count)]
      cells[place]?.draw(left: left + column.start, top: top + row.start, identifier: "\(identifier)-\(place + 1)", &svg)
      if view.cellTitles.indices.contains(place), cells[place] != nil {
        label(view.cellTitles[place], left + column.start + column.size / 2, top + row.start - 7, column.size + 12, &svg)
      }
    }
    let isTitled = view.isFacet && view.title?.isEmpty == false && !view.columnTitles.isEmpty
    if isTitled, let title = view.title, let first = columns.first, let last = columns.last {
      svg.label(title, left + (first.start + last.start + last.size) / 2, top + 13, [("text-anchor", "middle"), ("font-weight", "600")])
    }
    for (column, title) in zip(columns, view.columnTitles) {
      svg.label(
        TextMeasure.fitted(title, size: 12, width: column.size + 10), left + column.start + column.size / 2, top + headRoom - 1, [("text-anchor", "middle")])
    }
    for (row, title) in zip(rows, view.rowTitles) {
      guard let last = columns.last else { continue }
      svg.label(TextMeasure.fitted(title, size: 12, width: 140), left + last.start + last.size + last.after + 6, top + row.start + row.size / 2 + 4)
    }
    drawAxisTitles(left, top, &svg)
  }

  private func drawAxisTitles(_ left: Double, _ top: Double, _ svg: inout SVGText) {
    let titles = axisTitles
    guard let first = columns.first, let last = columns.last, let upper = rows.first, let lower = rows.last else { return }
    if let title = titles.x { label(title, left + (first.start + last.start + last.size) / 2, top + height - 8, width - 8, isBold: true, &svg) }
    if let title = titles.y {
      let y = top + (upper.start + lower.start + lower.size) / 2
      let fitted = TextMeasure.fitted(title, size: 12, width: max(60, height - 8), isBold: true)
      svg.label(
        fitted, 0, 0,
        [("text-anchor", "middle"), ("font-weight", "600"), ("transform", "translate(\(NumberText.coordinate(left + 12)) \(NumberText.coordinate(y))) rotate(-90)")])
    }
  }

  private func label(_ text: String, _ x: Double, _ y: Double, _ room: Double, isBold: Bool = false, _ svg: inout SVGText) {
    let fitted = TextMeasure.fitted(text, size: 12, width: max(20, room), isBold: isBold)
    svg.label(fitted, x, y, [("text-anchor", "middle")] + (isBold ? [("font-weight", "600")] : []))
  }
}
