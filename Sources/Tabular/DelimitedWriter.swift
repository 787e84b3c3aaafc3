extension Table {
  /// Writes the table as delimited text, with a line of names, lines that end with LF, and quotes where RFC 4180 needs them.
  ///
  /// Numbers are written in the fewest digits that give the same double again, infinities as `inf`; times by ISO 8601, in
  /// UTC with `Z` where the column has a zone, dates alone where all times of a column are midnights. Missing cells are empty.
  ///
  /// - Parameter separator: the byte between fields, ASCII: comma, tab, semicolon, …
  public func writeDelimited(separator: UInt8 = UInt8(ascii: ","), to sink: inout some ByteSink) throws {
    var line = DelimitedLine(separator: separator)
    for (place, name) in names.enumerated() { line.append(name, isFirst: place == 0, isOnly: columns.count == 1) }
    line.end()
    let writers = columns.map { CellWriter($0.values) }
    for row in 0..<rowCount {
      for (place, writer) in writers.enumerated() {
        if place > 0 { line.bytes.append(separator) }
        writer.write(row, to: &line, isOnly: columns.count == 1)
      }
      line.end()
      if line.bytes.count >= 1 << 16 { try line.flush(to: &sink) }
    }
    try line.flush(to: &sink)
  }
}

/// Lines on their way to a sink.
private struct DelimitedLine {
  var bytes: [UInt8] = []
  private let separator: UInt8

  init(separator: UInt8) { self.separator = separator }

  mutating func append(_ text: String, isFirst: Bool, isOnly: Bool) {
    if !isFirst { bytes.append(separator) }
    if text.isEmpty && isOnly {
      appendEmptyQuotes()
    } else {
      var text = text
      text.withUTF8 { appendField($0) }
    }
  }

  /// Quoted where a separator, quote or line end is inside.
  mutating func appendField(_ text: UnsafeBufferPointer<UInt8>) {
    let quote = UInt8(ascii: "\"")
    guard text.contains(where: { $0 == separator || $0 == quote || $0 == 10 || $0 == 13 }) else {
      bytes.append(contentsOf: text)
      return
    }
    bytes.append(quote)
    for byte in text {
      if byte == quote { bytes.append(quote) }
      bytes.append(byte)
    }
    bytes.append(quote)
  }

  /// The only field of a line is written `""` where it is empty, since readers skip blank lines.
  mutating func appendEmptyQuotes() { bytes += [UInt8(ascii: "\""), UInt8(ascii: "\"")] }

  mutating func end() { bytes.append(10) }

  mutating func flush(to sink: inout some ByteSink) throws {
    try sink.write(bytes)
    bytes.removeAll(keepingCapacity: true)
  }
}

/// Writes the cells of a column.
private struct CellWriter {
  private let values: Column.Values
  private let areDates: Bool

  init(_ values: Column.Values) {
    self.values = values
    if case .timestamp(let times) = values { areDates = times.areDates } else { areDates = false }
  }

  func write(_ row: Int, to line: inout DelimitedLine, isOnly: Bool) {
    let start = line.bytes.count
    switch values {
    case .number(let numbers):
      if !numbers[row].isNaN { line.bytes.append(contentsOf: numbers[row].description.utf8) }
    case .integer(let integers):
      if let value = integers[row] { line.bytes.append(contentsOf: value.description.utf8) }
    case .boolean(let flags):
      if let value = flags[row] { line.bytes.append(contentsOf: value ? "true".utf8 : "false".utf8) }
    case .text(let text):
      text.bytes.withUnsafeBufferPointer { line.appendField(UnsafeBufferPointer(rebasing: $0[text.offsets[row]..<text.offsets[row + 1]])) }
    case .dictionary(let dictionary):
      if var value = dictionary[row] { value.withUTF8 { line.appendField($0) } }
    case .timestamp(let times):
      if let value = times.iso(at: row, dateOnly: areDates) { line.bytes.append(contentsOf: value.utf8) }
    }
    if isOnly && line.bytes.count == start { line.appendEmptyQuotes() }
  }
}

extension Column.Values {
  /// A cell as text, for display: numbers in the fewest digits that tell them from every other, times by ISO 8601; nil
  /// where it is missing.
  ///
  /// - Precondition: `row` is a row of the column.
  public func text(at row: Int) -> String? {
    switch self {
    case .number(let values): values[row].isNaN ? nil : values[row].description
    case .integer(let values): values[row]?.description
    case .boolean(let values): values[row].map { $0 ? "true" : "false" }
    case .text(let values): values[row]
    case .dictionary(let values): values[row]
    case .timestamp(let values): values.iso(at: row)
    }
  }
}
