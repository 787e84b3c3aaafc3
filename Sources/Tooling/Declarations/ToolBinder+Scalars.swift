extension ToolBinder {
  /// A scalar's references and templates: `$step.output`, `$$`, `${each.column}`; the rest is text.
  mutating func scalar(_ text: String, isPlain: Bool, at node: SourceNode) -> Argument? {
    if text.hasPrefix("$$") { return .value(.text(String(text.dropFirst()))) }
    if text.hasPrefix("$"), !text.hasPrefix("${") {
      guard let reference = Reference(text) else {
        diagnostics.append(
          .error(
            "'\(text)' begins with '$' and is no reference", at: node.range,
            remedy: "write '$$' for a plain dollar, or '$step.output' to refer to a step"))
        return nil
      }
      return .reference(reference, node.range)
    }
    guard text.utf8.contains(UInt8(ascii: "$")) else { return .value(.text(text)) }
    return template(text, at: node.range)
  }

  mutating func template(_ text: String, at range: SourceRange) -> Argument? {
    var parts: [Argument.TemplatePart] = []
    var literal = ""
    var rest = text[...]
    while let start = rest.firstRange(of: "${") {
      literal += rest[..<start.lowerBound]
      let after = rest[start.upperBound...]
      guard let end = after.firstIndex(of: "}"), let reference = Reference("$" + after[..<end]),
        reference.root == "params" || reference.root == "each"
      else {
        literal += "${"
        rest = after
        continue
      }
      if reference.root == "params" {
        guard let value = parameterValue(reference, at: range) else { return nil }
        literal += value.description
      } else {
        parts.append(.text(literal))
        parts.append(.reference(reference, range))
        literal = ""
      }
      rest = after[after.index(after: end)...]
    }
    literal += rest
    if parts.isEmpty { return .value(.text(literal)) }
    if !literal.isEmpty { parts.append(.text(literal)) }
    return .template(parts.filter { $0 != .text("") })
  }

  mutating func parameterValue(_ reference: Reference, at range: SourceRange) -> TypedValue? {
    guard let name = reference.path.first, reference.path.count == 1 else {
      diagnostics.append(.error("'\(reference)' must name one parameter of the notebook, as '$params.name'", at: range))
      return nil
    }
    if let value = scope.parameters[name] { return value }
    diagnostics.append(
      .error(
        "the notebook has no parameter '\(name)'\(didYouMean(name, among: scope.parameters.keys.sorted()))", at: range,
        remedy: "declare it under 'params:' in the front matter"))
    return nil
  }
}
