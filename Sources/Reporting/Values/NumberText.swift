#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Numbers as a page shows them, correctly rounded, with the signs of print: `−1.5`, `3 × 10⁻⁵`.
///
/// A figure writes thousands of them, so those of an ordinary size are rounded in integers; the C library does the others. Both
/// round alike: to the nearest decimal, and where two are equally near to the even one.
package enum NumberText {
  /// `decimals` digits after the point (0 to 20), trailing zeros kept.
  package static func fixed(_ number: Double, decimals: Int) -> String {
    if let word = word(number) { return word }
    // Beyond 10¹⁸ digits before the point stop meaning anything, and a text of 300 of them helps nobody.
    guard abs(number) < 1e18 else { return scientific(number, decimals: 3) }
    let decimals = min(20, max(0, decimals))
    guard let digits = rounded(number, timesTenTo: decimals) else { return minus(print("%.*f", decimals, number)) }
    return text(digits, decimals: decimals, isNegative: number < 0)
  }

  /// At least `digits` significant digits, all digits of the whole part, no trailing zeros: `0.958`, `12346`, `1.235`.
  /// Very small and very large numbers turn scientific.
  package static func significant(_ number: Double, digits: Int = 4) -> String {
    if let word = word(number) { return word }
    if number == 0 { return "0" }
    let exponent = decimalExponent(number, digits: digits)
    if exponent < -4 || exponent >= 15 { return scientific(number, decimals: digits - 1, trims: true) }
    var decimals = min(20, max(0, digits - 1 - exponent))
    guard var rounded = rounded(number, timesTenTo: decimals) else { return trimmed(fixed(number, decimals: decimals)) }
    while decimals > 0, rounded.isMultiple(of: 10) {
      rounded /= 10
      decimals -= 1
    }
    return text(rounded, decimals: decimals, isNegative: number < 0)
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
    guard number.isFinite, number != 0 else { return 0 }
    let digits = min(18, max(1, digits))
    // The logarithm may be wrong by one beside a power of ten; the digits tell.
    let guess = Int(log10(abs(number)).rounded(.down))
    if let found = rounded(number, timesTenTo: digits - 1 - guess), let finer = rounded(number, timesTenTo: digits - guess) {
      return found >= powers[digits] ? guess + 1 : finer < powers[digits] ? guess - 1 : guess
    }
    let text = print("%.*e", digits - 1, number)
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
    let (whole, part) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
    if hundredths < 0 { bytes.append(UInt8(ascii: "-")) }
    var power: UInt = 1
    while whole / power >= 10 { power *= 10 }
    while power > 0 {
      bytes.append(0x30 + UInt8(truncatingIfNeeded: whole / power % 10))
      power /= 10
    }
    guard part > 0 else { return }
    bytes.append(UInt8(ascii: "."))
    bytes.append(0x30 + UInt8(truncatingIfNeeded: part / 10))
    if part % 10 > 0 { bytes.append(0x30 + UInt8(truncatingIfNeeded: part % 10)) }
  }

  // MARK: Rounding in integers

  /// 10⁰ to 10¹⁹.
  private static let powers: [UInt64] = (0...19).map { (0..<$0).reduce(1) { power, _ in power * 10 } }

  /// |`number`| · 10^`power`, rounded as the C library's `printf` rounds; nil where 64 bits do not hold the result, or 128 the way to it.
  ///
  /// A double is `significand` · 2^`exponent`, so the product is one whole number over another.
  private static func rounded(_ number: Double, timesTenTo power: Int) -> UInt64? {
    guard number.isFinite, abs(power) < powers.count else { return nil }
    // Not even 10¹⁹ times as much would be a half.
    guard abs(number) > 1e-20 else { return 0 }
    let exponent = Int(number.exponent) - 52
    var dividend = UInt128(number.significandBitPattern | 1 << 52), divisor: UInt128 = 1
    if power > 0 { dividend *= UInt128(powers[power]) } else { divisor = UInt128(powers[-power]) }
    if exponent > 0 {
      guard dividend.leadingZeroBitCount > exponent else { return nil }
      dividend <<= exponent
    } else {
      guard divisor.leadingZeroBitCount > -exponent else { return nil }
      divisor <<= -exponent
    }
    let isShift = power >= 0 && exponent <= 0
    let quotient = isShift ? dividend >> -exponent : dividend / divisor
    let remainder = isShift ? dividend & (divisor - 1) : dividend - quotient * divisor
    let isUp = remainder > divisor - remainder || (remainder == divisor - remainder && !quotient.isMultiple(of: 2))
    return UInt64(exactly: isUp ? quotient + 1 : quotient)
  }

  /// `digits` with a point before the last `decimals` of them. Nothing is no less than nothing: `0.00`.
  private static func text(_ digits: UInt64, decimals: Int, isNegative: Bool) -> String {
    String(unsafeUninitializedCapacity: 48) { buffer in
      var rest = digits, written = 0
      // From the last digit to the first, and then turned round.
      func put(_ byte: UInt8) {
        buffer[written] = byte
        written += 1
      }
      repeat {
        if written == decimals, decimals > 0 { put(UInt8(ascii: ".")) }
        put(0x30 + UInt8(truncatingIfNeeded: rest % 10))
        rest /= 10
      } while rest > 0 || written <= decimals
      if isNegative, digits > 0 { for byte in "−".utf8.reversed() { put(byte) } }
      var text = buffer[..<written]
      text.reverse()
      return written
    }
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
