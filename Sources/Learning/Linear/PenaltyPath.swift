public import LinearAlgebra

/// Linear models of many penalties, judged by folds: what scikit-learn's `LassoCV`, `ElasticNetCV` and `RidgeCV` choose by.
public struct PenaltyPath: Sendable, Equatable {
  /// One penalty.
  public struct Point: Sendable, Equatable {
    /// The share of the penalty on absolute values; 0 for ridge regression.
    public let l1Ratio: Double
    public let alpha: Double
    /// The mean squared error of each fold; of ridge regression without folds the one of all rows left out one by one.
    public let errors: [Double]
    /// Coefficients that are not 0, of the model fitted on all rows.
    public let usedCount: Int

    public var mean: Double { errors.reduce(0, +) / Double(errors.count) }
    /// Of the mean; NaN of one error.
    public var standardError: Double {
      let mean = mean
      let squares = errors.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return (squares / Double(errors.count - 1) / Double(errors.count)).squareRoot()
    }
  }

  /// The penalties falling, those of one share together.
  public let points: [Point]
  /// Of each point, the model fitted on all rows.
  public let models: [LinearModel]
  /// Whether all were found within their iterations.
  public let converged: Bool

  /// Elastic nets.
  ///
  /// - Parameters:
  ///   - features: n × p, finite.
  ///   - targets: n numbers, finite.
  ///   - sampleWeights: n weights, not negative; nil: all 1.
  ///   - folds: the fold of each row, in 0..<`foldCount`; nobody's fold is empty, nor everybody's.
  ///   - l1Ratios: each above 0 and at most 1.
  ///   - alphas: nil: `count` of them, from the largest that matters down to `epsilon` of it.
  /// - Throws: `FittingError`.
  public init(
    features: Matrix, targets: [Double], sampleWeights: [Double]? = nil, folds: [Int32], foldCount: Int, l1Ratios: [Double], alphas: [Double]? = nil,
    count: Int = 100, epsilon: Double = 1e-3, parameters: ElasticNet.Parameters = .init(), cores: Int = 1
  ) throws(FittingError) {
    var penalties: [[Double]] = []
    var whole: [[ElasticNet.Solution]] = []
    let net = try ElasticNet(features: features, targets: targets, sampleWeights: sampleWeights, parameters: parameters, cores: cores)
    for ratio in l1Ratios {
      let net = try net.sharing(l1Ratio: ratio)
      penalties.append(alphas?.sorted(by: >) ?? net.alphas(count: count, epsilon: epsilon))
      whole.append(try net.path(penalties[penalties.count - 1]))
    }
    let (allPenalties, parts) = (penalties, FoldParts(features, targets, sampleWeights, folds))
    let judged = mapPieces(foldCount, cores: cores) { fold -> Result<(errors: [[Double]], converged: Bool), FittingError> in
      do throws(FittingError) {
        let (train, held) = (parts.rows(outside: fold), parts.rows(of: fold))
        let net = try ElasticNet(features: train.features, targets: train.targets, sampleWeights: train.weights, parameters: parameters, cores: cores)
        var errors: [[Double]] = []
        var converged = true
        for (ratio, penalties) in zip(l1Ratios, allPenalties) {
          var ofRatio: [Double] = []
          for solution in try net.sharing(l1Ratio: ratio).path(penalties) {
            ofRatio.append(try held.meanSquaredError(solution.model))
            converged = converged && solution.converged
          }
          errors.append(ofRatio)
        }
        return .success((errors, converged))
      } catch { return .failure(error) }
    }
    var errors: [[[Double]]] = []
    var converged = whole.allSatisfy { $0.allSatisfy(\.converged) }
    for result in judged {
      let fold = try result.get()
      errors.append(fold.errors)
      converged = converged && fold.converged
    }
    points = l1Ratios.indices.flatMap { ratio in
      penalties[ratio].indices.map { place in
        Point(
          l1Ratio: l1Ratios[ratio], alpha: penalties[ratio][place], errors: errors.map { $0[ratio][place] },
          usedCount: whole[ratio][place].model.coefficients.count { $0 != 0 })
      }
    }
    models = whole.flatMap { $0.map(\.model) }
    self.converged = converged
    try requireErrors()
  }

  /// Ridge regressions.
  ///
  /// - Parameters:
  ///   - features: n × p, finite.
  ///   - targets: n numbers, finite.
  ///   - sampleWeights: n weights, not negative; nil: all 1.
  ///   - folds: the fold of each row, in 0..<`foldCount`, as for elastic nets; nil: each row is left out by itself, all at the cost of one
  ///     decomposition.
  ///   - foldCount: how many folds; without folds it counts for nothing.
  ///   - alphas: each above 0 and finite, in any order.
  ///   - fitsIntercept: whether the models have a constant term, which no penalty shrinks.
  /// - Throws: `FittingError` where a penalty is out of range, features cannot be squared, or nothing is left to judge by.
  /// - Complexity: a decomposition of O(n · p · min(n, p)) a fold and penalty; without folds one for all.
  public init(
    ridge features: Matrix, targets: [Double], sampleWeights: [Double]? = nil, folds: [Int32]?, foldCount: Int, alphas: [Double], fitsIntercept: Bool = true,
    cores: Int = 1
  ) throws(FittingError) {
    let alphas = alphas.sorted(by: >)
    var errors = [[Double]](repeating: [], count: alphas.count)
    if let folds {
      let parts = FoldParts(features, targets, sampleWeights, folds)
      for fold in 0..<foldCount {
        let (train, held) = (parts.rows(outside: fold), parts.rows(of: fold))
        for (place, alpha) in alphas.enumerated() {
          let fitted = try RidgeRegression.fit(
            features: train.features, targets: train.targets, alpha: alpha, sampleWeights: train.weights, fitsIntercept: fitsIntercept, cores: cores)
          errors[place].append(try held.meanSquaredError(fitted.model))
        }
      }
    } else {
      let left = try RidgeRegression.leaveOneOutErrors(
        features: features, targets: targets, alphas: alphas, sampleWeights: sampleWeights, fitsIntercept: fitsIntercept, cores: cores)
      errors = left.map { [$0] }
    }
    var models: [LinearModel] = []
    for alpha in alphas {
      models.append(
        try RidgeRegression.fit(
          features: features, targets: targets, alpha: alpha, sampleWeights: sampleWeights, fitsIntercept: fitsIntercept, cores: cores
        ).model)
    }
    self.models = models
    points = alphas.indices.map { Point(l1Ratio: 0, alpha: alphas[$0], errors: errors[$0], usedCount: models[$0].coefficients.count { $0 != 0 }) }
    converged = true
    try requireErrors()
  }

  /// The place of the least mean error, the first of equals.
  public var best: Int {
    let keys = points.map { $0.mean.isNaN ? .infinity : $0.mean }
    return keys.indices.min { (keys[$0], $0) < (keys[$1], $1) } ?? 0
  }

  /// - Throws: `FittingError` where no penalty has an error.
  private func requireErrors() throws(FittingError) {
    guard points.contains(where: { !$0.mean.isNaN }) else {
      throw FittingError("the penalties cannot be judged: where rows are left out, rows of a weight above 0 must be among them, and among the others")
    }
  }

  /// The place of the largest penalty whose mean error is within one standard error of the best, of the best one's share.
  public var simplest: Int {
    let best = best
    let limit = points[best].mean + points[best].standardError
    guard limit.isFinite else { return best }
    return points.indices.first { points[$0].l1Ratio == points[best].l1Ratio && points[$0].mean <= limit } ?? best
  }
}

/// Rows by their folds.
private struct FoldParts: Sendable {
  let features: Matrix
  let targets: [Double]
  let weights: [Double]?
  let folds: [Int32]

  struct Rows {
    let features: Matrix
    let targets: [Double]
    let weights: [Double]?

    func meanSquaredError(_ model: LinearModel) throws(FittingError) -> Double {
      let predicted = try model.predictions(features)
      var (sum, total) = (0.0, 0.0)
      for row in targets.indices {
        let weight = weights?[row] ?? 1
        sum += weight * (targets[row] - predicted[row]) * (targets[row] - predicted[row])
        total += weight
      }
      return sum / total
    }
  }

  init(_ features: Matrix, _ targets: [Double], _ weights: [Double]?, _ folds: [Int32]) {
    self.features = features
    self.targets = targets
    self.weights = weights
    self.folds = folds
  }

  func rows(of fold: Int) -> Rows { rows(folds.indices.filter { Int(folds[$0]) == fold }) }
  func rows(outside fold: Int) -> Rows { rows(folds.indices.filter { Int(folds[$0]) != fold }) }

  private func rows(_ places: [Int]) -> Rows {
    Rows(features: features.selecting(rows: places), targets: places.map { targets[$0] }, weights: weights.map { weights in places.map { weights[$0] } })
  }
}
