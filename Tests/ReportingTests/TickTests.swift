import Reporting
import Testing

/// Reference values are those of d3-array's own tests (version 3.2).
@Suite struct TickTests {
  private static let tenths = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]
  private static let fifths = [0, 0.2, 0.4, 0.6, 0.8, 1]
  private static let evens: [Double] = [-10, -8, -6, -4, -2, 0, 2, 4, 6, 8, 10]
  private static let fives: [Double] = [-10, -5, 0, 5, 10]

  @Test func linearTicksAreThoseOfD3() {
    let expected: [(Double, Double, [(ClosedRange<Int>, [Double])])] = [
      (0, 1, [(8...10, Self.tenths), (4...7, Self.fifths), (2...3, [0, 0.5, 1]), (1...1, [0, 1])]),
      (0, 10, [(8...10, (0...10).map(Double.init)), (4...7, [0, 2, 4, 6, 8, 10]), (2...3, [0, 5, 10]), (1...1, [0, 10])]),
      (-10, 10, [(7...10, Self.evens), (3...6, Self.fives), (2...2, [-10, 0, 10]), (1...1, [0])]),
    ]
    for (start, stop, cases) in expected {
      for (counts, ticks) in cases {
        for count in counts {
          #expect(Ticks.linear(start, stop, count: count) == ticks, "\(start)…\(stop), \(count)")
          #expect(Ticks.linear(stop, start, count: count) == ticks.reversed())
        }
      }
    }
    #expect(Ticks.linear(0.98, 1.14, count: 10) == [0.98, 1, 1.02, 1.04, 1.06, 1.08, 1.1, 1.12, 1.14])
    #expect(Ticks.linear(0, 2.2, count: 3) == [0, 1, 2])
    #expect(Ticks.linear(1, 1, count: 10) == [1])
    #expect(Ticks.linear(0, 1, count: 0) == [] && Ticks.linear(.nan, 1, count: 5) == [] && Ticks.linear(0, .infinity, count: 5) == [])
  }

  @Test func niceDomainsAreThoseOfD3() {
    let expected: [(Int, Double, Double)] = [(1000, 0.132, 0.876), (100, 0.13, 0.88), (30, 0.12, 0.88), (10, 0.1, 0.9), (6, 0.1, 0.9), (5, 0, 1), (1, 0, 1)]
    for (count, low, high) in expected {
      #expect(Ticks.nice(0.132, 0.876, count: count) == (low, high), "\(count)")
      let (a, b) = Ticks.nice(132, 876, count: count)
      #expect(a == (low * 1000).rounded() && b == (high * 1000).rounded(), "\(count)")
    }
    #expect(Ticks.nice(1, 1, count: 5) == (1, 1))
  }

  @Test func noDomainTraps() {
    let odd: [Double] = [0, -0.0, 1, -1, 5e-324, 1e-310, 1e308, -1e308, .greatestFiniteMagnitude, .nan, .infinity, -.infinity, 1 + .ulpOfOne]
    for a in odd {
      for b in odd {
        for count in [0, 1, 7, 1000] {
          _ = TickLabels.labels(Ticks.linear(a, b, count: count))
          _ = Ticks.nice(a, b, count: count)
          _ = Ticks.logarithmic(a, b, count: count)
          _ = TimeTicks.labels(TimeTicks.ticks(a, b, count: count))
        }
      }
    }
  }

  @Test func logarithmicTicks() {
    #expect(Ticks.logarithmic(1, 1000, count: 5) == [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000])
    #expect(Ticks.logarithmic(1e-6, 1e6, count: 6) == [1e-6, 1e-4, 1e-2, 1, 100, 1e4, 1e6])
    #expect(Ticks.logarithmic(0, 10, count: 5) == [])
  }

  @Test func labelsHaveTheDigitsThatTellThemApart() {
    #expect(TickLabels.labels([0, 0.25, 0.5, 0.75, 1]) == ["0.00", "0.25", "0.50", "0.75", "1.00"])
    #expect(TickLabels.labels([0, 0.5, 1]) == ["0.0", "0.5", "1.0"])
    #expect(TickLabels.labels([0, 20, 40]) == ["0", "20", "40"])
    #expect(TickLabels.labels([-2, 0, 2]) == ["−2", "0", "2"])
    #expect(TickLabels.labels([0, 5000, 10_000]) == ["0", "5,000", "10,000"])
    #expect(TickLabels.labels([0, 5e6, 1e7]) == ["0", "5 × 10⁶", "10⁷"])
    #expect(TickLabels.labels([0, 1e-5, 2e-5]) == ["0", "10⁻⁵", "2 × 10⁻⁵"])
    #expect(TickLabels.labels([0, 0.05, 0.1], format: "%") == ["0%", "5%", "10%"])
    #expect(TickLabels.labels([0.5, 1], format: ".2f") == ["0.50", "1.00"])
    #expect(TickLabels.labels([1234.5], format: ",.1f") == ["1,234.5"])
    #expect(TickLabels.labels([0.5], format: "nonsense") == ["0.5"])
  }

  @Test func timeTicks() {
    let year = 86_400.0 * 365
    #expect(TimeTicks.labels(TimeTicks.ticks(0, 5 * year, count: 5)) == ["1970", "1971", "1972", "1973", "1974"])
    #expect(TimeTicks.labels(TimeTicks.ticks(0, 3600 * 4, count: 4)) == ["00:00", "01:00", "02:00", "03:00", "04:00"])
    #expect(TimeTicks.labels(TimeTicks.ticks(0, 86_400 * 3, count: 3)) == ["1 Jan", "2 Jan", "3 Jan", "4 Jan"])
    #expect(TimeTicks.labels(TimeTicks.ticks(0, 86_400 * 120, count: 4)) == ["Jan 1970", "Feb 1970", "Mar 1970", "Apr 1970", "May 1970"])
  }
}
