import LinearAlgebra

/// Minimises ½ Σ αₛ αₜ yₛ yₜ K(s, t) + Σ pₜ αₜ with 0 ≤ αₜ ≤ Cₜ and Σ yₜ αₜ = 0: the dual problem of vector machines.
///
/// Sets of variables are worked on at a time (Joachims, 1999), those that break the optimality conditions most with half of the set
/// before; within a set, pairs chosen by second-order information (Fan, Chen and Lin, 2005). Kernel rows of a set are one matrix
/// product. It ends by the same test as libsvm.
struct MarginSolver {
  /// Of each variable: the row whose kernel it has, its sign, its linear cost and its bound.
  struct Variables {
    var rows: [Int]
    var signs: [Double]
    var costs: [Double]
    var bounds: [Double]
  }

  struct Solution {
    var multipliers: [Double]
    /// The constant of the decision.
    var constant: Double
    var converged: Bool
    var iterations: Int
  }

  private static let setSize = 384

  static func solve(
    _ variables: Variables, _ rows: Matrix, _ kernel: VectorKernel, tolerance: Double, maxIterations: Int, cores: Int,
    checkCancellation: () throws -> Void
  ) throws -> Solution {
    let count = variables.rows.count
    let size = min(setSize, count)
    var kernelRows = KernelRows(rows, kernel, least: size, cores: cores)
    guard kernelRows.isRepresentable else {
      throw FittingError("the kernel of some rows is beyond the largest number; scale the features with scale.standard")
    }
    var multipliers = [Double](repeating: 0, count: count)
    // Σ αₛ yₛ K(s, row) of each row.
    var sums = [Double](repeating: 0, count: rows.rowCount)
    // −yₜ times the gradient: where it may rise, it should not be above where it may fall.
    var slopes = (0..<count).map { -variables.signs[$0] * variables.costs[$0] }
    var members: [Int] = []
    var (iterations, isDone) = (0, false)
    var (highest, lowest) = (0.0, 0.0)
    while true {
      try checkCancellation()
      (highest, lowest) = extremes(variables, multipliers, slopes)
      isDone = !(highest - lowest >= tolerance)
      guard !isDone, iterations < maxIterations else { break }
      members = nextSet(variables, multipliers, slopes, size, after: members)
      let starts = kernelRows.bring(members.map { variables.rows[$0] })
      var set = WorkingSet(variables, members, multipliers, slopes, kernelRows, starts)
      let steps = set.optimise(to: max(tolerance, 0.1 * (highest - lowest)), maxIterations: max(1, min(100 * size, maxIterations - iterations)))
      // No pair moves any more: what is left is rounding.
      guard steps > 0 else { break }
      iterations += steps
      var changes: [(start: Int, change: Double)] = []
      for (place, member) in members.enumerated() where set.multipliers[place] != multipliers[member] {
        changes.append((starts[place], variables.signs[member] * (set.multipliers[place] - multipliers[member])))
        multipliers[member] = set.multipliers[place]
      }
      add(changes, kernelRows, to: &sums, cores: cores)
      for place in 0..<count { slopes[place] = -sums[variables.rows[place]] - variables.signs[place] * variables.costs[place] }
    }
    return Solution(
      multipliers: multipliers, constant: constant(variables, multipliers, slopes, highest, lowest), converged: isDone, iterations: iterations)
  }

  @inline(__always)
  static func mayRise(_ sign: Double, _ multiplier: Double, _ bound: Double) -> Bool { sign > 0 ? multiplier < bound : multiplier > 0 }

  @inline(__always)
  static func mayFall(_ sign: Double, _ multiplier: Double, _ bound: Double) -> Bool { sign > 0 ? multiplier > 0 : multiplier < bound }

  /// The largest slope of what may rise, and the least of what may fall.
  private static func extremes(_ variables: Variables, _ multipliers: [Double], _ slopes: [Double]) -> (Double, Double) {
    var (highest, lowest) = (-Double.infinity, Double.infinity)
    for place in slopes.indices {
      if mayRise(variables.signs[place], multipliers[place], variables.bounds[place]) { highest = max(highest, slopes[place]) }
      if mayFall(variables.signs[place], multipliers[place], variables.bounds[place]) { lowest = min(lowest, slopes[place]) }
    }
    return (highest, lowest)
  }

  /// The variables with the largest slopes that may rise and the least that may fall, and the newest of the set before.
  private static func nextSet(_ variables: Variables, _ multipliers: [Double], _ slopes: [Double], _ size: Int, after earlier: [Int]) -> [Int] {
    var isTaken = [Bool](repeating: false, count: slopes.count)
    var fresh: [Int] = []
    let share = max(1, (earlier.isEmpty ? size : size / 2) / 2)
    var (rising, falling) = (LargestList(count: share), LargestList(count: share))
    for place in slopes.indices {
      if mayRise(variables.signs[place], multipliers[place], variables.bounds[place]) { rising.offer(slopes[place], place) }
      if mayFall(variables.signs[place], multipliers[place], variables.bounds[place]) { falling.offer(-slopes[place], place) }
    }
    for place in rising.places + falling.places where !isTaken[place] && fresh.count < size {
      isTaken[place] = true
      fresh.append(place)
    }
    // The set's newest members stand first.
    for place in earlier where fresh.count < size && !isTaken[place] {
      isTaken[place] = true
      fresh.append(place)
    }
    return fresh
  }

  private static func add(_ changes: [(start: Int, change: Double)], _ kernelRows: KernelRows, to sums: inout [Double], cores: Int) {
    kernelRows.withValues { values in
      nonisolated(unsafe) let values = values
      let blocks = FixedPieces(of: sums.count, size: 1024)
      sums.withUnsafeMutableBufferPointer { sums in
        // Each piece writes its own rows only.
        nonisolated(unsafe) let sums = sums
        forEachPiece(blocks.count, cores: cores) { piece in
          let range = blocks.range(piece)
          for (start, change) in changes {
            for row in range { sums[row] += change * Double(values[start &+ row]) }
          }
        }
      }
    }
  }

  /// The mean slope of variables between their bounds, as that is where the decision is ±1; else halfway between the extremes.
  private static func constant(_ variables: Variables, _ multipliers: [Double], _ slopes: [Double], _ highest: Double, _ lowest: Double) -> Double {
    var (sum, count) = (0.0, 0)
    for place in slopes.indices where multipliers[place] > 0 && multipliers[place] < variables.bounds[place] {
      sum += slopes[place]
      count += 1
    }
    if count > 0 { return sum / Double(count) }
    return highest.isFinite && lowest.isFinite ? (highest + lowest) / 2 : highest.isFinite ? highest : lowest.isFinite ? lowest : 0
  }
}

/// The places of the largest numbers, of equal ones those that came first.
private struct LargestList {
  private let count: Int
  /// The least on top.
  private var heap: [(value: Double, place: Int)] = []

  init(count: Int) { self.count = count }

  /// The largest first.
  var places: [Int] { heap.sorted { ($0.value, $1.place) > ($1.value, $0.place) }.map(\.place) }

  mutating func offer(_ value: Double, _ place: Int) {
    if heap.count < count {
      heap.append((value, place))
      if heap.count == count { heap.sort { $0.value < $1.value } }
      return
    }
    guard value > heap[0].value else { return }
    heap[0] = (value, place)
    var at = 0
    while true {
      var least = at
      for child in [2 * at + 1, 2 * at + 2] where child < count && heap[child].value < heap[least].value { least = child }
      if least == at { return }
      heap.swapAt(at, least)
      at = least
    }
  }
}

/// A few variables, all else held still.
private struct WorkingSet {
  private(set) var multipliers: [Double]
  private let signs: [Double]
  private let bounds: [Double]
  private var slopes: [Double]
  /// Their kernels with each other.
  private let kernels: [Float]
  private let diagonal: [Double]

  init(
    _ variables: MarginSolver.Variables, _ members: [Int], _ multipliers: [Double], _ slopes: [Double], _ kernelRows: KernelRows, _ starts: [Int]
  ) {
    self.multipliers = members.map { multipliers[$0] }
    self.slopes = members.map { slopes[$0] }
    signs = members.map { variables.signs[$0] }
    bounds = members.map { variables.bounds[$0] }
    diagonal = members.map { kernelRows.diagonal[variables.rows[$0]] }
    kernels = kernelRows.withValues { values in starts.flatMap { start in members.map { values[start + variables.rows[$0]] } } }
  }

  /// Moves pairs until none breaks the conditions by `tolerance`.
  ///
  /// - Returns: the number of pairs moved.
  mutating func optimise(to tolerance: Double, maxIterations: Int) -> Int {
    let size = signs.count
    for step in 0..<maxIterations {
      var first = -1
      var highest = -Double.infinity
      for place in 0..<size where slopes[place] > highest && MarginSolver.mayRise(signs[place], multipliers[place], bounds[place]) {
        highest = slopes[place]
        first = place
      }
      guard first >= 0 else { return step }
      var second = -1
      var (lowest, best) = (Double.infinity, 0.0)
      for place in 0..<size where MarginSolver.mayFall(signs[place], multipliers[place], bounds[place]) {
        lowest = min(lowest, slopes[place])
        let distance = highest - slopes[place]
        guard distance > 0 else { continue }
        let gain = distance * distance / curvature(first, place)
        if gain > best {
          best = gain
          second = place
        }
      }
      guard second >= 0, highest - lowest >= tolerance else { return step }
      guard move(first, second, by: (highest - slopes[second]) / curvature(first, second)) else { return step }
    }
    return maxIterations
  }

  @inline(__always)
  private func curvature(_ a: Int, _ b: Int) -> Double {
    let sum = diagonal[a] + diagonal[b] - 2 * Double(kernels[a * signs.count + b])
    return sum > 0 ? sum : 1e-12
  }

  /// Raises the first and lowers the second, as far as their bounds allow.
  private mutating func move(_ first: Int, _ second: Int, by wanted: Double) -> Bool {
    let room = signs[first] > 0 ? bounds[first] - multipliers[first] : multipliers[first]
    let otherRoom = signs[second] > 0 ? multipliers[second] : bounds[second] - multipliers[second]
    let step = min(wanted, min(room, otherRoom))
    guard step > 0, step.isFinite else { return false }
    // A bound that is reached is met to the last bit.
    if step == room { multipliers[first] = signs[first] > 0 ? bounds[first] : 0 } else { multipliers[first] += signs[first] * step }
    if step == otherRoom { multipliers[second] = signs[second] > 0 ? 0 : bounds[second] } else { multipliers[second] -= signs[second] * step }
    for place in slopes.indices {
      slopes[place] -= step * (Double(kernels[first * signs.count + place]) - Double(kernels[second * signs.count + place]))
    }
    return true
  }
}
