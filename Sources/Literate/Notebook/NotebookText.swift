import Tooling

/// A notebook's text in lines: UTF-8, LF line ends, no byte-order mark.
struct NotebookText {
  let bytes: [UInt8]
  /// Offsets of the lines' first bytes; at least one line.
  private let starts: [Int]
  private(set) var diagnostics: [Diagnostic] = []

  var lineCount: Int { starts.count }
  var string: String { String(decoding: bytes, as: UTF8.self) }

  /// Takes a byte-order mark and CRLF or CR line ends. What is no text is replaced (broken UTF-8 by U+FFFD, control
  /// characters by spaces) and told.
  init(_ raw: [UInt8]) {
    var input = raw[...]
    if input.starts(with: [0xEF, 0xBB, 0xBF]) { input = input.dropFirst(3) }
    let isValid = String(validating: input, as: UTF8.self) != nil
    if !isValid { input = Array(String(decoding: input, as: UTF8.self).utf8)[...] }

    var bytes: [UInt8] = []
    bytes.reserveCapacity(input.count)
    var starts = [0]
    var controls: [(byte: UInt8, line: Int, column: Int)] = []
    var previous: UInt8 = 0
    for byte in input {
      defer { previous = byte }
      switch byte {
      case 0x0A where previous == 0x0D: break
      case 0x0A, 0x0D:
        bytes.append(0x0A)
        starts.append(bytes.count)
      case 0x09, 0x20...0x7E, 0x80...: bytes.append(byte)
      default:
        if controls.last?.line != starts.count { controls.append((byte, starts.count, bytes.count - (starts.last ?? 0) + 1)) }
        bytes.append(0x20)
      }
    }
    self.bytes = bytes
    self.starts = starts
    if !isValid { diagnostics.append(.notUTF8(at: firstReplacement)) }
    for control in controls { diagnostics.append(.controlCharacter(control.byte, line: control.line, column: control.column)) }
  }

  private var firstReplacement: SourceRange? {
    for line in 1...lineCount {
      let text = self.line(line)
      if let place = text.indices.first(where: { text[$0...].starts(with: [0xEF, 0xBF, 0xBD]) }) {
        return SourceRange(line: line, column: place - text.startIndex + 1, length: 3)
      }
    }
    return nil
  }

  /// A line's bytes without its end; empty where there is no such line. Lines count from 1.
  func line(_ number: Int) -> ArraySlice<UInt8> {
    guard number >= 1, number <= starts.count else { return [] }
    let end = number < starts.count ? starts[number] - 1 : bytes.count
    return bytes[starts[number - 1]..<end]
  }

  /// The offset of a line's first byte; the end of the text where there is no such line.
  func start(ofLine number: Int) -> Int { number >= 1 && number <= starts.count ? starts[number - 1] : bytes.count }
}

extension ArraySlice<UInt8> {
  /// Without spaces and tabs at its ends.
  var trimmed: ArraySlice<UInt8> {
    var slice = self.drop { $0 == 0x20 || $0 == 0x09 }
    while let last = slice.last, last == 0x20 || last == 0x09 { slice.removeLast() }
    return slice
  }

  var isBlank: Bool { allSatisfy { $0 == 0x20 || $0 == 0x09 } }
  var string: String { String(decoding: self, as: UTF8.self) }
}
