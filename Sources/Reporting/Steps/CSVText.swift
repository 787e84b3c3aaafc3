import Tabular

/// Tables as CSV (RFC 4180, LF line ends): numbers in their shortest exact form, missing cells empty, times as ISO 8601.
enum CSVText {
  /// The line of the columns' names.
  static func head(of table: Table) -> [UInt8] {
    var buffer: [UInt8] = []
    for (place, column) in table.columns.enumerated() {
      if place > 0 { buffer.append(UInt8(ascii: ",")) }
      appendField(column.name, to: &buffer)
    }
    buffer.append(UInt8(ascii: "\n"))
    return buffer
  }

  /// A line a row.
  static func lines(of table: Table, _ rows: Range<Int>) -> [UInt8] {
    var buffer: [UInt8] = []
    for row in rows {
      for (place, column) in table.columns.enumerated() {
        if place > 0 { buffer.append(UInt8(ascii: ",")) }
        appendCell(column.values, row, to: &buffer)
      }
      buffer.append(UInt8(ascii: "\n"))
    }
    return buffer
  }

  /// The table's text; nil where it takes more than `limit` bytes.
  static func plain(_ table: Table, upTo limit: Int) -> [UInt8]? {
    // Every cell takes a byte for its comma or line end, so a hopeless table is not written at all.
    guard table.rowCount.multipliedReportingOverflow(by: max(1, table.columns.count)).partialValue <= limit else { return nil }
    var bytes = head(of: table)
    for start in stride(from: 0, to: table.rowCount, by: 256) where bytes.count <= limit {
      bytes += lines(of: table, start..<min(start + 256, table.rowCount))
    }
    return bytes.count <= limit ? bytes : nil
  }

  private static func appendCell(_ values: Column.Values, _ row: Int, to buffer: inout [UInt8]) {
    switch values {
    case .number(let numbers):
      let number = numbers[row]
      guard !number.isNaN else { return }
      buffer.append(contentsOf: number.description.utf8)
      if buffer.suffix(2).elementsEqual(".0".utf8) { buffer.removeLast(2) }
    case .integer(let integers): if let value = integers[row] { buffer.append(contentsOf: String(value).utf8) }
    default: if let text = CellText.text(values, row) { appendField(text, to: &buffer) }
    }
  }

  private static func appendField(_ text: String, to buffer: inout [UInt8]) {
    let needsQuotes = text.isEmpty || text.utf8.contains { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == 0x0A || $0 == 0x0D }
    guard needsQuotes else {
      buffer.append(contentsOf: text.utf8)
      return
    }
    buffer.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\"") { buffer.append(byte) }
      buffer.append(byte)
    }
    buffer.append(UInt8(ascii: "\""))
  }
}

/// A cell's text, for people and for CSV alike.
enum CellText {
  /// Nil where the cell is missing.
  static func text(_ values: Column.Values, _ row: Int) -> String? {
    switch values {
    case .number(let numbers): numbers[row].isNaN ? nil : NumberText.significant(numbers[row])
    case .integer(let integers): integers[row].map(String.init)
    case .boolean(let booleans): booleans[row].map { $0 ? "true" : "false" }
    case .text(let texts): texts[row]
    case .dictionary(let texts): texts[row]
    case .timestamp(let times): times.ticks[row].flatMap { time($0, times) }
    }
  }

  /// `2026-11-23`, `2026-11-23T07:33:09`, with a `Z` where the column has a zone (ticks are UTC then).
  private static func time(_ tick: Int64, _ times: TimestampValues) -> String? {
    let (perSecond, digits): (Int64, Int) =
      switch times.unit {
      case .second: (1, 0)
      case .millisecond: (1000, 3)
      case .microsecond: (1_000_000, 6)
      case .nanosecond: (1_000_000_000, 9)
      }
    var (second, fraction) = tick.quotientAndRemainder(dividingBy: perSecond)
    if fraction < 0 {
      fraction += perSecond
      second -= 1
    }
    guard let calendar = CalendarText(seconds: Double(second)) else { return nil }
    if fraction == 0, calendar.second == 0, times.zone == nil { return calendar.iso }
    var text = calendar.iso + "T" + calendar.clock
    if fraction > 0 {
      let part = String(fraction)
      text += "." + String(repeating: "0", count: max(0, digits - part.count)) + part
    }
    return times.zone == nil ? text : text + "Z"
  }
}
