/// One execution of a tool with bound parameters. Built-in and external tools each have their own.
public protocol ToolInvocation: Sendable {
  /// Runs the tool and gives its outputs in the order declared. The artifacts are let go as soon as they are read.
  func run(_ inputs: consuming [String: [StoredArtifact]], _ context: RunContext) throws -> [ProducedArtifact]
  /// The sub-steps of a tool that expands.
  func expand(_ inputs: [String: [StoredArtifact]], _ context: RunContext) throws -> [SubStep]
  /// The outputs of a tool that expands.
  func gather(
    _ inputs: [String: [StoredArtifact]], _ results: SubStepResults, _ context: RunContext
  ) throws -> [ProducedArtifact]
}

public struct ProducedArtifact: Sendable {
  public var name: String
  public var value: any ArtifactValue
  public init(name: String, value: any ArtifactValue) {
    self.name = name
    self.value = value
  }
}

extension ToolDeclaration {
  /// The declaration of a built-in tool.
  ///
  /// - Parameter manual: its docstring.
  public convenience init<T: Tool>(_ tool: T.Type, manual: String) {
    let properties = propertyDeclarations(of: T())
    var problems: (@Sendable (TypedValue, Set<String>) -> [ParameterProblem])?
    if T.self is any ParameterChecking.Type { problems = { T.problems($0, given: $1) } }
    self.init(
      name: T.name, version: T.version, summary: T.summary, manual: manual, citations: T.citations,
      inputs: properties.compactMap { if case .input(let declaration) = $0 { declaration } else { nil } },
      parameters: properties.compactMap { if case .parameter(let declaration) = $0 { declaration } else { nil } },
      outputs: properties.compactMap { if case .output(let declaration) = $0 { declaration } else { nil } },
      expands: T.self is any ExpandingTool.Type,
      holdsOutRows: T.holdsOutRows,
      stage: (T.self as? any Stage.Type)?.declaration,
      problems: problems,
      makeInvocation: { BuiltInInvocation<T>(arguments: $0) })
  }
}

private struct BuiltInInvocation<T: Tool>: ToolInvocation {
  let arguments: TypedValue

  private func make(_ inputs: [String: [StoredArtifact]]) throws -> T {
    let tool = try T(from: ArgumentDecoder(value: arguments, inputs: inputs))
    try tool.requireSoundParameters()
    return tool
  }

  func run(_ inputs: consuming [String: [StoredArtifact]], _ context: RunContext) throws -> [ProducedArtifact] {
    var tool = try make(inputs)
    inputs = [:]
    try tool.run(context)
    return outputs(of: tool)
  }

  func expand(_ inputs: [String: [StoredArtifact]], _ context: RunContext) throws -> [SubStep] {
    guard let tool = try make(inputs) as? any ExpandingTool else { throw ToolError("'\(T.name)' has no sub-steps") }
    return try tool.expand(context)
  }

  func gather(
    _ inputs: [String: [StoredArtifact]], _ results: SubStepResults, _ context: RunContext
  ) throws -> [ProducedArtifact] {
    guard var tool = try make(inputs) as? any ExpandingTool else { throw ToolError("'\(T.name)' has no sub-steps") }
    try tool.gather(results, context)
    return outputs(of: tool)
  }

  private func outputs(of tool: Any) -> [ProducedArtifact] {
    // A bound tool has lost what its wrappers declare; a fresh one has it, property for property.
    zip(propertyDeclarations(of: T()), toolProperties(of: tool)).compactMap { declared, bound in
      guard case .output(let declaration) = declared, case .output(let value?) = bound.property.held else { return nil }
      return ProducedArtifact(name: declaration.name, value: value)
    }
  }
}

extension ToolDeclaration {
  /// Runs the tool as an engine would: checks that what is not optional was made.
  public func requireOutputs(_ produced: [ProducedArtifact]) throws {
    for output in outputs where !output.isOptional && !produced.contains(where: { $0.name == output.name }) {
      throw ToolError("'\(name)' did not make its output '\(output.name)'")
    }
  }
}
