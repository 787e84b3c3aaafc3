/// Colours that people with any colour vision tell apart.
enum Palette {
  /// Okabe and Ito (2008), blue first. The page's style may change them by variables for dark and print.
  static let categories = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#6B6B6B", "#B8A800"]

  /// Vega's schemes for categories; all are drawn in the house's own colours.
  static let categorical: Set<String> = [
    "accent", "category10", "category20", "category20b", "category20c", "dark2", "paired", "pastel1", "pastel2", "set1", "set2", "set3", "tableau10",
    "tableau20", "observable10",
  ]

  /// The colour of the category at `place` of `count`: through the page's variable, or where there are more categories than colours
  /// a sample of a continuous palette, so that no two are the same.
  static func category(_ place: Int, of count: Int = 1) -> String {
    if count > categories.count { return ordered(place, of: count, .viridis) }
    let index = place % categories.count
    return "var(--c\(index + 1),\(categories[index]))"
  }

  /// The colour of an ordered category. A palette's darkest and lightest ends would vanish in one theme or the other.
  static func ordered(_ place: Int, of count: Int, _ palette: Continuous) -> String {
    palette.color(count > 1 ? 0.14 + 0.76 * Double(place) / Double(count - 1) : 0.5).hex
  }

  /// A continuous palette, by position in 0...1.
  enum Continuous: Equatable {
    case viridis, magma, cividis, blues, greys, redBlue, blueOrange, purpleGreen
    case stops([RGB])

    /// By Vega's name for it; a scheme of one hue or of several that is not here is drawn in the nearest that is.
    init(scheme: String?) {
      self =
        switch scheme?.lowercased() {
        case "magma", "inferno", "plasma", "turbo", "rainbow", "sinebow": .magma
        case "cividis": .cividis
        case "blues", "purples", "greens", "oranges", "reds", "tealblues", "teals", "bluepurple", "greenblue", "purpleblue", "yellowgreenblue": .blues
        case "greys", "grays": .greys
        case "redblue", "rdbu", "redyellowblue", "redgrey", "spectral", "redyellowgreen": .redBlue
        case "blueorange", "brownbluegreen": .blueOrange
        case "purplegreen", "pinkyellowgreen", "purpleorange": .purpleGreen
        default: .viridis
        }
    }

    func color(_ position: Double) -> RGB {
      let stops = self.stops
      let clamped = position.isNaN ? 0 : min(1, max(0, position))
      let scaled = clamped * Double(stops.count - 1)
      let lower = max(0, min(stops.count - 2, Int(scaled)))
      return RGB(between: stops[lower], stops[min(lower + 1, stops.count - 1)], scaled - Double(lower))
    }

    private var stops: [RGB] {
      switch self {
      case .viridis: Self.viridisStops
      case .magma: Self.magmaStops
      case .cividis: Self.cividisStops
      case .blues: Self.bluesStops
      case .greys: Self.greysStops
      case .redBlue: Self.redBlueStops
      case .blueOrange: Self.blueOrangeStops
      case .purpleGreen: Self.purpleGreenStops
      case .stops(let stops): stops
      }
    }

    /// Every sixteenth of matplotlib's viridis and magma (van der Walt and Smith, 2015).
    private static let viridisStops: [RGB] = [
      0x440154, 0x481A6C, 0x472F7D, 0x414487, 0x39568C, 0x31688E, 0x2A788E, 0x23888E, 0x1F988B, 0x22A884, 0x35B779, 0x54C568, 0x7AD151,
      0xA5DB36, 0xD2E21B, 0xFDE725,
    ].map { RGB($0) }
    private static let magmaStops: [RGB] = [
      0x000004, 0x0C0926, 0x221150, 0x400F74, 0x5F187F, 0x7B2382, 0x982D80, 0xB73779, 0xD3436E, 0xEB5760, 0xF8765C, 0xFD9A6A, 0xFEBB81, 0xFDDC9E, 0xFCFDBF,
    ].map { RGB($0) }
    /// Cividis (Nuñez, Anderton and Renslow, 2018).
    private static let cividisStops: [RGB] = [0x00224E, 0x123570, 0x3B496C, 0x575D6D, 0x707173, 0x8A8678, 0xA59C74, 0xC3B369, 0xE1CC55, 0xFEE838].map { RGB($0) }
    /// ColorBrewer's Blues, Greys, RdBu, and PRGn.
    private static let bluesStops: [RGB] = [
      0xF7FBFF, 0xDEEBF7, 0xC6DBEF, 0x9ECAE1, 0x6BAED6, 0x4292C6, 0x2171B5, 0x08519C, 0x08306B,
    ].map { RGB($0) }
    private static let greysStops: [RGB] = [0xF7F7F7, 0xD9D9D9, 0xBDBDBD, 0x969696, 0x636363, 0x252525].map { RGB($0) }
    private static let redBlueStops: [RGB] = [
      0x67001F, 0xB2182B, 0xD6604D, 0xF4A582, 0xFDDBC7, 0xF7F7F7, 0xD1E5F0, 0x92C5DE, 0x4393C3, 0x2166AC, 0x053061,
    ].map { RGB($0) }
    private static let purpleGreenStops: [RGB] = [
      0x40004B, 0x762A83, 0x9970AB, 0xC2A5CF, 0xE7D4E8, 0xF7F7F7, 0xD9F0D3, 0xA6DBA0, 0x5AAE61, 0x1B7837, 0x00441B,
    ].map { RGB($0) }
    /// From the blue to the vermilion of the categories, over a light grey.
    private static let blueOrangeStops: [RGB] = [0x00456B, 0x0072B2, 0x5BA3CF, 0xACCCE2, 0xE4E1DC, 0xF2C29E, 0xEA985F, 0xD55E00, 0x8A3C00].map { RGB($0) }
  }
}

struct RGB: Equatable {
  var red: Double, green: Double, blue: Double

  init(_ code: UInt32) {
    red = Double(code >> 16 & 255)
    green = Double(code >> 8 & 255)
    blue = Double(code & 255)
  }

  /// `#1a2b3c` or `#abc`; nil for other notations.
  init?(hex text: String) {
    var digits = text.dropFirst(text.hasPrefix("#") ? 1 : 0)
    guard text.hasPrefix("#") else { return nil }
    let wide = digits.map { "\($0)\($0)" }.joined()
    if digits.count == 3 { digits = wide[...] }
    guard digits.count == 6, let code = UInt32(digits, radix: 16) else { return nil }
    self.init(code)
  }

  /// A colour by one of CSS's names that scales are often given in.
  init?(name: String) {
    switch name {
    case "white": self.init(0xFFFFFF)
    case "black": self.init(0x000000)
    case "red", "firebrick": self.init(0xD55E00)
    case "blue", "steelblue": self.init(0x0072B2)
    case "green": self.init(0x009E73)
    case "orange": self.init(0xE69F00)
    case "gray", "grey", "lightgray", "lightgrey": self.init(0xB5B5B5)
    default: return nil
    }
  }

  init(between a: RGB, _ b: RGB, _ share: Double) {
    red = a.red + (b.red - a.red) * share
    green = a.green + (b.green - a.green) * share
    blue = a.blue + (b.blue - a.blue) * share
  }

  /// A paint's colour, that behind a variable's fallback too: pixels cannot follow the page's theme, so they take colours that do in both.
  init(paint: String) {
    if let color = RGB(hex: paint) {
      self = color
    } else if let comma = paint.firstIndex(of: ","), let color = RGB(hex: String(paint[paint.index(after: comma)...].dropLast())) {
      self = color
    } else {
      self.init(0x808080)
    }
  }

  var hex: String {
    let digits = Array("0123456789abcdef")
    return "#" + [red, green, blue].map { part in
      let value = Int(min(255, max(0, part)).rounded())
      return "\(digits[value / 16])\(digits[value % 16])"
    }.joined()
  }

  /// Relative luminance (WCAG 2), 0 to 1, with the exponent 2 in place of the curve: enough to choose black or white.
  var luminance: Double {
    func linear(_ part: Double) -> Double { (part / 255) * (part / 255) }
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
  }
}
