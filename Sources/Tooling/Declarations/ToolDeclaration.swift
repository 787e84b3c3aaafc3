/// Everything that the rest of the house knows of a tool, built in or external: what it takes and gives, and how to run it.
public struct ToolDeclaration: Sendable {
  /// `family.tool_name`.
  public var name: String
  /// Changes where the same inputs may give other outputs. Results of other versions are not reused.
  public var version: String
  public var summary: String
  /// The manual page, in Markdown.
  public var manual: String
  public var citations: [Citation]
  public var inputs: [InputDeclaration]
  public var parameters: [ParameterDeclaration]
  public var outputs: [OutputDeclaration]
  /// Makes a tool of bound values. The values are whole (defaults filled in) and pass their constraints.
  public var makeInvocation: @Sendable (_ arguments: TypedValue) throws -> any ToolInvocation
  /// Whether the tool fans out into sub-steps.
  public var expands: Bool
  /// How to fit it inside a pipeline; nil for tools that cannot be fitted.
  public var stage: StageDeclaration?

  public init(
    name: String, version: String, summary: String, manual: String, citations: [Citation] = [], inputs: [InputDeclaration],
    parameters: [ParameterDeclaration], outputs: [OutputDeclaration], expands: Bool = false, stage: StageDeclaration? = nil,
    makeInvocation: @escaping @Sendable (_ arguments: TypedValue) throws -> any ToolInvocation
  ) {
    self.name = name
    self.version = version
    self.summary = summary
    self.manual = manual
    self.citations = citations
    self.inputs = inputs
    self.parameters = parameters
    self.outputs = outputs
    self.expands = expands
    self.stage = stage
    self.makeInvocation = makeInvocation
  }

  public var family: String { String(name.prefix { $0 != "." }) }
  public func input(_ name: String) -> InputDeclaration? { inputs.first { $0.name == name } }
  public func parameter(_ name: String) -> ParameterDeclaration? { parameters.first { $0.name == name } }
  public func output(_ name: String) -> OutputDeclaration? { outputs.first { $0.name == name } }

  /// What `$step` alone means: the only output, or the one declared main.
  public var mainOutput: OutputDeclaration? { outputs.count == 1 ? outputs[0] : outputs.first(where: \.isMain) }
}

/// The tools that a notebook may invoke, by name.
public struct ToolCatalogue: Sendable {
  /// In the order of their names.
  public let tools: [ToolDeclaration]
  private let places: [String: Int]

  public init(_ tools: [ToolDeclaration]) {
    self.tools = tools.sorted { $0.name < $1.name }
    self.places = Dictionary(self.tools.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  public subscript(_ name: String) -> ToolDeclaration? { places[name].map { tools[$0] } }
  public var names: [String] { tools.map(\.name) }

  /// The near name for one that is not in the catalogue, the tool's own name counting most: `table.reed`, `tabel.read`.
  public func nearName(to name: String) -> String? {
    if let near = Tooling.nearName(to: name, among: names) { return near }
    let tail = name.split(separator: ".").last.map(String.init) ?? name
    return tools.first { $0.name.hasSuffix("." + tail) }?.name
  }
}
