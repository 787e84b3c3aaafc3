/// Which columns play which part: the parameters that all learning tools share.
public struct ColumnRoles: Sendable, Equatable {
  public var target: String
  /// Nil: every column but the target, the groups and the weights.
  public var features: [String]?
  public var groups: String?
  public var weights: String?
  /// The class that counts as positive; nil: the last in sorted order.
  public var positive: String?
  public var task: LearningTask

  public init(
    target: ColumnName, features: [ColumnName]? = nil, groups: ColumnName? = nil, weights: ColumnName? = nil, positive: String? = nil,
    task: LearningTask = .auto
  ) {
    self.target = target.name
    self.features = features?.map(\.name)
    self.groups = groups?.name
    self.weights = weights?.name
    self.positive = positive
    self.task = task
  }
}

/// Whether classes are told apart or numbers predicted.
public enum LearningTask: String, ParameterChoice {
  case auto, classification, regression

  public var help: String {
    switch self {
    case .auto: "Classification where the target is text or true and false, regression where it is numbers."
    case .classification: "Tell classes apart; the target may also be whole numbers."
    case .regression: "Predict a number."
    }
  }
}
