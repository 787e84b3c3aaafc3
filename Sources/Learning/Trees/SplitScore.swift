import RealModule

/// Judges the parts of a node as rows are moved from its right to its left one by one.
protocol SplitScore: Sendable {
  /// Numbers of a node's value.
  var width: Int { get }
  /// Takes in a node's rows, none of them on the left.
  mutating func enter(_ rows: UnsafeBufferPointer<UInt32>)
  /// The weight and the impurity of the node entered.
  var weight: Double { get }
  var impurity: Double { get }
  /// Whether the rows of the node entered are all alike in their target.
  var isPure: Bool { get }
  func appendValue(to values: inout [Double])
  mutating func clearLeft()
  mutating func moveLeft(_ row: UInt32)
  /// The decrease of the impurity times the node's weight, as the parts stand.
  func gain() -> Double
}

/// Numbers, or two classes as 0 and 1. A row's load is (w, w·target).
struct MomentScore<Criterion: MomentCriterion>: SplitScore {
  private let loads: [SIMD2<Double>]
  /// The targets less the offset; nil of two classes.
  private let numbers: [Double]?
  private let offset: Double
  private var whole = SIMD2<Double>(0, 0)
  private var left = SIMD2<Double>(0, 0)
  private(set) var impurity = 0.0
  private(set) var isPure = false

  init(loads: [SIMD2<Double>], numbers: [Double]?, offset: Double) {
    self.loads = loads
    self.numbers = numbers
    self.offset = offset
  }

  var width: Int { numbers == nil ? 2 : 1 }
  var weight: Double { whole.x }

  mutating func enter(_ rows: UnsafeBufferPointer<UInt32>) {
    whole = SIMD2(0, 0)
    left = SIMD2(0, 0)
    for row in rows { whole += loads[Int(row)] }
    guard let numbers else {
      isPure = whole.y == 0 || whole.y == whole.x
      impurity = isPure ? 0 : Criterion.impurity(ofClasses: whole)
      return
    }
    let mean = whole.y / whole.x
    var squares = 0.0
    isPure = true
    for row in rows {
      let deviation = numbers[Int(row)] - mean
      squares += loads[Int(row)].x * deviation * deviation
      if numbers[Int(row)] != numbers[Int(rows[0])] { isPure = false }
    }
    impurity = isPure ? 0 : squares / whole.x
  }

  func appendValue(to values: inout [Double]) {
    if numbers == nil {
      values.append((whole.x - whole.y) / whole.x)
      values.append(whole.y / whole.x)
    } else {
      values.append(offset + whole.y / whole.x)
    }
  }

  mutating func clearLeft() { left = SIMD2(0, 0) }

  @inline(__always)
  mutating func moveLeft(_ row: UInt32) { left += loads[Int(row)] }

  @inline(__always)
  func gain() -> Double { Criterion.gain(left, whole) }
}

/// Three classes and more.
struct ClassScore: SplitScore {
  private let classes: [Int32]
  private let weights: [Double]
  private let usesEntropy: Bool
  /// Weights by class: of the node, and of its left part.
  private var whole: [Double]
  private var left: [Double]
  private var leftWeight = 0.0
  /// Sums over the classes of w², or of w·log₂ w: of the node, and of its parts.
  private var wholeSum = 0.0
  private var leftSum = 0.0
  private var rightSum = 0.0
  private(set) var weight = 0.0

  init(classes: [Int32], weights: [Double], classCount: Int, usesEntropy: Bool) {
    self.classes = classes
    self.weights = weights
    self.usesEntropy = usesEntropy
    whole = [Double](repeating: 0, count: classCount)
    left = whole
  }

  var width: Int { whole.count }
  var isPure: Bool { whole.count { $0 > 0 } <= 1 }

  var impurity: Double {
    if isPure { return 0 }
    return usesEntropy ? (term(weight) - wholeSum) / weight : 1 - wholeSum / (weight * weight)
  }

  mutating func enter(_ rows: UnsafeBufferPointer<UInt32>) {
    for label in whole.indices { whole[label] = 0 }
    weight = 0
    for row in rows {
      whole[Int(classes[Int(row)])] += weights[Int(row)]
      weight += weights[Int(row)]
    }
    wholeSum = whole.reduce(0) { $0 + term($1) }
    clearLeft()
  }

  func appendValue(to values: inout [Double]) { for share in whole { values.append(share / weight) } }

  mutating func clearLeft() {
    for label in left.indices { left[label] = 0 }
    leftWeight = 0
    leftSum = 0
    rightSum = wholeSum
  }

  @inline(__always)
  mutating func moveLeft(_ row: UInt32) {
    let (label, added) = (Int(classes[Int(row)]), weights[Int(row)])
    let (before, right) = (left[label], whole[label] - left[label])
    leftSum += term(before + added) - term(before)
    rightSum += term(right - added) - term(right)
    left[label] = before + added
    leftWeight += added
  }

  @inline(__always)
  func gain() -> Double {
    let rightWeight = weight - leftWeight
    if usesEntropy { return term(weight) - wholeSum - (term(leftWeight) - leftSum) - (term(rightWeight) - rightSum) }
    return leftSum / leftWeight + rightSum / rightWeight - wholeSum / weight
  }

  @inline(__always)
  private func term(_ weight: Double) -> Double {
    if !usesEntropy { return weight * weight }
    return weight > 0 ? weight * Double.log2(weight) : 0
  }
}

extension MomentCriterion {
  /// The impurity of two classes.
  static func impurity(ofClasses whole: SIMD2<Double>) -> Double {
    // Taken apart into pure parts, a node gains all its impurity.
    gain(SIMD2(whole.y, whole.y), whole) / whole.x
  }
}
