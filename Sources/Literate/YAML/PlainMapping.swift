package import Tooling

/// The short way through YAML: a mapping of one level whose values are plain, simply quoted, empty, or a list of plain
/// words in brackets on one line. Anything else is left to Yams, which reads what stands here to the same nodes.
package enum PlainMapping {
  /// The mapping, or nil where the text is not surely of this form.
  package static func read(_ text: PlacedText) -> SourceNode? {
    var fields: [SourceField] = []
    var start: SourceRange?
    for (number, line) in text.lines.enumerated() {
      let bytes = line.text
      if bytes.isBlank || bytes.first == UInt8(ascii: "#") { continue }
      guard let field = field(bytes, number, text) else { return nil }
      // Twelve keys are looked through faster than hashed.
      guard !fields.contains(where: { $0.key == field.key }) else { return nil }
      if start == nil { start = text.range(line: number, offset: 0, length: 1) }
      fields.append(field)
      if fields.count > 64 { return nil }
    }
    return start.map { SourceNode(.mapping(fields), at: $0) }
  }

  private static func field(_ line: ArraySlice<UInt8>, _ number: Int, _ text: PlacedText) -> SourceField? {
    guard let first = line.first, isLetter(first), let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    let key = line[..<colon]
    guard key.allSatisfy({ isLetter($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-") }) else { return nil }
    let after = line[(colon + 1)...]
    var value = after.drop { $0 == 0x20 }
    while value.last == 0x20 { value.removeLast() }
    guard value.isEmpty || after.first == 0x20, let node = node(value, number, text, from: line.startIndex) else { return nil }
    // An empty value may go on below, which a line that is no field will show.
    return SourceField(key.string, at: text.range(line: number, offset: 0, length: key.count), value.isEmpty ? empty(colon, number, text, line) : node)
  }

  private static func empty(_ colon: Int, _ number: Int, _ text: PlacedText, _ line: ArraySlice<UInt8>) -> SourceNode {
    SourceNode(.scalar("", isPlain: true), at: text.range(line: number, offset: colon + 1 - line.startIndex, length: 1))
  }

  private static func node(_ value: ArraySlice<UInt8>, _ number: Int, _ text: PlacedText, from start: Int) -> SourceNode? {
    func range(_ piece: ArraySlice<UInt8>) -> SourceRange {
      text.range(line: number, offset: piece.startIndex - start, length: max(1, piece.count))
    }
    guard let first = value.first else { return SourceNode(.scalar("", isPlain: true), at: range(value)) }
    switch first {
    case UInt8(ascii: "'"):
      let inside = value.dropFirst().dropLast()
      guard value.count >= 2, value.last == first, !inside.contains(first), isASCII(inside) else { return nil }
      return SourceNode(.scalar(inside.string, isPlain: false), at: range(value))
    case UInt8(ascii: "["):
      guard value.last == UInt8(ascii: "]"), value.count > 2 else { return nil }
      var nodes: [SourceNode] = []
      for piece in value.dropFirst().dropLast().split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
        var word = piece.drop { $0 == 0x20 }
        while word.last == 0x20 { word.removeLast() }
        guard !word.isEmpty, word.allSatisfy(isFlowSafe), word.first != UInt8(ascii: "-"), word.first != UInt8(ascii: ".") else { return nil }
        nodes.append(SourceNode(.scalar(word.string, isPlain: true), at: range(word)))
      }
      return SourceNode(.list(nodes), at: range(value))
    default:
      guard isPlain(value) else { return nil }
      return SourceNode(.scalar(value.string, isPlain: true), at: range(value))
    }
  }

  /// Whether a value is surely a plain scalar whose text is what is written.
  private static func isPlain(_ value: ArraySlice<UInt8>) -> Bool {
    guard let first = value.first, isLetter(first) || (0x30...0x39).contains(first) || first == UInt8(ascii: "$") || first == UInt8(ascii: "/") || first == UInt8(ascii: "(") else {
      return false
    }
    var previous: UInt8 = 0
    for byte in value {
      if byte >= 0x7F || byte == 0x09 { return false }
      if byte == UInt8(ascii: "#"), previous == 0x20 { return false }
      if previous == UInt8(ascii: ":"), byte == 0x20 { return false }
      previous = byte
    }
    return previous != UInt8(ascii: ":")
  }

  private static func isFlowSafe(_ byte: UInt8) -> Bool {
    isLetter(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "$")
      || byte == UInt8(ascii: "-") || byte == 0x20 || byte == UInt8(ascii: "/")
  }

  private static func isASCII(_ bytes: ArraySlice<UInt8>) -> Bool { bytes.allSatisfy { (0x20..<0x7F).contains($0) } }
  private static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) }
}
