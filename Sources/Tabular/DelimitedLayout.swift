/// What the start of a delimited file tells: separator, names, and where the rows begin.
struct DelimitedLayout {
  let format: DelimitedFormat
  let names: [String]
  /// Where the first record of data starts.
  let dataStart: Int
  private(set) var notes: [String] = []


  init(_ bytes: UnsafeBufferPointer<UInt8>, reader: DelimitedReader) throws(TableError) {
    try Self.refuseOtherFormats(bytes)
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    var start = bytes.starts(with: mark) ? mark.count : 0
    for _ in 0..<max(reader.skipRows, 0) {
      while start < bytes.count, bytes[start] != 10, bytes[start] != 13 { start += 1 }
      if start + 1 < bytes.count, bytes[start] == 13, bytes[start + 1] == 10 { start += 1 }
      start = min(start + 1, bytes.count)
    }
    guard start < bytes.count else {
      throw TableError(reader.skipRows > 0 ? "there is nothing after the \(reader.skipRows) lines that are skipped" : "the file is empty")
    }

    let sample = Sample(bytes, start: start, reader: reader)
    let separator = reader.separator ?? sample.separator(decimalMark: reader.decimalMark)
    try Self.check(separator: separator, reader: reader)
    let records = sample.records(separator: separator)
    guard let first = records.first else { throw TableError("the file has no lines but blank ones and comments") }
    if let quote = first.unclosedQuote {
      throw TableError("line \(bytes.lineNumber(at: quote)): a quote is opened and never closed; close it, or set another quote")
    }

    let missing = MissingMarkers(reader.missing, decimalMark: reader.decimalMark)
    let hasHeader =
      switch reader.header {
      case .present: true
      case .absent: false
      case .auto: Self.isHeader(first, of: records.dropFirst(), missing: missing, decimalMark: reader.decimalMark)
      }
    if hasHeader {
      // R's write.table leaves the name of the row names out.
      var given = first.cells
      if records.count > 1, records.dropFirst().allSatisfy({ $0.cells.count == given.count + 1 }) {
        given.insert(Array("row".utf8), at: 0)
        notes.append("the first line has one name fewer than the lines below have fields; the first column is called 'row'")
      }
      var texts: [String] = []
      for cell in given {
        guard let text = String(validating: cell, as: UTF8.self) else { throw Self.notUTF8(line: bytes.lineNumber(at: first.start)) }
        texts.append(text)
      }
      names = Self.mend(texts, notes: &notes)
      dataStart = first.end
    } else {
      names = (1...first.cells.count).map { "column_\($0)" }
      dataStart = first.start
      if reader.header == .auto {
        notes.append("the first line holds data, so the columns are called column_1 and so on; if it holds names, set the header to be there")
      }
    }
    format = DelimitedFormat(
      separator: separator, quote: reader.quote, comment: reader.comment, decimalMark: reader.decimalMark, missing: missing,
      columnCount: names.count)
  }

  static func notUTF8(line: Int) -> TableError {
    TableError("line \(line): the text is not UTF-8; save the file as UTF-8, or convert it: iconv -f latin1 -t utf-8")
  }

  private static func refuseOtherFormats(_ bytes: UnsafeBufferPointer<UInt8>) throws(TableError) {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw TableError("the file is UTF-16; save it as UTF-8, or convert it: iconv -f utf-16 -t utf-8")
    }
    if bytes.starts(with: [0x50, 0x4B, 3, 4]) { throw TableError("the file is a zip archive or a spreadsheet, not delimited text; save it as CSV") }
    if bytes.starts(with: "PAR1".utf8) { throw TableError("the file is Parquet, not delimited text; convert it to Arrow or CSV") }
    if bytes.starts(with: ArrowFormat.magic) { throw TableError("the file is Arrow, not delimited text; read it as a table") }
    if bytes.starts(with: "BZh".utf8) && bytes.dropFirst(4).starts(with: [0x31, 0x41, 0x59, 0x26, 0x53, 0x59]) {
      throw TableError("the file is compressed with bzip2; unpack it, or compress it with gzip")
    }
    if bytes.starts(with: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0]) { throw TableError("the file is compressed with xz; unpack it, or compress it with gzip") }
    if bytes.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) { throw TableError("the file is compressed with Zstandard; unpack it, or compress it with gzip") }
  }

  private static func check(separator: UInt8, reader: DelimitedReader) throws(TableError) {
    let special: [UInt8] = [10, 13] + [reader.quote, reader.comment].compactMap { $0 }
    guard !special.contains(separator), separator < 0x80 else {
      throw TableError("the separator must be an ASCII character other than a line end, the quote and the comment mark")
    }
    guard separator != reader.decimalMark else { throw TableError("the separator and the decimal mark must be different") }
    guard [UInt8(ascii: "."), UInt8(ascii: ",")].contains(reader.decimalMark) else { throw TableError("the decimal mark must be '.' or ','") }
  }

  /// Whether `first` holds names. It does not where it has a number, a boolean or a time, unless something tells it from
  /// the lines below: text above what is none, an empty corner above row names, or the numbers 0, 1, 2, … for names.
  private static func isHeader(_ first: Sample.Record, of rest: ArraySlice<Sample.Record>, missing: MissingMarkers, decimalMark: UInt8) -> Bool {
    func isTyped(_ cell: [UInt8]) -> Bool {
      cell.withUnsafeBufferPointer { text in
        let cell = CellText(text, decimalMark: decimalMark)
        return cell.number(lenient: false) != nil || cell.boolean(lenient: false) != nil || cell.time != nil
      }
    }
    func isMissing(_ cell: [UInt8]) -> Bool { cell.withUnsafeBufferPointer { missing.contains($0) } }
    guard first.cells.contains(where: isTyped) else { return true }
    let names = first.cells.dropFirst(first.cells[0].isEmpty ? 1 : 0)
    if names.count > 1, names.enumerated().allSatisfy({ $0.element.elementsEqual(String($0.offset).utf8) }) { return true }
    if first.cells[0].isEmpty, !rest.isEmpty, rest.allSatisfy({ !isMissing($0.cells[0]) }) { return true }
    for (place, cell) in first.cells.enumerated() where !isTyped(cell) && !isMissing(cell) {
      let below = rest.compactMap { place < $0.cells.count ? $0.cells[place] : nil }.filter { !isMissing($0) }
      if !below.isEmpty && below.allSatisfy(isTyped) { return true }
    }
    return false
  }

  /// Gives names to columns that have none, and different ones to those that have the same.
  private static func mend(_ given: [String], notes: inout [String]) -> [String] {
    let all = Set(given)
    var used: Set<String> = []
    var names: [String] = []
    for (place, text) in given.enumerated() {
      let isEmpty = text.allSatisfy { $0 == " " || $0 == "\t" }
      var name = isEmpty ? "column_\(place + 1)" : text
      if isEmpty || used.contains(name) {
        let stem = name
        var number = isEmpty ? 1 : 2
        if !isEmpty { name = "\(stem)_\(number)" }
        while used.contains(name) || all.contains(name) {
          number += 1
          name = "\(stem)_\(number)"
        }
        notes.append(isEmpty ? "column \(place + 1) has no name and is called '\(name)'" : "column \(place + 1) is called '\(text)' as one before it, and becomes '\(name)'")
      }
      used.insert(name)
      names.append(name)
    }
    return names
  }
}

/// The first records of a file, cut by one separator or another.
private struct Sample {
  struct Record {
    let start: Int
    let end: Int
    let cells: [[UInt8]]
    let unclosedQuote: Int?
  }

  let bytes: UnsafeBufferPointer<UInt8>
  let start: Int
  let reader: DelimitedReader
  /// As much of a file as is looked at.
  private static let size = 1 << 17
  private static let recordCount = 100

  init(_ bytes: UnsafeBufferPointer<UInt8>, start: Int, reader: DelimitedReader) {
    self.bytes = bytes
    self.start = start
    self.reader = reader
  }

  /// The records of the sample; one that the sample cuts off is left out, unless it is the only one.
  func records(separator: UInt8) -> [Record] {
    guard let base = bytes.baseAddress else { return [] }
    var limit = min(start + Self.size, bytes.count)
    let whole = cut(base, limit: limit, separator: separator)
    if limit == bytes.count { return whole }
    if whole.count > 1 { return whole.dropLast() }
    limit = bytes.count
    return Array(cut(base, limit: limit, separator: separator, recordCount: 1))
  }

  private func cut(_ base: UnsafePointer<UInt8>, limit: Int, separator: UInt8, recordCount: Int = Self.recordCount) -> [Record] {
    var scanner = FieldScanner(base, end: limit, separator: separator, quote: reader.quote)
    var records: [Record] = []
    var place = start
    while place < limit, records.count < recordCount {
      if scanner.isAtLineEnd(place) {
        scanner.skipLineEnd(&place)
        continue
      }
      if let comment = reader.comment, base[place] == comment {
        scanner.skipLine(&place)
        continue
      }
      let recordStart = place
      var cells: [[UInt8]] = []
      while true {
        cells.append(Array(scanner.next(at: &place)))
        if scanner.isAtLineEnd(place) { break }
        place += 1
      }
      scanner.skipLineEnd(&place)
      records.append(Record(start: recordStart, end: place, cells: cells, unclosedQuote: scanner.unclosedQuote))
    }
    return records
  }

  /// The separator that cuts the most records to the same number of fields, two or more; with several the one that
  /// gives more fields, then the first of comma, tab, semicolon, bar. Comma where none does.
  func separator(decimalMark: UInt8) -> UInt8 {
    var best = (share: 0.0, fields: 1, separator: decimalMark == UInt8(ascii: ",") ? UInt8(ascii: ";") : UInt8(ascii: ","))
    for character: Unicode.Scalar in [",", "\t", ";", "|"] {
      let candidate = UInt8(ascii: character)
      if candidate == decimalMark || candidate == reader.comment || candidate == reader.quote { continue }
      var counts: [Int: Int] = [:]
      let records = records(separator: candidate)
      for record in records { counts[record.cells.count, default: 0] += 1 }
      for (fields, times) in counts.sorted(by: { $0.key < $1.key }) where fields > 1 {
        let share = Double(times) / Double(records.count)
        if (share, fields) > (best.share, best.fields) { best = (share, fields, candidate) }
      }
    }
    return best.separator
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// The line, from 1, in which the byte at `place` stands.
  func lineNumber(at place: Int) -> Int {
    var line = 1
    for index in 0..<Swift.min(place, count) {
      if self[index] == 10 || (self[index] == 13 && (index + 1 >= count || self[index + 1] != 10)) { line += 1 }
    }
    return line
  }
}
