private import CLZ4

/// A record batch of an Arrow file: its nodes and buffers, handed out in the order of the schema.
final class ArrowBatch {
  let rowCount: Int
  private let nodes: UnsafeRawBufferPointer
  private let buffers: UnsafeRawBufferPointer
  private let variadicCounts: UnsafeRawBufferPointer
  private let body: UnsafeRawBufferPointer
  private let isCompressed: Bool
  private let isZstandard: Bool
  private var nextNode = 0
  private var nextBuffer = 0
  private var nextVariadicCount = 0
  private var inflated: [UnsafeMutableRawBufferPointer] = []

  init(_ batch: FlatTable, body: UnsafeRawBufferPointer) throws(TableError) {
    typealias Slot = ArrowFormat.Slot.RecordBatch
    let length = try batch.integer(Slot.length, default: Int64(0))
    // Every cell of a column takes at least a bit, or is null; 2^48 is past every memory.
    guard (0...(1 << 48)).contains(length) else { throw .damagedArrow("a batch has \(length) rows") }
    rowCount = Int(length)
    nodes = try batch.structs(Slot.nodes, stride: 16)
    buffers = try batch.structs(Slot.buffers, stride: 16)
    variadicCounts = try batch.structs(Slot.variadicCounts, stride: 8)
    let compression = try batch.table(Slot.compression)
    isCompressed = compression != nil
    isZstandard = try compression?.integer(0, default: Int8(0)) ?? 0 != 0
    self.body = body
  }

  deinit { releaseBuffers() }

  /// Frees what buffers were inflated into; buffers handed out before are then not to be used.
  func releaseBuffers() {
    for memory in inflated { memory.deallocate() }
    inflated = []
  }

  /// Starts the next column: how many of its cells are missing.
  func nextColumn(_ name: String) throws(TableError) -> Int {
    if isCompressed && isZstandard {
      throw TableError("the Arrow file is compressed with Zstandard, which is not supported; write it uncompressed or with LZ4 (compression='lz4')")
    }
    let length = try nodes.integer(at: nextNode, as: Int64.self)
    let missing = try nodes.integer(at: nextNode + 8, as: Int64.self)
    nextNode += 16
    guard length == rowCount, (0...length).contains(missing) else {
      throw .damagedArrow("column '\(name)' has \(length) rows, its batch \(rowCount)")
    }
    return Int(missing)
  }

  /// How many data buffers the next column of views has.
  func nextVariadicBufferCount() throws(TableError) -> Int {
    let count = try variadicCounts.integer(at: nextVariadicCount, as: Int64.self)
    nextVariadicCount += 8
    guard (0...Int64(buffers.count / 16)).contains(count) else { throw .damagedArrow("a column has \(count) buffers") }
    return Int(count)
  }

  /// The next buffer's content, inflated if need be: at least `count` bytes.
  func buffer(count: Int = 0) throws(TableError) -> UnsafeRawBufferPointer {
    let offset = try buffers.integer(at: nextBuffer, as: Int64.self)
    let length = try buffers.integer(at: nextBuffer + 8, as: Int64.self)
    nextBuffer += 16
    var content = try body.part(from: Int(offset), count: Int(length))
    if isCompressed && !content.isEmpty { content = try inflate(content) }
    guard content.count >= count else { throw .damagedArrow("a buffer has \(content.count) bytes and should have \(count)") }
    return content
  }

  /// The next buffer as validity bits; nil where it is left out and all cells are there.
  func validity(missingCount: Int) throws(TableError) -> UnsafeRawBufferPointer? {
    let bits = try buffer()
    if missingCount == 0 { return nil }
    guard bits.count >= (rowCount + 7) / 8 else { throw .damagedArrow("a column lacks its validity bits") }
    return bits
  }

  /// A compressed buffer is its length inflated, then an LZ4 frame; a length of -1 says that it is not compressed after all.
  private func inflate(_ content: UnsafeRawBufferPointer) throws(TableError) -> UnsafeRawBufferPointer {
    let length = try content.integer(at: 0, as: Int64.self)
    let frame = UnsafeRawBufferPointer(rebasing: content[8...])
    if length == -1 { return frame }
    // LZ4 yields at most 255 bytes for one.
    guard length >= 0, length <= Int64(frame.count) * 255 + 64 else { throw .damagedArrow("a compressed buffer is said to have \(length) bytes") }
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: max(Int(length), 1), alignment: 64)
    inflated.append(memory)

    var context: OpaquePointer?
    guard LZ4F_isError(LZ4F_createDecompressionContext(&context, UInt32(LZ4F_VERSION))) == 0 else {
      throw TableError("there is no memory to read a compressed Arrow file")
    }
    defer { LZ4F_freeDecompressionContext(context) }
    var read = 0
    var written = 0
    while written < Int(length) {
      var take = frame.count - read
      var give = Int(length) - written
      guard let source = frame.baseAddress, let target = memory.baseAddress else { break }
      let hint = LZ4F_decompress(context, target + written, &give, source + read, &take, nil)
      guard LZ4F_isError(hint) == 0, give > 0 || take > 0 else { throw .damagedArrow("a compressed buffer cannot be inflated") }
      read += take
      written += give
    }
    return UnsafeRawBufferPointer(rebasing: memory[0..<Int(length)])
  }
}
