import Tooling

// What can be wrong with what a notebook asks for: options, references, values, quizzes, cycles.

extension Diagnostic {
  // MARK: Options

  static func unknownOption(_ key: String, among names: [String], at range: SourceRange) -> Self {
    .error(
      "'#|' lines have no option '\(key)'\(didYouMean(key, among: names))", at: range,
      remedy: nearName(to: key, among: names) == nil ? "they take \(names.joined(separator: ", "))" : nil)
  }

  static func unknownColumnKey(_ key: String, among names: [String], at range: SourceRange) -> Self {
    .error(
      "a column is not shown by '\(key)'\(didYouMean(key, among: names))", at: range,
      remedy: nearName(to: key, among: names) == nil ? "write \(names.joined(separator: ", "))" : nil)
  }

  static func scriptOption(_ key: String, at range: SourceRange) -> Self {
    .error("'\(key)' belongs to script steps, which are not supported by this release", at: range, remedy: "remove the line")
  }

  static func optionsAreNoMapping(_ node: SourceNode) -> Self {
    .error("'#|' lines must be a mapping, not \(node.typeName)", at: node.range, remedy: "write '#| name: value'")
  }

  static func unknownOutput(_ name: String, of tool: ToolDeclaration, at range: SourceRange) -> Self {
    let names = tool.outputs.map(\.name)
    return .error(
      "'\(tool.name)' has no output '\(name)'\(didYouMean(name, among: names))", at: range,
      remedy: nearName(to: name, among: names) == nil ? outputs(names) : nil)
  }

  static func saveNeedsOutput(_ tool: ToolDeclaration, at range: SourceRange) -> Self {
    .error(
      "'\(tool.name)' has several outputs and no main one", at: range,
      remedy: "write 'save: {\(tool.outputs.first?.name ?? "output"): results/x.csv}'; \(outputs(tool.outputs.map(\.name)))")
  }

  private static func outputs(_ names: [String]) -> String {
    names.isEmpty ? "it has no outputs" : "its outputs are \(names.joined(separator: ", "))"
  }

  // MARK: References

  static func noStep(_ name: String, among names: [String], at range: SourceRange) -> Self {
    let near = nearName(to: name, among: names)
    let some = names.count > 12 ? names.prefix(12).joined(separator: ", ") + ", …" : names.joined(separator: ", ")
    return .error(
      "no step is called '\(name)'\(near.map { "; did you mean '\($0)'?" } ?? "")", at: range,
      remedy: near != nil ? nil : names.isEmpty ? "give the step its name in the braces: {family.tool \(name)}" : "the steps are \(some)")
  }

  static func noMainOutput(_ reference: Reference, _ tool: ToolDeclaration, at range: SourceRange) -> Self {
    let names = tool.outputs.map(\.name)
    return .error(
      names.isEmpty ? "'\(reference)' has no outputs" : "'\(reference)' has several outputs and no main one", at: range,
      remedy: names.isEmpty ? nil : "write \(oneOf(names.map { "$\(reference.root).\($0)" }))")
  }

  static func noOutput(_ name: String, of reference: Reference, _ tool: ToolDeclaration, at range: SourceRange) -> Self {
    let names = tool.outputs.map(\.name)
    let message = "'$\(reference.root)' has no output '\(name)'"
    for output in tool.outputs where output.field(at: reference.path) == .declared {
      return .error(
        "\(message); did you mean '\(Reference(root: reference.root, path: [output.name] + reference.path))'?", at: range)
    }
    let near = nearName(to: name, among: names)
    return .error(
      message + (near.map { "; did you mean '\(Reference(root: reference.root, path: [$0] + reference.path.dropFirst()))'?" } ?? ""),
      at: range, remedy: near == nil ? outputs(names) : nil)
  }

  static func noField(_ reference: Reference, part: Int, among names: [String], at range: SourceRange) -> Self {
    let path = reference.path
    let holder = Reference(root: reference.root, path: Array(path.prefix(part + 1)))
    let field = path.indices.contains(part + 1) ? path[part + 1] : ""
    let near = nearName(to: field, among: names)
    return .error(
      "'\(holder)' has no field '\(field)'"
        + (near.map { "; did you mean '\(Reference(root: reference.root, path: path.prefix(part + 1) + [$0] + path.dropFirst(part + 2)))'?" } ?? ""),
      at: range,
      remedy: near != nil ? nil : names.isEmpty ? "it has no fields" : "its fields are \(names.joined(separator: ", "))")
  }

  static func isNoValue(_ reference: Reference, _ output: OutputDeclaration, full: Reference, at range: SourceRange) -> Self {
    let fields = (output.kind == .table ? FieldDeclaration.ofTables : output.fields).map(\.name)
    return .error(
      "'\(reference)' is \(output.kind.phrase) and not a single value", at: range,
      remedy: fields.isEmpty
        ? nil : "name a field: \(oneOf(fields.prefix(4).map { Reference(root: full.root, path: full.path + [$0]).description }))")
  }

  static func isNoArtifact(_ reference: Reference, _ input: InputDeclaration, at range: SourceRange, output: Reference) -> Self {
    .error("'\(input.name)' must be \(input.kind.phrase), not a field of one", at: range, remedy: "write \(output)")
  }

  static func wrongKind(_ reference: Reference, _ offered: Kind, _ input: InputDeclaration, fitting: [String], at range: SourceRange) -> Self {
    .error(
      "'\(input.name)' must be \(input.kind.phrase), not '\(reference)', which is \(offered.phrase)", at: range,
      remedy: fitting.isEmpty ? nil : "write \(oneOf(fitting))")
  }

  static func ofEveryElement(_ reference: Reference, at range: SourceRange) -> Self {
    .error(
      "'$\(reference.root)' runs once for each element, so '\(reference)' is a collection and has no single value", at: range,
      remedy: "gather it with a tool that takes a collection")
  }

  static func eachOutside(_ reference: Reference, at range: SourceRange) -> Self {
    .error("'\(reference)' stands only in a step with '#| each: $table'", at: range)
  }

  static func eachNeedsColumn(_ reference: Reference, at range: SourceRange) -> Self {
    .error("'\(reference)' must name one column, as '$each.name'", at: range, remedy: "over a collection write $each.value")
  }

  static func eachIsNoArtifact(_ reference: Reference, _ input: InputDeclaration, at range: SourceRange) -> Self {
    .error(
      "'\(input.name)' must be \(input.kind.phrase), not '\(reference)', which is a cell of a table", at: range,
      remedy: "run the step over a collection, and write $each.value")
  }

  static func badEach(_ written: String, at range: SourceRange) -> Self {
    .refusal("each", "a reference to a table or a collection, such as '$samples'", not: written, at: range)
  }

  static func parameterAlone(_ reference: Reference, at range: SourceRange) -> Self {
    .error("'\(reference)' must name one parameter of the notebook, as '$params.name'", at: range)
  }

  static func noParameter(_ name: String, among names: [String], at range: SourceRange) -> Self {
    .error(
      "the notebook has no parameter '\(name)'\(didYouMean(name, among: names))", at: range,
      remedy: "declare it under 'params:' in the front matter")
  }

  static func cycle(_ names: [String], at range: SourceRange) -> Self {
    .error("these steps wait for one another: \(names.joined(separator: " → "))", at: range, remedy: "one of these references must go")
  }

  private static func oneOf(_ names: [String]) -> String {
    names.count < 2 ? names.joined() : names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
  }

  // MARK: Values, boxes and expectations

  static func unknownFilter(_ name: String, among names: [String], at range: SourceRange) -> Self {
    .error(
      "there is no filter '\(name)'\(didYouMean(name, among: names))", at: range,
      remedy: nearName(to: name, among: names) == nil ? "filters are \(names.joined(separator: ", "))" : nil)
  }

  static func filterNeedsDigits(_ name: String, _ written: String, at range: SourceRange) -> Self {
    .error(
      written.isEmpty ? "'\(name)' needs a number of digits" : "'\(name)' takes a number of digits in 0...15, not '\(written)'", at: range,
      remedy: "write '\(name) 1'")
  }

  static func filterTakesNothing(_ name: String, _ written: String, at range: SourceRange) -> Self {
    .error("'\(name)' takes nothing, not '\(written)'", at: range, remedy: "write '\(name)'")
  }

  static func unknownBox(_ kind: String, among names: [String], at range: SourceRange) -> Self {
    .warning(
      "there is no box '\(kind)'\(didYouMean(kind, among: names))", at: range,
      remedy: nearName(to: kind, among: names) == nil ? "boxes are \(names.joined(separator: ", "))" : nil)
  }

  static func emptyExpect(at range: SourceRange) -> Self {
    .error("this {expect} block expects nothing", at: range, remedy: "write one expression a line, such as $scores.metrics.accuracy >= 0.9")
  }

  static func columnInExpect(_ name: String, at range: SourceRange) -> Self {
    .error(
      "an {expect} block has no columns, so '\(name)' means nothing", at: range,
      remedy: "write $\(Reference.isName(name) ? name : "step.output") for a step's output, or '\(name)' in quotes for text")
  }

  // MARK: Quizzes

  static func quizIsNoMapping(_ node: SourceNode) -> Self {
    .error("a quiz must be a mapping, not \(node.typeName)", at: node.range, remedy: "write 'questions:' and a list below it")
  }

  static func quizNeedsQuestions(at range: SourceRange) -> Self {
    .error("a quiz needs 'questions'", at: range, remedy: "write 'questions:' and a list of {title, type, answers, correct}")
  }

  static func unknownQuizKey(_ key: String, of what: String, among names: [String], at range: SourceRange) -> Self {
    .error(
      "\(what) has no key '\(key)'\(didYouMean(key, among: names))", at: range,
      remedy: nearName(to: key, among: names) == nil ? "it takes \(names.joined(separator: ", "))" : nil)
  }

  static func questionNeeds(_ key: String, at range: SourceRange) -> Self {
    .error("a question needs '\(key)'", at: range, remedy: "write '\(key): …' in it")
  }

  static func correctIsNoAnswer(_ text: String, among answers: [String], at range: SourceRange) -> Self {
    .error(
      "'\(text)' is not among the answers\(didYouMean(text, among: answers))", at: range,
      remedy: nearName(to: text, among: answers) == nil ? "'correct' repeats an answer as it is written" : nil)
  }
}
