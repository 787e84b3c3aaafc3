extension SourceNode {
  /// Where all parts of the node stand, by their paths.
  func addPlaces(to places: inout [String: SourceRange], under path: String) {
    places[path] = range
    switch content {
    case .scalar: break
    case .list(let nodes): for (place, node) in nodes.enumerated() { node.addPlaces(to: &places, under: "\(path)[\(place + 1)]") }
    case .mapping(let fields): for field in fields { field.value.addPlaces(to: &places, under: "\(path).\(field.key)") }
    }
  }

  /// Where the expressions of the node stand, and where each column is first named in them.
  func addExpressionPlaces(to places: inout [String: SourceRange], under path: String) {
    places[path] = range
    switch content {
    case .list(let nodes): for (place, node) in nodes.enumerated() { node.addExpressionPlaces(to: &places, under: "\(path)[\(place + 1)]") }
    case .mapping(let fields): for field in fields { field.value.addExpressionPlaces(to: &places, under: "\(path).\(field.key)") }
    case .scalar(let text, _):
      guard let expression = try? Expression(parsing: text) else { return }
      expression.visit { part in
        guard case .column(let name, let place) = part, places["\(path)[\(name)]"] == nil else { return }
        places["\(path)[\(name)]"] = range(of: place)
      }
    }
  }

  /// Where a part of a scalar's text stands in the notebook.
  public func range(of place: Expression.SourceOffset) -> SourceRange {
    guard case .scalar(let text, let isPlain) = content else { return range }
    let before = Array(text.utf8.prefix(max(0, place.offset)))
    let line = before.count { $0 == UInt8(ascii: "\n") }
    let column = before.count - ((before.lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1)
    if lineStarts.indices.contains(line) {
      let start = lineStarts[line]
      return SourceRange(line: start.line, column: start.column + column, length: place.length)
    }
    guard line == 0 else { return range }
    return SourceRange(line: range.start.line, column: range.start.column + column + (isPlain ? 0 : 1), length: place.length)
  }
}
