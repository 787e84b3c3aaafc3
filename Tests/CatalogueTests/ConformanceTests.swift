import Catalogue
import Tabular
import TestSupport
import Testing
import Tooling

/// What every tool of the catalogue keeps to.
@Suite struct ConformanceTests {
  static let tools = builtInTools.names
  private static let place = SourceRange(line: 1, column: 1)

  private func declaration(_ name: String) throws -> ToolDeclaration { try #require(builtInTools[name]) }

  private func bind(_ tool: ToolDeclaration, _ arguments: JSON) throws -> [Diagnostic] {
    let sample = try ToolSample.sample(of: tool.name)
    let reference = SourceNode(.scalar("$input", isPlain: true), at: Self.place)
    let inputs = try sample.inputs().keys.sorted().map { SourceField($0, at: Self.place, reference) }
    let fields = (arguments.members ?? []).map { SourceField($0.name, at: Self.place, SourceNode($0.value, at: Self.place)) }
    var diagnostics: [Diagnostic] = []
    _ = tool.bind(
      SourceNode(.mapping(inputs + fields), at: Self.place), at: Self.place, scope: BindingScope(catalogue: builtInTools),
      diagnostics: &diagnostics)
    return diagnostics
  }

  private func run(_ name: String, _ inputs: [String: any ArtifactValue], _ sample: ToolSample, cores: Int = 1) throws -> ToolRun {
    try runTool(try declaration(name), inputs: inputs, arguments: sample.arguments, cores: cores, catalogue: builtInTools)
  }

  // MARK: Declaration

  @Test(arguments: tools) func `is declared in full`(name: String) throws {
    let tool = try declaration(name)
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    #expect(parts.count == 2 && parts.allSatisfy { isSnakeCase(String($0)) }, "'\(name)' must be family.tool_name")
    #expect(isSentence(tool.summary), "the summary of '\(name)' must be one line that ends with a full stop")
    #expect(!tool.version.isEmpty)
    #expect(!tool.outputs.isEmpty && tool.outputs.count { $0.isMain } <= 1)
    let names = tool.inputs.map(\.name) + tool.parameters.map(\.name)
    #expect(Set(names).count == names.count && Set(tool.outputs.map(\.name)).count == tool.outputs.count, "a name stands twice")
    for name in names + tool.outputs.map(\.name) { #expect(isSnakeCase(name) || name == "C", "'\(name)' must be a snake_case name") }
    for help in tool.inputs.map(\.help) + tool.outputs.map(\.help) + tool.outputs.flatMap(\.fields).map(\.help) {
      #expect(isSentence(help), "'\(help)' must be a line that ends with a full stop")
    }
    for parameter in tool.parameters { check(parameter) }
  }

  private func check(_ parameter: ParameterDeclaration) {
    #expect(isSentence(parameter.help), "the help of '\(parameter.name)' must be a line that ends with a full stop, not '\(parameter.help)'")
    for choice in choices(of: parameter.type) {
      #expect(isSentence(choice.help), "the help of the choice '\(choice.name)' must be a line that ends with a full stop")
    }
    if let standard = parameter.standard, standard != .null {
      #expect((try? parameter.checked(standard)) == standard, "the default of '\(parameter.name)' is refused")
    }
    if case .record(let fields) = parameter.type { fields.forEach(check) }
  }

  private func choices(of type: ParameterType) -> [ParameterType.Choice] {
    switch type {
    case .choice(let choices): choices
    case .list(let element), .mapping(let element): choices(of: element)
    case .oneOf(let types): types.flatMap(choices)
    default: []
    }
  }

  @Test(arguments: tools) func `has a manual page`(name: String) throws {
    let tool = try declaration(name)
    #expect(!tool.manual.isEmpty, "'\(name)' has no docstring: it is the tool's manual page")
    let page = tool.manualPage
    for name in tool.inputs.map(\.name) + tool.parameters.map(\.name) + tool.outputs.map(\.name) { #expect(page.contains("`\(name)`")) }
    #expect(!tool.manualText(width: 60).isEmpty)
    // An example in the manual names its tool.
    if page.contains("```{") { #expect(page.contains("```{\(name)")) }
  }

  @Test func `every sample is of a tool`() {
    #expect(Set(ToolSample.all.keys).subtracting(Self.tools).isEmpty)
  }

  // MARK: Arguments

  @Test(arguments: tools) func `binds with its defaults`(name: String) throws {
    let tool = try declaration(name)
    let sample = try ToolSample.sample(of: name)
    #expect(try bind(tool, sample.arguments).map(\.message) == [])
    let required = Set(tool.parameters.filter(\.isRequired).map(\.name))
    let needed = (sample.arguments.members ?? []).filter { required.contains($0.name) }
    #expect(try bind(tool, .object(needed)).map(\.message) == [])
    for missing in needed {
      let messages = try bind(tool, .object(needed.filter { $0.name != missing.name })).map(\.message)
      #expect(messages.count == 1 && messages[0].hasPrefix("'\(name)' needs '\(missing.name)'"), "\(messages)")
    }
    #expect(try bind(tool, .object(needed + [.init("no_such_parameter", 1)])).map(\.message).contains { $0.hasPrefix("'\(name)' has no parameter 'no_such_parameter'") })
  }

  @Test(arguments: tools) func `refuses what its constraints exclude`(name: String) throws {
    let tool = try declaration(name)
    let required = (try ToolSample.sample(of: name).arguments.members ?? []).filter { tool.parameter($0.name)?.isRequired == true }
    for parameter in tool.parameters {
      guard let constraint = parameter.constraint else { continue }
      let bad = try #require(constraint.counterexample(of: parameter.type), "the constraint of '\(parameter.name)' excludes nothing of its type")
      let refusal = try #require(constraint.refusal(of: bad))
      let sentence = "'\(parameter.name)\(refusal.path)' must be \(refusal.phrase), not "
      let body = JSON.object(required.filter { $0.name != parameter.name } + [.init(parameter.name, JSON(bad))])
      let messages = try bind(tool, body).map(\.message)
      #expect(messages.count == 1 && messages[0].hasPrefix(sentence), "\(messages)")
      do {
        _ = try parameter.checked(bad)
        Issue.record("'\(parameter.name)' took \(bad)")
      } catch { #expect(error.message.hasPrefix(sentence) && error.parameter == parameter.name + refusal.path, "\(error)") }
    }
  }

  /// What a stage fits is what its role says.
  @Test(arguments: tools) func `is fitted as its role says`(name: String) throws {
    guard let stage = try declaration(name).stage else { return }
    let kinds = try declaration(name).outputs.map(\.kind)
    switch stage.role {
    case .transforms: #expect(kinds.contains(.transformer))
    case .resamples: #expect(!kinds.contains { $0.isModel })
    case .predicts, .transformsOrPredicts: #expect(kinds.contains { $0.isModel && $0 != .transformer })
    }
  }

  @Test(arguments: tools) func `refuses what is of another type`(name: String) throws {
    let tool = try declaration(name)
    for parameter in tool.parameters {
      let bad: TypedValue
      switch parameter.type {
      case .boolean, .integer, .number, .choice: bad = .text("no such value")
      case .column: bad = .list([])
      default: continue
      }
      do {
        _ = try tool.arguments(given: [.init(parameter.name, bad)])
        Issue.record("'\(parameter.name)' took \(bad)")
      } catch {
        // A required parameter may be missed first.
        #expect(error.message.hasPrefix("'\(parameter.name)' must be ") || error.message.hasPrefix("'\(name)' needs "), "\(error)")
      }
    }
  }

  // MARK: Runs

  @Test(arguments: tools) func `gives the same bytes again, on one core and on two`(name: String) throws {
    let sample = try ToolSample.sample(of: name)
    let inputs = try sample.inputs()
    let first = try run(name, inputs, sample)
    #expect(try run(name, inputs, sample).digests == first.digests, "another run gave other bytes")
    #expect(try run(name, inputs, sample, cores: 2).digests == first.digests, "two cores gave other bytes")
    #expect(try run(name, inputs, sample, cores: 3).digests == first.digests, "three cores gave other bytes")
    let tool = try declaration(name)
    for output in tool.outputs where !output.isOptional { #expect(first.outputs[output.name] != nil) }
  }

  /// A trap would end the process, and with it this suite: what comes back is a result or a sentence.
  @Test(arguments: tools) func `takes any data, or says what is wrong with them`(name: String) throws {
    let sample = try ToolSample.sample(of: name)
    let inputs = try sample.inputs()
    for (what, input, value) in try sample.subjects() {
      do {
        for message in try run(name, inputs.merging([input: value]) { $1 }, sample).messages {
          #expect(message.utf8.count < 4000, "of \(what) '\(name)' remarks \(message.prefix(200))")
        }
      } catch {
        let sentence = (error as? ToolError)?.message ?? "\(error)"
        #expect(sentence.utf8.count > 10 && sentence.utf8.count < 4000, "of \(what) '\(name)' says \(sentence.prefix(200))")
        #expect(!sentence.hasSuffix("."), "of \(what) '\(name)' says '\(sentence.prefix(200))': a message has no full stop")
      }
    }
  }

  /// Models that were damaged are refused, whichever byte it was.
  @Test(arguments: ["model.predict", "model.evaluate", "model.transform"]) func `refuses damaged models`(name: String) throws {
    let sample = try ToolSample.sample(of: name)
    let inputs = try sample.inputs()
    let tool = try declaration(name)
    let input = try #require(tool.inputs.first { $0.kind.isModel }).name
    let store = MemoryStore()
    let bytes = try store.store(try #require(inputs[input])).withBytes { Array($0) }
    let kind = try #require(inputs[input]).kind
    let data = try store.store(try #require(inputs["data"]))
    let arguments = try tool.arguments(given: [])
    for place in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 300)) {
      var damaged = bytes
      damaged[place] ^= 0x55
      let artifact = StoredArtifact(kind: kind, digest: "", source: MemoryBytes(damaged))
      _ = try? tool.makeInvocation(arguments).run(["data": [data], input: [artifact]], RunContext(catalogue: builtInTools))
      let cut = StoredArtifact(kind: kind, digest: "", source: MemoryBytes(Array(bytes.prefix(place))))
      #expect(throws: (any Error).self) {
        try tool.makeInvocation(arguments).run(["data": [data], input: [cut]], RunContext(catalogue: builtInTools))
      }
    }
  }
}

private func isSnakeCase(_ name: String) -> Bool {
  guard let first = name.utf8.first, (0x61...0x7A).contains(first) else { return false }
  return name.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "_") }
}

private func isSentence(_ text: String) -> Bool { text.count > 3 && text.hasSuffix(".") && !text.contains("\n") }
