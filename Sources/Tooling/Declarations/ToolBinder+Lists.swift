extension ToolBinder {
  /// What stands alone where a list is taken: a list of one.
  ///
  /// Without its brackets YAML reads `a, b` as one text, which nobody means; in quotes it is one.
  mutating func listOfOne(
    _ node: SourceNode, _ text: String, isPlain: Bool, of element: ParameterType, _ constraint: Constraint?, named name: String
  ) -> Argument? {
    let list = ParameterType.list(element)
    guard !node.isNull, !(isPlain && text.contains(",")) else {
      refuse(name, list.phrase(constraint), written(node), at: node.range, remedy: node.isNull ? nil : "write [\(text)]")
      return nil
    }
    let before = diagnostics.count
    guard let argument = argument(node, as: element, nil, named: name) else {
      // Choices have near names and stages words of their own; all else is refused as the list would be.
      if diagnostics.count == before + 1, element.choices.isEmpty, !element.holdsStages {
        diagnostics.removeLast()
        refuse(name, list.phrase(constraint), written(node), at: node.range)
      }
      return nil
    }
    return element == .stage && refusePipeline([argument], [node]) ? nil : .list([argument])
  }
}
