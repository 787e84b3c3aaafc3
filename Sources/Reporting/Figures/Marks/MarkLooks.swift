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
  ///   - standard: the paint where the specification gives none.
  ///   - opacity: where it gives none.
  init(_ layer: LayerData, _ plot: Plot, standard: String = Palette.category(0), opacity: Double = 1) {
    let value = layer.channel("color")?.value?.string ?? layer.mark.text("color") ?? layer.mark.text("fill") ?? layer.mark.text("stroke")
    inks = [Ink(paint: value.flatMap(ColorScale.paint) ?? standard)]
    self.opacity = min(1, max(0, layer.channel("opacity")?.value?.double ?? layer.mark.number("opacity") ?? opacity))
    if let scale = plot.opacity, layer.channel("opacity")?.field != nil, let numbers = layer.numbers("opacity") {
      opacities = numbers.map(scale.opacity)
    } else {
      opacities = nil
    }
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
      let places = Dictionary(names.enumerated().map { ($1, Int32($0)) }, uniquingKeysWith: { first, _ in first })
      codes = (layer.labels("color") ?? []).map { $0.flatMap { places[$0] } ?? Int32(names.count) }
    }
  }

  func ink(_ row: Int) -> Ink { codes.indices.contains(row) ? inks[Int(codes[row])] : inks[0] }

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
