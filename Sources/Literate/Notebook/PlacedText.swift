import Tooling

/// Lines of text cut out of a notebook (a fence's body, `#|` lines, front matter), each with its place there.
///
/// A list or a quote around a fence takes a piece from the front of every line; what is left ends where the notebook's line
/// ends, which is how columns are found again.
package struct PlacedText {
  package struct Line {
    var text: ArraySlice<UInt8>
    var line: Int
    /// The column of the line's first byte. Below 1 where a container cut a tab in two.
    var column: Int
  }

  var lines: [Line]

  init(lines: [Line]) { self.lines = lines }

  /// A whole text of its own.
  package init(_ text: String) {
    lines = Array(text.utf8).split(separator: 0x0A, omittingEmptySubsequences: false).enumerated().map {
      Line(text: $1, line: $0 + 1, column: 1)
    }
  }

  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(lines.reduce(0) { $0 + $1.text.count + 1 })
    for line in lines {
      bytes.append(contentsOf: line.text)
      bytes.append(0x0A)
    }
    return bytes
  }

  var isBlank: Bool { lines.allSatisfy { $0.text.isBlank } }

  /// The place of the byte at `offset` of line `line` (both from 0), clamped to what is there.
  func position(line: Int, offset: Int) -> SourcePosition {
    guard let last = lines.indices.last else { return SourcePosition(line: 1, column: 1) }
    guard line <= last else {
      return SourcePosition(line: lines[last].line, column: max(1, lines[last].column + lines[last].text.count))
    }
    let place = lines[max(0, line)]
    return SourcePosition(line: place.line, column: max(1, place.column + min(max(0, offset), place.text.count)))
  }

  func range(line: Int, offset: Int, length: Int) -> SourceRange { SourceRange(position(line: line, offset: offset), length: length) }

  /// The whole of a line, without spaces at its ends.
  func range(ofLine line: Int) -> SourceRange {
    guard lines.indices.contains(line) else { return range(line: line, offset: 0, length: 1) }
    let trimmed = lines[line].text.trimmed
    return range(line: line, offset: trimmed.startIndex - lines[line].text.startIndex, length: max(1, trimmed.count))
  }
}
