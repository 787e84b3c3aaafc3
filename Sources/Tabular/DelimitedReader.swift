/// Reads comma-separated, tab-separated and the like into tables: RFC 4180 with the customs of the field.
///
/// Bytes may be plain or gzip. A byte-order mark, CR LF, a last line without its end and blank lines (skipped) are taken.
/// A column's type is settled by all of its cells:
///
/// - integer: 64-bit integers. Digits after a leading zero (`007`) make the column text, since they are codes; integers
///   beyond 64 bits make it one of numbers.
/// - number: decimals with or without an exponent and `inf`, correctly rounded as by Python's `float()`. Blanks around are
///   let go, as in pandas.
/// - boolean: `true`, `True`, `TRUE` and their opposites.
/// - timestamp: `YYYY-MM-DD`, or that with a time by ISO 8601. With offsets all times are UTC; a column with and without
///   offsets is text. The unit is the coarsest that holds every digit.
/// - text: everything else. A column without any value is one of numbers, all missing.
///
/// A cell in quotes is read as one without.
public struct DelimitedReader: Sendable {
  /// The byte between fields; nil finds it among comma, semicolon, tab and bar.
  public var separator: UInt8?
  /// The byte around fields that hold separators or line ends; nil: there is none.
  public var quote: UInt8? = UInt8(ascii: "\"")
  public var header = Header.auto
  /// Lines that start with this byte are skipped; nil: there are none.
  public var comment: UInt8?
  /// Lines to skip at the start, whatever is in them.
  public var skipRows = 0
  /// The texts of cells that are missing; by default those of pandas.
  public var missing = DelimitedReader.standardMissing
  /// The byte between a number's whole and its fraction: `.` or `,`.
  public var decimalMark = UInt8(ascii: ".")
  /// Types of columns by name. A cell that does not fit is then an error, and integers with leading zeros are integers.
  public var types: [String: ColumnType] = [:]

  /// Bytes of a piece of the file that one thread reads at a time. It changes no result; tests make it small.
  package var pieceSize = 1 << 20

  public init() {}

  public static let standardMissing = MissingMarkers.standard

  /// Whether the first line holds the names of the columns.
  public enum Header: Sendable, Equatable {
    /// It does, unless it has a number, a time or a boolean and no column tells it apart from the lines below.
    case auto
    case present
    case absent
  }

  /// What reading gave.
  public struct Reading: Sendable {
    public let table: Table
    /// What was mended or guessed, a sentence each, for the user to see.
    public let notes: [String]
    /// The separator, given or found.
    public let separator: UInt8
  }

  /// - Parameter cores: how many threads may read. The result is the same for any number.
  /// - Throws: where (by line, from 1) the text is not what it should be, and how to mend it.
  public func read(_ bytes: UnsafeRawBufferPointer, cores: Int = 1) throws(TableError) -> Reading {
    guard Gzip.isGzip(bytes) else { return try readPlain(bytes.bindMemory(to: UInt8.self), cores: cores) }
    let inflated = try Gzip.inflate(bytes)
    defer { inflated.deallocate() }
    return try readPlain(UnsafeBufferPointer(inflated), cores: cores)
  }

  /// Reads bytes in memory; see `read(_:cores:)`.
  public func read(_ bytes: [UInt8], cores: Int = 1) throws(TableError) -> Reading {
    let result = bytes.withUnsafeBytes { content in
      Result { () throws(TableError) in try read(content, cores: cores) }
    }
    return try result.get()
  }

  private func readPlain(_ bytes: UnsafeBufferPointer<UInt8>, cores: Int) throws(TableError) -> Reading {
    let layout = try DelimitedLayout(bytes, reader: self)
    for (name, _) in types.sorted(by: { $0.key < $1.key }) where !layout.names.contains(name) {
      throw TableError("a type is given for column '\(name)', which is not there; the columns are \(layout.names.prefix(20).map { "'\($0)'" }.joined(separator: ", "))")
    }
    let rows = DelimitedRows(bytes, layout: layout, types: types, pieceSize: max(pieceSize, 1), cores: cores)
    var notes = layout.notes
    let columns = try rows.read(notes: &notes)
    return Reading(table: try Table(columns), notes: notes, separator: layout.format.separator)
  }
}

/// What a column of a delimited file may be asked to hold.
public enum ColumnType: String, Sendable, CaseIterable {
  case text, number, integer, boolean, dictionary, timestamp
}
