/// The tools of one family, with the manual pages that their docstrings are.
public struct ToolFamily: Sendable {
  public var name: String
  /// One line for the catalogue.
  public var summary: String
  public var tools: [ToolDeclaration]

  /// - Parameter manuals: by the name of the tool's type: what the build collects from the docstrings.
  public init(_ name: String, _ summary: String, manuals: [String: String], _ tools: [any Tool.Type]) {
    self.name = name
    self.summary = summary
    self.tools = tools.map { ToolDeclaration($0, manual: manuals[String(describing: $0)] ?? "") }
  }
}
