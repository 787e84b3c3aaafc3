import Learning
import Tabular
import Tooling

/// What a pipeline predicted for the rows of each fold, which it had not learnt from.
struct HeldRows {
  struct Fold {
    /// Of the repeat, from 1.
    var number: Int
    var fold: Int
    /// In the dataset.
    var places: [Int]
    /// What the fold was judged by: the target, or what a permutation made of it.
    var truth: Target
    var prediction: Prediction
  }

  let folds: [Fold]
  let dataset: Dataset
  let target: TargetDescription
  /// Whether these are the rows that were learnt from.
  var isTraining = false
  /// Whether a fold was predicted from the rows before it alone.
  var learnsFromEarlier = false

  var first: HeldRows { HeldRows(folds: folds.filter { $0.number == 1 }, dataset: dataset, target: target, isTraining: isTraining, learnsFromEarlier: learnsFromEarlier) }

  func summary() throws -> FoldSummary {
    let weights = dataset.training.weights
    let earliest = learnsFromEarlier ? dataset.rows.count - folds.reduce(0) { $0 + $1.places.count } : 0
    var before = earliest
    return FoldSummary(
      folds: try folds.map { fold in
        defer { before += fold.places.count }
        let trained = isTraining ? fold.places.count : learnsFromEarlier ? before : dataset.rows.count - fold.places.count
        return FoldSummary.Fold(
          number: fold.fold, ofRepeat: fold.number,
          assessment: try Assessment(
            fold.truth, fold.prediction, weights: weights.map { weights in fold.places.map { weights[$0] } }),
          trainCount: trained)
      })
  }

  /// The folds' predictions beside the truth, as if they were one model's.
  func pooled() throws -> Assessment {
    let places = folds.flatMap(\.places)
    return try Assessment(
      truth, prediction, weights: dataset.training.weights.map { weights in places.map { weights[$0] } })
  }

  private var truth: Target {
    var codes: [Int32] = []
    var numbers: [Double] = []
    for fold in folds {
      switch fold.truth {
      case .classes(let more, _): codes += more
      case .numbers(let more, _): numbers += more
      }
    }
    return target.isClassification ? .classes(codes, target) : .numbers(numbers, target)
  }

  private var prediction: Prediction {
    guard target.isClassification else {
      return .numbers(folds.flatMap { fold in if case .numbers(let numbers) = fold.prediction { numbers } else { [Double]() } })
    }
    var values: [Double] = []
    for fold in folds { if case .probabilities(let probabilities, _, _) = fold.prediction { values += probabilities } }
    return .probabilities(values, classCount: target.classes.count, decided: folds.flatMap(\.prediction.classes))
  }

  /// A row for each row held out: `repeat`, `fold`, `row`, `truth`, `prediction`, and the classes' probabilities.
  func table() throws -> Table {
    func whole(_ name: String, _ number: (Fold) -> Int) -> Column {
      Column(name, .integer(Optionals(folds.flatMap { fold in fold.places.map { _ in Int64(number(fold)) } }, zero: 0)))
    }
    let places = folds.flatMap(\.places)
    return try Table(
      [whole("repeat") { $0.number }, whole("fold") { $0.fold }, rowColumn(places.map { dataset.rows[$0] }), truthColumn(truth)]
        + predictionColumns(prediction, of: target))
  }
}
