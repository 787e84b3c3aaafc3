import Tooling

/// Follows references to the steps that they name, checks kinds and fields, and finds what each step waits for.
struct ReferenceChecker {
  /// A reference from one step to another.
  struct Edge {
    var from: Int
    var to: Int
    var range: SourceRange
  }

  private let steps: [PlannedStep]
  private let places: [String: Int?]
  private let names: [String]
  private let parameters: [String: TypedValue]
  private let withBrokenEach: Set<Int>
  private(set) var diagnostics: [Diagnostic] = []
  private(set) var edges: [Edge] = []

  init(drafts: StepDrafts, parameters: [String: TypedValue]) {
    steps = drafts.steps
    places = drafts.places
    names = drafts.orderedNames
    withBrokenEach = drafts.withBrokenEach
    self.parameters = parameters
  }

  /// The steps with what they depend on.
  mutating func connect(_ drafts: [PlannedStep]) -> [PlannedStep] {
    drafts.enumerated().map { place, draft in
      let first = edges.count
      connect(draft, at: place)
      let needed = edges[first...].map(\.to)
      return draft.depending(on: needed.count < 2 ? needed : Set(needed).sorted())
    }
  }

  private mutating func connect(_ step: PlannedStep, at place: Int) {
    if let each = step.each { checkEach(each, of: place) }
    for input in step.binding.inputs {
      guard let declaration = step.tool.input(input.name) else { continue }
      for source in input.sources {
        switch source {
        case .reference(let reference, let range): checkInput(reference, at: range, for: declaration, of: place)
        case .path(let argument, _): checkArgument(argument, of: place)
        }
      }
    }
    for parameter in step.binding.parameters { checkArgument(parameter.argument, of: place) }
  }

  private mutating func checkArgument(_ argument: Argument, of place: Int) {
    for (reference, range) in argument.references { checkValue(reference, at: range, of: place) }
  }

  // MARK: Inputs

  private mutating func checkEach(_ each: PlannedStep.EachSource, of place: Int) {
    guard let target = target(of: each.reference, at: each.range, from: place) else { return }
    guard let (output, rest) = output(of: each.reference, target, at: each.range) else { return }
    let kind = steps[target].each == nil ? output.kind : .collection
    guard rest.isEmpty, kind == .table || kind == .collection else {
      let written = rest.isEmpty ? "'\(each.reference)', which is \(kind.phrase)" : "'\(each.reference)'"
      diagnostics.append(.badEach(written, at: each.range))
      return
    }
  }

  private mutating func checkInput(_ reference: Reference, at range: SourceRange, for input: InputDeclaration, of place: Int) {
    if reference.root == "each" {
      guard checkElement(reference, at: range, of: place) else { return }
      if !input.takesPath, eachKind(of: place) == .table { diagnostics.append(.eachIsNoArtifact(reference, input, at: range)) }
      return
    }
    guard let target = target(of: reference, at: range, from: place) else { return }
    guard let (output, rest) = output(of: reference, target, at: range) else { return }
    guard rest.isEmpty else {
      let whole = Reference(root: reference.root, path: Array(reference.path.dropLast(rest.count)))
      diagnostics.append(.isNoArtifact(reference, input, at: range, output: whole))
      return
    }
    let isCollection = steps[target].each != nil
    let offered = isCollection ? .collection : output.kind
    if input.kind.accepts(offered) { return }
    if input.isList, offered == .collection, !isCollection || input.kind.accepts(output.kind) { return }
    let fitting = isCollection ? [] : steps[target].tool.outputs.filter { input.kind.accepts($0.kind) }
      .map { Reference(root: reference.root, path: [$0.name]).description }
    diagnostics.append(.wrongKind(reference, offered, input, fitting: fitting, at: range))
  }

  // MARK: Values

  /// Checks a reference that stands for a single value: in a parameter, an expectation, or the prose (where `place` is nil).
  mutating func checkValue(_ reference: Reference, at range: SourceRange, of place: Int? = nil) {
    switch reference.root {
    case "params": checkParameter(reference, at: range)
    case "each":
      if let place { _ = checkElement(reference, at: range, of: place) } else { diagnostics.append(.eachOutside(reference, at: range)) }
    default:
      guard let target = target(of: reference, at: range, from: place) else { return }
      guard let (output, rest) = output(of: reference, target, at: range) else { return }
      let depth = reference.path.count - rest.count
      guard steps[target].each == nil else {
        diagnostics.append(.ofEveryElement(reference, at: range))
        return
      }
      guard !rest.isEmpty else {
        let full = Reference(root: reference.root, path: [output.name])
        diagnostics.append(.isNoValue(reference, output, full: full, at: range))
        return
      }
      if case .unknown(let part, let names) = output.field(at: rest) {
        diagnostics.append(.noField(reference, part: depth - 1 + part, among: names, at: range))
      }
    }
  }

  mutating func check(_ block: ExpectationBlock) {
    for expectation in block.expectations {
      expectation.expression.visit { part in
        guard case .reference(let reference, let place) = part else { return }
        let start = expectation.range.start
        checkValue(reference, at: SourceRange(line: start.line, column: start.column + place.offset, length: place.length))
      }
    }
  }

  private mutating func checkParameter(_ reference: Reference, at range: SourceRange) {
    guard let name = reference.path.first, reference.path.count == 1 else {
      diagnostics.append(.parameterAlone(reference, at: range))
      return
    }
    if parameters[name] == nil { diagnostics.append(.noParameter(name, among: parameters.keys.sorted(), at: range)) }
  }

  /// Whether `$each.column` may stand in a step; a refusal where not.
  private mutating func checkElement(_ reference: Reference, at range: SourceRange, of place: Int) -> Bool {
    guard steps[place].each != nil else {
      if withBrokenEach.contains(place) { return false }
      diagnostics.append(.eachOutside(reference, at: range))
      return false
    }
    guard reference.path.count == 1 else {
      diagnostics.append(.eachNeedsColumn(reference, at: range))
      return false
    }
    return true
  }

  /// What a step's `each` goes over, where that is known.
  private func eachKind(of place: Int) -> Kind? {
    guard let reference = steps[place].each?.reference, let target = places[reference.root] ?? nil else { return nil }
    if steps[target].each != nil { return .collection }
    let tool = steps[target].tool
    return reference.path.first.map { tool.output($0)?.kind } ?? tool.mainOutput?.kind
  }

  // MARK: Steps

  /// The step that a reference names, and the edge to it; nil and a mistake where there is none. A step whose tool is unknown
  /// has its own mistake already.
  private mutating func target(of reference: Reference, at range: SourceRange, from place: Int?) -> Int? {
    guard let found = places[reference.root] else {
      // A step does not mean itself.
      let own = place.flatMap { steps[$0].name }
      diagnostics.append(.noStep(reference.root, among: names.filter { $0 != own }, at: range))
      return nil
    }
    if let found, let place { edges.append(Edge(from: place, to: found, range: range)) }
    return found
  }

  /// The output that a reference means, and what of its path is left.
  private mutating func output(
    of reference: Reference, _ target: Int, at range: SourceRange
  ) -> (OutputDeclaration, rest: [String])? {
    let tool = steps[target].tool
    guard let name = reference.path.first else {
      if let main = tool.mainOutput { return (main, []) }
      diagnostics.append(.noMainOutput(reference, tool, at: range))
      return nil
    }
    guard let output = tool.output(name) else {
      diagnostics.append(.noOutput(name, of: reference, tool, at: range))
      return nil
    }
    return (output, Array(reference.path.dropFirst()))
  }
}
