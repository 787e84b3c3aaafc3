/// Which categories are too rare to stand by themselves, by scikit-learn's rules: those that occur less than `minimumCount` times,
/// and then the rarest until, with the group that they make, `maximumCount` are left. Where there are exactly as many categories as
/// that, scikit-learn makes a group of one; here they stay as they are.
///
/// - Parameters:
///   - counts: how often each category occurs, in the categories' order; of equally frequent ones the first are grouped.
///   - minimumCount: at least 0; nil: any.
///   - maximumCount: at least 1; nil: any.
/// - Returns: a flag a category.
public func infrequentCategories(counts: [Int], minimumCount: Double?, maximumCount: Int?) -> [Bool] {
  var isInfrequent = counts.map { Double($0) < minimumCount ?? 0 }
  let grouped = isInfrequent.count { $0 }
  guard let maximumCount, maximumCount < counts.count - grouped + 1, maximumCount < counts.count else { return isInfrequent }
  let order = counts.indices.sorted { (counts[$0], $0) < (counts[$1], $1) }
  for place in order.prefix(max(0, counts.count - (maximumCount - 1))) { isInfrequent[place] = true }
  return isInfrequent
}
