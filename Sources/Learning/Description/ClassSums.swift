import LinearAlgebra

// Sums over the rows of each class, at the speed of memory. Rows are added up in pieces that the data decide and the pieces in their
// order, so that the number of cores changes no bit.

/// The sum of the rows of each class, K × p.
///
/// - Parameters:
///   - features: n × p.
///   - classes: n class numbers in 0..<`classCount`; nil: all rows are of the class 0.
///   - weights: what each row counts; nil: 1.
func classSums(of features: Matrix, classes: [Int]? = nil, classCount: Int = 1, weights: [Double]? = nil, cores: Int) -> Matrix {
  summed(features, classes, classCount, cores) { row, label, values, sums in
    let weight = weights?[row] ?? 1
    for column in values.indices { sums[column] += weight * values[column] }
  }
}

/// The sum of the squared differences of each class's rows from the class's row of `centres`, K × p.
func classSquares(
  of features: Matrix, classes: [Int]? = nil, weights: [Double]? = nil, about centres: Matrix, cores: Int
) -> Matrix {
  let p = features.columnCount
  return summed(features, classes, centres.rowCount, cores) { row, label, values, sums in
    let weight = weights?[row] ?? 1
    centres.values.withUnsafeBufferPointer { centres in
      for column in values.indices {
        let deviation = values[column] - centres[label * p + column]
        sums[column] += weight * deviation * deviation
      }
    }
  }
}

/// - Parameter add: adds a row of `features` to the sums of its class.
@inline(__always)
private func summed(
  _ features: Matrix, _ classes: [Int]?, _ classCount: Int, _ cores: Int,
  _ add: @Sendable (_ row: Int, _ label: Int, _ values: UnsafeBufferPointer<Double>, _ sums: UnsafeMutableBufferPointer<Double>) -> Void
) -> Matrix {
  let (n, p) = (features.rowCount, features.columnCount)
  let count = classCount * p
  // A piece has a table of sums of its own, so there is but one where that is large.
  let pieces = FixedPieces(of: n, size: count > 1 << 16 ? max(1, n) : max(1024, (n + 15) / 16))
  let parts = mapPieces(pieces.count, cores: cores) { piece in
    var sums = [Double](repeating: 0, count: count)
    sums.withUnsafeMutableBufferPointer { sums in
      features.values.withUnsafeBufferPointer { values in
        for row in pieces.range(piece) {
          let label = classes?[row] ?? 0
          add(
            row, label, UnsafeBufferPointer(rebasing: values[(row * p)..<((row + 1) * p)]),
            UnsafeMutableBufferPointer(rebasing: sums[(label * p)..<((label + 1) * p)]))
        }
      }
    }
    return sums
  }
  var total = parts.first ?? [Double](repeating: 0, count: count)
  for part in parts.dropFirst() {
    for place in total.indices { total[place] += part[place] }
  }
  return Matrix(rowCount: classCount, columnCount: p, values: total)
}

extension Matrix {
  /// Each row divided by its number: exact where a row's numbers are so many times the quotient.
  func rowsDivided(by divisors: [Double]) -> Matrix {
    var result = self
    for row in 0..<rowCount {
      for place in (row * columnCount)..<((row + 1) * columnCount) { result.values[place] /= divisors[row] }
    }
    return result
  }
}
