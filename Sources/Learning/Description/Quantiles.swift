/// A quantile by linear interpolation between the two nearest values: numpy's `linear`, R's type 7.
///
/// NaN of no values.
/// - Parameters:
///   - sorted: ascending, without NaN.
///   - share: in 0...1; beyond it, the nearest end.
public func quantile(ofSorted sorted: [Double], _ share: Double) -> Double {
  quantile(ofSorted: sorted, atPlace: share * Double(sorted.count - 1))
}

/// The value at a place between 0 and the last, interpolated as by `quantile(ofSorted:_:)`.
public func quantile(ofSorted sorted: [Double], atPlace place: Double) -> Double {
  guard let first = sorted.first, let last = sorted.last, !place.isNaN else { return .nan }
  if place <= 0 { return first }
  if place >= Double(sorted.count - 1) { return last }
  let below = Int(place)
  let (low, high) = (sorted[below], sorted[below + 1])
  let part = place - Double(below)
  // Equal neighbours need no arithmetic, which between infinities would give NaN; and from the nearer end, as numpy does.
  if low == high || part == 0 { return low }
  return part < 0.5 ? low + (high - low) * part : high - (high - low) * (1 - part)
}
