extension Table {
  /// Reads an Apache Arrow IPC file ("Feather version 2"): what pandas' `to_feather` and R's `write_feather` write.
  ///
  /// | in the file | in the table |
  /// |---|---|
  /// | int8 … int64, uint8 … uint64 | integer; number where a uint64 is above `Int64.max` |
  /// | float16, float32, float64 | number; null and NaN are both missing |
  /// | utf8, large_utf8, utf8_view | text |
  /// | bool | boolean |
  /// | timestamp, date32, date64 | timestamp; dates in seconds |
  /// | dictionary of text, any index | dictionary; of another type that type's column |
  /// | null | number, all missing |
  ///
  /// Several record batches become one column each; dictionaries may grow from batch to batch; buffers may be compressed
  /// with LZ4. Metadata of the schema are not looked at. Every offset is checked, so damaged bytes are an error.
  ///
  /// - Throws: what is damaged, or which column has a type that is not supported and what to do.
  public init(arrow bytes: UnsafeRawBufferPointer) throws(TableError) {
    let reader = try ArrowReader(bytes)
    self = try reader.table()
  }

  /// Reads an Apache Arrow IPC file; see `init(arrow:)`.
  public init(arrowBytes bytes: [UInt8]) throws(TableError) {
    let result = bytes.withUnsafeBytes { content in
      Result { () throws(TableError) in try Table(arrow: content) }
    }
    self = try result.get()
  }
}

/// The file as a whole: footer, schema, and the blocks of batches.
private struct ArrowReader {
  private let bytes: UnsafeRawBufferPointer
  private let fields: [ArrowField]
  private let dictionaries: UnsafeRawBufferPointer
  private let recordBatches: UnsafeRawBufferPointer

  init(_ bytes: UnsafeRawBufferPointer) throws(TableError) {
    self.bytes = bytes
    let magic = ArrowFormat.magic
    guard bytes.count >= 8, bytes.prefix(magic.count).elementsEqual(magic) else { throw Self.notArrow(bytes) }
    guard bytes.count >= 2 * magic.count + 6, bytes.suffix(magic.count).elementsEqual(magic) else {
      throw .damagedArrow("it does not end as it should")
    }
    let footerEnd = bytes.count - magic.count - 4
    let footerLength = Int(try bytes.integer(at: footerEnd, as: Int32.self))
    let footer = try FlatTable(root: bytes.part(from: footerEnd - footerLength, count: footerLength))

    typealias Slot = ArrowFormat.Slot
    guard let schema = try footer.table(Slot.Footer.schema) else { throw .damagedArrow("it has no schema") }
    guard try schema.integer(Slot.Schema.endianness, default: Int16(0)) == 0 else {
      throw TableError("the Arrow file is big-endian, which is not supported; write it on a little-endian machine")
    }
    var fields: [ArrowField] = []
    for (place, field) in try schema.tables(Slot.Schema.fields).enumerated() { fields.append(try ArrowField(field, place: place)) }
    self.fields = fields
    dictionaries = try footer.structs(Slot.Footer.dictionaries, stride: ArrowFormat.blockSize)
    recordBatches = try footer.structs(Slot.Footer.recordBatches, stride: ArrowFormat.blockSize)
  }

  private static func notArrow(_ bytes: UnsafeRawBufferPointer) -> TableError {
    func starts(_ text: String) -> Bool { bytes.prefix(text.utf8.count).elementsEqual(text.utf8) }
    if starts("PAR1") { return TableError("this is a Parquet file, not an Arrow file; convert it with pandas: read_parquet, then to_feather") }
    if starts("FEA1") { return TableError("this is a Feather file of version 1; write it again with version 2 (Arrow IPC)") }
    if bytes.count >= 4, bytes.prefix(4).allSatisfy({ $0 == 0xFF }) {
      return TableError("this is an Arrow stream, not an Arrow file; write it as a file (pyarrow.feather.write_feather)")
    }
    return TableError("this is not an Arrow file: it does not start with 'ARROW1'")
  }

  func table() throws(TableError) -> Table {
    var builders: [ArrowColumnBuilder] = []
    for field in fields { builders.append(try ArrowColumnBuilder(field)) }
    let levels = try readDictionaries()

    var rowCount = 0
    for block in stride(from: 0, to: recordBatches.count, by: ArrowFormat.blockSize) {
      let batch = try batch(block, of: recordBatches, type: ArrowFormat.Header.recordBatch) { header throws(TableError) in header }
      for place in builders.indices { try builders[place].append(batch) }
      rowCount += batch.rowCount
    }
    var columns: [Column] = []
    for place in builders.indices {
      let values = try builders[place].finish(dictionary: fields[place].dictionary.flatMap { levels[$0.id] })
      // The column's memory in the builder goes before the next is made.
      builders[place].release()
      columns.append(Column(fields[place].name, values))
    }
    return try Table(columns)
  }

  /// The values of each dictionary, by its id, its deltas joined.
  private func readDictionaries() throws(TableError) -> [Int64: Column.Values] {
    var builders: [Int64: ArrowColumnBuilder] = [:]
    for field in fields {
      if let dictionary = field.dictionary { builders[dictionary.id] = try ArrowColumnBuilder(field.valueField) }
    }
    var seen: Set<Int64> = []
    typealias Slot = ArrowFormat.Slot.DictionaryBatch
    for block in stride(from: 0, to: dictionaries.count, by: ArrowFormat.blockSize) {
      var id: Int64 = 0
      var isDelta = false
      let batch = try batch(block, of: dictionaries, type: ArrowFormat.Header.dictionaryBatch) { header throws(TableError) in
        id = try header.integer(Slot.id, default: Int64(0))
        isDelta = try header.bool(Slot.isDelta)
        guard let data = try header.table(Slot.data) else { throw .damagedArrow("a dictionary has no values") }
        return data
      }
      guard builders[id] != nil else { throw .damagedArrow("a dictionary belongs to no column") }
      guard seen.insert(id).inserted || isDelta else {
        throw TableError("the Arrow file replaces a dictionary midway, which its format does not allow; write it again with one dictionary a column")
      }
      try builders[id]?.append(batch)
    }
    var values: [Int64: Column.Values] = [:]
    for (id, var builder) in builders { values[id] = try builder.finish(dictionary: nil) }
    return values
  }

  /// The record batch of a message; `data` finds it in the message's header.
  private func batch(
    _ block: Int, of blocks: UnsafeRawBufferPointer, type: UInt8, data: (FlatTable) throws(TableError) -> FlatTable
  ) throws(TableError) -> ArrowBatch {
    let start = Int(try blocks.integer(at: block, as: Int64.self))
    let metadataLength = Int(try blocks.integer(at: block + 8, as: Int32.self))
    let bodyLength = Int(try blocks.integer(at: block + 16, as: Int64.self))
    let prefixed = try bytes.part(from: start, count: metadataLength)
    // Before Arrow 0.15 the length stood alone, without the mark of continuation.
    let isMarked = try prefixed.integer(at: 0, as: UInt32.self) == ArrowFormat.continuation
    let prefix = isMarked ? 8 : 4
    let length = Int(try prefixed.integer(at: prefix - 4, as: Int32.self))
    let message = try FlatTable(root: prefixed.part(from: prefix, count: length))
    typealias Slot = ArrowFormat.Slot.Message
    guard try message.integer(Slot.headerType, default: UInt8(0)) == type, let header = try message.table(Slot.header) else {
      throw .damagedArrow("a message is of another kind than the footer says")
    }
    let body = try bytes.part(from: start + metadataLength, count: bodyLength)
    return try ArrowBatch(data(header), body: body)
  }
}
