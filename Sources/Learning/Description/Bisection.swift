/// The first place of `range` from which on `isBeyond` holds, by bisection; the range's end where it holds nowhere.
///
/// - Parameter isBeyond: once it holds at a place, it holds at all later ones.
/// - Complexity: O(log n).
@inlinable
public func firstPlace(in range: Range<Int>, where isBeyond: (_ place: Int) -> Bool) -> Int {
  var (low, high) = (range.lowerBound, range.upperBound)
  while low < high {
    let middle = low + (high - low) / 2
    if isBeyond(middle) { high = middle } else { low = middle + 1 }
  }
  return low
}

/// `count` numbers at equal steps, both ends among them, as numpy's `linspace`.
///
/// - Parameter count: at least 2.
public func equalSteps(from low: Double, to high: Double, count: Int) -> [Double] {
  (0..<count).map { $0 == count - 1 ? high : low + (high - low) / Double(count - 1) * Double($0) }
}
