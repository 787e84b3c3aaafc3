extension ToolDeclaration {
  /// The manual page in GitHub's Markdown: what the docstring says, and tables of all that is declared.
  public var manualPage: String {
    var blocks = ["# \(name)", summary]
    if !manual.isEmpty { blocks.append(manual) }
    if !inputs.isEmpty {
      blocks.append("## Inputs")
      blocks.append(
        markdownTable(
          ["Input", "Kind", "What it is"],
          inputs.map { ["`\($0.name)`", $0.kindText, $0.help] }))
    }
    if !parameters.isEmpty {
      blocks.append("## Parameters")
      blocks.append(markdownTable(["Parameter", "Type", "Default", "What it does"], parameters.flatMap { $0.tableRows(prefix: "") }))
      blocks += parameters.flatMap { $0.choiceLists(prefix: "") }
    }
    if !outputs.isEmpty {
      blocks.append("## Outputs")
      blocks.append(markdownTable(["Output", "Kind", "What it is"], outputs.map { ["`\($0.name)`", $0.kindText, $0.help] }))
      for output in outputs where !output.fields.isEmpty {
        blocks.append("Fields of `\(output.name)`:\n\n" + fieldLines(output.fields, prefix: "").joined(separator: "\n"))
      }
    }
    if !citations.isEmpty {
      blocks.append("## Citations")
      blocks.append(citations.map { "- \($0.text)" + ($0.doi.map { " https://doi.org/\($0)" } ?? "") }.joined(separator: "\n"))
    }
    blocks.append("Version \(version).")
    return blocks.joined(separator: "\n\n") + "\n"
  }
}

extension InputDeclaration {
  var kindText: String { (isList ? "list of \(kind.rawValue)" : kind.rawValue) + (isOptional ? ", optional" : "") }
}

extension OutputDeclaration {
  var kindText: String { kind.rawValue + (isMain ? ", main" : "") + (isOptional ? ", optional" : "") }
}

extension ParameterDeclaration {
  fileprivate func tableRows(prefix: String) -> [[String]] {
    [["`\(prefix)\(name)`", typeText, isRequired ? "required" : "`\(standardText)`", help]]
      + type.fields.flatMap { $0.tableRows(prefix: "\(prefix)\(name).") }
  }

  fileprivate func choiceLists(prefix: String) -> [String] {
    let own = type.choices.map { "- `\($0.name)`: \($0.help)" }.joined(separator: "\n")
    return (own.isEmpty ? [] : ["Choices of `\(prefix)\(name)`:\n\n\(own)"])
      + type.fields.flatMap { $0.choiceLists(prefix: "\(prefix)\(name).") }
  }
}

private func fieldLines(_ fields: [FieldDeclaration], prefix: String) -> [String] {
  fields.flatMap { ["- `\(prefix)\($0.name)`: \($0.help)"] + fieldLines($0.fields, prefix: "\(prefix)\($0.name).") }
}

private func markdownTable(_ head: [String], _ rows: [[String]]) -> String {
  func line(_ cells: [String]) -> String {
    "| " + cells.map { $0.replacing("|", with: "\\|").replacing("\n", with: " ") }.joined(separator: " | ") + " |"
  }
  return ([line(head), line(head.map { _ in "---" })] + rows.map(line)).joined(separator: "\n")
}
