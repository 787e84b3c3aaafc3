/// The variance of the values that are there, divided by their count; exactly 0 where all are equal, NaN of none.
public func variance(of values: [Double]) -> Double {
  let (low, high) = extremes(of: values)
  // As scikit-learn: what rounding makes of equal values is no variance.
  return low == high ? 0 : min(WeightedMoments(of: values, weights: nil).variance, high - low)
}
