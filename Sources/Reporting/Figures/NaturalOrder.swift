/// Texts in the order that a reader expects: numbers by their worth, `fold 2` before `fold 10`, the rest by letters.
enum NaturalOrder {
  static func sorted(_ texts: [String]) -> [String] {
    let numbers = texts.compactMap { Double($0) }.filter { !$0.isNaN }
    if numbers.count == texts.count {
      return zip(texts, numbers).sorted { ($0.1, $0.0) < ($1.1, $1.0) }.map(\.0)
    }
    return texts.map { (pieces($0), $0) }.sorted { isBefore($0, $1) }.map(\.1)
  }

  private enum Piece {
    case letters(Substring)
    /// Digits without leading zeros: of two the longer is the larger.
    case digits(Substring)
  }

  private static func pieces(_ text: String) -> [Piece] {
    var pieces: [Piece] = []
    var rest = text[...]
    while let first = rest.first {
      let isDigit = isDigit(first)
      let run = rest.prefix { self.isDigit($0) == isDigit }
      pieces.append(isDigit ? .digits(run.drop { $0 == "0" }) : .letters(run))
      rest = rest[run.endIndex...]
    }
    return pieces
  }

  private static func isDigit(_ character: Character) -> Bool { character >= "0" && character <= "9" }

  private static func isBefore(_ a: ([Piece], String), _ b: ([Piece], String)) -> Bool {
    for (x, y) in zip(a.0, b.0) {
      switch (x, y) {
      case (.letters(let x), .letters(let y)): if x != y { return x < y }
      case (.digits(let x), .digits(let y)): if x != y { return (x.count, x) < (y.count, y) }
      case (.digits, .letters): return true
      case (.letters, .digits): return false
      }
    }
    return a.0.count == b.0.count ? a.1 < b.1 : a.0.count < b.0.count
  }
}
