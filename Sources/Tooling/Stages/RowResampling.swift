/// What a stage that changes which rows are learnt from comes to, such as one that balances classes. A pipeline applies it to the rows
/// that it is fitted on and leaves it out when it predicts: rows that judge a model are never changed. So nothing of it is kept.
public protocol RowResampling: FittedStage {
  /// - Throws: `ToolError` where the rows cannot be changed so.
  func resampled(_ data: TrainingData, _ context: RunContext) throws -> TrainingData
}

extension RowResampling {
  public func archive() -> ModelArchive { ModelArchive(kind: .transformer, tool: "", content: .null) }
}
