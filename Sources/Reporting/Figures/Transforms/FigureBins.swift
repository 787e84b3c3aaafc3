import Tabular
import Tooling

/// Bins of equal width at round numbers, as Vega chooses them: the least of 1, 2 and 5 times a power of ten that needs no more
/// bins than are allowed.
struct FigureBins {
  let start: Double
  let step: Double
  let count: Int

  /// - Parameter options: `true`, or `{maxbins, step, extent}`.
  init(_ numbers: [Double], _ options: JSON, standard: Int = 10) {
    let given = options["extent"]?.array?.compactMap(\.double) ?? []
    var (low, high) = FigureTransform.extent(numbers) ?? (0, 1)
    if given.count == 2, given[0] < given[1] { (low, high) = (given[0], given[1]) }
    let most = max(1, min(1000, options["maxbins"]?.int ?? standard))
    let span = high > low ? high - low : max(abs(low), 1)
    var width = options["step"]?.double.flatMap { $0 > 0 && span / $0 <= 10_000 ? $0 : nil }
    if width == nil, span.isFinite {
      var exponent = NumberText.decimalExponent(span / Double(most), digits: 15)
      while width == nil, exponent < 308 {
        width = [1, 2, 5].map { $0 * Ticks.power(exponent) }.first { $0 > 0 && (span / $0) <= Double(most) * (1 + 1e-12) }
        exponent += 1
      }
    }
    let step = width ?? 1
    let first = (low / step + 1e-9).rounded(.down)
    let last = max(first + 1, (high / step - 1e-9).rounded(.up))
    self.step = step
    start = first * step
    count = last - first < 20_000 ? Int(last - first) : 1
  }

  /// The place of a number's bin; nil where it lies in none. The last bin holds its upper edge.
  func bin(of number: Double) -> Int? {
    guard number.isFinite else { return nil }
    let place = ((number - start) / step + 1e-9).rounded(.down)
    guard place >= 0, place <= Double(count) else { return nil }
    return min(count - 1, Int(place))
  }

  func edge(_ bin: Int) -> Double {
    let place = (start / step).rounded() + Double(bin)
    // As a quotient where the step is a part of one: 3 / 10 is 0.3, and 3 × 0.1 is not.
    let inverse = (1 / step).rounded()
    return step < 1 && abs(inverse * step - 1) < 1e-9 ? place / inverse : place * step
  }

  func columns(of numbers: [Double], start: String, end: String) throws(FigureError) -> [Column] {
    let bins = numbers.map(bin(of:))
    return [
      Column(start, .number(bins.map { $0.map(edge) ?? .nan })), Column(end, .number(bins.map { $0.map { edge($0 + 1) } ?? .nan })),
    ]
  }
}
