/// How the numbers of one axis or legend are written: all alike, with no more digits than tell them apart.
package enum TickLabels {
  /// - Parameter format: one of d3's: `%`, `.1%`, `.2f`, `.1e`, `d`, `,`, `~s`; others and none give the automatic one.
  package static func labels(_ ticks: [Double], format: String? = nil) -> [String] {
    if let format, let labels = formatted(ticks, format) { return labels }
    let largest = ticks.map { abs($0) }.max() ?? 0
    let steps = zip(ticks.dropFirst(), ticks).map { abs($0 - $1) }.filter { $0 > 0 }
    let step = steps.min() ?? largest
    if largest >= 1e7 || (largest > 0 && largest < 1e-4) { return ticks.map(scientific) }
    let expected = step > 0 ? max(0, -NumberText.decimalExponent(step, digits: 2)) : 0
    // A step of 2.5 needs one digit more than its power of ten says; numbers without the digits need fewer.
    let decimals = ticks.map { tick -> Int in
      let text = NumberText.trimmed(NumberText.fixed(tick, decimals: min(12, expected + 1)))
      return text.firstIndex(of: ".").map { text.distance(from: $0, to: text.endIndex) - 1 } ?? 0
    }.max() ?? 0
    return ticks.map { grouped(NumberText.fixed($0, decimals: decimals), largest >= 10_000) }
  }

  /// Of powers on a logarithmic axis.
  static func logarithmic(_ ticks: [Double]) -> [String] {
    let isPlain = ticks.allSatisfy { $0 >= 0.001 && $0 < 1_000_000 }
    return ticks.map { isPlain ? NumberText.grouped(NumberText.significant($0)) : scientific($0) }
  }

  /// `10⁶`, `2 × 10⁷`.
  private static func scientific(_ number: Double) -> String {
    if number == 0 { return "0" }
    let text = NumberText.scientific(number, decimals: 3, trims: true)
    return text.hasPrefix("1 × ") ? String(text.dropFirst(4)) : text
  }

  private static func formatted(_ ticks: [Double], _ format: String) -> [String]? {
    var body = format[...]
    let isGrouped = body.hasPrefix(",")
    if isGrouped { body = body.dropFirst() }
    var decimals: Int?
    if body.hasPrefix(".") {
      let digits = body.dropFirst().prefix { $0.isNumber }
      decimals = Int(digits).map { min(12, $0) }
      body = body.dropFirst(1 + digits.count)
    }
    switch body {
    case "%":
      let needed = decimals ?? labels(ticks.map { $0 * 100 }).compactMap { label in
        label.firstIndex(of: ".").map { label.distance(from: $0, to: label.endIndex) - 1 }
      }.max() ?? 0
      return ticks.map { NumberText.fixed($0 * 100, decimals: needed) + "%" }
    case "f": return ticks.map { grouped(NumberText.fixed($0, decimals: decimals ?? 6), isGrouped) }
    case "e": return ticks.map { NumberText.scientific($0, decimals: decimals ?? 2) }
    case "d": return ticks.map { grouped(NumberText.fixed($0, decimals: 0), isGrouped) }
    case "g", "r": return ticks.map { grouped(NumberText.significant($0, digits: max(1, decimals ?? 4)), isGrouped) }
    case "" where isGrouped: return ticks.map { NumberText.grouped(NumberText.significant($0)) }
    default: return nil
    }
  }

  private static func grouped(_ text: String, _ isGrouped: Bool) -> String { isGrouped ? NumberText.grouped(text) : text }
}
