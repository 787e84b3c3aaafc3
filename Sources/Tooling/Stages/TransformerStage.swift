public import Tabular

/// A stage that changes a table by what it learns of the table's own columns, whatever the target is. It declares its parameters and says
/// what it learns; what it gives as a step and as a stage is the same for all.
public protocol TransformerStage: Stage {
  associatedtype Fitted: FittedTransformer
  var table: Table { get }
  /// The table, changed.
  var transformed: Table? { get set }
  var transformer: ModelArchive? { get set }

  func fitted(to table: Table, _ context: RunContext) throws -> Fitted
  /// Sets the outputs that tell what was learnt, where the tool has some.
  mutating func tell(of fitted: Fitted) throws
}

extension TransformerStage {
  public static var role: StageRole { .transforms }

  public mutating func run(_ context: RunContext) throws {
    let fitted = try fitted(to: table, context)
    transformed = try fitted.transform(table, context)
    transformer = fitted.archive()
    try tell(of: fitted)
  }

  public func fit(_ data: TrainingData, _ context: RunContext) throws -> any FittedStage { try fitted(to: data.features, context) }

  public mutating func tell(of fitted: Fitted) throws {}
}
