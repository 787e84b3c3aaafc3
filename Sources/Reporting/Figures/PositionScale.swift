#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// From data to a place along an axis.
struct PositionScale {
  enum Kind {
    case linear(Double, Double)
    /// Both ends above 0.
    case logarithmic(Double, Double)
    /// Seconds since 1970.
    case temporal(Double, Double)
    case band([String])
  }

  var kind: Kind
  /// Where the domain's start and end lie, in pixels; for a y axis the start is at the bottom.
  var range: (start: Double, end: Double) = (0, 1)
  /// The share of a band that is left free between neighbours.
  var padding = 0.2
  private var places: [String: Int] = [:]

  init(_ kind: Kind) {
    self.kind = kind
    if case .band(let categories) = kind {
      places = Dictionary(categories.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }
  }

  var isBand: Bool { if case .band = kind { true } else { false } }
  var categories: [String] { if case .band(let categories) = kind { categories } else { [] } }

  /// The place of a number; nil for what has none (missing, infinite, not above 0 on a logarithmic axis).
  func position(_ number: Double) -> Double? {
    guard number.isFinite else { return nil }
    let share: Double
    switch kind {
    case .linear(let low, let high), .temporal(let low, let high): share = high > low ? (number - low) / (high - low) : 0.5
    case .logarithmic(let low, let high):
      guard number > 0 else { return nil }
      share = high > low ? LogScale.share(number, low, high) : 0.5
    case .band: return nil
    }
    let place = range.start + share * (range.end - range.start)
    // Beyond this SVG readers lose their way; the mark is out of sight anyway.
    return abs(place) < 1e6 ? place : nil
  }

  /// Where bars begin: at 0, or at the end of the axis that is nearest to it.
  var base: Double {
    switch kind {
    case .linear(let low, let high): position(min(max(0, low), high)) ?? range.start
    default: range.start
    }
  }

  /// Pixels from one band to the next.
  var step: Double { abs(range.end - range.start) / Double(max(1, categories.count)) }
  var bandWidth: Double { step * (1 - padding) }

  /// The band of a category: its start, the end with the lower pixel, and its width.
  func band(_ category: String) -> (start: Double, width: Double)? {
    guard let place = places[category] else { return nil }
    return (min(range.start, range.end) + step * (Double(place) + padding / 2), bandWidth)
  }

  /// Whether a number lies inside the domain, with a hair's breadth to spare.
  func contains(_ place: Double) -> Bool {
    place >= min(range.start, range.end) - 0.5 && place <= max(range.start, range.end) + 0.5
  }
}

/// Logarithms by the platform's library, rounded so that its last bit never shows in a drawing.
enum LogScale {
  static func share(_ number: Double, _ low: Double, _ high: Double) -> Double {
    let share = logarithm(number / low) / logarithm(high / low)
    return (share * 1e9).rounded() / 1e9
  }

  static func logarithm(_ number: Double) -> Double { log(number) }
}
