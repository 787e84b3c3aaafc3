/// How the numbers of one column are written: with as many decimals as show 4 significant digits of the largest, and no more than they have.
struct NumberColumnFormat {
  private let decimals: Int
  private let isScientific: Bool

  init(_ numbers: some Collection<Double>) {
    let magnitudes = numbers.filter { $0.isFinite && $0 != 0 }.map { abs($0) }
    let largest = magnitudes.max() ?? 0
    let smallest = magnitudes.min() ?? 0
    isScientific = largest >= 1e12 || (largest > 0 && largest < 1e-4) || (smallest < 1e-6 && largest < 1)
    let exponent = largest > 0 ? NumberText.decimalExponent(largest, digits: 4) : 0
    var decimals = min(8, max(0, 3 - exponent))
    // Values far below the largest still show 3 digits, within reason.
    if smallest > 0 { decimals = max(decimals, min(largest < 1 ? 6 : 3, 2 - NumberText.decimalExponent(smallest, digits: 3))) }
    let allowed = decimals
    decimals = numbers.lazy.filter(\.isFinite).map { NumberColumnFormat.decimalsNeeded($0, atMost: allowed) }.max() ?? 0
    self.decimals = decimals
  }

  /// Whether the text says the number exactly, in digits that a script reads.
  func isExact(_ number: Double) -> Bool {
    !isScientific && Double(NumberText.fixed(abs(number), decimals: decimals)) == abs(number)
  }

  /// The same for a script: `fixed 2`.
  var description: String { isScientific ? "scientific 2" : "fixed \(decimals)" }

  func text(_ number: Double) -> String {
    if isScientific, number != 0 { return NumberText.scientific(number, decimals: 2) }
    return NumberText.fixed(number, decimals: decimals)
  }

  private static func decimalsNeeded(_ number: Double, atMost limit: Int) -> Int {
    let text = NumberText.trimmed(NumberText.fixed(number, decimals: limit))
    return text.firstIndex(of: ".").map { text.distance(from: $0, to: text.endIndex) - 1 } ?? 0
  }
}
