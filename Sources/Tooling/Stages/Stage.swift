public import Tabular

/// A tool that can be fitted: as a step of its own, or as a stage of a pipeline, from the one declaration.
///
/// As a stage it is given the training rows alone, so that nothing leaks from the rows that judge it.
public protocol Stage: Tool {
  func fit(_ data: TrainingData, _ context: RunContext) throws -> any FittedStage
  /// Reads back what `FittedStage.archive` wrote, in this release or an earlier one.
  /// - Parameter context: has the catalogue, where the archive's parts were made by other tools.
  static func read(_ archive: ModelArchive, _ context: RunContext) throws -> any FittedStage
  /// Parameters that only make sense for a step, not for a stage: a pipeline gives these itself.
  static var stepParameters: [String] { get }
  /// What it does in a pipeline.
  static var role: StageRole { get }
}

/// What a stage does in a pipeline.
public enum StageRole: Sendable, Hashable {
  /// Turns features into features: what it fits is a `FittedTransformer`.
  case transforms
  /// Changes which rows the later stages learn from: what it fits is a `RowResampling`.
  case resamples
  /// Predicts the target: what it fits is a `FittedPredictor`. A pipeline ends with one.
  case predicts
  /// Predicts as a pipeline's last stage, and turns features into features before.
  case transformsOrPredicts

  /// Whether it can stand at a pipeline's end, or before it.
  public func canStand(atEnd: Bool) -> Bool {
    switch self {
    case .transforms, .resamples: !atEnd
    case .predicts: atEnd
    case .transformsOrPredicts: true
    }
  }
}

extension Stage {
  /// The common contract's parameters: in a pipeline they are the pipeline's.
  public static var stepParameters: [String] { ["target", "features", "groups", "weights", "positive", "task"] }

  static var declaration: StageDeclaration {
    let stepParameters = Self.stepParameters
    return StageDeclaration(
      role: role, stepParameters: stepParameters,
      fit: { arguments, data, context in
        let stage = try Self(from: ArgumentDecoder(value: arguments, isStage: true))
        try stage.requireSoundParameters()
        return try stage.fit(data, context)
      },
      read: { try Self.read($0, $1) })
  }
}

/// How a tool is fitted inside a pipeline, and how what it fitted is read back.
public struct StageDeclaration: Sendable {
  public var role: StageRole
  /// Parameters that a pipeline gives itself and that a stage may not have.
  public var stepParameters: [String]
  public var fit: @Sendable (_ arguments: TypedValue, _ data: TrainingData, _ context: RunContext) throws -> any FittedStage
  public var read: @Sendable (_ archive: ModelArchive, _ context: RunContext) throws -> any FittedStage

  public init(
    role: StageRole, stepParameters: [String],
    fit: @escaping @Sendable (_ arguments: TypedValue, _ data: TrainingData, _ context: RunContext) throws -> any FittedStage,
    read: @escaping @Sendable (_ archive: ModelArchive, _ context: RunContext) throws -> any FittedStage
  ) {
    self.role = role
    self.stepParameters = stepParameters
    self.fit = fit
    self.read = read
  }
}

/// What fitting gave: it can be kept and read back.
public protocol FittedStage: Sendable {
  func archive() -> ModelArchive
}

/// A fitted stage that turns features into features.
public protocol FittedTransformer: FittedStage {
  /// The table with the features replaced. Columns that it was not fitted on pass through.
  /// - Throws: `ToolError` that names a column that is missing or of another type.
  func transform(_ table: Table, _ context: RunContext) throws -> Table
}

/// A fitted stage that predicts a target.
public protocol FittedPredictor: FittedStage {
  var target: TargetDescription { get }
  /// The features it was fitted on, in order.
  var features: [String] { get }
  /// - Throws: `ToolError` that names a feature that is missing or of another type.
  func predict(_ table: Table, _ context: RunContext) throws -> Prediction
}

/// What a model predicts.
public struct TargetDescription: Sendable, Equatable {
  public var name: String
  /// In sorted order; empty for regression.
  public var classes: [String]
  /// The class that counts as positive; nil for regression.
  public var positive: String?

  public init(name: String, classes: [String] = [], positive: String? = nil) {
    self.name = name
    self.classes = classes
    self.positive = positive
  }

  public var isClassification: Bool { !classes.isEmpty }
}

/// A prediction for each row.
public enum Prediction: Sendable, Equatable {
  /// Row-major, a probability a class; each row sums to 1. `decided` are the classes that the rows are taken for, where they are not the
  /// likeliest ones: a model may ask for more than a half, or for less.
  case probabilities([Double], classCount: Int, decided: [Int32]? = nil)
  case numbers([Double])
}

/// Rows to fit a stage on.
public struct TrainingData: Sendable {
  /// The features alone.
  public var features: Table
  /// Nil where there is none: a transformer may do without.
  public var target: Target?
  /// A weight a row, or nil.
  public var weights: [Double]?
  /// A group number a row, or nil.
  public var groups: [Int32]?

  public init(features: Table, target: Target? = nil, weights: [Double]? = nil, groups: [Int32]? = nil) {
    self.features = features
    self.target = target
    self.weights = weights
    self.groups = groups
  }

  public func selecting(rows: [Int]) -> TrainingData {
    TrainingData(
      features: features.selecting(rows: rows), target: target?.selecting(rows: rows),
      weights: weights.map { weights in rows.map { weights[$0] } }, groups: groups.map { groups in rows.map { groups[$0] } })
  }
}

/// The column to predict, as codes of classes or as numbers.
public enum Target: Sendable, Equatable {
  /// A code a row, places in `description.classes`.
  case classes([Int32], TargetDescription)
  case numbers([Double], TargetDescription)

  public var description: TargetDescription {
    switch self {
    case .classes(_, let description), .numbers(_, let description): description
    }
  }

  public func selecting(rows: [Int]) -> Target {
    switch self {
    case .classes(let codes, let description): .classes(rows.map { codes[$0] }, description)
    case .numbers(let values, let description): .numbers(rows.map { values[$0] }, description)
    }
  }
}
