package import Tooling

/// Bytes for hashing and keeping: each value tagged and length-prefixed, so that different values never have the same bytes.
struct CanonicalEncoder {
  private(set) var bytes: [UInt8] = []

  mutating func encode(_ value: TypedValue) {
    switch value {
    case .null: bytes.append(UInt8(ascii: "n"))
    case .boolean(let flag): bytes += [UInt8(ascii: "b"), flag ? 1 : 0]
    case .integer(let whole): put("i", UInt64(bitPattern: Int64(whole)))
    // All NaNs are one, and so are the zeros: the author cannot tell them apart either.
    case .number(let number): put("d", number.isNaN ? Double.nan.bitPattern : number == 0 ? 0 : number.bitPattern)
    case .text(let text): encode(text)
    case .list(let values):
      put("l", UInt64(values.count))
      for value in values { encode(value) }
    case .record(let fields):
      put("r", UInt64(fields.count))
      for field in fields {
        encode(field.name)
        encode(field.value)
      }
    }
  }

  private mutating func encode(_ text: String) {
    put("t", UInt64(text.utf8.count))
    bytes += text.utf8
  }

  private mutating func put(_ tag: Unicode.Scalar, _ number: UInt64) {
    bytes.append(UInt8(ascii: tag))
    withUnsafeBytes(of: number.littleEndian) { bytes += $0 }
  }
}

/// Reads what `CanonicalEncoder` wrote. Damaged bytes give nil.
package struct CanonicalDecoder {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  package static func decode(_ bytes: ArraySlice<UInt8>) -> TypedValue? {
    var decoder = CanonicalDecoder(bytes)
    guard let value = decoder.value(depth: 0), decoder.rest.isEmpty else { return nil }
    return value
  }

  private mutating func value(depth: Int) -> TypedValue? {
    guard depth < 256, let tag = rest.popFirst() else { return nil }
    switch Unicode.Scalar(tag) {
    case "n": return .null
    case "b": return rest.popFirst().map { .boolean($0 != 0) }
    case "i": return number().map { .integer(Int(Int64(bitPattern: $0))) }
    case "d": return number().map { .number(Double(bitPattern: $0)) }
    case "t": return text().map { .text($0) }
    case "l":
      guard let count = number(), count <= UInt64(rest.count) else { return nil }
      var values: [TypedValue] = []
      for _ in 0..<Int(count) {
        guard let value = value(depth: depth + 1) else { return nil }
        values.append(value)
      }
      return .list(values)
    case "r":
      guard let count = number(), count <= UInt64(rest.count) else { return nil }
      var fields: [TypedValue.Field] = []
      for _ in 0..<Int(count) {
        guard rest.popFirst() == UInt8(ascii: "t"), let name = text(), let value = value(depth: depth + 1) else { return nil }
        fields.append(.init(name, value))
      }
      return .record(fields)
    default: return nil
    }
  }

  private mutating func number() -> UInt64? {
    guard rest.count >= 8 else { return nil }
    let number = UInt64(littleEndianBytes: rest.prefix(8))
    rest.removeFirst(8)
    return number
  }

  private mutating func text() -> String? {
    guard let count = number(), count <= UInt64(rest.count) else { return nil }
    let text = String(validating: rest.prefix(Int(count)), as: UTF8.self)
    rest.removeFirst(Int(count))
    return text
  }
}

extension UInt64 {
  /// The number of which these are the bytes, the lowest first.
  init(littleEndianBytes bytes: some BidirectionalCollection<UInt8>) { self = bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) } }

  /// Its 8 bytes, the lowest first.
  var littleEndianBytes: [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: self >> (8 * $0)) } }
}
