import ArgumentParser
import Execution
import Literate
import Tooling

/// Parameters of the front matter, given from outside.
struct ParameterOptions: ParsableArguments {
  @Option(name: .customLong("set"), parsing: .singleValue, help: ArgumentHelp("Give a parameter of the front matter another value.", valueName: "name=value"))
  var settings: [String] = []
  @Option(name: .customLong("params"), help: ArgumentHelp("Take parameters from a YAML file; '--set' goes before it.", valueName: "file"), completion: .file(extensions: ["yaml", "yml", "json"]))
  var file: String?

  /// The values by name. Whether a notebook declares them, and as what, is its plan's to say.
  /// - Throws: `ValidationError` for words that are no setting; `ExitCode.mistakes` for a file with mistakes, which are told.
  func values() throws -> [String: TypedValue] {
    var values = try file.map(read) ?? [:]
    for setting in settings {
      guard let sign = setting.firstIndex(of: "="), sign != setting.startIndex else {
        throw ValidationError("'--set' takes 'name=value', not '\(setting)'")
      }
      values[String(setting[..<sign])] = .text(String(setting[setting.index(after: sign)...]))
    }
    return values
  }

  /// What to write behind a command to give the same parameters again.
  var words: [String] { (file.map { ["--params", $0] } ?? []) + settings.flatMap { ["--set", $0] } }

  private func read(_ path: String) throws -> [String: TypedValue] {
    let bytes: [UInt8]
    do { bytes = try FileSystem.read(path) } catch { throw ValidationError("'--params': \(error)") }
    let file = ParameterFile(bytes)
    let printer = DiagnosticPrinter(file: path, source: file.source, usesColour: Terminal.usesColour)
    for diagnostic in file.diagnostics { Terminal.put(printer.text(diagnostic)) }
    if !file.diagnostics.isEmpty { throw ExitCode.mistakes }
    return file.values
  }
}
