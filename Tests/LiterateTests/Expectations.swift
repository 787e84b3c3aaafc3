import Literate
import Testing
import Tooling

/// Holds that a notebook's diagnostics, as a terminal shows them, are `expected` to the letter.
func expectDiagnostics(of notebook: String, _ expected: String, sourceLocation: SourceLocation = #_sourceLocation) {
  let plan = Plan(notebook: notebook, catalogue: SampleCatalogue.catalogue)
  let printer = DiagnosticPrinter(file: "n.md", source: plan.source)
  var text = plan.diagnostics.map(printer.text).joined()
  if text.hasSuffix("\n") { text.removeLast() }
  #expect(text == expected, sourceLocation: sourceLocation)
}

/// The plan of a notebook's text below a front matter of four lines.
func plan(_ body: String, parameters: [String: TypedValue] = [:]) -> Plan {
  Plan(notebook: "---\ntitle: T\n---\n\(body)", catalogue: SampleCatalogue.catalogue, parameters: parameters)
}
