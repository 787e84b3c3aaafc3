/// How often each true class was predicted as each class.
///
/// Takes 8 × `classCount`² bytes: refuse what has thousands of classes before.
public struct ConfusionMatrix: Sendable, Equatable {
  public let classCount: Int
  /// Weights summed: `classCount * classCount`, true classes down, predicted classes across.
  public private(set) var cells: [Double]
  /// What measures follow from.
  public private(set) var totals: ClassTotals

  /// - Parameters:
  ///   - truth: class codes in `0..<classCount`. A row whose truth or prediction is not among them is left out.
  ///   - predicted: as many class codes.
  ///   - weights: one a row; a row whose weight is not a positive finite number is left out. Nil: 1 each.
  public init(truth: [Int32], predicted: [Int32], classCount: Int, weights: [Double]? = nil) {
    let classes = max(classCount, 0)
    self.classCount = classes
    cells = [Double](repeating: 0, count: classes * classes)
    totals = ClassTotals(classCount: classes)
    for row in 0..<min(truth.count, predicted.count, weights?.count ?? .max) {
      let (actual, guess) = (Int(truth[row]), Int(predicted[row]))
      let weight = weights?[row] ?? 1
      guard (0..<classes).contains(actual), (0..<classes).contains(guess), weight > 0, weight.isFinite else { continue }
      cells[actual * classes + guess] += weight
      totals.add(weight, truth: actual, predicted: guess)
    }
  }

  /// The weight of rows of class `truth` that were predicted as `predicted`; 0 outside the matrix.
  public subscript(truth: Int, predicted: Int) -> Double {
    guard (0..<classCount).contains(truth), (0..<classCount).contains(predicted) else { return 0 }
    return cells[truth * classCount + predicted]
  }
}
