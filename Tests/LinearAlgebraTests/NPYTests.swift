import LinearAlgebra
import Testing

@Suite struct NPYTests {
  static func numpy(_ header: String, _ body: [UInt8]) -> [UInt8] {
    let padded = header + String(repeating: " ", count: 128 - 10 - 1 - header.utf8.count) + "\n"
    return [0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0] + Array(padded.utf8) + body
  }

  /// The bytes that NumPy 2 writes for `np.arange(6.0).reshape(2, 3)` and `np.array([1, 2, 3], dtype="i4")`.
  @Test func bytesAreNumPys() {
    let matrix = Matrix(rowCount: 2, columnCount: 3, values: [0, 1, 2, 3, 4, 5])
    let body = matrix.values.withUnsafeBytes { Array($0) }
    #expect(NPYArray(matrix).encoded() == Self.numpy("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }", body))
    #expect(
      NPYArray(.int32([1, 2, 3])).encoded()
        == Self.numpy("{'descr': '<i4', 'fortran_order': False, 'shape': (3,), }", [1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0]))
  }

  @Test(arguments: [
    NPYArray(shape: [2, 2], values: .float64([1, -.infinity, .greatestFiniteMagnitude, 0])),
    NPYArray(shape: [2, 1], values: .float32([1.5, -2])), NPYArray(shape: [0, 3], values: .int64([])), NPYArray(shape: [], values: .int64([.min])),
    NPYArray(shape: [3], values: .int32([1, -2, .max])), NPYArray(.uint8([0, 255])), NPYArray(.uint16([65535])), NPYArray(.uint32([.max])),
    NPYArray(shape: [1, 2, 1], values: .bool([true, false])),
  ])
  func roundTrip(_ array: NPYArray) throws {
    #expect(try NPYArray(bytes: array.encoded()) == array)
  }

  @Test func fortranOrderIsTurned() throws {
    let bytes = Self.numpy("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3), }", [0, 3, 1, 4, 2, 5])
    #expect(try NPYArray(bytes: bytes) == NPYArray(shape: [2, 3], values: .uint8([0, 1, 2, 3, 4, 5])))
  }

  @Test(arguments: [
    "{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999999999,), }",
    "{'descr': '<f8', 'fortran_order': False, 'shape': (4611686018427387904, 4), }",
    "{'descr': '<f8', 'fortran_order': False, 'shape': (-1,), }", "{'descr': '<f8', 'fortran_order': False, }",
    "{'descr': '>f8', 'fortran_order': False, 'shape': (1,), }", "{'descr': '<c16', 'fortran_order': False, 'shape': (1,), }",
    "{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (1,), }", "{'descr': '<f8", "{", "", "{'descr': '', 'fortran_order': T", "{'x': '', }",
    "{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }", "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }",
    "{'descr': '<f8', 'descr': '<f8', 'fortran_order': False, 'shape': (1,), }",
  ])
  func malformedHeadersThrow(_ header: String) {
    #expect(throws: NPYError.self) { try NPYArray(bytes: Self.numpy(header, [0, 0, 0, 0, 0, 0, 0, 0])) }
  }

  @Test func cutAndDamagedBytesNeverTrap() {
    let whole = NPYArray(shape: [2, 2], values: .float64([1, 2, 3, 4])).encoded()
    for length in whole.indices { #expect(throws: NPYError.self) { try NPYArray(bytes: Array(whole[..<length])) } }
    var random = RandomSource(seed: 0)
    for _ in 0..<2000 {
      var damaged = whole
      for _ in 0..<3 { damaged[random.below(100)] = UInt8(random.below(256)) }
      _ = try? NPYArray(bytes: damaged)
    }
  }

  @Test func matrices() throws {
    #expect(try Matrix(NPYArray(.int32([1, 2]))) == Matrix(rowCount: 2, columnCount: 1, values: [1, 2]))
    #expect(throws: NPYError.self) { try Matrix(NPYArray(shape: [1, 1, 1], values: .bool([true]))) }
  }
}
