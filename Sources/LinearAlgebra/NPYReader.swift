extension NPYArray {
  /// Reads an `.npy` file of version 1 to 3, in C or Fortran order, of little-endian numbers or booleans.
  ///
  /// - Throws: `NPYError` for whatever is not that; no bytes trap.
  public init(bytes: [UInt8]) throws(NPYError) {
    try self.init(bytes: bytes.span.bytes)
  }

  /// Reads an `.npy` file, such as a mapped one, and copies its values.
  public init(bytes: RawSpan) throws(NPYError) {
    let magic: [UInt8] = [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59]
    guard bytes.byteCount >= 10, magic.indices.allSatisfy({ bytes.unsafeLoad(fromByteOffset: $0, as: UInt8.self) == magic[$0] }) else {
      throw NPYError("these bytes are no .npy file: they do not begin with \\x93NUMPY")
    }
    func byte(_ offset: Int) -> Int { Int(bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self)) }
    let version = byte(6)
    guard (1...3).contains(version) else { throw NPYError("version \(version) of the .npy format is not read; save it with NumPy's save") }
    let start = version == 1 ? 10 : 12
    guard bytes.byteCount >= start else { throw NPYError("the .npy file ends within its header") }
    let length = byte(8) | byte(9) << 8 | (version == 1 ? 0 : byte(10) << 16 | byte(11) << 24)
    guard length <= bytes.byteCount - start else { throw NPYError("the .npy file ends within its header") }
    let header = try NPYHeader((start..<(start + length)).map { UInt8(truncatingIfNeeded: byte($0)) })
    guard let count = NPYArray.count(of: header.shape) else { throw NPYError("the .npy file's shape is impossible") }

    let body = bytes.extracting((start + length)...)
    switch header.type.dropFirst() {
    case "f8": self.init(shape: header.shape, values: .float64(try body.values(count, header, zero: 0)))
    case "f4": self.init(shape: header.shape, values: .float32(try body.values(count, header, zero: 0)))
    case "i8": self.init(shape: header.shape, values: .int64(try body.values(count, header, zero: 0)))
    case "i4": self.init(shape: header.shape, values: .int32(try body.values(count, header, zero: 0)))
    case "u4": self.init(shape: header.shape, values: .uint32(try body.values(count, header, zero: 0)))
    case "u2": self.init(shape: header.shape, values: .uint16(try body.values(count, header, zero: 0)))
    case "u1": self.init(shape: header.shape, values: .uint8(try body.values(count, header, zero: 0)))
    case "b1": self.init(shape: header.shape, values: .bool(try body.values(count, header, zero: UInt8(0)).map { $0 != 0 }))
    default:
      throw NPYError(
        "an .npy file of type '\(header.type)' is not read; convert it in NumPy with astype to float64, float32, int64, int32, uint32, uint16, uint8 or bool")
    }
  }
}

extension RawSpan {
  fileprivate func values<T: BitwiseCopyable>(_ count: Int, _ header: NPYHeader, zero: T) throws(NPYError) -> [T] {
    let width = MemoryLayout<T>.size
    guard header.type.first != ">" || width == 1 else {
      throw NPYError("an .npy file of big-endian numbers is not read; convert it in NumPy with astype('<\(header.type.dropFirst())')")
    }
    let (size, overflow) = count.multipliedReportingOverflow(by: width)
    guard !overflow, size <= byteCount else {
      throw NPYError("the .npy file is cut short: its shape needs \(count) values, and \(byteCount / width) are there")
    }
    guard size == byteCount else { throw NPYError("the .npy file has \(byteCount - size) bytes after its last value") }
    let stored = [T](unsafeUninitializedCapacity: count) { buffer, initializedCount in
      withUnsafeBytes { UnsafeMutableRawBufferPointer(buffer).copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[..<size])) }
      initializedCount = count
    }
    guard header.isFortranOrder, header.shape.count > 1, count > 0 else { return stored }
    // Fortran order is the reverse shape in C order: walk it, and step through the result by the other strides.
    let shape = header.shape
    var strides = [Int](repeating: 1, count: shape.count)
    for axis in stride(from: shape.count - 2, through: 0, by: -1) { strides[axis] = strides[axis + 1] * shape[axis + 1] }
    var ordered = [T](repeating: zero, count: count)
    var index = [Int](repeating: 0, count: shape.count)
    var place = 0
    for value in stored {
      ordered[place] = value
      var axis = 0
      while axis < shape.count {
        index[axis] += 1
        place += strides[axis]
        if index[axis] < shape[axis] { break }
        place -= strides[axis] * shape[axis]
        index[axis] = 0
        axis += 1
      }
    }
    return ordered
  }
}

/// The dictionary at the head of an `.npy` file, a Python literal with three known keys.
private struct NPYHeader {
  var type = ""
  var isFortranOrder = false
  var shape: [Int] = []

  init(_ text: [UInt8]) throws(NPYError) {
    var scanner = Scanner(text: text)
    var found: Set<String> = []
    try scanner.expect("{")
    while !scanner.take("}") {
      let key = try scanner.string()
      try scanner.expect(":")
      switch key {
      case "descr": type = try scanner.string()
      case "fortran_order": isFortranOrder = try scanner.boolean()
      case "shape": shape = try scanner.lengths()
      default: throw NPYError("the .npy file's header has an unknown key '\(key)'")
      }
      guard found.insert(key).inserted else { throw NPYError("the .npy file's header has '\(key)' twice") }
      if !scanner.take(",") {
        try scanner.expect("}")
        break
      }
    }
    guard found.count == 3 else { throw NPYError("the .npy file's header lacks one of 'descr', 'fortran_order' and 'shape'") }
    guard shape.count <= 32 else { throw NPYError("the .npy file has \(shape.count) dimensions, and at most 32 are read") }
  }

  private struct Scanner {
    let text: [UInt8]
    var position = 0

    static let malformed = NPYError("the .npy file's header cannot be read; arrays of records and of objects are not supported")

    mutating func take(_ character: Unicode.Scalar) -> Bool {
      while position < text.count, text[position] == 0x20 || text[position] == 0x0A { position += 1 }
      guard position < text.count, text[position] == UInt8(ascii: character) else { return false }
      position += 1
      return true
    }

    mutating func expect(_ character: Unicode.Scalar) throws(NPYError) {
      guard take(character) else { throw Self.malformed }
    }

    mutating func string() throws(NPYError) -> String {
      let quote: Unicode.Scalar = take("'") ? "'" : "\""
      if quote == "\"" { try expect("\"") }
      guard let end = text[position...].firstIndex(of: UInt8(ascii: quote)) else { throw Self.malformed }
      defer { position = end + 1 }
      return String(decoding: text[position..<end], as: UTF8.self)
    }

    mutating func boolean() throws(NPYError) -> Bool {
      let (word, value): (String, Bool) = take("T") ? ("rue", true) : ("alse", false)
      if !value { try expect("F") }
      guard text[position...].starts(with: word.utf8) else { throw Self.malformed }
      position += word.utf8.count
      return value
    }

    mutating func lengths() throws(NPYError) -> [Int] {
      var lengths: [Int] = []
      try expect("(")
      while !take(")") {
        let digits = text[position...].prefix { (0x30...0x39).contains($0) }
        guard let length = Int(String(decoding: digits, as: UTF8.self)) else { throw Self.malformed }
        position += digits.count
        lengths.append(length)
        if !take(",") {
          try expect(")")
          break
        }
      }
      return lengths
    }
  }
}
