#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// From data to a place along an axis.
struct PositionScale {
  enum Kind: Equatable {
    case linear(Double, Double)
    /// Both ends above 0.
    case logarithmic(Double, Double)
    /// Linear about 0 and logarithmic beyond `constant`: sign(x) ln(1 + |x| / constant).
    case symmetricLogarithmic(Double, Double, constant: Double)
    /// sign(x) |x|^exponent.
    case power(Double, Double, exponent: Double)
    /// Seconds since 1970.
    case temporal(Double, Double)
    case band([String])
  }

  var kind: Kind
  /// Where the domain's start and end lie, in pixels; for a y axis the start is at the bottom.
  var range: (start: Double, end: Double) = (0, 1)
  /// The share of a band that is left free between neighbours.
  var padding = 0.2
  var isReversed = false
  private var places: [String: Int] = [:]

  init(_ kind: Kind) {
    self.kind = kind
    if case .band(let categories) = kind {
      places = Dictionary(categories.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }
  }

  var isBand: Bool { if case .band = kind { true } else { false } }
  var categories: [String] { if case .band(let categories) = kind { categories } else { [] } }

  /// Where on the way from the domain's start to its end a number lies; nil for what has no place (missing, infinite, not above 0
  /// on a logarithmic axis).
  func share(_ number: Double) -> Double? {
    guard number.isFinite else { return nil }
    switch kind {
    case .linear(let low, let high), .temporal(let low, let high): return high > low ? (number - low) / (high - low) : 0.5
    case .logarithmic(let low, let high):
      guard number > 0 else { return nil }
      return high > low ? LogScale.share(number, low, high) : 0.5
    case .symmetricLogarithmic(let low, let high, let constant):
      let (start, end) = (LogScale.symmetric(low, constant), LogScale.symmetric(high, constant))
      return end > start ? LogScale.rounded((LogScale.symmetric(number, constant) - start) / (end - start)) : 0.5
    case .power(let low, let high, let exponent):
      let (start, end) = (LogScale.power(low, exponent), LogScale.power(high, exponent))
      return end > start ? LogScale.rounded((LogScale.power(number, exponent) - start) / (end - start)) : 0.5
    case .band: return nil
    }
  }

  /// The place of a number in pixels; nil for what has none.
  func position(_ number: Double) -> Double? {
    guard let share = share(number) else { return nil }
    let place = range.start + (isReversed ? 1 - share : share) * (range.end - range.start)
    // Beyond this SVG readers lose their way; the mark is out of sight anyway.
    return abs(place) < 1e6 ? place : nil
  }

  /// Places of many numbers in pixels, NaN for what has none.
  func positions(_ numbers: [Double]) -> [Double] {
    switch kind {
    case .linear(let low, let high), .temporal(let low, let high):
      guard high > low else { return numbers.map { position($0) ?? .nan } }
      let (start, end) = isReversed ? (range.end, range.start) : (range.start, range.end)
      let span = high - low
      return numbers.map { number in
        let place = start + (number - low) / span * (end - start)
        return abs(place) < 1e6 ? place : .nan
      }
    default: return numbers.map { position($0) ?? .nan }
    }
  }

  /// Where bars begin: at 0, or at the end of the axis that is nearest to it.
  var base: Double {
    switch kind {
    case .linear(let low, let high), .symmetricLogarithmic(let low, let high, _), .power(let low, let high, _):
      position(min(max(0, low), high)) ?? range.start
    default: isReversed ? range.end : range.start
    }
  }

  /// Pixels from one band to the next.
  var step: Double { abs(range.end - range.start) / Double(max(1, categories.count)) }
  var bandWidth: Double { step * (1 - padding) }

  /// The band of a category: its start, the end with the lower pixel, and its width.
  func band(_ category: String) -> (start: Double, width: Double)? {
    guard let place = places[category] else { return nil }
    return (min(range.start, range.end) + step * (Double(isReversed ? categories.count - 1 - place : place) + padding / 2), bandWidth)
  }
}

/// Logarithms by the platform's library, rounded so that its last bit never shows in a drawing.
enum LogScale {
  static func share(_ number: Double, _ low: Double, _ high: Double) -> Double { rounded(logarithm(number / low) / logarithm(high / low)) }
  static func logarithm(_ number: Double) -> Double { log(number) }
  static func symmetric(_ number: Double, _ constant: Double) -> Double { (number < 0 ? -1 : 1) * log1p(abs(number) / constant) }
  static func power(_ number: Double, _ exponent: Double) -> Double { (number < 0 ? -1 : 1) * pow(abs(number), exponent) }
  static func rounded(_ share: Double) -> Double { (share * 1e9).rounded() / 1e9 }
}
