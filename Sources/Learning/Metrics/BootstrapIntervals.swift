import LinearAlgebra

extension ClassificationMetrics {
  /// Percentile bootstrap intervals of `values`, rows drawn with replacement within each true class, so that no resample
  /// loses one.
  ///
  /// A metric that is NaN, or that is undefined in more than half of the resamples, has no interval. Each resample draws from
  /// a random stream of its own: `cores` never changes a bit. Scores are not sorted again: a resample is other weights for
  /// the rows. O(resamples × rows). Efron and Tibshirani (1993), An Introduction to the Bootstrap, chapter 13.
  /// - Parameters:
  ///   - resamples: how many; fewer than 1 gives no intervals.
  ///   - confidence: the share of resamples inside, in 0...1.
  ///   - seed: of the random numbers.
  ///   - cores: how many threads.
  public func intervals(resamples: Int = 1000, confidence: Double = 0.95, seed: UInt64 = 0, cores: Int = 1) -> [MetricInterval] {
    var strata = [[Int32]](repeating: [], count: classCount)
    for (row, truth) in rows.truth.enumerated() { strata[Int(truth)].append(Int32(truncatingIfNeeded: row)) }
    return Bootstrap(strata: strata, weights: rows.weights, resamples: resamples, seed: seed, cores: cores)
      .intervals(of: values, confidence: confidence) { rows.values(weights: $0) }
  }
}

extension RegressionMetrics {
  /// Percentile bootstrap intervals of `values`, rows drawn with replacement. As `ClassificationMetrics.intervals`.
  public func intervals(resamples: Int = 1000, confidence: Double = 0.95, seed: UInt64 = 0, cores: Int = 1) -> [MetricInterval] {
    let all = rows.weights.indices.map { Int32(truncatingIfNeeded: $0) }
    return Bootstrap(strata: [all], weights: rows.weights, resamples: resamples, seed: seed, cores: cores)
      .intervals(of: values, confidence: confidence) { rows.values(weights: $0) }
  }
}

/// Resamples as weights: how often each row was drawn, times its own weight.
private struct Bootstrap {
  /// Rows that are drawn among themselves, as many as they are.
  let strata: [[Int32]]
  let weights: [Double]
  let resamples: Int
  let seed: UInt64
  let cores: Int

  func intervals(of point: [Metric], confidence: Double, evaluate: @Sendable ([Double]) -> [Double]) -> [MetricInterval] {
    guard resamples > 0, !weights.isEmpty, confidence >= 0, confidence <= 1 else { return [] }
    let draws = mapPieces(resamples, cores: cores) { evaluate(resample($0)) }
    let tail = (1 - confidence) / 2
    return point.indices.compactMap { metric in
      let defined = draws.map { $0[metric] }.filter { !$0.isNaN }.sorted()
      guard !point[metric].value.isNaN, defined.count * 2 >= draws.count else { return nil }
      return MetricInterval(
        point[metric].name, low: quantile(ofSorted: defined, tail), high: quantile(ofSorted: defined, 1 - tail))
    }
  }

  private func resample(_ number: Int) -> [Double] {
    var random = RandomSource(seed: seed, stream: UInt64(truncatingIfNeeded: number))
    var drawn = [Double](repeating: 0, count: weights.count)
    for rows in strata {
      for _ in 0..<rows.count {
        let row = Int(rows[random.below(rows.count)])
        drawn[row] += weights[row]
      }
    }
    return drawn
  }
}
