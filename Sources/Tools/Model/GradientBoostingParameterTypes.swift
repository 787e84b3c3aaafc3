import Learning
import Tooling

/// What boosting makes small, by XGBoost's names.
enum BoostingGoal: String, ParameterChoice {
  case auto
  case logistic = "binary:logistic"
  case softmax = "multi:softprob"
  case squaredError = "reg:squarederror"
  case pseudoHuber = "reg:pseudohubererror"
  case poisson = "count:poisson"
  case gamma = "reg:gamma"
  case tweedie = "reg:tweedie"

  var help: String {
    switch self {
    case .auto: "Logistic for two classes, softprob for more, squarederror for numbers."
    case .logistic: "The log loss of two classes."
    case .softmax: "The log loss of classes, with a tree a class in every iteration."
    case .squaredError: "The squared error of numbers: predicts a mean."
    case .pseudoHuber: "Squared where it is small, absolute where it is large; it turns at 1."
    case .poisson: "The deviance of counts, such as reads or cells."
    case .gamma: "The deviance of numbers above 0 whose spread grows with them, such as concentrations."
    case .tweedie: "The deviance of numbers of at least 0, many of them 0."
    }
  }

  /// - Throws: `ToolError` where it is not one of the target's.
  func objective(_ signature: ModelSignature) throws(ToolError) -> BoostingObjective {
    let isClassification = signature.target.isClassification
    guard let objective = BoostingObjective(rawValue: rawValue) else {
      return !isClassification ? .squaredError : signature.learnt.count > 2 ? .softmax : .logistic
    }
    guard objective.isClassification == isClassification, objective != .logistic || signature.learnt.count == 2 else {
      let right =
        !isClassification
        ? "one of \(BoostingObjective.allCases.filter { !$0.isClassification }.map(\.rawValue).joined(separator: ", ")) for numbers"
        : signature.learnt.count > 2 ? "multi:softprob for more than two classes" : "binary:logistic or multi:softprob for classes"
      throw ToolError(ParameterDeclaration.refusal("objective", right, not: "'\(rawValue)'"), parameter: "objective")
    }
    return objective
  }
}

/// How XGBoost looks for splits.
enum BoostingTreeMethod: String, ParameterChoice {
  case hist, approx, exact
  var help: String {
    switch self {
    case .hist: "Among 'max_bin' quantiles of each feature, cut once."
    case .approx: "Among quantiles that are cut anew in every iteration."
    case .exact: "Among all values: slow where there are many rows."
    }
  }
}

/// Which node is split next.
enum BoostingGrowth: String, ParameterChoice {
  case depthwise, lossguide
  var help: String {
    switch self {
    case .depthwise: "One of those nearest to the root: trees are as broad as they are deep."
    case .lossguide: "The one that gains most, as LightGBM does: bound the tree by 'max_leaves'."
    }
  }
}
