/// How the numbers of one axis or legend are written: all alike, with no more digits than tell them apart.
package enum TickLabels {
  /// - Parameter format: one of d3's, as `NumberFormat` reads it; others and none give the automatic one.
  package static func labels(_ ticks: [Double], format: String? = nil) -> [String] {
    if let format, let format = NumberFormat(format) { return format.texts(ticks) }
    let largest = ticks.map { abs($0) }.max() ?? 0
    let step = leastStep(ticks)
    if largest >= 1e7 || (largest > 0 && largest < 1e-4) { return ticks.map(scientific) }
    let decimals = decimals(ticks, step: step)
    return ticks.map { grouped(NumberText.fixed($0, decimals: decimals), largest >= 10_000) }
  }

  /// The least distance between two ticks; their size where all are equal.
  private static func leastStep(_ ticks: [Double]) -> Double {
    let steps = zip(ticks.dropFirst(), ticks).map { abs($0 - $1) }.filter { $0 > 0 }
    return steps.min() ?? ticks.map { abs($0) }.max() ?? 0
  }

  /// Digits after the point that tell ticks apart.
  static func decimals(_ ticks: [Double], step: Double? = nil) -> Int {
    let step = step ?? leastStep(ticks)
    let expected = step > 0 ? max(0, -NumberText.decimalExponent(step, digits: 2)) : 0
    // A step of 2.5 needs one digit more than its power of ten says; numbers without the digits need fewer.
    return ticks.map { tick -> Int in
      let text = NumberText.trimmed(NumberText.fixed(tick, decimals: min(12, expected + 1)))
      return text.firstIndex(of: ".").map { text.distance(from: $0, to: text.endIndex) - 1 } ?? 0
    }.max() ?? 0
  }

  /// Of powers on a logarithmic axis.
  static func logarithmic(_ ticks: [Double]) -> [String] {
    let isPlain = ticks.allSatisfy { $0 == 0 || (abs($0) >= 0.001 && abs($0) < 1_000_000) }
    return ticks.map { isPlain ? NumberText.grouped(NumberText.significant($0)) : scientific($0) }
  }

  /// `10⁶`, `2 × 10⁷`.
  private static func scientific(_ number: Double) -> String {
    if number == 0 { return "0" }
    let text = NumberText.scientific(number, decimals: 3, trims: true)
    return text.hasPrefix("1 × ") ? String(text.dropFirst(4)) : text
  }

  private static func grouped(_ text: String, _ isGrouped: Bool) -> String { isGrouped ? NumberText.grouped(text) : text }
}
