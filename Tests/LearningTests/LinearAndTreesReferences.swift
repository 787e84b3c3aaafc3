import Foundation
import LinearAlgebra

/// What `Fixtures/learning_linear_trees.py` wrote.
struct LinearAndTreesReferences {
  let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures/learning_linear_trees")

  func decode<T: Decodable>(_ name: String, as type: T.Type) throws -> T {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(type, from: Data(contentsOf: folder.appending(path: name)))
  }

  /// A data set: its features, and its last column.
  func data(_ name: String) throws -> (features: Matrix, target: [Double]) {
    let text = try String(contentsOf: folder.appending(path: "\(name).csv"), encoding: .utf8)
    let rows = text.split(separator: "\n").map { $0.split(separator: ",").compactMap { Double($0) } }
    let width = (rows.first?.count ?? 1) - 1
    return (Matrix(rowCount: rows.count, columnCount: width, values: rows.flatMap { $0.dropLast() }), rows.map { $0.last ?? .nan })
  }
}

extension Matrix {
  /// The rows of these numbers.
  func rows(_ numbers: [Int]) -> Matrix {
    Matrix(rowCount: numbers.count, columnCount: columnCount, values: numbers.flatMap { values[($0 * columnCount)..<(($0 + 1) * columnCount)] })
  }
}

/// Features of the standard normal distribution.
func normalFeatures(_ rows: Int, _ columns: Int, seed: UInt64) -> Matrix {
  var random = RandomSource(seed: seed)
  return Matrix(rowCount: rows, columnCount: columns, values: (0..<(rows * columns)).map { _ in random.normal() })
}
