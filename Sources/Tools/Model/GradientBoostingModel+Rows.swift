import Learning
import LinearAlgebra
import Tabular
import Tooling

// What XGBoost is given to learn from.

extension GradientBoostingModel {
  /// The rows with labels as XGBoost has them, and with the classes' weights.
  func boostingRows(_ training: EstimatorTraining, _ objective: BoostingObjective) throws -> GradientBoosting.Rows {
    var weights = training.weights
    let labels: [Float]
    switch training.values {
    case .numbers(let numbers):
      let name = training.signature.target.name
      for number in numbers {
        if !objective.takes(number) {
          throw ToolError(
            "\(objective.rawValue) predicts numbers \(objective.demand ?? ""), and '\(name)' has \(TypedValue.shortest(number))",
            remedy: "use another 'objective'", parameter: "objective")
        }
        guard Float(number).isFinite else {
          throw ToolError("the target '\(name)' has \(TypedValue.shortest(number)), and XGBoost keeps numbers up to 3.4e38", remedy: "bring it to a smaller scale", parameter: "target")
        }
      }
      labels = numbers.map { Float($0) }
    case .classes(let classes):
      let count = training.signature.learnt.count
      if classWeight == .balanced {
        let factors = classWeight.factors(classes, classCount: count)
        weights = classes.indices.map { (weights?[$0] ?? 1) * factors[classes[$0]] }
      }
      let positive = FittedGradientBoosting.positivePlace(training.signature)
      labels = objective == .logistic ? classes.map { $0 == positive ? 1 : 0 } : classes.map { Float($0) }
    }
    for weight in weights ?? [] where !Float(weight).isFinite || Float(weight) == 0 {
      throw ToolError("the weight \(TypedValue.shortest(weight)) is no float32, which XGBoost keeps weights as", remedy: "bring the weights near to 1", parameter: "weights")
    }
    return GradientBoosting.Rows(features: training.matrix, labels: labels, weights: weights.map { $0.map { Float($0) } })
  }

  /// With early stopping, the rows to learn from and those held out.
  func divided(
    _ rows: GradientBoosting.Rows, _ training: EstimatorTraining, _ data: TrainingData
  ) throws -> (GradientBoosting.Rows, GradientBoosting.Rows?) {
    guard earlyStoppingRounds != nil else { return (rows, nil) }
    var strata: [Int32]?
    if case .classes(let classes) = training.values { strata = classes.map { Int32($0) } }
    // Rows of weight 0 are not in the training.
    let groups = data.groups.map { groups in
      data.weights.map { weights in groups.indices.filter { weights[$0] > 0 }.map { groups[$0] } } ?? groups
    }
    do {
      let split = try TrainTestSplit(
        rowCount: rows.labels.count, testSize: .fraction(validationFraction), strata: strata, groups: groups, seed: UInt64(bitPattern: Int64(seed)))
      if let strata, Set(split.train.map { strata[$0] }).count < training.signature.learnt.count {
        throw ToolError(
          "with the rows that 'early_stopping_rounds' holds out a class is gone", remedy: "leave early stopping out, or use smaller groups",
          parameter: "early_stopping_rounds")
      }
      func part(_ places: [Int]) -> GradientBoosting.Rows {
        GradientBoosting.Rows(
          features: rows.features.selecting(rows: places), labels: places.map { rows.labels[$0] },
          weights: rows.weights.map { weights in places.map { weights[$0] } })
      }
      return (part(split.train), part(split.test))
    } catch let error as SamplingError {
      let names = training.signature.classNames
      throw ToolError(
        "no rows can be held out for early stopping: \(Self.reason(error.reason, names))",
        remedy: "leave 'early_stopping_rounds' out, or set another 'validation_fraction'", parameter: "early_stopping_rounds")
    }
  }

  private static func reason(_ reason: SamplingError.Reason, _ classes: [String]) -> String {
    switch reason {
    case .loneMember(let code): "the class '\(shortened(classes[Int(code)]))' has one row"
    case .fewerRowsThanClasses(let side, let rows, let classes):
      "\(counted(rows, "row")) to \(side == "test" ? "hold out" : "learn from") are fewer than the \(classes) classes"
    case .emptyTrain(let units, let count), .emptyTest(let units, let count):
      "of \(count) \(units) none is left on one side"
    default: SamplingError(reason).description
    }
  }

  /// - Throws: `ToolError` that names a feature with a number beyond float32.
  func refuseLargeNumbers(in matrix: Matrix, _ names: [String]) throws(ToolError) {
    let limit = Double(Float.greatestFiniteMagnitude)
    guard let place = matrix.values.firstIndex(where: { abs($0) > limit }) else { return }
    throw ToolError(
      "the feature '\(names[place % names.count])' has \(TypedValue.shortest(matrix.values[place])), and XGBoost keeps numbers up to 3.4e38",
      remedy: "bring it to a smaller scale", parameter: "features")
  }
}
