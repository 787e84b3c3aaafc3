import Tabular
import Tooling

/// Draws the layers of a plot, each mark in a file of its own.
enum MarkDrawing {
  static func draw(_ plot: inout Plot, _ svg: inout SVGText) {
    for place in plot.layers.indices {
      let layer = plot.layers[place]
      guard layer.rowCount > 0 else { continue }
      switch layer.mark.shape {
      case .point, .circle, .square: PointMarks.draw(layer, plot, &svg)
      case .line: LineMarks.draw(layer, plot, &svg)
      case .area: AreaMarks.draw(layer, plot.stacks[place], plot, &svg)
      case .bar, .rect: BarMarks.draw(layer, plot.stacks[place], &plot, &svg)
      case .rule: RuleMarks.draw(layer, plot, &svg)
      case .tick: TickMarks.draw(layer, plot, &svg)
      case .text: TextMarks.draw(layer, plot, &svg)
      case .boxplot: break
      }
    }
  }
}

/// What the rows of a layer look like, without their places.
struct LayerLooks {
  /// A paint a row, or one for all.
  private let paints: [String]
  private let common: String
  let opacity: Double
  let opacities: [Double]?

  init(_ layer: LayerData, _ plot: Plot, standard: String = Palette.category(0), opacity: Double = 1) {
    let value = layer.channel("color")?.value?.string ?? layer.mark.text("color") ?? layer.mark.text("fill") ?? layer.mark.text("stroke")
    common = value.flatMap(ColorScale.paint) ?? standard
    let hasField = layer.channel("color").map { $0.field != nil || $0.datum != nil } ?? false
    if !hasField {
      paints = []
    } else if case .continuous = plot.color {
      paints = (layer.numbers("color") ?? []).map { plot.color.color($0)?.hex ?? "var(--missing,#999)" }
    } else {
      paints = (layer.labels("color") ?? []).map { $0.flatMap { plot.color.paint($0) } ?? "var(--missing,#999)" }
    }
    self.opacity = min(1, max(0, layer.channel("opacity")?.value?.double ?? layer.mark.number("opacity") ?? opacity))
    if layer.channel("opacity")?.field != nil, let numbers = layer.numbers("opacity") {
      let finite = numbers.filter(\.isFinite)
      let (low, high) = (finite.min() ?? 0, finite.max() ?? 1)
      opacities = numbers.map { $0.isFinite && high > low ? 0.15 + 0.85 * ($0 - low) / (high - low) : 0.6 }
    } else {
      opacities = nil
    }
  }

  func paint(_ row: Int) -> String { paints.indices.contains(row) ? paints[row] : common }

  /// Rows by paint, in the order of the first of each: one group of marks a paint keeps the page small.
  func groups(_ rows: some Sequence<Int>) -> [(paint: String, rows: [Int])] {
    guard !paints.isEmpty else { return [(common, Array(rows))] }
    var places: [String: Int] = [:]
    var groups: [(paint: String, rows: [Int])] = []
    for row in rows {
      let paint = paint(row)
      if let place = places[paint] {
        groups[place].rows.append(row)
      } else {
        places[paint] = groups.count
        groups.append((paint, [row]))
      }
    }
    return groups
  }
}

extension Plot {
  /// Where the rows of a layer stand along an axis: the middle of a band, or the number's place. Without the channel, the plot's middle.
  func centres(_ layer: LayerData, _ name: String) -> [Double?] {
    let scale = name.hasPrefix("x") ? x : y
    if let value = layer.channel(name)?.value?.double {
      return [Double?](repeating: (name.hasPrefix("x") ? frame.left : frame.top) + value, count: layer.rowCount)
    }
    if scale.isBand {
      guard let labels = layer.labels(name) else { return [Double?](repeating: nil, count: layer.rowCount) }
      let offsets = offsetBands(layer, name)
      return labels.enumerated().map { row, label in
        guard let label, let band = scale.band(label) else { return nil }
        guard let offset = offsets?[row] else { return band.start + band.width / 2 }
        return band.start + (offset.start + offset.width / 2) * band.width
      }
    }
    return (layer.numbers(name) ?? [Double](repeating: .nan, count: layer.rowCount)).map { scale.position($0) }
  }

  /// The share of its band that a row has where `xOffset` or `yOffset` divides bands among groups.
  func offsetBands(_ layer: LayerData, _ name: String) -> [(start: Double, width: Double)]? {
    let channel = name + "Offset"
    guard layer.has(channel), let labels = layer.labels(channel) else { return nil }
    var categories: [String] = []
    if let field = layer.channel(channel)?.field, field == layer.channel("color")?.field, case .categories(let names, _) = color {
      // Bars of a group stand in the order of their legend.
      categories = names
    } else {
      for other in layers where other.has(channel) { for category in other.categories(channel) where !categories.contains(category) { categories.append(category) } }
    }
    let width = 1 / Double(max(1, categories.count))
    let places = Dictionary(categories.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    return labels.map { label in (Double(label.flatMap { places[$0] } ?? 0) * width, width * 0.94) }
  }

  /// What a pointer that rests on a mark is told: the fields of its channels.
  func tooltip(_ layer: LayerData, _ row: Int) -> String {
    var parts: [String] = []
    var told: Set<String> = []
    for name in ["x", "y", "x2", "y2", "color", "size", "text", "detail", "tooltip"] {
      guard let channel = layer.channel(name), let field = channel.field, told.insert(field).inserted, let column = layer.table.column(field),
        column.count > row
      else { continue }
      parts.append("\(channel.label ?? field): \(CellText.text(column.values, row) ?? PageWords.missing)")
    }
    return parts.joined(separator: "\n")
  }

  /// Marks beyond this many have no tooltips, which would weigh more than the marks.
  static let tooltipLimit = 400
}
