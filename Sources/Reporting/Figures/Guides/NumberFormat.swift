/// The part of d3-format's language that figures need: `[+][,][.precision][~]type` with the types f, e, g, r, d, s, p and %.
struct NumberFormat {
  private var isSigned = false
  private var isGrouped = false
  private var precision: Int?
  private var isTrimmed = false
  private var type: Character?

  /// Nil where the text is no such format.
  init?(_ text: String) {
    var rest = text[...]
    if rest.first == "+" { isSigned = rest.popFirst() != nil }
    if rest.first == "," { isGrouped = rest.popFirst() != nil }
    if rest.first == "." {
      let digits = rest.dropFirst().prefix { $0.isNumber }
      guard let number = Int(digits) else { return nil }
      precision = min(12, number)
      rest = rest.dropFirst(1 + digits.count)
    }
    if rest.first == "~" { isTrimmed = rest.popFirst() != nil }
    type = rest.popFirst()
    guard rest.isEmpty, type.map({ "fegrdsp%".contains($0) }) ?? (isGrouped || precision != nil) else { return nil }
  }

  func texts(_ numbers: [Double]) -> [String] {
    // Shares without a precision take as many digits as tell them apart.
    let needed = type == "%" && precision == nil ? TickLabels.decimals(numbers.map { $0 * 100 }) : nil
    return numbers.map { number in
      let text = self.text(number, decimals: precision ?? needed)
      return isSigned && number > 0 ? "+" + text : text
    }
  }

  private func text(_ number: Double, decimals: Int?) -> String {
    switch type {
    case "%", "p": trimmed(NumberText.fixed(number * 100, decimals: decimals ?? (type == "p" ? 2 : 0))) + "%"
    case "f": grouped(trimmed(NumberText.fixed(number, decimals: decimals ?? 6)))
    case "e": NumberText.scientific(number, decimals: decimals ?? 2, trims: isTrimmed)
    case "d": grouped(NumberText.fixed(number, decimals: 0))
    case "s": Self.scaled(number, digits: max(1, decimals ?? 3))
    default: grouped(NumberText.significant(number, digits: max(1, decimals ?? 4)))
    }
  }

  private func trimmed(_ text: String) -> String { isTrimmed ? NumberText.trimmed(text) : text }
  private func grouped(_ text: String) -> String { isGrouped ? NumberText.grouped(text) : text }

  /// With a prefix of the SI: `1.5k`, `20M`, `3µ`.
  private static func scaled(_ number: Double, digits: Int) -> String {
    guard number != 0, number.isFinite else { return NumberText.significant(number) }
    let prefixes = ["y", "z", "a", "f", "p", "n", "µ", "m", "", "k", "M", "G", "T", "P", "E", "Z", "Y"]
    let exponent = NumberText.decimalExponent(number, digits: digits)
    let place = max(-8, min(8, Int((Double(exponent) / 3).rounded(.down))))
    return NumberText.significant(number / Ticks.power(3 * place), digits: digits) + prefixes[place + 8]
  }
}
