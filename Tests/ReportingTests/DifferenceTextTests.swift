import Reporting
import Testing

/// Numbers before and after, with as many decimals as it takes to see the change.
@Suite struct DifferenceTextTests {
  @Test(arguments: [
    (0.958041958, 0.965034965, "0.9580", "0.9650", "+0.0070"), (0.9, 0.95, "0.9000", "0.9500", "+0.0500"),
    (0.5, 0.5, "0.5000", "0.5000", "0"), (143, 150, "143", "150", "+7"), (150, 143, "150", "143", "−7"),
    (12.345, 12.345678, "12.34500", "12.34568", "+0.00068"), (-1.5, 2.25, "−1.500", "2.250", "+3.750"),
    (1.5e-9, 2.5e-9, "1.500 × 10⁻⁹", "2.500 × 10⁻⁹", "+1.000 × 10⁻⁹"), (0.5, .nan, "0.5000", "undefined", ""),
    (0.1 + 0.2, 0.3, "0.3000", "0.3000", "−5.6 × 10⁻¹⁷"), (1e6, 1e6 + 0.25, "1000000.00", "1000000.25", "+0.25"),
    (0.5, .infinity, "0.5000", "∞", ""), (0, 0.25, "0.0000", "0.2500", "+0.2500"),
  ] as [(Double, Double, String, String, String)])
  func texts(_ old: Double, _ new: Double, _ first: String, _ second: String, _ difference: String) {
    let text = DifferenceText(old, new)
    #expect([text.old, text.new, text.difference] == [first, second, difference])
  }

  @Test func aMissingNumberIsADash() {
    #expect(DifferenceText(nil, 3).old == "–")
    #expect(DifferenceText(nil, 3).new == "3")
    #expect(DifferenceText(nil, nil).difference == "")
  }
}
