import Foundation
import Literate
import Reporting
import Testing
import Tooling

@Suite struct ValueTests {
  @Test(arguments: [
    (TypedValue.number(0.95804), nil, "0.958"), (.number(0.92346), nil, "0.9235"), (.number(12345.678), nil, "12346"), (.number(3), nil, "3"), (.number(1e-7), nil, "1 × 10⁻⁷"),
    (.number(6.02214e23), nil, "6.022 × 10²³"), (.number(-0.5), nil, "−0.5"), (.number(-0.0), nil, "0"), (.number(0.00012345), nil, "0.0001234"), (.number(.nan), nil, "undefined"), (.number(-.infinity), nil, "−∞"),
    (.integer(1_234_567), nil, "1234567"), (.integer(-3), nil, "−3"), (.integer(.min), nil, "−9223372036854775808"), (.text("a, b"), nil, "a, b"), (.boolean(true), nil, "true"), (.null, nil, "missing"),
    (.list([.integer(1), .text("b")]), nil, "1, b"),
    (.number(0.125), .round(2), "0.12"), (.number(2.675), .round(2), "2.67"), (.number(3), .round(2), "3.00"), (.number(-0.001), .round(1), "0.0"), (.integer(7), .round(0), "7"),
    (.number(0.958), .percent(1), "95.8%"), (.number(1), .percent(0), "100%"), (.number(-0.0345), .percent(2), "−3.45%"),
    (.integer(1_234_567), .thousands, "1,234,567"), (.integer(-999), .thousands, "−999"), (.integer(-1000), .thousands, "−1,000"), (.number(1234.56), .thousands, "1,235"), (.number(98765.4321), .thousands, "98,765"),
    (.number(0.000123), .scientific(2), "1.23 × 10⁻⁴"), (.number(5), .scientific(1), "5.0 × 10⁰"), (.integer(0), .scientific(0), "0 × 10⁰"),
    (.number(0.0042), .duration, "4.2 ms"), (.number(0.25), .duration, "250 ms"), (.number(0.9999), .duration, "1 s"), (.number(3.44), .duration, "3.4 s"), (.number(59.6), .duration, "1 min"),
    (.integer(125), .duration, "2 min 5 s"), (.integer(4320), .duration, "1 h 12 min"), (.integer(100_000), .duration, "1 d 3 h"), (.number(-2), .duration, "−2 s"), (.integer(0), .duration, "0 ms"),
    (.integer(1), .bytes, "1 byte"), (.integer(999), .bytes, "999 bytes"), (.integer(1500), .bytes, "1.5 kB"), (.integer(999_999), .bytes, "1 MB"), (.number(2.5e9), .bytes, "2.5 GB"), (.number(1e18), .bytes, "1000 PB"),
    (.text("2026-11-23"), .date, "23 November 2026"), (.text("2026-02-03T04:05:06Z"), .date, "3 February 2026"), (.integer(0), .date, "1 January 1970"), (.number(951_782_400), .date, "29 February 2000"),
    (.integer(-1), .date, "31 December 1969"), (.null, .round(1), "missing"),
  ] as [(TypedValue, ValueFilter?, String)])
  func aValueIsWritten(_ value: TypedValue, _ filter: ValueFilter?, _ text: String) throws {
    #expect(try ValueText.text(value, filter: filter) == text)
  }

  @Test func aFilterThatDoesNotFitIsRefused() {
    #expect(throws: ValueText.Mismatch.self) { try ValueText.text(.text("high"), filter: .percent(1)) }
    #expect(throws: ValueText.Mismatch.self) { try ValueText.text(.text("yesterday"), filter: .date) }
    #expect(throws: ValueText.Mismatch.self) { try ValueText.text(.list([]), filter: .thousands) }
    #expect(throws: ValueText.Mismatch.self) { try ValueText.text(.number(.infinity), filter: .date) }
  }

  @Test func timeEstimations() {
    #expect(DurationText.text(estimation: "1H30M") == "1 h 30 min")
    #expect(DurationText.text(estimation: "2h") == "2 h")
    #expect(DurationText.text(estimation: "half a day") == "half a day")
    #expect(DurationText.text(estimation: "90") == "90")
  }

  @Test func coordinatesAreShort() {
    #expect([0, -0.001, 1.005, 12.5, -3, 99.999, .nan, 1e300, -0.25].map(NumberText.coordinate) == ["0", "0", "1", "12.5", "-3", "100", "0", "0", "-0.25"])
  }

  /// Ordinary numbers are rounded in integers, and halves are the hard ones: `0.125`, and what lies beside a power of ten.
  @Test func roundingIsThatOfTheCLibrary() {
    let eighths = (0..<400).map { Double($0) / 8 } + (0..<400).map { Double($0) / 1024 }
    let powers = (-4...3).map { pow(10, Double($0)) }.flatMap { [$0, $0.nextUp, $0.nextDown, $0 * 0.99995, $0 * 0.9999499999] }
    let scattered = (1..<2000).map { Double($0) * 0.618_033_988_749_895 / 7 }
    for number in eighths + powers + scattered {
      for decimals in [0, 1, 2, 3, 5, 12, 20] {
        #expect(NumberText.fixed(number, decimals: decimals) == String(format: "%.*f", decimals, number))
      }
      // What `%g` writes with an exponent is written otherwise.
      let digits = String(format: "%.4g", number)
      if !digits.contains("e") { #expect(NumberText.significant(number) == digits) }
    }
  }

  @Test func noNumberOfDigitsTraps() throws {
    for digits in [Int.min, -1, 0, 20, 400, Int.max] {
      for number in [0, 1e308, -5e-324, 0.1, .nan, .infinity] {
        _ = try ValueText.text(.number(number), filter: .round(digits))
        _ = try ValueText.text(.number(number), filter: .percent(digits))
        _ = try ValueText.text(.number(number), filter: .scientific(digits))
        _ = try ValueText.text(.number(number), filter: .duration)
        _ = try ValueText.text(.number(number), filter: .bytes)
      }
    }
  }
}
