private import CZlib
public import Tabular

/// A zip file without compression and without times, so that the same members are the same bytes.
///
/// What a model's bytes are; `unzip` and Python's `zipfile` read it. APPNOTE 6.3, version 2.0, no zip64: members and whole
/// stay under 4 GiB.
public struct StoredZip: Sendable, Equatable {
  public var members: [(name: String, bytes: [UInt8])]

  public init(members: [(name: String, bytes: [UInt8])]) { self.members = members }

  public subscript(_ name: String) -> [UInt8]? { members.first { $0.name == name }?.bytes }

  public static func == (a: StoredZip, b: StoredZip) -> Bool {
    a.members.elementsEqual(b.members) { $0.name == $1.name && $0.bytes == $1.bytes }
  }

  public func write(to sink: inout some ByteSink) throws {
    var writer = StoredZipWriter()
    for member in members { try writer.write(member.bytes, named: member.name, to: &sink) }
    try writer.finish(to: &sink)
  }

  /// Reads a zip of stored members. Compressed members, damage and truncation are errors.
  public init(_ bytes: UnsafeRawBufferPointer) throws {
    members = try StoredZipReader(bytes).members.map { ($0.name, Array($0.bytes)) }
  }
}

/// Writes a stored zip member by member, so that no more than one is held in memory.
struct StoredZipWriter {
  private var directory: [UInt8] = []
  private var count = 0
  private var offset = 0

  mutating func write(_ bytes: [UInt8], named name: String, to sink: inout some ByteSink) throws {
    let name = Array(name.utf8)
    let checksum = bytes.withUnsafeBytes(crc32)
    let length = bytes.count
    guard length < 1 << 32, offset < 1 << 32, name.count < 1 << 16 else { throw ToolError("the model is larger than 4 GiB") }
    // Version 2.0; UTF-8 names; stored; 1980-01-01 00:00.
    let shared = word(20) + word(0x0800) + word(0) + word(0) + word(0x21) + long(Int(checksum)) + long(length) + long(length) + word(name.count) + word(0)
    let header = long(0x0403_4B50) + shared + name
    try sink.write(header)
    try sink.write(bytes)
    directory += long(0x0201_4B50) + word(20) + shared + word(0) + word(0) + word(0) + long(0) + long(offset) + name
    count += 1
    offset += header.count + length
  }

  func finish(to sink: inout some ByteSink) throws {
    try sink.write(directory)
    try sink.write(
      long(0x0605_4B50) + word(0) + word(0) + word(count) + word(count) + long(directory.count) + long(offset) + word(0))
  }
}

/// The members of a stored zip where they lie, uncopied; good as long as the bytes are.
struct StoredZipReader {
  let members: [(name: String, bytes: UnsafeRawBufferPointer)]

  /// Of each name, the first member.
  private let places: [String: Int]

  subscript(_ name: String) -> UnsafeRawBufferPointer? { places[name].map { members[$0].bytes } }

  init(_ bytes: UnsafeRawBufferPointer) throws {
    func number(_ offset: Int, _ width: Int) throws -> Int {
      guard offset >= 0, offset <= bytes.count - width else { throw Self.damaged }
      return (0..<width).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
    }
    guard bytes.count >= 22, try number(bytes.count - 22, 4) == 0x0605_4B50 else { throw Self.damaged }
    var place = try number(bytes.count - 6, 4)
    var members: [(name: String, bytes: UnsafeRawBufferPointer)] = []
    for _ in 0..<(try number(bytes.count - 12, 2)) {
      guard try number(place, 4) == 0x0201_4B50, try number(place + 10, 2) == 0 else { throw Self.damaged }
      let (checksum, length) = (try number(place + 16, 4), try number(place + 24, 4))
      let (nameLength, start) = (try number(place + 28, 2), try number(place + 42, 4))
      guard place + 46 + nameLength <= bytes.count else { throw Self.damaged }
      let name = String(decoding: UnsafeRawBufferPointer(rebasing: bytes[(place + 46)..<(place + 46 + nameLength)]), as: UTF8.self)
      let body = start + 30 + (try number(start + 26, 2)) + (try number(start + 28, 2))
      guard body <= bytes.count - length else { throw Self.damaged }
      let content = UnsafeRawBufferPointer(rebasing: bytes[body..<(body + length)])
      guard crc32(content) == UInt32(checksum) else { throw Self.damaged }
      members.append((name, content))
      place += 46 + nameLength + (try number(place + 30, 2)) + (try number(place + 32, 2))
    }
    self.members = members
    places = Dictionary(members.indices.map { (members[$0].name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  private static var damaged: ToolError { ToolError("the model's file is damaged or not a model") }
}

private func word(_ number: Int) -> [UInt8] { [UInt8(truncatingIfNeeded: number), UInt8(truncatingIfNeeded: number >> 8)] }
private func long(_ number: Int) -> [UInt8] { word(number) + word(number >> 16) }

private func crc32(_ bytes: UnsafeRawBufferPointer) -> UInt32 { UInt32(truncatingIfNeeded: crc32_z(0, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count)) }
