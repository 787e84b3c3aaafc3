import Tooling

/// From numbers to areas, in square pixels.
struct SizeScale {
  let low: Double, high: Double
  /// Areas at both ends.
  let range: (small: Double, large: Double)

  /// Nil where no layer has sizes by number.
  init?(_ layers: [LayerData]) {
    let sized = layers.filter { $0.channel("size")?.field != nil && !$0.isDiscrete("size") }
    guard let channel = sized.first?.channel("size"), let (least, greatest) = FigureTransform.extent(sized.flatMap { $0.numbers("size") ?? [] }) else { return nil }
    let domain = channel.scale["domain"]?.array?.compactMap(\.double) ?? []
    let isGiven = domain.count == 2 && domain[0] < domain[1]
    low = isGiven ? domain[0] : channel.scale["zero"]?.bool == false ? least : min(0, least)
    high = isGiven ? domain[1] : greatest
    let given = channel.scale["range"]?.array?.compactMap(\.double).filter { $0.isFinite && $0 >= 0 } ?? []
    range = given.count == 2 ? (min(4000, given[0]), min(4000, given[1])) : (12, 272)
  }

  func area(_ number: Double) -> Double {
    guard number.isFinite else { return 20 }
    return high > low ? range.small + (range.large - range.small) * min(1, max(0, (number - low) / (high - low))) : range.large / 2
  }
}

/// Opacity by number.
struct OpacityScale {
  let low: Double, high: Double

  init?(_ layers: [LayerData]) {
    let shown = layers.filter { $0.channel("opacity")?.field != nil }
    guard let (least, greatest) = FigureTransform.extent(shown.flatMap { $0.numbers("opacity") ?? [] }) else { return nil }
    (low, high) = (least, greatest)
  }

  func opacity(_ number: Double) -> Double { number.isFinite && high > low ? 0.15 + 0.85 * (number - low) / (high - low) : 0.6 }
}

/// Categories by a place in a row of things that are told apart: symbols, dashes.
struct CategoryScale {
  let names: [String]
  private let places: [String: Int]

  /// Nil where no layer has the channel.
  init?(_ name: String, _ layers: [LayerData]) {
    var names: [String] = []
    var seen: Set<String> = []
    for layer in layers where layer.channel(name)?.isShown == true { for category in layer.categories(name) where seen.insert(category).inserted { names.append(category) } }
    guard !names.isEmpty else { return nil }
    self.names = names
    places = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  }

  func place(_ category: String?) -> Int { category.flatMap { places[$0] } ?? 0 }
}

/// Ways to break a line, told apart also where colours are not.
enum DashPattern {
  private static let patterns = ["", "6 4", "2 3", "8 3 2 3", "10 4", "4 2 1 2 1 2"]

  static func text(place: Int) -> String? {
    let pattern = patterns[place % patterns.count]
    return pattern.isEmpty ? nil : pattern
  }

  /// `strokeDash` as SVG has it.
  static func text(_ mark: FigureMark) -> String? {
    let lengths = mark.options["strokeDash"]?.array?.compactMap(\.double).filter { $0.isFinite && $0 >= 0 && $0 < 1000 } ?? []
    return lengths.isEmpty ? nil : lengths.map(NumberText.coordinate).joined(separator: " ")
  }
}
