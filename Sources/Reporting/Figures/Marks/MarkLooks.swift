import Tooling

/// What the rows of a layer look like, without their places.
struct MarkLooks {
  /// A paint, and the category that it stands for where it stands for one.
  struct Ink: Equatable {
    var paint: String
    var key: String?
  }

  /// The different inks of the layer.
  private(set) var inks: [Ink]
  /// Which of them each row has; empty where all have the first.
  private(set) var codes: [Int32] = []
  let opacity: Double
  /// An opacity a row, where rows differ.
  let opacities: [Double]?

  /// So many steps of a continuous palette are told apart by nobody, and marks of one paint stand in one group.
  private static let shadeCount = 128
  private static let missing = "var(--missing,#999)"

  /// - Parameters:
  ///   - standard: the paint where the specification gives none; nil for the palette's first, or that of the layer's own axis.
  ///   - opacity: where it gives none.
  init(_ layer: LayerData, _ plot: Plot, standard: String? = nil, opacity: Double = 1) {
    let standard = standard ?? Palette.category(max(layer.side("x"), layer.side("y")))
    let value = layer.channel("color")?.value?.string ?? layer.mark.text("color") ?? layer.mark.text("fill") ?? layer.mark.text("stroke")
    inks = [Ink(paint: value.flatMap(ColorScale.paint) ?? standard)]
    self.opacity = min(1, max(0, layer.channel("opacity")?.value?.double ?? layer.mark.number("opacity") ?? opacity))
    var scaled: [Double]?
    if let scale = plot.opacity, layer.channel("opacity")?.field != nil, let numbers = layer.numbers("opacity") { scaled = numbers.map(scale.opacity) }
    opacities = layer.overridden("opacity", scaled, standard: self.opacity)?.map { $0.isFinite ? min(1, max(0, $0)) : 1 }
    defer { applyConditions(of: layer, standard: standard) }
    guard layer.channel("color")?.isShown == true else { return }
    switch plot.color {
    case .none: break
    case .continuous(let gradient):
      inks = (0..<Self.shadeCount).map { Ink(paint: gradient.color(at: Double($0) / Double(Self.shadeCount - 1)).hex) } + [Ink(paint: Self.missing)]
      codes = (layer.numbers("color") ?? []).map { number in
        guard let share = gradient.position(number) else { return Int32(Self.shadeCount) }
        return Int32((min(1, max(0, share)) * Double(Self.shadeCount - 1)).rounded())
      }
    case .categories(let names, let paints):
      inks = names.map { Ink(paint: paints[$0] ?? Self.missing, key: $0) } + [Ink(paint: Self.missing)]
      codes = layer.places("color", among: names, missing: Int32(names.count)) ?? []
    }
  }

  /// Rows of a `condition` have its paint.
  private mutating func applyConditions(of layer: LayerData, standard: String) {
    guard layer.overrides["color"] != nil else { return }
    if codes.isEmpty { codes = [Int32](repeating: 0, count: layer.rowCount) }
    var places: [String: Int32] = [:]
    for row in codes.indices {
      guard let value = layer.override("color", row) else { continue }
      let paint = value.string.flatMap(ColorScale.paint) ?? standard
      if places[paint] == nil {
        places[paint] = Int32(inks.count)
        inks.append(Ink(paint: paint))
      }
      codes[row] = places[paint] ?? 0
    }
  }

  func code(_ row: Int) -> Int { codes.indices.contains(row) ? Int(codes[row]) : 0 }
  func ink(_ row: Int) -> Ink { inks[code(row)] }

  /// Rows by ink, in the order of the first of each: one group of marks a paint keeps the page small.
  func groups(_ rows: some Sequence<Int>) -> [(ink: Ink, rows: [Int])] {
    guard !codes.isEmpty else { return [(inks[0], Array(rows))] }
    var places = [Int](repeating: -1, count: inks.count)
    var groups: [(ink: Ink, rows: [Int])] = []
    for row in rows {
      let code = Int(codes[row])
      if places[code] < 0 {
        places[code] = groups.count
        groups.append((inks[code], [row]))
      } else {
        groups[places[code]].rows.append(row)
      }
    }
    return groups
  }
}

extension SVGText {
  /// A group of marks of one ink, named by its category.
  mutating func open(_ ink: MarkLooks.Ink, as attribute: String, _ attributes: [(String, String)] = []) {
    open("g", [(attribute, ink.paint)] + attributes + (ink.key.map { [("data-key", $0)] } ?? []))
  }
}

extension MarkRaster {
  /// Rectangles of rows, those of one ink after those of another as in a drawing of marks.
  mutating func fill(_ looks: MarkLooks, _ rows: some Sequence<Int>, _ place: (Int) -> (x: Double, y: Double, width: Double, height: Double)?) {
    for group in looks.groups(rows) {
      guard let first = group.rows.first else { continue }
      // An opacity for each row is one of 33: a pass over the pixels for each.
      let parts = looks.opacities.map { opacities in Dictionary(grouping: group.rows) { Int((opacities[$0] * 32).rounded()) } } ?? [-1: group.rows]
      for (level, rows) in parts.sorted(by: { $0.key < $1.key }) {
        for row in rows { if let at = place(row) { gather(at.x, at.y, at.width, at.height) } }
        paintGathered(looks.code(first), opacity: level < 0 ? looks.opacity : Double(level) / 32)
      }
    }
  }
}
