import LinearAlgebra
import Testing

@Suite struct ProductTests {
  static func random(_ rows: Int, _ columns: Int, seed: UInt64) -> Matrix {
    var source = RandomSource(seed: seed)
    return Matrix(rowCount: rows, columnCount: columns, values: (0..<(rows * columns)).map { _ in source.normal() })
  }

  static func transpose(_ a: Matrix) -> Matrix {
    var result = Matrix(rowCount: a.columnCount, columnCount: a.rowCount)
    for row in 0..<a.rowCount { for column in 0..<a.columnCount { result[column, row] = a[row, column] } }
    return result
  }

  static func plain(_ a: Matrix, _ b: Matrix) -> Matrix {
    var result = Matrix(rowCount: a.rowCount, columnCount: b.columnCount)
    for i in 0..<a.rowCount {
      for k in 0..<a.columnCount { for j in 0..<b.columnCount { result[i, j] += a[i, k] * b[k, j] } }
    }
    return result
  }

  static func largestDifference(_ a: Matrix, _ b: Matrix) -> Double {
    guard a.rowCount == b.rowCount, a.columnCount == b.columnCount else { return .infinity }
    return zip(a.values, b.values).map { abs($0 - $1) }.max() ?? 0
  }

  /// Shapes on both sides of a tile and of a chunk, and empty ones.
  static let shapes = [(3, 4, 5), (1, 1, 1), (257, 3, 514), (5, 9001, 7), (300, 20, 300), (0, 3, 2), (2, 0, 3), (2, 3, 0)]

  @Test(arguments: shapes) func productsAreThePlainOnes(m: Int, k: Int, n: Int) {
    let a = Self.random(m, k, seed: 1)
    let b = Self.random(k, n, seed: 2)
    let expected = Self.plain(a, b)
    for (transposeA, transposeB) in [(false, false), (true, false), (false, true), (true, true)] {
      let left = transposeA ? Self.transpose(a) : a
      let right = transposeB ? Self.transpose(b) : b
      let one = multiply(left, right, transposeA: transposeA, transposeB: transposeB, cores: 1)
      #expect(Self.largestDifference(one, expected) < 1e-10)
      #expect(multiply(left, right, transposeA: transposeA, transposeB: transposeB, cores: 3) == one)
    }
  }

  @Test(arguments: shapes) func gramIsTheProductWithTheTranspose(m: Int, k: Int, _: Int) {
    let a = Self.random(k, m, seed: 3)
    let one = gram(a)
    #expect(Self.largestDifference(one, Self.plain(Self.transpose(a), a)) < 1e-9)
    #expect(gram(a, cores: 2) == one)
    #expect(one == Self.transpose(one))
    let weights = (0..<k).map { Double($0 % 3) }
    var scaled = a
    for row in 0..<k { for column in 0..<m { scaled[row, column] *= weights[row] } }
    #expect(Self.largestDifference(gram(a, weights: weights), Self.plain(Self.transpose(a), scaled)) < 1e-9)
  }

  @Test(arguments: shapes) func vectors(m: Int, k: Int, _: Int) {
    let a = Self.random(m, k, seed: 4)
    let x = Self.random(k, 1, seed: 5)
    let y = Self.random(m, 1, seed: 6)
    let expected = Matrix(rowCount: m, columnCount: 1, values: multiply(a, x.values, cores: 2))
    #expect(Self.largestDifference(expected, Self.plain(a, x)) < 1e-10)
    let turned = Matrix(rowCount: k, columnCount: 1, values: multiply(a, y.values, transposeA: true, cores: 2))
    #expect(Self.largestDifference(turned, Self.plain(Self.transpose(a), y)) < 1e-10)
    #expect(multiply(a, y.values, transposeA: true, cores: 1) == turned.values)
  }

  @Test func choleskySolves() throws {
    let a = gram(Self.random(50, 8, seed: 7))
    let x = (0..<8).map(Double.init)
    let solution = try CholeskyFactor(a).solve(multiply(a, x))
    #expect(zip(solution, x).allSatisfy { abs($0 - $1) < 1e-9 })
    #expect(try CholeskyFactor(Matrix(rowCount: 0, columnCount: 0)).solve([]).isEmpty)
  }

  @Test(arguments: [[1, 2, 2, 1], [0, 0, 0, 0], [.nan, 0, 0, 1], [.infinity, 0, 0, 1]]) func choleskyRefuses(values: [Double]) {
    #expect(throws: NotPositiveDefinite.self) { try CholeskyFactor(Matrix(rowCount: 2, columnCount: 2, values: values)) }
  }
}

@Suite struct ParallelLoopTests {
  @Test(arguments: [0, 1, 2, 1000], [0, 1, 2, 7]) func everyPieceOnceAndInOrder(count: Int, cores: Int) {
    #expect(mapPieces(count, cores: cores) { piece in mapPieces(3, cores: cores) { $0 * piece } } == (0..<count).map { [0, $0, 2 * $0] })
  }

  @Test func piecesCoverAll() {
    for count in 0..<20 {
      let pieces = FixedPieces(of: count, size: 6)
      #expect((0..<pieces.count).flatMap { Array(pieces.range($0)) } == Array(0..<count))
    }
  }
}

@Suite struct RowBlockTests {
  @Test(arguments: [1, 3]) func blocksAddUpToTheWhole(k: Int) {
    let a = ProductTests.random(20, 4, seed: 8)
    let b = ProductTests.random(k, 4, seed: 9)
    let whole = multiply(a, b, transposeB: true)
    var sum = Matrix(rowCount: k, columnCount: 4)
    var products: [Double] = []
    for rows in [0..<7, 7..<7, 7..<20] {
      let part = multiplyRows(rows, of: a, byTransposed: b)
      products += part.values
      addTransposed(part, timesRows: rows, of: a, to: &sum)
    }
    #expect(zip(products, whole.values).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(ProductTests.largestDifference(sum, multiply(whole, a, transposeA: true)) < 1e-12)
  }
}
