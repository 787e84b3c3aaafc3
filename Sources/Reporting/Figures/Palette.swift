/// Colours that people with any colour vision tell apart.
enum Palette {
  /// Okabe and Ito (2008), blue first. The page's style may change them by variables for dark and print.
  static let categories = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#6B6B6B", "#B8A800"]

  /// The colour of the category at `place` of `count`: through the page's variable, or where there are more categories than colours
  /// a sample of a continuous palette, so that no two are the same. Its darkest and lightest ends would vanish in one theme or the other.
  static func category(_ place: Int, of count: Int = 1) -> String {
    if count > categories.count {
      return Continuous.viridis.color(0.14 + 0.76 * Double(place) / Double(count - 1)).hex
    }
    let index = place % categories.count
    return "var(--c\(index + 1),\(categories[index]))"
  }

  /// A continuous palette, by position in 0...1.
  enum Continuous {
    case viridis, blues, diverging

    init(scheme: String?) {
      switch scheme?.lowercased() {
      case "blues", "greys", "purples", "greens", "oranges", "reds": self = .blues
      case "redblue", "blueorange", "rdbu", "redyellowblue", "purplegreen": self = .diverging
      default: self = .viridis
      }
    }

    func color(_ position: Double) -> RGB {
      let stops = self.stops
      let clamped = position.isNaN ? 0 : min(1, max(0, position))
      let scaled = clamped * Double(stops.count - 1)
      let lower = min(stops.count - 2, Int(scaled))
      return RGB(between: stops[lower], stops[lower + 1], scaled - Double(lower))
    }

    private var stops: [RGB] {
      switch self {
      case .viridis: Self.viridisStops
      case .blues: Self.bluesStops
      case .diverging: Self.divergingStops
      }
    }

    /// Every sixteenth of matplotlib's viridis (van der Walt and Smith, 2015).
    private static let viridisStops: [RGB] = [
      0x440154, 0x481A6C, 0x472F7D, 0x414487, 0x39568C, 0x31688E, 0x2A788E, 0x23888E, 0x1F988B, 0x22A884, 0x35B779, 0x54C568, 0x7AD151,
      0xA5DB36, 0xD2E21B, 0xFDE725,
    ].map { RGB($0) }
    /// ColorBrewer's Blues.
    private static let bluesStops: [RGB] = [
      0xF7FBFF, 0xDEEBF7, 0xC6DBEF, 0x9ECAE1, 0x6BAED6, 0x4292C6, 0x2171B5, 0x08519C, 0x08306B,
    ].map { RGB($0) }
    /// ColorBrewer's RdBu.
    private static let divergingStops: [RGB] = [
      0x67001F, 0xB2182B, 0xD6604D, 0xF4A582, 0xFDDBC7, 0xF7F7F7, 0xD1E5F0, 0x92C5DE, 0x4393C3, 0x2166AC, 0x053061,
    ].map { RGB($0) }
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

  init(between a: RGB, _ b: RGB, _ share: Double) {
    red = a.red + (b.red - a.red) * share
    green = a.green + (b.green - a.green) * share
    blue = a.blue + (b.blue - a.blue) * share
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
