/// A curve that never falls: the one nearest to the targets by least squares, found by pooling neighbours that fall (Barlow and others, 1972).
///
/// Between its knots it is linear, beyond them level, as scikit-learn's `IsotonicRegression(out_of_bounds="clip")`.
public struct IsotonicRegression: Sendable, Equatable {
  /// Nearer than this, inputs cannot be told apart.
  private static let resolution = 1e-15
  /// Ascending.
  public let inputs: [Double]
  /// As many, never falling.
  public let outputs: [Double]

  /// - Throws: `FittingError` where there are none, they differ in number, are not finite, or fall.
  public init(inputs: [Double], outputs: [Double]) throws(FittingError) {
    guard !inputs.isEmpty, inputs.count == outputs.count, (inputs + outputs).allSatisfy(\.isFinite),
      zip(inputs, inputs.dropFirst()).allSatisfy(<), zip(outputs, outputs.dropFirst()).allSatisfy(<=)
    else { throw FittingError("the knots of an isotonic curve must rise") }
    self.inputs = inputs
    self.outputs = outputs
  }

  /// - Parameters:
  ///   - inputs: at least one; finite.
  ///   - targets: as many.
  ///   - weights: as many, not negative, one above 0; nil: all the same.
  public init(fitting inputs: [Double], to targets: [Double], weights: [Double]? = nil) {
    // Inputs that are equal, or nearly, are one, with the mean of their targets.
    var blocks: [Block] = []
    for row in inputs.indices.sorted(by: { inputs[$0] < inputs[$1] }) {
      let weight = weights?[row] ?? 1
      guard weight > 0 else { continue }
      if let last = blocks.last, inputs[row] - last.first < Self.resolution {
        blocks[blocks.count - 1].add(targets[row], weight)
      } else {
        blocks.append(Block(first: inputs[row], last: inputs[row], mean: targets[row], weight: weight))
      }
    }
    // Blocks before `end` rise; one that falls below its neighbour is pooled with it.
    var end = 0
    for place in blocks.indices {
      var block = blocks[place]
      while end > 0, blocks[end - 1].mean >= block.mean {
        let before = blocks[end - 1]
        block = Block(
          first: before.first, last: block.last, mean: (before.mean * before.weight + block.mean * block.weight) / (before.weight + block.weight),
          weight: before.weight + block.weight)
        end -= 1
      }
      blocks[end] = block
      end += 1
    }
    var knots: [(input: Double, output: Double)] = []
    for block in blocks.prefix(end) {
      knots.append((block.first, block.mean))
      if block.last > block.first { knots.append((block.last, block.mean)) }
    }
    self.inputs = knots.map(\.input)
    self.outputs = knots.map(\.output)
  }

  /// The curve at `input`; NaN where that is NaN, or the curve has no knots.
  public func value(_ input: Double) -> Double {
    guard let first = inputs.first, let last = inputs.last, !input.isNaN else { return .nan }
    if input <= first { return outputs[0] }
    if input >= last { return outputs[outputs.count - 1] }
    let high = firstPlace(in: inputs.indices) { inputs[$0] > input }
    let low = high - 1
    let share = (input - inputs[low]) / (inputs[high] - inputs[low])
    return outputs[low] + share * (outputs[high] - outputs[low])
  }

  private struct Block {
    var first, last, mean, weight: Double

    mutating func add(_ target: Double, _ more: Double) {
      mean = (mean * weight + target * more) / (weight + more)
      weight += more
    }
  }
}
