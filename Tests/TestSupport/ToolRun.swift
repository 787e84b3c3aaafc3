public import Tooling

/// What a run of a tool gave.
public struct ToolRun: Sendable {
  /// By the output's name.
  public var outputs: [String: StoredArtifact]
  public var remarks: [Remark]
  public var console: String
  /// Of a tool that expands, the runs of its sub-steps, in order.
  public var subSteps: [(name: String, run: ToolRun)]

  /// The output `name`, read as `V`.
  public func value<V: ArtifactValue>(_ name: String, as _: V.Type = V.self) throws -> V {
    guard let artifact = outputs[name] else { throw ToolError("the run gave no output '\(name)'") }
    return try V(artifact)
  }

  /// A digest an output: equal where the bytes are.
  public var digests: [String: String] { outputs.mapValues(\.digest) }
  /// The messages of its remarks, in order.
  public var messages: [String] { remarks.map(\.message) }
}

/// Why a body does not fit its tool, as an author would be told.
public struct BindingFailure: Error, CustomStringConvertible {
  public var diagnostics: [Diagnostic]
  public var description: String { diagnostics.map(\.message).joined(separator: "\n") }
}

/// Runs a tool as a notebook's step would: the arguments are bound as YAML is, inputs and outputs go through their bytes, and a
/// tool that expands has its sub-steps run one after the other.
///
///     let run = try runTool(tool, inputs: ["table": table], arguments: ["stratify": "kind", "test_size": 0.25])
///     let train: Table = try run.value("train")
///
/// - Parameters:
///   - inputs: one artifact an input.
///   - lists: artifacts of inputs that take a list.
///   - arguments: a JSON object: what stands in the body besides inputs. Stages are `"scale.standard"` or
///     `["select.k_best": ["k": 9]]`.
///   - catalogue: the tools that stages and sub-steps name.
/// - Throws: `BindingFailure` where the body does not fit the tool; else what the tool throws.
public func runTool(
  _ declaration: ToolDeclaration, inputs: [String: any ArtifactValue] = [:], lists: [String: [any ArtifactValue]] = [:],
  arguments: JSON = [:], cores: Int = 1, catalogue: ToolCatalogue? = nil
) throws -> ToolRun {
  let catalogue = catalogue ?? ToolCatalogue([declaration])
  let place = SourceRange(line: 1, column: 1)
  var fields = inputs.keys.sorted().map { SourceField($0, at: place, SourceNode(.scalar("$input", isPlain: true), at: place)) }
  fields += lists.keys.sorted().map { name in
    let elements = lists[name, default: []].map { _ in SourceNode(.scalar("$input", isPlain: true), at: place) }
    return SourceField(name, at: place, SourceNode(.list(elements), at: place))
  }
  fields += (arguments.members ?? []).map { SourceField($0.name, at: place, SourceNode($0.value, at: place)) }
  var diagnostics: [Diagnostic] = []
  let binding = declaration.bind(
    SourceNode(.mapping(fields), at: place), at: place, scope: BindingScope(catalogue: catalogue), diagnostics: &diagnostics)
  guard diagnostics.allSatisfy({ $0.severity != .error }) else { throw BindingFailure(diagnostics: diagnostics) }
  let given = try binding.parameters.map { parameter in
    TypedValue.Field(
      parameter.name,
      try parameter.argument.resolved { (reference, _) throws(ToolError) in throw ToolError("'\(reference)' refers to no step") })
  }
  return try runTool(declaration, inputs: inputs, lists: lists, given: given, cores: cores, catalogue: catalogue)
}

/// Runs a tool with arguments that are typed values already; the rest have their defaults.
public func runTool(
  _ declaration: ToolDeclaration, inputs: [String: any ArtifactValue] = [:], lists: [String: [any ArtifactValue]] = [:],
  given: [TypedValue.Field], cores: Int = 1, catalogue: ToolCatalogue? = nil
) throws -> ToolRun {
  let store = MemoryStore()
  let stored = try inputs.mapValues { [try store.store($0)] }.merging(lists.mapValues { try $0.map(store.store) }) { $1 }
  let engine = TestEngine(store: store, catalogue: catalogue ?? ToolCatalogue([declaration]), cores: cores)
  return try engine.run(declaration, stored, given)
}

/// Runs steps and sub-steps without keys, cache or schedule.
private struct TestEngine {
  let store: MemoryStore
  let catalogue: ToolCatalogue
  let cores: Int

  func run(_ tool: ToolDeclaration, _ inputs: [String: [StoredArtifact]], _ given: [TypedValue.Field]) throws -> ToolRun {
    for (name, artifacts) in inputs {
      guard let input = tool.input(name) else { throw ToolError("'\(tool.name)' has no input '\(name)'") }
      for artifact in artifacts where !input.kind.accepts(artifact.kind) {
        throw ToolError("'\(name)' must be \(input.kind.phrase), not \(artifact.kind.phrase)", parameter: name)
      }
    }
    let invocation = try tool.makeInvocation(try tool.arguments(given: given))
    let context = RunContext(cores: cores, catalogue: catalogue)
    var subSteps: [(name: String, run: ToolRun)] = []
    let produced: [ProducedArtifact]
    if tool.expands {
      for subStep in try invocation.expand(inputs, context) {
        if subSteps.contains(where: { $0.name == subStep.name }) { throw ToolError("two sub-steps are called '\(subStep.name)'") }
        subSteps.append((subStep.name, try run(subStep, of: inputs, after: subSteps)))
      }
      let results = SubStepResults(Dictionary(subSteps.map { ($0.name, $0.run.outputs) }) { first, _ in first })
      produced = try invocation.gather(inputs, results, context)
    } else {
      produced = try invocation.run(inputs, context)
    }
    try tool.requireOutputs(produced)
    var outputs: [String: StoredArtifact] = [:]
    for artifact in produced {
      guard let declared = tool.output(artifact.name), declared.kind.accepts(artifact.value.kind) else {
        throw ToolError("'\(tool.name)' made '\(artifact.name)', \(artifact.value.kind.phrase), which it does not declare")
      }
      outputs[artifact.name] = try store.store(artifact.value)
    }
    return ToolRun(outputs: outputs, remarks: context.remarks, console: context.console, subSteps: subSteps)
  }

  private func run(
    _ subStep: SubStep, of inputs: [String: [StoredArtifact]], after siblings: [(name: String, run: ToolRun)]
  ) throws -> ToolRun {
    guard let tool = catalogue[subStep.tool] else { throw ToolError("there is no tool '\(subStep.tool)' for '\(subStep.name)'") }
    var given: [String: [StoredArtifact]] = [:]
    for (name, source) in subStep.inputs {
      switch source {
      case .input(let input, let place):
        guard let artifacts = inputs[input], artifacts.indices.contains(place) else {
          throw ToolError("'\(subStep.name)' asks for the input '\(input)', which was not given")
        }
        given[name, default: []].append(artifacts[place])
      case .output(let sibling, let output):
        guard let artifact = siblings.first(where: { $0.name == sibling })?.run.outputs[output] else {
          throw ToolError("'\(subStep.name)' asks for '\(output)' of '\(sibling)', which is no earlier sub-step's")
        }
        given[name, default: []].append(artifact)
      case .value(let value): given[name, default: []].append(try store.store(value))
      }
    }
    return try run(tool, given, subStep.arguments)
  }
}

extension SourceNode {
  /// What YAML would give for the JSON text.
  public init(_ json: JSON, at range: SourceRange) {
    switch json {
    case .null: self.init(.scalar("null", isPlain: true), at: range)
    case .boolean, .integer, .number: self.init(.scalar(json.text, isPlain: true), at: range)
    case .text(let text): self.init(.scalar(text, isPlain: false), at: range)
    case .array(let values): self.init(.list(values.map { SourceNode($0, at: range) }), at: range)
    case .object(let members):
      self.init(.mapping(members.map { SourceField($0.name, at: range, SourceNode($0.value, at: range)) }), at: range)
    }
  }
}

extension ToolFamily {
  /// The family's tool of this name.
  public func tool(_ name: String) throws -> ToolDeclaration {
    guard let tool = tools.first(where: { $0.name == name }) else { throw ToolError("there is no tool '\(name)'") }
    return tool
  }
}

extension ToolError {
  /// What `body` throws, where it is a tool's error.
  public static func thrown(by body: () throws -> some Any) -> ToolError? {
    do {
      _ = try body()
      return nil
    } catch {
      return error as? ToolError
    }
  }
}

/// A file of `text`, for tools that read files.
public func file(_ text: String) -> FileBytes { FileBytes(Array(text.utf8)) }
