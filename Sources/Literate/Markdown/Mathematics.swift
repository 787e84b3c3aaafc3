/// Mathematics cut out of a text before Markdown is read, so that `_`, `*`, `|` and `\` in it mean nothing to Markdown.
///
/// Every byte cut out is replaced by a control character, which neither a notebook nor Markdown's syntax holds: columns stay
/// as they are. The first byte of a formula is 0x01, the next one or two tell which formula it is, 0x02 fills the rest.
struct Mathematics {
  struct Formula: Equatable {
    var tex: String
    /// With its signs, as it stands in the notebook.
    var source: String
    var isDisplay: Bool
    var line: Int
  }

  private(set) var formulas: [Formula] = []
  /// The text with placeholders.
  private(set) var text: [UInt8]

  static let start: UInt8 = 0x01
  static let filler: UInt8 = 0x02
  /// The digits of a formula's number: control characters that are neither space nor line end.
  private static let digits: [UInt8] = Array(0x03...0x08) + Array(0x0E...0x1F)

  /// - Parameters:
  ///   - text: the notebook from `firstLine` on is looked through; what stands before is front matter.
  ///   - isProtected: whether a line stands in a fence, indented code or raw HTML.
  init(_ text: NotebookText, from firstLine: Int, isProtected: @escaping (Int) -> Bool) {
    self.text = text.bytes
    var scanner = FormulaScanner(text, isProtected: isProtected)
    var line = firstLine
    while line <= text.lineCount {
      if isProtected(line) {
        line += 1
        continue
      }
      line = scanner.scan(line)
    }
    for found in scanner.found { hide(found) }
  }

  private mutating func hide(_ found: FormulaScanner.Found) {
    let number = formulas.count
    formulas.append(found.formula)
    let digits = Self.digits.count
    for (index, piece) in found.pieces.enumerated() {
      for place in piece { text[place] = Self.filler }
      guard index == 0, let first = piece.first else { continue }
      text[first] = Self.start
      if piece.count > 1 { text[first + 1] = Self.digits[number % digits] }
      if piece.count > 2 { text[first + 2] = Self.digits[number / digits % digits] }
    }
  }

  /// The formula whose placeholder begins with `bytes`: the first from `hint` on that has its number, else any.
  func formula(_ bytes: some Collection<UInt8>, after hint: Int) -> (place: Int, formula: Formula)? {
    let shown = bytes.dropFirst().prefix(2).compactMap { Self.digits.firstIndex(of: $0) }
    func fits(_ number: Int) -> Bool {
      let digits = Self.digits.count
      return (shown.isEmpty || number % digits == shown[0]) && (shown.count < 2 || number / digits % digits == shown[1])
    }
    let place = formulas.indices.dropFirst(max(0, hint)).first(where: fits) ?? formulas.indices.first(where: fits)
    return place.map { ($0, formulas[$0]) }
  }

  /// The place among the formulas of the first that begins on `line` or below.
  func first(from line: Int) -> Int { formulas.firstIndex { $0.line >= line } ?? formulas.count }

  /// `string` with every placeholder replaced by what stood there, for what is no running text: a link's address, code.
  func restored(_ string: String, after hint: Int) -> String {
    guard string.utf8.contains(where: { $0 == Self.start || $0 == Self.filler }) else { return string }
    var bytes: [UInt8] = []
    var rest = Array(string.utf8)[...]
    var hint = hint
    while let byte = rest.first {
      if byte == Self.start, let found = formula(rest, after: hint) {
        bytes += Array(found.formula.source.utf8)
        hint = found.place + 1
        rest = rest.dropFirst().drop { Self.isPlaceholder($0) && $0 != Self.start }
      } else {
        if !Self.isPlaceholder(byte) { bytes.append(byte) }
        rest.removeFirst()
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  static func isPlaceholder(_ byte: UInt8) -> Bool { byte < 0x20 && byte != 0x09 && byte != 0x0A }
}
