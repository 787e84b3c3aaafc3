import Glibc
import LinearAlgebra

/// An objective over rows: their mean loss, and its derivatives.
struct BoostingLoss: Sendable {
  static let pieceSize = 8192

  let objective: BoostingObjective
  let labels: [Float]
  let weights: [Float]?
  /// Of `softmax`, else 1.
  let classCount: Int
  /// What rows of the label 1 weigh more, of `logistic`.
  let positiveWeight: Float
  let variancePower: Float
  /// What `poisson` adds to the margin, so that the second derivative is safe.
  let step: Float
  let cores: Int

  var pieces: FixedPieces { FixedPieces(of: labels.count, size: Self.pieceSize) }

  /// The mean loss, by XGBoost's formula and in float64.
  func mean(margins: UnsafeBufferPointer<Float>) -> Double {
    let pieces = pieces
    nonisolated(unsafe) let margins = margins
    let sums = mapPieces(pieces.count, cores: cores) { [self] piece in
      var (sum, whole) = (0.0, 0.0)
      for row in pieces.range(piece) {
        let weight = weights.map { Double($0[row]) } ?? 1
        let loss =
          objective == .softmax
          ? classLoss(UnsafeBufferPointer(rebasing: margins[(row * classCount)..<((row + 1) * classCount)]), Int(labels[row]))
          : objective.loss(margin: margins[row], label: labels[row], variancePower)
        sum += weight * loss
        whole += weight
      }
      return (sum, whole)
    }
    let mean = sums.reduce(0) { $0 + $1.0 } / sums.reduce(0) { $0 + $1.1 }
    return objective == .squaredError ? mean.squareRoot() : mean
  }

  private func classLoss(_ margins: UnsafeBufferPointer<Float>, _ label: Int) -> Double {
    let greatest = Double(margins.max() ?? 0)
    return log(margins.reduce(0) { $0 + exp(Double($1) - greatest) }) + greatest - Double(margins[label])
  }

  /// Writes the derivatives of these rows.
  ///
  /// - Returns: the sums of their sizes.
  func derivatives(
    _ rows: Range<Int>, _ margins: UnsafeBufferPointer<Float>, _ first: UnsafeMutableBufferPointer<Float>, _ second: UnsafeMutableBufferPointer<Float>
  ) -> (Double, Double) {
    var (firstSum, secondSum) = (0.0, 0.0)
    for row in rows {
      let (slope, curvature) = objective.derivatives(margin: margins[row], label: labels[row], variancePower, step: step)
      var weight = weights?[row] ?? 1
      if objective == .logistic, labels[row] == 1 { weight *= positiveWeight }
      first[row] = slope * weight
      second[row] = curvature * weight
      firstSum += Double(abs(first[row]))
      secondSum += Double(abs(second[row]))
    }
    return (firstSum, secondSum)
  }

  /// The same with a margin a class.
  func classDerivatives(
    _ rows: Range<Int>, _ margins: UnsafeBufferPointer<Float>, _ first: UnsafeMutableBufferPointer<Float>, _ second: UnsafeMutableBufferPointer<Float>
  ) -> (Double, Double) {
    var (firstSum, secondSum) = (0.0, 0.0)
    for row in rows {
      let start = row * classCount
      var greatest = -Float.infinity
      for place in start..<(start + classCount) { greatest = max(greatest, margins[place]) }
      var whole: Float = 0
      for place in start..<(start + classCount) {
        first[place] = expf(margins[place] - greatest)
        whole += first[place]
      }
      let weight = weights?[row] ?? 1
      for code in 0..<classCount {
        let probability = first[start + code] / whole
        first[start + code] = (probability - (Float(code) == labels[row] ? 1 : 0)) * weight
        second[start + code] = max(2 * probability * (1 - probability), 1e-16) * weight
        firstSum += Double(abs(first[start + code]))
        secondSum += Double(abs(second[start + code]))
      }
    }
    return (firstSum, secondSum)
  }
}
