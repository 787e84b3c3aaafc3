import Tabular

/// Texts, one for all rows or one a row, as bytes.
struct TextOperand {
  /// A cell a row, or one for all.
  let cells: TextValues
  private let isOne: Bool
  /// Whether all bytes are ASCII, of which bytes are characters and their order is that of the text; but for CR LF, which is one character.
  let isPlain: Bool

  /// - Parameter isOne: whether `values` is one cell for all rows.
  init(_ values: TextValues, isOne: Bool) {
    cells = values
    self.isOne = isOne
    isPlain = values.bytes.allSatisfy { $0 < 0x80 && $0 != 13 }
  }

  /// Where the row's bytes stand in `bytes`; nil where it is missing.
  @inline(__always)
  func range(_ row: Int) -> Range<Int>? {
    let place = isOne ? 0 : row
    if !cells.isPresent.isEmpty, !cells.isPresent[place] { return nil }
    return cells.offsets[place]..<cells.offsets[place + 1]
  }

  var bytes: [UInt8] { cells.bytes }

  subscript(row: Int) -> String? { cells[isOne ? 0 : row] }

  /// The one text that stands in all rows; nil where each row has its own, and where it is missing.
  var one: String? { isOne ? cells[0] : nil }

  /// How two texts of a row stand to each other: negative, 0, positive. Texts are equal where they mean the same characters, in whichever bytes.
  @inline(__always)
  static func order(_ a: Self, _ x: Range<Int>, _ b: Self, _ y: Range<Int>) -> Int {
    let (first, second) = (a.bytes[x], b.bytes[y])
    if first.elementsEqual(second) { return 0 }
    if a.isPlain && b.isPlain { return first.lexicographicallyPrecedes(second) ? -1 : 1 }
    let (text, other) = (String(decoding: first, as: UTF8.self), String(decoding: second, as: UTF8.self))
    return text < other ? -1 : text == other ? 0 : 1
  }
}

/// Text cells written one after the other.
struct TextBuilder {
  private var bytes: [UInt8] = []
  private var offsets = [0]
  private var isPresent: [Bool] = []

  init(rows: Int) {
    offsets.reserveCapacity(rows + 1)
    isPresent.reserveCapacity(rows)
  }

  mutating func append(_ text: some Sequence<UInt8>) {
    bytes.append(contentsOf: text)
    offsets.append(bytes.count)
    isPresent.append(true)
  }

  mutating func appendMissing() {
    offsets.append(bytes.count)
    isPresent.append(false)
  }

  var values: TextValues { TextValues(bytes: bytes, offsets: offsets, isPresent: isPresent) }
}
