import RealModule

/// Random numbers that are the same everywhere: xoshiro256** (Blackman and Vigna, 2018), its state filled by splitmix64.
///
/// A seed has 2^64 streams, so that a tree, a fold or a permutation draws from a stream of its own, and the order in
/// which they are worked on changes nothing. Stream 0 is what other implementations give for the seed alone.
@frozen
public struct RandomSource: RandomNumberGenerator, Sendable, Equatable {
  @usableFromInline var state0: UInt64
  @usableFromInline var state1: UInt64
  @usableFromInline var state2: UInt64
  @usableFromInline var state3: UInt64

  /// - Parameters:
  ///   - seed: any number.
  ///   - stream: which of the seed's streams.
  public init(seed: UInt64, stream: UInt64 = 0) {
    // splitmix64's finaliser is a bijection with 0 at 0: streams of a seed never coincide, and stream 0 is the seed's.
    var position = seed &+ Self.mixed(stream)
    func word() -> UInt64 {
      position &+= 0x9E37_79B9_7F4A_7C15
      return Self.mixed(position)
    }
    state0 = word()
    state1 = word()
    state2 = word()
    state3 = word()
  }

  private static func mixed(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  @inlinable
  public mutating func next() -> UInt64 {
    let product = state1 &* 5
    let result = ((product << 7) | (product >> 57)) &* 9
    let shifted = state1 << 17
    state2 ^= state0
    state3 ^= state1
    state1 ^= state2
    state0 ^= state3
    state2 ^= shifted
    state3 = (state3 << 45) | (state3 >> 19)
    return result
  }

  /// A number in [0, 1): a multiple of 2^-53, each as likely as the next.
  @inlinable
  public mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// An integer in 0..<`n`, without bias (Lemire, 2019).
  ///
  /// - Parameter n: at least 1.
  @inlinable
  public mutating func below(_ n: Int) -> Int {
    precondition(n > 0, "there is no integer below \(n)")
    let bound = UInt64(n)
    var product = next().multipliedFullWidth(by: bound)
    if product.low < bound {
      let threshold = (0 &- bound) % bound
      while product.low < threshold { product = next().multipliedFullWidth(by: bound) }
    }
    return Int(truncatingIfNeeded: product.high)
  }

  /// A number of the standard normal distribution, by Marsaglia's polar method.
  public mutating func normal() -> Double {
    while true {
      let x = 2 * uniform() - 1
      let y = 2 * uniform() - 1
      let square = x * x + y * y
      if square < 1, square > 0 { return x * (-2 * Double.log(square) / square).squareRoot() }
    }
  }

  /// The elements in random order, each order as likely as the next (Fisher and Yates).
  @inlinable
  public mutating func shuffle<T>(_ elements: inout [T]) {
    guard elements.count > 1 else { return }
    for last in stride(from: elements.count - 1, to: 0, by: -1) {
      let other = below(last + 1)
      if other != last { elements.swapAt(last, other) }
    }
  }

  /// The integers 0..<`n` in random order.
  public mutating func permutation(_ n: Int) -> [Int] {
    var order = Array(0..<max(n, 0))
    shuffle(&order)
    return order
  }

  /// `k` different integers of 0..<`n`, in random order; all of them where `k` is larger. Takes O(n).
  public mutating func choose(_ k: Int, from n: Int) -> [Int] {
    guard n > 0, k > 0 else { return [] }
    var pool = Array(0..<n)
    let count = min(k, n)
    for place in 0..<count { pool.swapAt(place, place + below(n - place)) }
    pool.removeSubrange(count...)
    return pool
  }
}
