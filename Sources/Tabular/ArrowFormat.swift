/// Numbers and layouts of the Arrow columnar format, as Schema.fbs, Message.fbs and File.fbs give them.
/// https://arrow.apache.org/docs/format/Columnar.html
enum ArrowFormat {
  static let magic: [UInt8] = Array("ARROW1".utf8)
  static let alignment = 64
  static let continuation = UInt32.max
  /// MetadataVersion V5, in use since Arrow 1.0.
  static let version: Int16 = 4

  enum Header { static let schema: UInt8 = 1, dictionaryBatch: UInt8 = 2, recordBatch: UInt8 = 3 }
  enum Slot {
    enum Message { static let version = 0, headerType = 1, header = 2, bodyLength = 3 }
    enum Footer { static let version = 0, schema = 1, dictionaries = 2, recordBatches = 3 }
    enum Schema { static let endianness = 0, fields = 1 }
    enum Field { static let name = 0, isNullable = 1, typeType = 2, type = 3, dictionary = 4, children = 5 }
    enum DictionaryEncoding { static let id = 0, indexType = 1, isOrdered = 2 }
    enum RecordBatch { static let length = 0, nodes = 1, buffers = 2, compression = 3, variadicCounts = 4 }
    enum DictionaryBatch { static let id = 0, data = 1, isDelta = 2 }
  }
  enum TypeCode {
    static let null: UInt8 = 1, int: UInt8 = 2, floatingPoint: UInt8 = 3, utf8: UInt8 = 5, bool: UInt8 = 6
    static let date: UInt8 = 8, timestamp: UInt8 = 10, largeUtf8: UInt8 = 20, utf8View: UInt8 = 24
    /// The names of the types in the order of their codes.
    static let names = [
      "none", "null", "int", "floating point", "binary", "utf8", "bool", "decimal", "date", "time", "timestamp", "interval", "list", "struct",
      "union", "fixed-size binary", "fixed-size list", "map", "duration", "large binary", "large utf8", "large list", "run-end encoded",
      "binary view", "utf8 view", "list view", "large list view",
    ]
  }
  /// Size of a Block in the footer: offset, metadata length, padding, body length.
  static let blockSize = 24
}

extension TimestampValues.Unit {
  /// Arrow's TimeUnit, in its order.
  var arrowCode: Int16 {
    switch self {
    case .second: 0
    case .millisecond: 1
    case .microsecond: 2
    case .nanosecond: 3
    }
  }

  init?(arrowCode: Int16) {
    guard let unit = Self.allCases.first(where: { $0.arrowCode == arrowCode }) else { return nil }
    self = unit
  }
}
