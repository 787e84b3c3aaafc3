/// The tools of one family, with the manual pages that their docstrings are.
public struct ToolFamily: Sendable {
  public var name: String
  /// One line for the catalogue.
  public var summary: String
  private let types: [any Tool.Type]
  private let manuals: [String: String]

  /// - Parameter manuals: by the name of the tool's type: what the build collects from the docstrings.
  public init(_ name: String, _ summary: String, manuals: [String: String], _ tools: [any Tool.Type]) {
    self.name = name
    self.summary = summary
    self.types = tools
    self.manuals = manuals
  }

  /// The tools' names, in the order listed.
  public var names: [String] { types.map { $0.name } }

  /// The declarations, in the order listed.
  public var tools: [ToolDeclaration] { types.map(declaration) }

  /// The declaration of the family's tool called `name`.
  func declaration(of name: String) -> ToolDeclaration? { types.first { $0.name == name }.map(declaration) }

  private func declaration(of type: any Tool.Type) -> ToolDeclaration {
    ToolDeclaration(type, manual: manuals[String(describing: type)] ?? "")
  }
}
