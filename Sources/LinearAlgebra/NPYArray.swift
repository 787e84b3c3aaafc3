/// An array as NumPy's `.npy` files hold it: a shape, and values in C order (the last index runs fastest).
public struct NPYArray: Sendable, Equatable {
  /// The values, by the types that are read and written.
  public enum Values: Sendable, Equatable {
    case float64([Double])
    case float32([Float])
    case int64([Int64])
    case int32([Int32])
    case uint32([UInt32])
    case uint16([UInt16])
    case uint8([UInt8])
    case bool([Bool])

    public var count: Int {
      switch self {
      case .float64(let values): values.count
      case .float32(let values): values.count
      case .int64(let values): values.count
      case .int32(let values): values.count
      case .uint32(let values): values.count
      case .uint16(let values): values.count
      case .uint8(let values): values.count
      case .bool(let values): values.count
      }
    }

    /// The type in NumPy's words: `float64`, `int32`, …
    public var typeName: String {
      switch self {
      case .float64: "float64"
      case .float32: "float32"
      case .int64: "int64"
      case .int32: "int32"
      case .uint32: "uint32"
      case .uint16: "uint16"
      case .uint8: "uint8"
      case .bool: "bool"
      }
    }
  }

  public let shape: [Int]
  public let values: Values

  /// - Parameter shape: lengths, not negative; their product is the number of values.
  public init(shape: [Int], values: Values) {
    precondition(NPYArray.count(of: shape) == values.count, "an array of shape \(shape) cannot hold \(values.count) values")
    self.shape = shape
    self.values = values
  }

  /// A vector.
  public init(_ values: Values) {
    self.init(shape: [values.count], values: values)
  }

  /// An n × p array of float64.
  public init(_ matrix: Matrix) {
    self.init(shape: [matrix.rowCount, matrix.columnCount], values: .float64(matrix.values))
  }

  /// The values as float64, whatever their type; integers beyond 2^53 are rounded.
  public var doubles: [Double] {
    switch values {
    case .float64(let values): values
    case .float32(let values): values.map(Double.init)
    case .int64(let values): values.map(Double.init)
    case .int32(let values): values.map(Double.init)
    case .uint32(let values): values.map(Double.init)
    case .uint16(let values): values.map(Double.init)
    case .uint8(let values): values.map(Double.init)
    case .bool(let values): values.map { $0 ? 1 : 0 }
    }
  }

  /// How many values a shape holds; `nil` where a length is negative or the product has no `Int`.
  static func count(of shape: [Int]) -> Int? {
    // A length of 0 makes all empty, also where the other lengths' product is beyond `Int`.
    if shape.contains(where: { $0 < 0 }) { return nil }
    if shape.contains(0) { return 0 }
    var count = 1
    for length in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: length)
      if overflow { return nil }
      count = product
    }
    return count
  }
}

extension Matrix {
  /// The matrix of an `.npy` array of one dimension (taken as one column) or two, of any type of number.
  ///
  /// - Throws: `NPYError` where the array has another number of dimensions.
  public init(_ array: NPYArray) throws(NPYError) {
    switch array.shape.count {
    case 1: self.init(rowCount: array.shape[0], columnCount: 1, values: array.doubles)
    case 2: self.init(rowCount: array.shape[0], columnCount: array.shape[1], values: array.doubles)
    default: throw NPYError("a matrix has one or two dimensions, and this array has \(array.shape.count)")
    }
  }
}

/// Why bytes are no `.npy` array that can be read here.
public struct NPYError: Error, Equatable, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}
