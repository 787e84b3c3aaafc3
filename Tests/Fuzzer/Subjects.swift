import Catalogue
import Execution
import LinearAlgebra
import Literate
import Reporting
import Tabular
import TestSupport
import Tooling

/// A reader, and what its inputs are made of.
struct Subject: Sendable {
  var name: String
  /// Pieces of the language, where it has words.
  var pieces: [String] = []
  /// Reads bytes of any sense. An error is as good as a value; it must come back.
  var read: @Sendable ([UInt8]) -> Void

  static let all: [Subject] = [
    Subject(name: "notebook", pieces: notebookPieces, read: readNotebook),
    Subject(name: "parameters", pieces: notebookPieces) { _ = ParameterFile($0) },
    Subject(name: "expression", pieces: expressionPieces, read: readExpression),
    Subject(name: "csv", pieces: [",", ";", "\"", "\"\"", "\n", "\r\n", "\t", "NA", "1e999", "-0", "2024-01-01", "\u{FEFF}"], read: readDelimited),
    Subject(name: "table", read: readTable),
    Subject(name: "matrix", pieces: ["'descr'", "<f8", "(1,", "99999999999", "True"]) { _ = try? Matrix(artifact(.matrix, $0)) },
    Subject(name: "model", read: readModel),
    Subject(name: "metrics", pieces: jsonPieces) { _ = try? Metrics(artifact(.metrics, $0)) },
    Subject(name: "figure", pieces: jsonPieces + figurePieces, read: readFigure),
    Subject(name: "record", pieces: jsonPieces) { _ = RunRecord(id: "fuzz", $0) },
    Subject(name: "canonical", read: readCanonical),
  ]

  private static let notebookPieces = [
    "```", "~~~", "{", "}", "```{table.read x}\n", "```\n", "---\n", "#| ", "each: $x\n", "$", "$$", "\\(", "`", "|", "> ", "- ", "1. ", "\t", "    ",
    "\n\n", "\r\n", "[^1]", "<!--", "<div>", "[!tip]", "&a ", "*a ", "!!str ", "<<: ", "'", "\"", ": ", " #", "é", "\u{85}", "\u{2028}", "\u{0}",
    "\u{1B}[31m", "{expect}", "{quiz}", "±", "~=", "[", "((((", "- - - -", "${each.", "\u{E000}",
  ]
  private static let expressionPieces = [
    "(", ")", "and ", "or ", "not ", " in [", "]", "is missing", "`", "'", "''", "$a.b", "['", "^", "%", "-", "1e9", "if(", "matches(", "(a+)+$", "±", "~=", "é",
  ]
  private static let jsonPieces = ["{", "}", "[", "]", "\"", ":", ",", "null", "1e999", "-", "\\u", "\\ud800", "true", "[[[[[[[["]
  private static let figurePieces = [
    "\"layer\":", "\"mark\":", "\"encoding\":", "\"field\":", "\"type\":\"quantitative\"", "\"bin\":true", "\"scale\":{\"type\":\"log\"}",
  ]

  private static func artifact(_ kind: Kind, _ bytes: [UInt8]) -> StoredArtifact {
    StoredArtifact(kind: kind, digest: String(repeating: "0", count: 64), source: MemoryBytes(bytes)) { _ in
      StoredArtifact(kind: .table, digest: "", source: MemoryBytes(try figureTable.arrowBytes()))
    }
  }

  private static let figureTable: Table = {
    (try? Table([
      Column("x", .number([1, 2, .nan, .infinity])), Column("y", .number([0, -1, 1e300, 1e-300])),
      Column("kind", .text(TextValues(["a", "b", "", "é"]))),
    ])) ?? Table.placeholder
  }()

  private static func readNotebook(_ bytes: [UInt8]) {
    let plan = Plan(notebook: bytes, catalogue: builtInTools)
    let printer = DiagnosticPrinter(file: "n.md", source: plan.source)
    for diagnostic in plan.diagnostics { _ = printer.text(diagnostic) }
    var page = ByteBuffer()
    try? Report(outcome: RunOutcome(plan: plan), artifacts: NoArtifacts(), environment: ReportEnvironment(notebook: "n.md", version: "0")).write(to: &page)
    precondition(!page.bytes.contains(0x1B), "a terminal's escape is in the page")
  }

  private static func readExpression(_ bytes: [UInt8]) {
    guard let expression = try? Expression(parsing: String(decoding: bytes, as: UTF8.self)) else { return }
    _ = try? expression.evaluate { _ in .number(1) }
  }

  private static func readDelimited(_ bytes: [UInt8]) {
    guard let reading = try? DelimitedReader().read(bytes, cores: 1) else { return }
    _ = reading.table.rowCount
  }

  private static func readTable(_ bytes: [UInt8]) {
    guard let table = try? Table(artifact(.table, bytes)) else { return }
    for column in table.columns { for row in 0..<min(column.count, 100) { _ = column.values.typedValue(at: row) } }
  }

  /// The first byte says which member of a good archive the rest replaces; checksums are made anew, or they would be all that is
  /// tested. What can be read predicts.
  private static func readModel(_ bytes: [UInt8]) {
    guard let first = bytes.first, var members = model?.members, !members.isEmpty else { return }
    members[Int(first) % members.count].bytes = Array(bytes.dropFirst())
    var archive = ByteBuffer()
    guard let tool = builtInTools["model.predict"], (try? StoredZip(members: members).write(to: &archive)) != nil,
      let data = try? MemoryStore().store(figureTable)
    else { return }
    let whole = artifact(.classifier, archive.bytes)
    _ = try? tool.makeInvocation(try tool.arguments(given: [])).run(["model": [whole], "data": [data]], RunContext(catalogue: builtInTools))
  }

  private static let model: StoredZip? = {
    let path = #filePath.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" } + "/Models/forest.zip"
    return (try? readFile(path)).flatMap { bytes in bytes.withUnsafeBytes { try? StoredZip($0) } }
  }()

  private struct NoArtifacts: ArtifactSource {
    func artifact(_ reference: ArtifactReference) throws -> StoredArtifact { throw ToolError("there is none") }
  }

  private static func readFigure(_ bytes: [UInt8]) {
    guard let figure = try? Figure(artifact(.figure, bytes)) else { return }
    _ = try? FigureRenderer.svg(of: figure, size: .full, alt: "", identifier: "f")
  }

  private static func readCanonical(_ bytes: [UInt8]) {
    var buffer = MessageBuffer()
    bytes.withUnsafeBytes { buffer.append($0) }
    while let message = try? buffer.next() { _ = message }
    guard let value = CanonicalDecoder.decode(bytes[...]) else { return }
    _ = Preimage(value)
    _ = WorkerReply(value)
  }
}
