/// Reads decimal numbers, correctly rounded: the double that is nearest to what is written, ties to even, as Python's `float()`.
///
/// Up to 19 digits and powers of ten within ±22 where the digits fit 53 bits are one exact operation (Clinger, 1990);
/// within ±27 an exact product or quotient of 128 bits is rounded here; the rest is left to Swift's own `Double(_:)`, which knows no locale.
enum DecimalNumber {
  /// Reads a number from `start` on: sign, digits with a decimal mark among them or not, exponent.
  ///
  /// - Parameter value: is set to the number.
  /// - Returns: the place after the number, or nil where none is.
  @inline(__always)
  static func read(
    _ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int, decimalMark: UInt8, into value: inout Double
  ) -> Int? {
    var place = start
    var isNegative = false
    if place < end, bytes[place] == UInt8(ascii: "-") || bytes[place] == UInt8(ascii: "+") {
      isNegative = bytes[place] == UInt8(ascii: "-")
      place &+= 1
    }
    let digitsStart = place
    var mantissa: UInt64 = 0
    while place < end {
      let digit = bytes[place] &- 48
      if digit > 9 { break }
      mantissa = mantissa &* 10 &+ UInt64(digit)
      place &+= 1
    }
    var digitCount = place &- digitsStart
    var exponent = 0
    if place < end, bytes[place] == decimalMark {
      place &+= 1
      let fractionStart = place
      let digitsBefore = mantissa == 0 ? 0 : digitCount
      if mantissa == 0 {
        // Zeros before the first digit that counts take no room in the mantissa.
        while place < end, bytes[place] == 48 { place &+= 1 }
        digitCount = digitCount &+ place &- fractionStart
      }
      let significantStart = place
      while place &+ 8 <= end, let eight = eightDigits(bytes + place) {
        mantissa = mantissa &* 100_000_000 &+ eight
        place &+= 8
      }
      while place < end {
        let digit = bytes[place] &- 48
        if digit > 9 { break }
        mantissa = mantissa &* 10 &+ UInt64(digit)
        place &+= 1
      }
      exponent = fractionStart &- place
      let significant = place &- significantStart
      digitCount = digitCount &+ significant
      // Below 20 digits the mantissa cannot have run over.
      if digitsBefore &+ significant > 19 { return readLong(bytes, from: start, to: end, decimalMark: decimalMark, into: &value) }
    } else if digitCount > 19 {
      return readLong(bytes, from: start, to: end, decimalMark: decimalMark, into: &value)
    }
    guard digitCount > 0 else { return nil }

    if place < end, bytes[place] | 0x20 == UInt8(ascii: "e") {
      var next = place &+ 1
      var isBelow = false
      if next < end, bytes[next] == UInt8(ascii: "-") || bytes[next] == UInt8(ascii: "+") {
        isBelow = bytes[next] == UInt8(ascii: "-")
        next &+= 1
      }
      guard next < end, bytes[next] &- 48 <= 9 else { return nil }
      var power = 0
      while next < end, bytes[next] &- 48 <= 9 {
        if power < 100_000 { power = power &* 10 &+ Int(bytes[next] &- 48) }
        next &+= 1
      }
      exponent = exponent &+ (isBelow ? -power : power)
      place = next
    }

    guard let magnitude = double(mantissa, timesTenTo: exponent) else {
      return readLong(bytes, from: start, to: end, decimalMark: decimalMark, into: &value)
    }
    value = isNegative ? -magnitude : magnitude
    return place
  }

  /// Eight digits as one number, or nil where not all of the eight bytes are digits.
  @inline(__always)
  private static func eightDigits(_ bytes: UnsafePointer<UInt8>) -> UInt64? {
    var word = UInt64(littleEndian: UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self))
    let high: UInt64 = 0xF0F0_F0F0_F0F0_F0F0
    guard (word & high) | (((word &+ 0x0606_0606_0606_0606) & high) >> 4) == 0x3333_3333_3333_3333 else { return nil }
    // Neighbours are joined: digits to pairs, pairs to fours, fours to eight.
    word = ((word & 0x0F0F_0F0F_0F0F_0F0F) &* 2561) >> 8
    word = ((word & 0x00FF_00FF_00FF_00FF) &* 6_553_601) >> 16
    return ((word & 0x0000_FFFF_0000_FFFF) &* 42_949_672_960_001) >> 32
  }

  /// `mantissa` × 10^`exponent`, correctly rounded; nil where only the long way can tell.
  @inline(__always)
  static func double(_ mantissa: UInt64, timesTenTo exponent: Int) -> Double? {
    if mantissa <= 1 << 53 {
      if exponent == 0 { return Double(mantissa) }
      if exponent < 0, exponent >= -22 { return Double(mantissa) / powersOfTen[-exponent] }
      if exponent > 0, exponent <= 22 { return Double(mantissa) * powersOfTen[exponent] }
    }
    return exact(mantissa, timesTenTo: exponent)
  }

  private static func exact(_ mantissa: UInt64, timesTenTo exponent: Int) -> Double? {
    if mantissa == 0 { return 0 }
    guard exponent.magnitude <= 27 else { return nil }
    let five = powersOfFive[Int(exponent.magnitude)]
    // The value is to be `high` × 2^scale, plus something smaller where `hasRest`.
    var high: UInt64
    var scale: Int
    var hasRest: Bool
    if exponent >= 0 {
      let product = mantissa.multipliedFullWidth(by: five)
      if product.high == 0 {
        high = product.low
        scale = exponent
        hasRest = false
      } else {
        let shift = product.high.leadingZeroBitCount
        high = product.high << UInt64(shift) | (shift == 0 ? 0 : product.low >> UInt64(64 - shift))
        hasRest = product.low << UInt64(shift) != 0
        scale = exponent + 64 - shift
      }
    } else {
      let numeratorShift = mantissa.leadingZeroBitCount
      let divisorShift = five.leadingZeroBitCount
      let numerator = mantissa << UInt64(numeratorShift)
      let (quotient, remainder) = (five << UInt64(divisorShift)).dividingFullWidth((numerator >> 1, numerator << 63))
      high = quotient
      hasRest = remainder != 0
      scale = exponent - 63 + divisorShift - numeratorShift
    }
    let shift = high.leadingZeroBitCount
    high <<= UInt64(shift)
    scale -= shift

    // 53 of the 64 bits stay; half of the last is rounded to even.
    let tail = high & 0x7FF
    var significand = high >> 11
    if tail > 0x400 || (tail == 0x400 && (hasRest || significand & 1 == 1)) { significand += 1 }
    return Double(significand) * Double(bitPattern: UInt64(1023 + scale + 11) << 52)
  }

  private static let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  private static let powersOfFive: [UInt64] = {
    var powers: [UInt64] = [1]
    while powers.count < 28 { powers.append(powers[powers.count - 1] * 5) }
    return powers
  }()

  /// The standard library's way, for what is longer or further from 1.
  @inline(never)
  private static func readLong(
    _ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int, decimalMark: UInt8, into value: inout Double
  ) -> Int? {
    var place = start
    var text: [UInt8] = []
    func take(_ byte: UInt8) {
      text.append(byte)
      place += 1
    }
    func takeDigits() -> Int {
      let first = place
      while place < end, bytes[place] &- 48 <= 9 { take(bytes[place]) }
      return place - first
    }
    if place < end, bytes[place] == UInt8(ascii: "-") || bytes[place] == UInt8(ascii: "+") { take(bytes[place]) }
    var digitCount = takeDigits()
    if place < end, bytes[place] == decimalMark {
      take(UInt8(ascii: "."))
      digitCount += takeDigits()
    }
    guard digitCount > 0 else { return nil }
    if place < end, bytes[place] | 0x20 == UInt8(ascii: "e") {
      take(UInt8(ascii: "e"))
      if place < end, bytes[place] == UInt8(ascii: "-") || bytes[place] == UInt8(ascii: "+") { take(bytes[place]) }
      guard takeDigits() > 0 else { return nil }
    }
    guard let number = Double(String(decoding: text, as: UTF8.self)) else { return nil }
    value = number
    return place
  }
}
