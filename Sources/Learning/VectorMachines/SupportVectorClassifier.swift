public import LinearAlgebra
import RealModule

/// A support vector machine that tells classes apart: every two classes by a border of widest margin (Cortes and Vapnik, 1995), as
/// scikit-learn's `SVC`.
public struct SupportVectorClassifier: Sendable, Equatable {
  public struct Parameters: Sendable, Equatable {
    public var kernel = VectorKernel.linear
    /// The price of a row on the wrong side, above 0 (`C`).
    public var penalty = 1.0
    public var tolerance = 1e-3
    /// Pairs of rows that may be moved, of each two classes.
    public var maxIterations = 10_000_000
    /// Whether to learn probabilities, from decisions in five folds.
    public var learnsProbabilities = false
    public var seed: UInt64 = 0

    public init() {}
  }

  public let kernel: VectorKernel
  public let classCount: Int
  /// Rows that support a border, by class.
  public let vectors: Matrix
  /// How many of them each class has.
  public let vectorCounts: [Int]
  /// (K − 1) × vectors: with the border to each other class, in their order, what the vector weighs in it.
  public let coefficients: Matrix
  /// The constant of each two classes' decision: 0 and 1, 0 and 2, …, 1 and 2, …
  public let constants: [Double]
  /// Of each two classes the slope and the constant by which a decision becomes a probability; empty if not learnt.
  public let sigmoids: [ProbabilitySigmoid]

  /// - Throws: `FittingError` where the numbers are not those of a machine.
  public init(
    kernel: VectorKernel, vectors: Matrix, vectorCounts: [Int], coefficients: Matrix, constants: [Double], sigmoids: [ProbabilitySigmoid]
  ) throws(FittingError) {
    let classCount = vectorCounts.count
    let pairCount = classCount * (classCount - 1) / 2
    guard classCount >= 2, vectorCounts.allSatisfy({ (0...vectors.rowCount).contains($0) }), vectorCounts.reduce(0, +) == vectors.rowCount,
      coefficients.rowCount == classCount - 1, coefficients.columnCount == vectors.rowCount, constants.count == pairCount,
      sigmoids.isEmpty || sigmoids.count == pairCount, (constants + coefficients.values + vectors.values).allSatisfy(\.isFinite)
    else { throw FittingError("the numbers are not those of a support vector machine: some are missing, or they differ in number") }
    self.kernel = kernel
    self.classCount = classCount
    self.vectors = vectors
    self.vectorCounts = vectorCounts
    self.coefficients = coefficients
    self.constants = constants
    self.sigmoids = sigmoids
  }

  /// - Parameters:
  ///   - features: n × p, without NaN.
  ///   - classes: n class numbers in 0..<`classCount`, each of them there.
  ///   - weights: n weights above 0, by which the penalty is multiplied.
  /// - Returns: the machine, and whether every two classes' solver ended.
  /// - Throws: what `checkCancellation` throws; `FittingError` where the kernel is beyond the largest number.
  public static func fit(
    features: Matrix, classes: [Int], classCount: Int, weights: [Double], parameters: Parameters, cores: Int = 1,
    checkCancellation: @Sendable () throws -> Void = {}
  ) throws -> (machine: SupportVectorClassifier, converged: Bool) {
    let groups = ClassGroups(features, classes, classCount)
    let pairs = (0..<classCount).flatMap { first in ((first + 1)..<max(first + 1, classCount)).map { (first, $0) } }
    let fitted = mapPieces(pairs.count, cores: cores) { pair in
      Result { try Border(features, groups.rows[pairs[pair].0], groups.rows[pairs[pair].1], weights, parameters, pair, cores, checkCancellation) }
    }
    let borders = try fitted.map { try $0.get() }
    var isVector = [Bool](repeating: false, count: features.rowCount)
    for (pair, (first, second)) in pairs.enumerated() {
      for (row, coefficient) in zip(groups.rows[first] + groups.rows[second], borders[pair].coefficients) where coefficient != 0 { isVector[row] = true }
    }
    let kept = groups.rows.map { $0.filter { isVector[$0] } }
    let rows = kept.flatMap { $0 }
    var place = [Int](repeating: 0, count: features.rowCount)
    for (at, row) in rows.enumerated() { place[row] = at }
    var coefficients = Matrix(rowCount: classCount - 1, columnCount: rows.count)
    for (pair, (first, second)) in pairs.enumerated() {
      let firstCount = groups.counts[first]
      for (at, coefficient) in borders[pair].coefficients.enumerated() where coefficient != 0 {
        let row = at < firstCount ? groups.rows[first][at] : groups.rows[second][at - firstCount]
        coefficients[at < firstCount ? second - 1 : first, place[row]] = coefficient
      }
    }
    let machine = try SupportVectorClassifier(
      kernel: parameters.kernel, vectors: features.selecting(rows: rows), vectorCounts: kept.map(\.count), coefficients: coefficients,
      constants: borders.map(\.constant), sigmoids: borders.compactMap(\.sigmoid))
    return (machine, borders.allSatisfy(\.converged))
  }

  /// Of each row the decision between each two classes, above 0 where it is for the first: n × K (K − 1) / 2.
  public func decisions(_ features: Matrix, cores: Int = 1) -> Matrix {
    perRow(features, width: constants.count, cores: cores) { $0 }
  }

  /// Of each row a probability a class, n × K: by the sigmoids, if they were learnt, coupled (Wu, Lin and Weng, 2004). Else they only
  /// rank: the class that wins the most decisions is the likeliest.
  public func probabilities(_ features: Matrix, cores: Int = 1) -> Matrix {
    perRow(features, width: classCount, cores: cores) { decisions in
      sigmoids.isEmpty ? ranks(decisions) : coupledProbabilities(zip(sigmoids, decisions).map { $0.probability($1) }, classCount: classCount)
    }
  }

  /// What `body` makes of each row's decisions: of many classes there are too many to hold them for all rows.
  private func perRow(_ features: Matrix, width: Int, cores: Int, _ body: @Sendable ([Double]) -> [Double]) -> Matrix {
    precondition(features.columnCount == vectors.columnCount, "the features must be as many as the machine's")
    let (squares, vectorSquares) = (features.rowSquares(), vectors.rowSquares())
    let starts = vectorCounts.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
    var result = Matrix(rowCount: features.rowCount, columnCount: width)
    let blocks = FixedPieces(of: features.rowCount, size: max(16, min(512, (1 << 20) / max(1, vectors.rowCount))))
    result.values.withUnsafeMutableBufferPointer { output in
      // Each piece writes its own rows only.
      nonisolated(unsafe) let output = output
      forEachPiece(blocks.count, cores: cores) { piece in
        let range = blocks.range(piece)
        let kernels = kernel.values(range, of: features, squares: squares, with: vectors, otherSquares: vectorSquares)
        var decisions = constants
        for (offset, row) in range.enumerated() {
          var pair = 0
          for first in 0..<classCount {
            for second in (first + 1)..<max(first + 1, classCount) {
              var sum = constants[pair]
              for at in starts[first]..<starts[first + 1] { sum = Relaxed.multiplyAdd(coefficients[second - 1, at], kernels[offset, at], sum) }
              for at in starts[second]..<starts[second + 1] { sum = Relaxed.multiplyAdd(coefficients[first, at], kernels[offset, at], sum) }
              decisions[pair] = sum
              pair += 1
            }
          }
          for (place, value) in body(decisions).enumerated() { output[row * width + place] = value }
        }
      }
    }
    return result
  }

  private func ranks(_ decisions: [Double]) -> [Double] {
    if classCount == 2 {
      let second = 1 / (1 + Double.exp(decisions[0]))
      return [1 - second, second]
    }
    var votes = [Double](repeating: 0, count: classCount)
    var confidences = votes
    var pair = 0
    for first in 0..<classCount {
      for second in (first + 1)..<max(first + 1, classCount) {
        votes[decisions[pair] > 0 ? first : second] += 1
        confidences[first] += decisions[pair]
        confidences[second] -= decisions[pair]
        pair += 1
      }
    }
    // Less than half a vote, so that it only parts equals.
    let scores = zip(votes, confidences).map { $0 + $1 / (3 * (abs($1) + 1)) }
    return Matrix(rowCount: 1, columnCount: classCount, values: scores).softmax().values
  }
}

/// The border between two classes.
private struct Border: Sendable {
  /// Of the first class's rows, then of the second's.
  var coefficients: [Double]
  var constant: Double
  var converged: Bool
  var sigmoid: ProbabilitySigmoid?

  init(
    _ features: Matrix, _ first: [Int], _ second: [Int], _ weights: [Double], _ parameters: SupportVectorClassifier.Parameters, _ pair: Int, _ cores: Int,
    _ checkCancellation: () throws -> Void
  ) throws {
    let rows = first + second
    let matrix = features.selecting(rows: rows)
    let signs = rows.indices.map { $0 < first.count ? 1.0 : -1.0 }
    let bounds = rows.map { parameters.penalty * weights[$0] }
    let solution = try Self.solve(matrix, signs, bounds, parameters, cores, checkCancellation)
    coefficients = zip(solution.multipliers, signs).map { $0 * $1 }
    constant = solution.constant
    converged = solution.converged
    if parameters.learnsProbabilities {
      let decisions = try Self.heldOutDecisions(matrix, signs, bounds, parameters, pair, cores, checkCancellation)
      sigmoid = ProbabilitySigmoid(fitting: decisions, isFirst: signs.map { $0 > 0 })
    }
  }

  private static func solve(
    _ matrix: Matrix, _ signs: [Double], _ bounds: [Double], _ parameters: SupportVectorClassifier.Parameters, _ cores: Int,
    _ checkCancellation: () throws -> Void
  ) throws -> MarginSolver.Solution {
    try MarginSolver.solve(
      MarginSolver.Variables(rows: Array(signs.indices), signs: signs, costs: signs.map { _ in -1 }, bounds: bounds), matrix, parameters.kernel,
      tolerance: parameters.tolerance, maxIterations: parameters.maxIterations, cores: cores, checkCancellation: checkCancellation)
  }

  /// The decision on each row by a border that was fitted without its fifth of the rows.
  private static func heldOutDecisions(
    _ matrix: Matrix, _ signs: [Double], _ bounds: [Double], _ parameters: SupportVectorClassifier.Parameters, _ pair: Int, _ cores: Int,
    _ checkCancellation: () throws -> Void
  ) throws -> [Double] {
    var random = RandomSource(seed: parameters.seed, stream: UInt64(pair) + 1)
    let order = random.permutation(signs.count)
    var decisions = [Double](repeating: 0, count: signs.count)
    for fold in 0..<5 {
      let held = order.indices.filter { $0 * 5 / order.count == fold }.map { order[$0] }
      let rest = order.indices.filter { $0 * 5 / order.count != fold }.map { order[$0] }.sorted()
      let restSigns = rest.map { signs[$0] }
      // Of one class alone, or of no rows, the answer is that class.
      guard restSigns.contains(1), restSigns.contains(-1) else {
        for row in held { decisions[row] = restSigns.first ?? 0 }
        continue
      }
      let training = matrix.selecting(rows: rest)
      let solution = try solve(training, restSigns, rest.map { bounds[$0] }, parameters, cores, checkCancellation)
      let used = rest.indices.filter { solution.multipliers[$0] > 0 }
      let vectors = training.selecting(rows: used)
      let part = matrix.selecting(rows: held)
      let kernels = parameters.kernel.values(
        0..<held.count, of: part, squares: part.rowSquares(), with: vectors, otherSquares: vectors.rowSquares())
      for (place, row) in held.enumerated() {
        decisions[row] = used.indices.reduce(solution.constant) { $0 + solution.multipliers[used[$1]] * restSigns[used[$1]] * kernels[place, $1] }
      }
    }
    return decisions
  }
}
