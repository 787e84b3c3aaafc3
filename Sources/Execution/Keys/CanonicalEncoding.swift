package import Tooling

/// Bytes for hashing and keeping: each value tagged and length-prefixed, so that different values never have the same bytes.
struct CanonicalEncoder {
  private(set) var bytes: [UInt8] = []

  init() { bytes.reserveCapacity(512) }

  mutating func encode(_ value: TypedValue) {
    switch value {
    case .null: encodeNull()
    case .boolean(let flag): encode(flag)
    case .integer(let whole): encode(whole)
    case .number(let number): encode(number)
    case .text(let text): encode(text)
    case .list(let values):
      openList(of: values.count)
      for value in values { encode(value) }
    case .record(let fields):
      openRecord(of: fields.count)
      for field in fields {
        encode(field.name)
        encode(field.value)
      }
    }
  }

  // MARK: Pieces, for what is encoded so often that it is not made a value first

  mutating func encodeNull() { bytes.append(UInt8(ascii: "n")) }

  mutating func encode(_ flag: Bool) {
    bytes.append(UInt8(ascii: "b"))
    bytes.append(flag ? 1 : 0)
  }

  mutating func encode(_ whole: Int) { put("i", UInt64(bitPattern: Int64(whole))) }

  /// All NaNs are one, and so are the zeros: the author cannot tell them apart either.
  mutating func encode(_ number: Double) { put("d", number.isNaN ? Double.nan.bitPattern : number == 0 ? 0 : number.bitPattern) }

  mutating func encode(_ text: String) {
    var text = text
    text.withUTF8 { text in
      put("t", UInt64(text.count))
      bytes.append(contentsOf: text)
    }
  }

  mutating func encode(_ text: String?) {
    if let text { encode(text) } else { encodeNull() }
  }

  mutating func encode(_ texts: [String]) {
    openList(of: texts.count)
    for text in texts { encode(text) }
  }

  /// A list, whose `count` values come next.
  mutating func openList(of count: Int) { put("l", UInt64(count)) }

  /// A record, whose `count` fields come next, each a name and a value.
  mutating func openRecord(of count: Int) { put("r", UInt64(count)) }

  private mutating func put(_ tag: Unicode.Scalar, _ number: UInt64) {
    bytes.append(UInt8(ascii: tag))
    withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
  }
}

/// Reads what `CanonicalEncoder` wrote. Damaged bytes give nil.
package struct CanonicalDecoder {
  private let bytes: UnsafeRawBufferPointer
  private var place = 0
  private var rest: Int { bytes.count - place }

  private init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  package static func decode(_ bytes: ArraySlice<UInt8>) -> TypedValue? { decode(bytes) { $0.value(depth: 0) } }

  /// What `read` makes of `bytes`; nil where it leaves some over.
  static func decode<Value>(_ bytes: ArraySlice<UInt8>, _ read: (inout CanonicalDecoder) -> Value?) -> Value? {
    bytes.withUnsafeBytes { bytes in
      var decoder = CanonicalDecoder(bytes)
      guard let value = read(&decoder), decoder.rest == 0 else { return nil }
      return value
    }
  }

  /// The value that `write` encodes.
  static func value(_ write: (inout CanonicalEncoder) -> Void) -> TypedValue {
    var encoder = CanonicalEncoder()
    write(&encoder)
    return decode(encoder.bytes[...]) ?? .null
  }

  /// What `read` makes of a value's bytes.
  static func read<Value>(_ value: TypedValue, _ read: (inout CanonicalDecoder) -> Value?) -> Value? {
    var encoder = CanonicalEncoder()
    encoder.encode(value)
    return decode(encoder.bytes[...], read)
  }

  // MARK: Pieces, each nil or false where another comes next

  /// How many fields a record has.
  mutating func record() -> Int? { tag("r") ? count() : nil }

  /// Whether the field called `name` comes next.
  mutating func field(_ name: StaticString) -> Bool {
    guard tag("t"), let count = count(), count == name.utf8CodeUnitCount else { return false }
    defer { place += count }
    return bytes[place..<(place + count)].elementsEqual(UnsafeRawBufferPointer(start: name.utf8Start, count: count))
  }

  /// How many values a list has.
  mutating func listCount() -> Int? { tag("l") ? count() : nil }

  mutating func list<Element>(_ read: (inout CanonicalDecoder) -> Element?) -> [Element]? {
    guard let count = listCount() else { return nil }
    var elements: [Element] = []
    elements.reserveCapacity(min(count, 64))
    for _ in 0..<count {
      guard let element = read(&self) else { return nil }
      elements.append(element)
    }
    return elements
  }

  mutating func string() -> String? { tag("t") ? text() : nil }
  mutating func integer() -> Int? { tag("i") ? number().map { Int(Int64(bitPattern: $0)) } : nil }
  mutating func double() -> Double? { tag("d") ? number().map { Double(bitPattern: $0) } : nil }

  /// Whether a text or nothing comes next; `text` becomes it.
  mutating func optionalString(_ text: inout String?) -> Bool {
    if tag("n") { return true }
    text = string()
    return text != nil
  }

  private mutating func tag(_ tag: Unicode.Scalar) -> Bool {
    guard rest > 0, bytes[place] == UInt8(ascii: tag) else { return false }
    place += 1
    return true
  }

  private mutating func value(depth: Int) -> TypedValue? {
    guard depth < 256, let tag = byte() else { return nil }
    switch Unicode.Scalar(tag) {
    case "n": return .null
    case "b": return byte().map { .boolean($0 != 0) }
    case "i": return number().map { .integer(Int(Int64(bitPattern: $0))) }
    case "d": return number().map { .number(Double(bitPattern: $0)) }
    case "t": return text().map { .text($0) }
    case "l":
      guard let count = count() else { return nil }
      var values: [TypedValue] = []
      values.reserveCapacity(min(count, 64))
      for _ in 0..<count {
        guard let value = value(depth: depth + 1) else { return nil }
        values.append(value)
      }
      return .list(values)
    case "r":
      guard let count = count() else { return nil }
      var fields: [TypedValue.Field] = []
      fields.reserveCapacity(min(count, 64))
      for _ in 0..<count {
        guard byte() == UInt8(ascii: "t"), let name = text(), let value = value(depth: depth + 1) else { return nil }
        fields.append(.init(name, value))
      }
      return .record(fields)
    default: return nil
    }
  }

  private mutating func byte() -> UInt8? {
    guard rest > 0 else { return nil }
    defer { place += 1 }
    return bytes[place]
  }

  private mutating func number() -> UInt64? {
    guard rest >= 8 else { return nil }
    defer { place += 8 }
    return UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
  }

  /// How many values or bytes follow: never more than there are bytes.
  private mutating func count() -> Int? {
    guard let count = number(), count <= UInt64(rest) else { return nil }
    return Int(count)
  }

  private mutating func text() -> String? {
    guard let count = count() else { return nil }
    defer { place += count }
    return String(validating: UnsafeRawBufferPointer(rebasing: bytes[place..<(place + count)]), as: UTF8.self)
  }
}

extension UInt64 {
  /// The number of which these 8 bytes are, the lowest first.
  init(littleEndianBytes bytes: ArraySlice<UInt8>) {
    self = bytes.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) }
  }

  /// Its 8 bytes, the lowest first.
  var littleEndianBytes: [UInt8] { withUnsafeBytes(of: littleEndian) { Array($0) } }
}
