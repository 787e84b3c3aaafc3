import LinearAlgebra

extension ModelArchive {
  /// The array called `name`, one-dimensional and of float64.
  public func doubles(_ name: String) throws -> [Double] {
    let array = try array(name)
    guard array.shape.count == 1, case .float64(let values) = array.values else { throw mismatch(name, array, "float64") }
    return values
  }

  /// The array called `name`, one-dimensional and of int32.
  public func int32s(_ name: String) throws -> [Int32] {
    let array = try array(name)
    guard array.shape.count == 1, case .int32(let values) = array.values else { throw mismatch(name, array, "int32") }
    return values
  }

  /// The array called `name`, one-dimensional and of uint16.
  public func uint16s(_ name: String) throws -> [UInt16] {
    let array = try array(name)
    guard array.shape.count == 1, case .uint16(let values) = array.values else { throw mismatch(name, array, "uint16") }
    return values
  }

  /// The list of texts in the content's member `name`: the features' names and the like.
  public func names(_ name: String) throws -> [String] {
    guard let list = content[name]?.array else { throw ToolError("the model lacks its '\(name)'") }
    let names = list.compactMap(\.string)
    guard names.count == list.count else { throw ToolError("the model's '\(name)' are damaged") }
    return names
  }

  private func mismatch(_ name: String, _ array: NPYArray, _ type: String) -> ToolError {
    ToolError("the model's array '\(name)' must be a list of \(type), not \(array.values.typeName) of shape \(array.shape)")
  }
}
