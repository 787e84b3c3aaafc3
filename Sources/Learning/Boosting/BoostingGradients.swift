import Glibc
import LinearAlgebra

/// What the next trees learn from: the loss' first and second derivative by each margin.
///
/// They are worked out here and not by XGBoost, so that one core and many give the same trees. XGBoost adds up derivatives in as many
/// parts as it has threads, in float64; where the derivatives are of many sizes the sums differ in their last bits by the number of
/// threads, and now and then another split is taken (seen with 1.7 for squared errors with weights, and for Tweedie's deviance without).
/// Here they are rounded to multiples of one number, so small that a float64 holds any sum of them exactly: then no order changes a bit.
/// The unit is 2^-52 of the sum of their sizes, finer than float32 for all but derivatives thousands of times below the mean.
struct BoostingGradients {
  /// Row-major over classes.
  var first: [Float]
  var second: [Float]

  /// None yet.
  ///
  /// - Parameter count: of rows, or of rows and classes.
  init(count: Int) {
    first = [Float](repeating: 0, count: count)
    second = first
  }

  /// - Throws: `BoostingError` where a sum is infinite.
  mutating func update(_ loss: BoostingLoss, margins: UnsafeBufferPointer<Float>) throws(BoostingError) {
    precondition(margins.count == first.count, "a margin a row and class")
    let pieces = loss.pieces
    let sums = first.withUnsafeMutableBufferPointer { first in
      second.withUnsafeMutableBufferPointer { second in
        // A piece writes what is of its rows alone.
        nonisolated(unsafe) let (first, second, margins) = (first, second, margins)
        return mapPieces(pieces.count, cores: loss.cores) { piece in
          loss.objective == .softmax
            ? loss.classDerivatives(pieces.range(piece), margins, first, second) : loss.derivatives(pieces.range(piece), margins, first, second)
        }
      }
    }
    let (firstSum, secondSum) = sums.reduce((0, 0)) { ($0.0 + $1.0, $0.1 + $1.1) }
    guard firstSum.isFinite, secondSum.isFinite else {
      throw BoostingError(
        "the loss cannot be followed: its derivatives are beyond float32", remedy: "bring the target to a smaller scale, or lower 'learning_rate'")
    }
    Self.round(&first, sum: firstSum, loss.cores)
    Self.round(&second, sum: secondSum, loss.cores)
  }

  /// To the nearest multiples of the unit. A coarser float32 is a float32, so that nothing else is rounded.
  private static func round(_ values: inout [Float], sum: Double, _ cores: Int) {
    guard sum > 0 else { return }
    let unit = Double(sign: .plus, exponent: max(sum.exponent + 1 - 52, -1000), significand: 1)
    let pieces = FixedPieces(of: values.count, size: BoostingLoss.pieceSize)
    values.withUnsafeMutableBufferPointer { values in
      nonisolated(unsafe) let values = values
      forEachPiece(pieces.count, cores: cores) { piece in
        for place in pieces.range(piece) { values[place] = Float((Double(values[place]) / unit).rounded(.toNearestOrEven) * unit) }
      }
    }
  }
}
