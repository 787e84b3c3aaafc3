/// A number for a sentence: whole ones whole, others to so many significant digits, very large and very small ones with an
/// exponent: `569`, `0.9583`, `1.5e-08`. Undefined is `undefined`.
public func shortNumber(_ number: Double, digits: Int = 4) -> String {
  guard number.isFinite else { return number.isNaN ? "undefined" : number < 0 ? "-∞" : "∞" }
  if let whole = Int(exactly: number), abs(number) < 1e15 { return String(whole) }
  // Rounded in decimal: the shortest text of the number has every digit that it needs, and no more.
  var (mantissa, exponent) = decimalDigits(abs(number))
  let kept = max(1, min(digits, 17))
  if mantissa.count > kept {
    let isRoundedUp = mantissa[kept] >= 5
    mantissa.removeSubrange(kept...)
    if isRoundedUp {
      var place = kept - 1
      while place >= 0 {
        mantissa[place] += 1
        if mantissa[place] < 10 { break }
        mantissa[place] = 0
        place -= 1
      }
      if place < 0 {
        mantissa.insert(1, at: 0)
        mantissa.removeLast()
        exponent += 1
      }
    }
  }
  while mantissa.count > 1, mantissa.last == 0 { mantissa.removeLast() }
  let sign = number < 0 ? "-" : ""
  let text = mantissa.map(String.init).joined()
  switch exponent {
  case -5..<0: return sign + "0." + String(repeating: "0", count: -exponent - 1) + text
  case 0..<15:
    guard text.count > exponent + 1 else { return sign + text + String(repeating: "0", count: exponent + 1 - text.count) }
    return sign + text.prefix(exponent + 1) + "." + text.dropFirst(exponent + 1)
  default:
    let tail = text.count > 1 ? "." + text.dropFirst() : ""
    return "\(sign)\(text.prefix(1))\(tail)e\(exponent < 0 ? "-" : "+")\(abs(exponent) < 10 ? "0" : "")\(abs(exponent))"
  }
}

/// `number`'s decimal digits, and the power of ten of the first.
private func decimalDigits(_ number: Double) -> (digits: [Int], exponent: Int) {
  let parts = number.description.split(separator: "e", maxSplits: 1)
  let whole = parts[0].prefix { $0 != "." }
  var digits = parts[0].compactMap(\.wholeNumberValue)
  var exponent = whole.count - 1 + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
  while digits.count > 1, digits[0] == 0 {
    digits.removeFirst()
    exponent -= 1
  }
  return (digits, exponent)
}

/// `1 row`, `12 rows`.
public func counted(_ count: Int, _ singular: String, _ plural: String? = nil) -> String {
  "\(count) \(count == 1 ? singular : plural ?? singular + "s")"
}
