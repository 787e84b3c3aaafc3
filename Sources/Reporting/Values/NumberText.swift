#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Numbers as a page shows them, correctly rounded by the C library, with the signs of print: `−1.5`, `3 × 10⁻⁵`.
package enum NumberText {
  /// `decimals` digits after the point (0 to 20), trailing zeros kept.
  package static func fixed(_ number: Double, decimals: Int) -> String {
    if let word = word(number) { return word }
    // Beyond 10¹⁸ digits before the point stop meaning anything, and a text of 300 of them helps nobody.
    guard abs(number) < 1e18 else { return scientific(number, decimals: 3) }
    return minus(print("%.*f", min(20, max(0, decimals)), number))
  }

  /// At least `digits` significant digits, all digits of the whole part, no trailing zeros: `0.958`, `12346`, `1.235`.
  /// Very small and very large numbers turn scientific.
  package static func significant(_ number: Double, digits: Int = 4) -> String {
    if let word = word(number) { return word }
    if number == 0 { return "0" }
    let exponent = decimalExponent(number, digits: digits)
    if exponent < -4 || exponent >= 15 { return scientific(number, decimals: digits - 1, trims: true) }
    return trimmed(fixed(number, decimals: max(0, digits - 1 - exponent)))
  }

  /// `1.50 × 10⁻⁴`.
  package static func scientific(_ number: Double, decimals: Int, trims: Bool = false) -> String {
    if let word = word(number) { return word }
    let text = print("%.*e", min(17, max(0, decimals)), number)
    guard let e = text.firstIndex(of: "e") else { return minus(text) }
    var mantissa = minus(String(text[..<e]))
    if trims { mantissa = trimmed(mantissa) }
    let exponent = Int(text[text.index(after: e)...]) ?? 0
    if trims, exponent == 0 { return mantissa }
    return mantissa + " × 10" + superscript(exponent)
  }

  /// Groups of three by a comma before the point: `1,234,567.8`.
  package static func grouped(_ text: String) -> String {
    let isNegative = text.hasPrefix("−")
    let body = isNegative ? text.dropFirst() : Substring(text)
    let whole = body.prefix { $0 >= "0" && $0 <= "9" }
    guard whole.count > 3 else { return text }
    var grouped = ""
    for (place, digit) in whole.enumerated() {
      if place > 0, (whole.count - place) % 3 == 0 { grouped += "," }
      grouped.append(digit)
    }
    return (isNegative ? "−" : "") + grouped + body.dropFirst(whole.count)
  }

  /// Without zeros at the end of the fraction, and without a point that ends it.
  static func trimmed(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: ".")) else { return text }
    var rest = text[...]
    while rest.hasSuffix("0") { rest.removeLast() }
    if rest.hasSuffix(".") { rest.removeLast() }
    return rest == "−0" ? "0" : String(rest)
  }

  /// The power of ten of the first digit, after rounding to `digits`: 3 for 9999.9 at 4 digits is 4.
  static func decimalExponent(_ number: Double, digits: Int) -> Int {
    let text = print("%.*e", min(17, max(0, digits - 1)), number)
    return text.firstIndex(of: "e").flatMap { Int(text[text.index(after: $0)...]) } ?? 0
  }

  /// A coordinate or a length, in hundredths, in the fewest characters: `12.5`, `-3`. For SVG, so with ASCII's minus.
  package static func coordinate(_ number: Double) -> String {
    var bytes: [UInt8] = []
    appendCoordinate(number, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends a coordinate as `coordinate` writes it.
  package static func appendCoordinate(_ number: Double, to bytes: inout [UInt8]) {
    guard number.isFinite, abs(number) < 1e12 else { return bytes.append(0x30) }
    let hundredths = Int((number * 100).rounded())
    let (whole, part) = abs(hundredths).quotientAndRemainder(dividingBy: 100)
    if hundredths < 0 { bytes.append(UInt8(ascii: "-")) }
    let first = bytes.count
    var rest = whole
    repeat {
      bytes.append(0x30 + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    } while rest > 0
    bytes[first...].reverse()
    guard part > 0 else { return }
    bytes.append(UInt8(ascii: "."))
    bytes.append(0x30 + UInt8(truncatingIfNeeded: part / 10))
    if part % 10 > 0 { bytes.append(0x30 + UInt8(truncatingIfNeeded: part % 10)) }
  }

  private static func word(_ number: Double) -> String? {
    if number.isNaN { return "undefined" }
    return number.isInfinite ? (number < 0 ? "−∞" : "∞") : nil
  }

  private static func minus(_ text: String) -> String {
    guard text.hasPrefix("-") else { return text }
    let digits = text.dropFirst()
    return digits.utf8.allSatisfy { $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: ".") } ? String(digits) : "−" + digits
  }

  private static func superscript(_ exponent: Int) -> String {
    let signs: [Character: Character] = [
      "-": "⁻", "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸", "9": "⁹",
    ]
    return String(String(exponent).compactMap { signs[$0] })
  }

  private static func print(_ format: String, _ precision: Int, _ number: Double) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
      let count = withVaList([Int32(precision), number]) { vsnprintf(buffer.baseAddress, 64, format, $0) }
      return String(decoding: buffer.prefix(max(0, min(63, Int(count)))).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
  }
}
