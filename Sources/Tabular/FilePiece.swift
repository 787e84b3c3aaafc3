/// How delimited text is to be read; settled before its rows are.
struct DelimitedFormat: Sendable {
  var separator: UInt8
  var quote: UInt8?
  var comment: UInt8?
  var decimalMark: UInt8
  var missing: MissingMarkers
  var columnCount: Int
}

/// The records of a delimited file that start within a range of it, read into columns.
///
/// Safe to hand between threads: it is written by the thread that makes it, then each column by one thread at a time.
final class FilePiece: @unchecked Sendable {
  /// What stops the reading, and where.
  enum Failure: Sendable {
    case ragged(place: Int, found: Int)
    case unclosedQuote(place: Int)
    case unfit(place: Int, column: Int, text: String)
    case notUTF8(place: Int)

    var place: Int {
      switch self {
      case .ragged(let place, _), .unclosedQuote(let place), .unfit(let place, _, _), .notUTF8(let place): place
      }
    }
  }

  let start: Int
  /// Where the record after the last begins.
  private(set) var end: Int
  private(set) var rowCount = 0
  private(set) var failure: Failure?
  let columns: UnsafeMutablePointer<ColumnPiece>
  private let columnCount: Int
  private let expectedRows: Int

  /// - Parameter kinds: what each column is read as, and whether that is prescribed.
  /// - Parameter expectedRows: about how many records there are.
  /// - Parameter range: records that start in it are read, each to its end.
  init(
    _ bytes: UnsafeBufferPointer<UInt8>, range: Range<Int>, format: DelimitedFormat, kinds: [(kind: ColumnPiece.Kind, isLocked: Bool)],
    expectedRows: Int, rowLimit: Int = .max
  ) {
    start = range.lowerBound
    end = range.lowerBound
    columnCount = format.columnCount
    self.expectedRows = max(expectedRows, 16)
    let memory = PageMemory(fileSize: bytes.count)
    columns = .allocate(capacity: max(columnCount, 1))
    for (place, (kind, isLocked)) in kinds.enumerated() {
      (columns + place).initialize(to: ColumnPiece(kind, isLocked: isLocked, capacity: self.expectedRows, memory: memory))
    }
    guard let base = bytes.baseAddress else { return }
    parse(base, fileEnd: bytes.count, limit: range.upperBound, format: format, rowLimit: rowLimit)

    let readTo = min(failure?.place ?? end, bytes.count)
    if let place = UnsafeBufferPointer(rebasing: bytes[start..<readTo]).firstInvalidUTF8 {
      failure = .notUTF8(place: start + place)
    }
  }

  deinit {
    for place in 0..<columnCount { columns[place].release() }
    columns.deallocate()
  }

  /// Takes over the columns that `other`, which is of the same range, has read.
  func adopt(_ other: FilePiece) {
    for place in 0..<columnCount where other.columns[place].kind != .skip {
      swap(&columns[place], &other.columns[place])
    }
  }

  private func parse(_ base: UnsafePointer<UInt8>, fileEnd: Int, limit: Int, format: DelimitedFormat, rowLimit: Int) {
    var scanner = FieldScanner(base, end: fileEnd, separator: format.separator, quote: format.quote)
    let columns = self.columns
    let lastColumn = columnCount - 1
    let separator = format.separator
    let decimalMark = format.decimalMark
    let missing = format.missing
    let emptyIsMissing = missing.hasEmpty
    let readsNumbersAtOnce = !missing.hasNumber
    let comment = format.comment
    var capacity = expectedRows
    var place = start
    var row = 0

    records: while place < limit, row < rowLimit {
      let recordStart = place
      if scanner.isAtLineEnd(place) {
        scanner.skipLineEnd(&place)
        continue
      }
      if let comment, base[place] == comment {
        scanner.skipLine(&place)
        continue
      }
      if row == capacity {
        capacity = 2 * capacity
        for column in 0...lastColumn { columns[column].grow(to: capacity, count: row) }
      }

      var column = 0
      while true {
        let fieldStart = place
        // The commonest cells are read where they stand; whatever is unusual goes the general way.
        let isRead: Bool
        if emptyIsMissing, place < fileEnd, scanner.isTerminator(base[place]) {
          columns[column].storeMissing(row)
          isRead = true
        } else {
          switch columns[column].kind {
          case .number where readsNumbersAtOnce: isRead = Self.readNumber(base, &place, fileEnd, separator, decimalMark, &columns[column], row)
          case .integer where readsNumbersAtOnce: isRead = Self.readInteger(base, &place, fileEnd, separator, &columns[column], row)
          default: isRead = false
          }
        }
        if !isRead {
          place = fieldStart
          let text = scanner.next(at: &place)
          let isStored: Bool
          switch columns[column].kind {
          case .skip, .spoiled: isStored = true
          case .text where !missing.contains(text): isStored = columns[column].append(text, row)
          default: isStored = columns[column].storeAny(text, row, decimalMark: decimalMark, missing: missing)
          }
          if let quote = scanner.unclosedQuote {
            failure = .unclosedQuote(place: quote)
            break records
          }
          if !isStored {
            failure = .unfit(place: fieldStart, column: column, text: String(decoding: text.prefix(60), as: UTF8.self))
            break records
          }
        }
        if place >= fileEnd || base[place] != separator { break }
        place &+= 1
        column &+= 1
        if column > lastColumn {
          failure = .ragged(place: recordStart, found: column + 1 + Self.separators(&scanner, from: place))
          break records
        }
      }
      guard column == lastColumn else {
        failure = .ragged(place: recordStart, found: column + 1)
        break
      }
      scanner.skipLineEnd(&place)
      row &+= 1
      end = place
    }
    if failure == nil { end = place }
    rowCount = row
  }

  /// A number that goes to the end of its field and is no code with leading zeros.
  @inline(__always)
  private static func readNumber(
    _ base: UnsafePointer<UInt8>, _ place: inout Int, _ end: Int, _ separator: UInt8, _ decimalMark: UInt8,
    _ column: inout ColumnPiece, _ row: Int
  ) -> Bool {
    let first = place < end && base[place] == UInt8(ascii: "-") ? place &+ 1 : place
    if first &+ 1 < end, base[first] == 48, base[first &+ 1] &- 48 <= 9 { return false }
    var value = 0.0
    guard let next = DecimalNumber.read(base, from: place, to: end, decimalMark: decimalMark, into: &value), next < end else { return false }
    let byte = base[next]
    guard byte == separator || byte == 10 || byte == 13 else { return false }
    column.store(value, row)
    place = next
    return true
  }

  /// An integer of up to 18 digits that goes to the end of its field and is no code with leading zeros, nor -0.
  @inline(__always)
  private static func readInteger(
    _ base: UnsafePointer<UInt8>, _ place: inout Int, _ end: Int, _ separator: UInt8, _ column: inout ColumnPiece, _ row: Int
  ) -> Bool {
    var next = place
    let isNegative = next < end && base[next] == UInt8(ascii: "-")
    if isNegative { next &+= 1 }
    let first = next
    var value: Int64 = 0
    while next < end {
      let digit = base[next] &- 48
      if digit > 9 { break }
      value = value &* 10 &+ Int64(digit)
      next &+= 1
    }
    let count = next &- first
    guard count > 0, count <= 18, next < end else { return false }
    if base[first] == 48, count > 1 || isNegative { return false }
    let byte = base[next]
    guard byte == separator || byte == 10 || byte == 13 else { return false }
    column.store(isNegative ? -value : value, row)
    place = next
    return true
  }

  /// How many separators are left in the record.
  private static func separators(_ scanner: inout FieldScanner, from start: Int) -> Int {
    var place = start
    var count = 0
    while true {
      _ = scanner.next(at: &place)
      if scanner.isAtLineEnd(place) { return count }
      place += 1
      count += 1
    }
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Where the first byte stands that makes the bytes invalid UTF-8; nil where they are valid.
  var firstInvalidUTF8: Int? {
    do throws(UTF8.ValidationError) {
      _ = try UTF8Span(validating: span)
      return nil
    } catch {
      return error.byteOffsets.lowerBound
    }
  }
}
