/// The first value, in rising order, at which the weights so far reach a share of their sum: the inverse of the weighted
/// distribution function, as scikit-learn's dummies and trees take it.
///
/// NaN of no values, or where no weight is above 0.
/// - Parameters:
///   - weights: one a value, not negative.
///   - share: in 0...1; beyond it, the nearest end.
public func weightedQuantile(_ values: [Double], weights: [Double], _ share: Double) -> Double {
  let order = values.indices.filter { weights[$0] > 0 && !values[$0].isNaN }.sorted { (values[$0], $0) < (values[$1], $1) }
  let goal = share * order.reduce(0) { $0 + weights[$1] }
  var sum = 0.0
  for place in order {
    sum += weights[place]
    if sum >= goal { return values[place] }
  }
  return order.last.map { values[$0] } ?? .nan
}
