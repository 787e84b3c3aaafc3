extension NPYArray {
  /// The bytes of the `.npy` file, version 1.0: those that NumPy's `save` writes, and the same for the same array.
  public func encoded() -> [UInt8] {
    let (code, width) = Self.descriptor(of: values)
    let lengths = shape.map(String.init).joined(separator: ", ")
    var header = "{'descr': '\(code)', 'fortran_order': False, 'shape': (\(lengths)\(shape.count == 1 ? "," : "")), }"
    // NumPy leaves room for the first length to grow to 21 digits.
    if let first = shape.first { header += String(repeating: " ", count: 21 - String(first).utf8.count) }
    let used = 10 + header.utf8.count + 1
    header += String(repeating: " ", count: (64 - used % 64) % 64) + "\n"

    var bytes: [UInt8] = []
    bytes.reserveCapacity(10 + header.utf8.count + values.count * width)
    bytes += [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0]
    bytes += [UInt8(truncatingIfNeeded: header.utf8.count), UInt8(truncatingIfNeeded: header.utf8.count >> 8)]
    bytes += header.utf8
    switch values {
    case .float64(let values): append(values, to: &bytes)
    case .float32(let values): append(values, to: &bytes)
    case .int64(let values): append(values, to: &bytes)
    case .int32(let values): append(values, to: &bytes)
    case .uint32(let values): append(values, to: &bytes)
    case .uint16(let values): append(values, to: &bytes)
    case .uint8(let values): bytes += values
    case .bool(let values): bytes += values.lazy.map { $0 ? 1 : 0 }
    }
    return bytes
  }

  private func append<T: BitwiseCopyable>(_ values: [T], to bytes: inout [UInt8]) {
    // The machines of this project are little-endian, as the format's `<`.
    values.withUnsafeBytes { bytes.append(contentsOf: $0) }
  }

  private static func descriptor(of values: Values) -> (code: String, width: Int) {
    switch values {
    case .float64: ("<f8", 8)
    case .float32: ("<f4", 4)
    case .int64: ("<i8", 8)
    case .int32: ("<i4", 4)
    case .uint32: ("<u4", 4)
    case .uint16: ("<u2", 2)
    case .uint8: ("|u1", 1)
    case .bool: ("|b1", 1)
    }
  }
}
