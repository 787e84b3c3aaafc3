extension SourceNode {
  /// Where all parts of the node stand, by their paths.
  func addPlaces(to places: inout [String: SourceRange], under path: String) {
    forEachPart(under: path) { path, part in places[path] = part.range }
  }

  /// Gives the node and all that it holds, each with its path.
  private func forEachPart(under path: String, _ body: (String, SourceNode) -> Void) {
    body(path, self)
    switch content {
    case .scalar: break
    case .list(let nodes): for (place, node) in nodes.enumerated() { node.forEachPart(under: "\(path)[\(place + 1)]", body) }
    case .mapping(let fields): for field in fields { field.value.forEachPart(under: "\(path).\(field.key)", body) }
    }
  }

  /// Where the part at `path` (`[2]`, `.linear[1]`) stands, or what holds it where it is not written; nil for a path of nothing that is there.
  ///
  /// - Parameter isOfName: whether the name at the path's end is meant, not the value under it.
  func range(of path: Substring, isOfName: Bool) -> SourceRange? {
    if path.isEmpty { return range }
    switch (content, path.first) {
    case (.list(let nodes), "["):
      guard let end = path.firstIndex(of: "]"), let number = Int(path[path.index(after: path.startIndex)..<end]), nodes.indices.contains(number - 1)
      else { return nil }
      let node = nodes[number - 1]
      return node.range(of: path[path.index(after: end)...], isOfName: isOfName) ?? node.range
    case (.mapping(let fields), "."): return fields.range(of: path.dropFirst(), isOfName: isOfName)
    default: return nil
    }
  }

  /// Where a stage is named: its tool, without the parameters below.
  var stageRange: SourceRange {
    if case .mapping(let fields) = content, let tool = fields.first(where: { $0.key != "as" }) { tool.keyRange } else { range }
  }

  /// Where the expressions of the node stand, and where each column is first named in them.
  func addExpressionPlaces(to places: inout [String: SourceRange], under path: String) {
    forEachPart(under: path) { path, part in
      places[path] = part.range
      guard case .scalar(let text, _) = part.content, let expression = try? Expression(parsing: text) else { return }
      expression.visit { element in
        guard case .column(let name, let place) = element, places["\(path)[\(name)]"] == nil else { return }
        places["\(path)[\(name)]"] = part.range(of: place)
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

extension [SourceField] {
  /// Where the part at `path` (`alphas[2]`, `voting_weights.linear`) stands, or what holds it where it is not written itself.
  func range(of path: Substring, isOfName: Bool) -> SourceRange? {
    // Names may have dots in them, so the longest that fits is meant.
    let fitting = filter { field in
      guard path.hasPrefix(field.key) else { return false }
      let next = path.dropFirst(field.key.count).first
      return next == nil || next == "." || next == "["
    }
    guard let field = fitting.max(by: { $0.key.count < $1.key.count }) else { return nil }
    let rest = path.dropFirst(field.key.count)
    if rest.isEmpty { return isOfName ? field.keyRange : field.value.range }
    return field.value.range(of: rest, isOfName: isOfName) ?? field.value.range
  }
}
