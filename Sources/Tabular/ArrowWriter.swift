extension Table {
  /// Writes the table as an Apache Arrow IPC file ("Feather version 2"), which `pyarrow.feather`, `pandas.read_feather` and
  /// R's `arrow::read_feather` read as it is.
  ///
  /// One record batch, uncompressed, buffers at multiples of 64 bytes, the same bytes for the same table. Missing cells
  /// are nulls, NaN in a column of numbers among them. Text over 2 GiB in one column is written as `large_utf8`.
  ///
  /// - Throws: what the sink throws, and a `TableError` where a dictionary column has a code that is no place in its levels.
  public func writeArrow(to sink: inout some ByteSink) throws {
    var writer = ArrowWriter(table: self)
    try writer.write(to: &sink)
  }

  /// The table as an Apache Arrow IPC file; see `writeArrow(to:)`.
  public func arrowBytes() throws(TableError) -> [UInt8] {
    var buffer = ByteBuffer()
    do {
      try writeArrow(to: &buffer)
    } catch let error as TableError {
      throw error
    } catch {
      throw TableError("\(error)")
    }
    return buffer.bytes
  }
}

private struct ArrowWriter {
  let table: Table
  var position = 0
  var dictionaryBlocks: [UInt8] = []
  var recordBlocks: [UInt8] = []

  init(table: Table) { self.table = table }

  mutating func write(to sink: inout some ByteSink) throws {
    try put(ArrowFormat.magic + [0, 0], to: &sink)
    let schema = FlatValue.table([(ArrowFormat.Slot.Schema.fields, .tables(table.columns.enumerated().map { field($1, id: $0) }))])
    try writeMessage(ArrowFormat.Header.schema, schema, body: [], to: &sink)

    for (id, column) in table.columns.enumerated() {
      guard case .dictionary(let values) = column.values else { continue }
      guard values.codes.allSatisfy({ $0 < values.levels.count }) else {
        throw TableError("column '\(column.name)' has a code that is not among its \(values.levels.count) levels")
      }
      let part = ArrowColumn(TextValues(values.levels))
      let batch = FlatValue.table([
        (ArrowFormat.Slot.DictionaryBatch.id, .int64(Int64(id))),
        (ArrowFormat.Slot.DictionaryBatch.data, recordBatch(rowCount: values.levels.count, [part])),
      ])
      dictionaryBlocks += try writeMessage(ArrowFormat.Header.dictionaryBatch, batch, body: part.buffers, to: &sink)
    }

    let parts = table.columns.map { ArrowColumn($0.values) }
    recordBlocks = try writeMessage(
      ArrowFormat.Header.recordBatch, recordBatch(rowCount: table.rowCount, parts), body: parts.flatMap(\.buffers), to: &sink)

    try put(littleEndian(ArrowFormat.continuation) + littleEndian(UInt32(0)), to: &sink)
    let footer = FlatBufferWriter.message(
      .table([
        (ArrowFormat.Slot.Footer.version, .int16(ArrowFormat.version)),
        (ArrowFormat.Slot.Footer.schema, schema),
        (ArrowFormat.Slot.Footer.dictionaries, .structs(count: dictionaryBlocks.count / ArrowFormat.blockSize, bytes: dictionaryBlocks)),
        (ArrowFormat.Slot.Footer.recordBatches, .structs(count: recordBlocks.count / ArrowFormat.blockSize, bytes: recordBlocks)),
      ]))
    try put(footer + littleEndian(Int32(footer.count)) + ArrowFormat.magic, to: &sink)
  }

  private mutating func put(_ bytes: [UInt8], to sink: inout some ByteSink) throws {
    try sink.write(bytes)
    position += bytes.count
  }

  /// Writes one encapsulated message and gives its Block for the footer. The metadata are padded so that the body
  /// starts at a multiple of 64 bytes of the file, and a mapped file has its buffers aligned.
  @discardableResult
  private mutating func writeMessage(
    _ headerType: UInt8, _ header: FlatValue, body: [ArrowColumn.Buffer], to sink: inout some ByteSink
  ) throws -> [UInt8] {
    let bodyLength = body.reduce(0) { $0 + $1.length.roundedUp(to: ArrowFormat.alignment) }
    var metadata = FlatBufferWriter.message(
      .table([
        (ArrowFormat.Slot.Message.version, .int16(ArrowFormat.version)),
        (ArrowFormat.Slot.Message.headerType, .uint8(headerType)),
        (ArrowFormat.Slot.Message.header, header),
        (ArrowFormat.Slot.Message.bodyLength, .int64(Int64(bodyLength))),
      ]))
    let start = position
    let end = (start + 8 + metadata.count).roundedUp(to: ArrowFormat.alignment)
    metadata += [UInt8](repeating: 0, count: end - start - 8 - metadata.count)
    try put(littleEndian(ArrowFormat.continuation) + littleEndian(UInt32(metadata.count)) + metadata, to: &sink)
    for buffer in body {
      try buffer.write(to: &sink)
      try sink.writeZeros(buffer.length.roundedUp(to: ArrowFormat.alignment) - buffer.length)
    }
    position += bodyLength
    return littleEndian(Int64(start)) + littleEndian(Int32(end - start)) + [0, 0, 0, 0] + littleEndian(Int64(bodyLength))
  }

  private func recordBatch(rowCount: Int, _ parts: [ArrowColumn]) -> FlatValue {
    var nodes: [UInt8] = []
    var buffers: [UInt8] = []
    var offset = 0
    for part in parts {
      nodes += littleEndian(Int64(rowCount)) + littleEndian(Int64(part.missingCount))
      for buffer in part.buffers {
        buffers += littleEndian(Int64(offset)) + littleEndian(Int64(buffer.length))
        offset += buffer.length.roundedUp(to: ArrowFormat.alignment)
      }
    }
    return .table([
      (ArrowFormat.Slot.RecordBatch.length, .int64(Int64(rowCount))),
      (ArrowFormat.Slot.RecordBatch.nodes, .structs(count: nodes.count / 16, bytes: nodes)),
      (ArrowFormat.Slot.RecordBatch.buffers, .structs(count: buffers.count / 16, bytes: buffers)),
    ])
  }

  private func field(_ column: Column, id: Int) -> FlatValue {
    let (code, type) = arrowType(column.values)
    var fields: [(slot: Int, value: FlatValue)] = [
      (ArrowFormat.Slot.Field.name, .string(column.name)),
      (ArrowFormat.Slot.Field.isNullable, .bool(true)),
      (ArrowFormat.Slot.Field.typeType, .uint8(code)),
      (ArrowFormat.Slot.Field.type, type),
    ]
    if case .dictionary(let values) = column.values {
      let encoding: [(slot: Int, value: FlatValue)] = [
        (ArrowFormat.Slot.DictionaryEncoding.id, .int64(Int64(id))),
        (ArrowFormat.Slot.DictionaryEncoding.indexType, integerType(bits: 32)),
        (ArrowFormat.Slot.DictionaryEncoding.isOrdered, .bool(values.isOrdered)),
      ]
      fields.append((ArrowFormat.Slot.Field.dictionary, .table(encoding)))
    }
    // Readers of the C++ library refuse a field without a vector of children.
    fields.append((ArrowFormat.Slot.Field.children, .tables([])))
    return .table(fields)
  }

  private func arrowType(_ values: Column.Values) -> (code: UInt8, type: FlatValue) {
    switch values {
    case .number: (ArrowFormat.TypeCode.floatingPoint, .table([(0, .int16(2))]))
    case .integer: (ArrowFormat.TypeCode.int, integerType(bits: 64))
    case .boolean: (ArrowFormat.TypeCode.bool, .table([]))
    case .text(let text):
      (ArrowColumn.needsWideOffsets(text) ? ArrowFormat.TypeCode.largeUtf8 : ArrowFormat.TypeCode.utf8, .table([]))
    case .dictionary: (ArrowFormat.TypeCode.utf8, .table([]))
    case .timestamp(let times):
      (
        ArrowFormat.TypeCode.timestamp,
        .table([(0, .int16(times.unit.arrowCode))] + (times.zone.map { [(1, .string($0))] } ?? []))
      )
    }
  }

  private func integerType(bits: Int32) -> FlatValue { .table([(0, .int32(bits)), (1, .bool(true))]) }
}

func littleEndian<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
  withUnsafeBytes(of: number.littleEndian) { Array($0) }
}
