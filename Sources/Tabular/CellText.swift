/// The text of a cell, and what it may be read as.
struct CellText {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let decimalMark: UInt8

  init(_ bytes: UnsafeBufferPointer<UInt8>, decimalMark: UInt8) {
    self.bytes = bytes
    self.decimalMark = decimalMark
  }

  /// The text without blanks around it; numbers may stand among blanks, as in pandas.
  private var trimmed: UnsafeBufferPointer<UInt8> {
    var start = 0
    var end = bytes.count
    while start < end, bytes[start] == 32 || bytes[start] == 9 { start += 1 }
    while end > start, bytes[end - 1] == 32 || bytes[end - 1] == 9 { end -= 1 }
    return UnsafeBufferPointer(rebasing: bytes[start..<end])
  }

  /// A 64-bit integer. Unless `lenient`, digits after a leading zero and `-0` are not one: the first is a code, the second a number.
  func integer(lenient: Bool) -> Int64? {
    let text = trimmed
    guard let first = text.first else { return nil }
    let isNegative = first == UInt8(ascii: "-")
    var place = isNegative || first == UInt8(ascii: "+") ? 1 : 0
    guard place < text.count else { return nil }
    if !lenient, text[place] == 48, text.count > place + 1 || isNegative { return nil }
    var number: Int64 = 0
    while place < text.count {
      let digit = text[place] &- 48
      guard digit <= 9 else { return nil }
      let (tens, isOver) = number.multipliedReportingOverflow(by: 10)
      let (sum, isOverToo) = isNegative ? tens.subtractingReportingOverflow(Int64(digit)) : tens.addingReportingOverflow(Int64(digit))
      guard !isOver, !isOverToo else { return nil }
      number = sum
      place += 1
    }
    return number
  }

  /// A number, `inf` and `infinity` in any case among them. Unless `lenient`, digits after a leading zero are a code and not one.
  func number(lenient: Bool) -> Double? {
    let text = trimmed
    guard let base = text.baseAddress, !text.isEmpty else { return nil }
    if !lenient, hasLeadingZero(text) { return nil }
    var value = 0.0
    if let end = DecimalNumber.read(base, from: 0, to: text.count, decimalMark: decimalMark, into: &value) {
      return end == text.count ? value : nil
    }
    let isSigned = text[0] == UInt8(ascii: "-") || text[0] == UInt8(ascii: "+")
    let word = text.dropFirst(isSigned ? 1 : 0).map { $0 | 0x20 }
    guard word.elementsEqual("inf".utf8) || word.elementsEqual("infinity".utf8) else { return nil }
    return text[0] == UInt8(ascii: "-") ? -.infinity : .infinity
  }

  private func hasLeadingZero(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let start = text[0] == UInt8(ascii: "-") || text[0] == UInt8(ascii: "+") ? 1 : 0
    return text.count > start + 1 && text[start] == 48 && text[start + 1] &- 48 <= 9
  }

  /// `true`, `True`, `TRUE` and their opposites; where `lenient` also 1 and 0.
  func boolean(lenient: Bool) -> Bool? {
    func equals(_ word: StaticString) -> Bool {
      for place in 0..<word.utf8CodeUnitCount where bytes[place] != word.utf8Start[place] { return false }
      return true
    }
    switch bytes.count {
    case 1 where lenient: return equals("1") ? true : equals("0") ? false : nil
    case 4: return equals("true") || equals("True") || equals("TRUE") ? true : nil
    case 5: return equals("false") || equals("False") || equals("FALSE") ? false : nil
    default: return nil
    }
  }

  var time: CivilTime? { CivilTime(bytes) }
}
