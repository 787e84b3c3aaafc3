/// Draws diagnostics as compilers do: place, sentence, the source line, a caret, the remedy.
///
///     breast-cancer.md:24:1: error: 'table.read' has no parameter 'pth'; did you mean 'path'?
///        24 | pth: data/wdbc.csv
///           | ^~~
///       help: …
public struct DiagnosticPrinter: Sendable {
  public var file: String
  public var usesColour: Bool
  private let lines: [Substring.UTF8View.SubSequence]

  /// - Parameter source: the notebook's text, for the lines that are shown.
  public init(file: String, source: String, usesColour: Bool = false) {
    self.file = file
    self.usesColour = usesColour
    self.lines = source.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
  }

  public func text(_ diagnostic: Diagnostic) -> String {
    var place = file
    if let start = diagnostic.range?.start { place += ":\(start.line):\(start.column)" }
    let severity = diagnostic.severity.rawValue
    var text = "\(bold(place + ":")) \(coloured(severity + ":", diagnostic.severity)) \(diagnostic.message.printable)\n"
    if let range = diagnostic.range, let line = line(range.start.line) {
      let number = String(range.start.line)
      let margin = String(repeating: " ", count: max(5, number.count))
      text += "\(margin.dropLast(number.count))\(number) | \(line.printable)\n"
      text += "\(margin) | \(coloured(caret(under: line, range), diagnostic.severity))\n"
    }
    if let remedy = diagnostic.remedy { text += "  help: \(remedy.printable)\n" }
    return text
  }

  private func line(_ number: Int) -> String? {
    guard lines.indices.contains(number - 1) else { return nil }
    var bytes = lines[number - 1]
    if bytes.last == UInt8(ascii: "\r") { bytes = bytes.dropLast() }
    let line = String(Substring(bytes))
    return line.utf8.count > 240 ? String(line.prefix(200)) + "…" : line
  }

  /// A caret under the byte column; tabs before it are kept, so that the terminal lines them up.
  private func caret(under line: String, _ range: SourceRange) -> String {
    let before = String(decoding: line.utf8.prefix(max(0, range.start.column - 1)), as: UTF8.self)
    let under = String(decoding: line.utf8.dropFirst(max(0, range.start.column - 1)).prefix(max(1, range.length)), as: UTF8.self)
    let indent = String(before.map { $0 == "\t" ? "\t" : " " })
    return indent + "^" + String(repeating: "~", count: max(0, under.count - 1))
  }

  private func bold(_ text: String) -> String { usesColour ? "\u{1B}[1m\(text)\u{1B}[0m" : text }

  private func coloured(_ text: String, _ severity: Diagnostic.Severity) -> String {
    guard usesColour else { return text }
    let code = switch severity { case .error: "31"; case .warning: "33"; case .note: "36" }
    return "\u{1B}[1;\(code)m\(text)\u{1B}[0m"
  }
}
