public import Tabular

extension Table {
  /// The table that comma-separated text holds, for tests: `Table(csv: "x,y\n1,a\n")`. The first line has the names.
  public init(csv: String) throws {
    var reader = DelimitedReader()
    reader.separator = UInt8(ascii: ",")
    reader.header = .present
    self = try reader.read(Array(csv.utf8)).table
  }

  /// The table as comma-separated text.
  public var csv: String {
    get throws {
      var buffer = ByteBuffer()
      try writeDelimited(to: &buffer)
      return String(decoding: buffer.bytes, as: UTF8.self)
    }
  }
}
