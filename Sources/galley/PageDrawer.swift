import ArgumentParser
import Execution
import Glibc
import Literate
import Reporting
import Tooling

/// Draws a notebook's report, unless the page at its place is the one already.
struct PageDrawer {
  let notebook: NotebookFile
  let store: Store
  let report: String
  let templates: [String: String]
  let audience: Audience?
  let theme: String?
  /// What stands behind `galley run` to run it in the same way.
  let words: [String]

  /// - Parameter templateFolder: files that stand in for the built-in templates.
  init(
    notebook: NotebookFile, store: Store, report: String, templateFolder: String?, parameters: ParameterOptions, audience: Audience? = nil,
    theme: String? = nil
  ) throws {
    words = parameters.words
    self.audience = audience
    self.theme = theme
    self.notebook = notebook
    self.store = store
    self.report = report
    var templates: [String: String] = [:]
    if let templateFolder {
      for (name, _) in Report.templateTexts() {
        if let bytes = try? FileSystem.read("\(templateFolder)/\(name)") { templates[name] = String(decoding: bytes, as: UTF8.self) }
      }
      if templates.isEmpty {
        throw ValidationError("'\(templateFolder)' holds none of \(Report.templateTexts().map(\.name).joined(separator: ", "))")
      }
    }
    self.templates = templates
  }

  /// Draws the page and says whether it had to be.
  @discardableResult
  func draw(_ outcome: RunOutcome, stale: [Int: String] = [:]) throws -> Bool {
    let isReproducible = environmentVariable("SOURCE_DATE_EPOCH") != nil
    let images = Report.imagePaths(of: notebook.plan.document)
    // Read here in pieces, and one at a time where they are drawn: a page may hold more of them than memory should.
    let digests = images.map { path in notebook.imageFile(path).flatMap { try? FileSystem.digest(of: $0) } }
    var facts: [(name: String, value: String)] = []
    if !isReproducible {
      facts = [("Processor", Host.processor), ("Cores", String(Host.coreCount)), ("System", systemName())]
    }
    var drawing = [Galley.release, Report.version, notebook.name, isReproducible ? "reproducible" : "", String(stale.count)]
    drawing += Report.templateTexts(overriding: templates).flatMap { [$0.name, Digest.of($0.text.utf8)] }
    drawing += words
    drawing += facts.flatMap { [$0.name, $0.value] }
    drawing += zip(images, digests).flatMap { [$0, $1 ?? "none"] }
    drawing += [audience?.rawValue ?? "", theme ?? ""]
    let formulas = Report.formulas(of: notebook.plan.document)
    let converter = formulas.isEmpty ? nil : KaTeX()
    drawing += formulaDrawing(formulas, converter)
    let key = Store.pageKey(of: outcome, stale: stale, drawing: drawing)
    if store.hasPage(key, at: report) { return false }

    let drawn = draw(formulas, with: converter)
    let options = ReportOptions(
      templates: templates, isReproducible: isReproducible, staleSteps: Set(stale.keys), audience: audience, theme: theme,
      formulas: drawn.converted, remarks: drawn.remarks,
      image: { [notebook] path in images.contains(path) ? notebook.image(path).map { ReportOptions.EmbeddedImage(bytes: $0) } : nil })
    let environment = ReportEnvironment(
      notebook: notebook.name, version: Galley.release, facts: facts, commands: ["galley check", "galley run"].map { command in
        ([command, notebook.name] + words.map(\.shellWord)).joined(separator: " ")
      })
    var sink = try FileSink(path: report)
    try Report(outcome: outcome, artifacts: store, environment: environment, options: options).write(to: &sink)
    try sink.finish()
    // Without the note the page is drawn again next time.
    try? store.notePage(key, at: report)
    return true
  }

  private func systemName() -> String {
    var name = utsname()
    guard uname(&name) == 0 else { return "unknown" }
    func text<T>(_ field: T) -> String {
      withUnsafeBytes(of: field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
    return "\(text(name.sysname)) \(text(name.release)) \(text(name.machine))"
  }
}

extension NotebookFile {
  /// Where an image inside the notebook's folder lies; nil for one elsewhere.
  fileprivate func imageFile(_ path: String) -> String? {
    guard !path.contains("://"), !path.hasPrefix("/"), !path.split(separator: "/").contains("..") else { return nil }
    return "\(folder)/\(path)"
  }

  /// Its bytes; nil for one elsewhere or unreadable.
  fileprivate func image(_ path: String) -> [UInt8]? { imageFile(path).flatMap { try? FileSystem.read($0) } }
}

extension String {
  /// As one word of a shell's command.
  fileprivate var shellWord: String {
    let plain = utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
      default: "-_./=:,@%+".utf8.contains(byte)
      }
    }
    return plain && !isEmpty ? self : "'\(replacing("'", with: "'\\''"))'"
  }
}
