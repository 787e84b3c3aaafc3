extension TargetDescription {
  /// As model archives hold it: `{"name": "diagnosis", "classes": ["B", "M"], "positive": "M"}`.
  public var json: JSON {
    .object([
      .init("name", .text(name)), .init("classes", .array(classes.map { .text($0) })), .init("positive", positive.map { .text($0) } ?? .null),
    ])
  }

  /// - Throws: `ToolError` where `json` is not what `json` gives.
  public init(json: JSON?) throws(ToolError) {
    guard let name = json?["name"]?.string, let list = json?["classes"]?.array else { throw ToolError("the model does not say what it predicts") }
    let classes = list.compactMap(\.string)
    guard classes.count == list.count, Set(classes).count == classes.count else { throw ToolError("the model's classes are damaged") }
    let positive = json?["positive"]?.string
    guard positive.map(classes.contains) ?? true else { throw ToolError("the model's positive class is none of its classes") }
    self.init(name: name, classes: classes, positive: positive)
  }
}
