/// A number before and after, with as many decimals as show the number and how it changed: `0.9580`, `0.9650`, `+0.0070`.
package struct DifferenceText {
  package var old: String
  package var new: String
  /// With its sign; empty where a side is missing or undefined.
  package var difference: String

  /// - Parameters:
  ///   - old: nil where there is no number.
  ///   - new: nil where there is no number.
  package init(_ old: Double?, _ new: Double?) {
    let numbers = [old, new].compactMap { $0 }.filter(\.isFinite)
    let change = numbers.count == 2 ? numbers[1] - numbers[0] : 0
    let largest = numbers.map { abs($0) }.max() ?? 0
    let format = Self.format(largest: largest, change: abs(change), isWhole: numbers.allSatisfy { $0 == $0.rounded() && abs($0) < 1e15 })
    func text(_ number: Double?) -> String { number.map { $0.isNaN ? "undefined" : format($0) } ?? "–" }
    self.old = text(old)
    self.new = text(new)
    difference = numbers.count < 2 ? "" : change == 0 ? "0" : (change > 0 ? "+" : "") + format(change)
  }

  /// Four digits of the larger number, and two of the change.
  ///
  /// - Parameter change: its size.
  private static func format(largest: Double, change: Double, isWhole: Bool) -> (Double) -> String {
    if isWhole { return { NumberText.fixed($0, decimals: 0) } }
    let ofNumber = 3 - NumberText.decimalExponent(largest, digits: 4)
    let ofChange = change > 0 ? 1 - NumberText.decimalExponent(change, digits: 2) : 0
    if ofNumber > 8 || largest >= 1e12 {
      return { $0 == 0 ? "0" : NumberText.scientific($0, decimals: 3) }
    }
    // A change in the last bits is told by its size; digits of the numbers would not help to see it.
    let isTiny = change < 1e-9 * largest
    let decimals = max(0, ofNumber, isTiny ? 0 : ofChange)
    return { number in
      isTiny && number != 0 && abs(number) <= change ? NumberText.scientific(number, decimals: 1) : NumberText.fixed(number, decimals: decimals)
    }
  }
}
