/// Everything that the rest of the house knows of a tool, built in or external: what it takes and gives, and how to run it.
///
/// A class, since every step and every job of a run holds one: shared, not copied.
public final class ToolDeclaration: Sendable {
  /// `family.tool_name`.
  public let name: String
  /// Changes where the same inputs may give other outputs. Results of other versions are not reused.
  public let version: String
  public let summary: String
  /// The manual page, in Markdown.
  public let manual: String
  public let citations: [Citation]
  public let inputs: [InputDeclaration]
  public let parameters: [ParameterDeclaration]
  public let outputs: [OutputDeclaration]
  /// Makes a tool of bound values. The values are whole (defaults filled in) and pass their constraints.
  public let makeInvocation: @Sendable (_ arguments: TypedValue) throws -> any ToolInvocation
  /// Whether the tool fans out into sub-steps.
  public let expands: Bool
  /// Whether it holds out rows by which something else is judged: what has seen them before then flatters.
  public let holdsOutRows: Bool
  /// How to fit it inside a pipeline; nil for tools that cannot be fitted.
  public let stage: StageDeclaration?
  /// What the tool says of its parameters as they stand together (see `ParameterChecking`): of whole arguments, and the names of those that
  /// the author wrote. Nil for tools that have nothing to say.
  public let problems: (@Sendable (_ arguments: TypedValue, _ given: Set<String>) -> [ParameterProblem])?

  public init(
    name: String, version: String, summary: String, manual: String, citations: [Citation] = [], inputs: [InputDeclaration],
    parameters: [ParameterDeclaration], outputs: [OutputDeclaration], expands: Bool = false, holdsOutRows: Bool = false,
    stage: StageDeclaration? = nil, problems: (@Sendable (_ arguments: TypedValue, _ given: Set<String>) -> [ParameterProblem])? = nil,
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
    self.holdsOutRows = holdsOutRows
    self.stage = stage
    self.problems = problems
    self.makeInvocation = makeInvocation
  }

  public var family: String { String(name.prefix { $0 != "." }) }
  public func input(_ name: String) -> InputDeclaration? { inputs.first { $0.name == name } }
  public func parameter(_ name: String) -> ParameterDeclaration? { parameters.first { $0.name == name } }
  public func output(_ name: String) -> OutputDeclaration? { outputs.first { $0.name == name } }

  /// What `$step` alone means: the only output, or the one declared main.
  public var mainOutput: OutputDeclaration? { outputs.count == 1 ? outputs[0] : outputs.first(where: \.isMain) }
}
