/// Pearson's correlation of the rows where both numbers are there; NaN where one side is constant or fewer than two rows count.
///
/// - Parameter weights: one a row; a row whose weight is not a positive finite number is left out. Nil: 1 each.
public func pearsonCorrelation(_ x: [Double], _ y: [Double], weights: [Double]? = nil) -> Double {
  let rows = pairedRows(x, y, weights)
  return correlation(rows.map { x[$0] }, rows.map { y[$0] }, rows.map { weights?[$0] ?? 1 })
}

/// Spearman's correlation, Pearson's of average ranks, of the rows where both numbers are there.
///
/// - Parameter weights: how many equal rows a row stands for. Nil: 1 each.
public func spearmanCorrelation(_ x: [Double], _ y: [Double], weights: [Double]? = nil) -> Double {
  let rows = pairedRows(x, y, weights)
  let counted = rows.map { weights?[$0] ?? 1 }
  guard let first = SampleRanking(rows.map { x[$0] }, .ascending), let second = SampleRanking(rows.map { y[$0] }, .ascending) else {
    return .nan
  }
  return correlation(first.midranks(weights: counted), second.midranks(weights: counted), counted)
}

private func pairedRows(_ x: [Double], _ y: [Double], _ weights: [Double]?) -> [Int] {
  (0..<min(x.count, y.count, weights?.count ?? .max)).filter { row in
    let weight = weights?[row] ?? 1
    return !x[row].isNaN && !y[row].isNaN && weight > 0 && weight.isFinite
  }
}

private func correlation(_ x: [Double], _ y: [Double], _ weights: [Double]) -> Double {
  guard x.count > 1 else { return .nan }
  let (first, second) = (WeightedMoments(of: x, weights: weights), WeightedMoments(of: y, weights: weights))
  if first.isConstant || second.isConstant { return .nan }
  return Moments(x.map(first.deviation), y.map(second.deviation), weights).correlation
}
