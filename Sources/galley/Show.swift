import ArgumentParser
import Execution
import Glibc
import Literate
import Tabular
import Tooling

struct Show: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show what a step gave, or write it to a file.",
    discussion: """
      Tables are converted by the file's suffix (.csv, .tsv, .json, .npy), matrices too; another suffix writes the artifact's own bytes. \
      Without '--to', tables are printed as CSV, metrics, figures and text as they are, and a step with several outputs as a list.
      """)

  @ArgumentParser.Argument(help: "The notebook.", completion: .file(extensions: ["md"])) var notebook: String
  @ArgumentParser.Argument(help: "The step, or one of its outputs: 'forest.importances'.") var output: String
  @Option(help: ArgumentHelp("Write it to this file.", valueName: "file"), completion: .file()) var to: String?
  @Option(parsing: .singleValue, help: ArgumentHelp("Let the notebook read this folder too.", valueName: "dir"), completion: .directory) var allow: [String] = []
  @OptionGroup var parameters: ParameterOptions
  @OptionGroup var store: StoreOption

  func run() throws {
    let file = try NotebookFile.all([notebook], parameters)[0]
    let (name, wanted) = split(output, file)
    let place = try file.place(of: name)
    let store = store.look(in: file.folder)
    var options = RunOptions()
    options.allowed = allow
    let engine = file.engine(store, options)
    let (outcome, stale) = engine.recall()
    let step = outcome.steps[place]
    if let why = stale[place] { Terminal.say("note: this is the last run's result, and it is stale: \(why)") }
    guard !step.outputs.isEmpty else {
      Terminal.say("galley: '\(name)' has no result; run the notebook first")
      throw ExitCode.stepFailed
    }
    guard let chosen = wanted ?? file.plan.steps[place].tool.mainOutput?.name ?? (to == nil ? nil : step.outputs.first?.name) else {
      for output in step.outputs { writeResult("\(name).\(output.name)  \(output.kind.rawValue)  \(output.byteCount) bytes  \(output.digest)") }
      return
    }
    guard let artifact = step.output(chosen) else {
      throw ValidationError("'\(name)' has no output '\(chosen)'\(didYouMean(chosen, among: step.outputs.map(\.name)))")
    }
    let stored = try store.artifact(artifact)
    if let to {
      try Export(stored).write(to: to)
      return
    }
    try show(stored, artifact)
  }

  private func split(_ text: String, _ file: NotebookFile) -> (step: String, output: String?) {
    if file.plan.step(text) != nil { return (text, nil) }
    guard let dot = text.lastIndex(of: ".") else { return (text, nil) }
    return (String(text[..<dot]), String(text[text.index(after: dot)...]))
  }

  private func show(_ artifact: StoredArtifact, _ reference: ArtifactReference) throws {
    var out = StandardOutput()
    switch artifact.kind {
    case .table:
      try Table(artifact).writeDelimited(to: &out)
    case .metrics, .figure, .text, .collection, .folder:
      try artifact.withBytes { try out.write(Array((String(decoding: $0, as: UTF8.self).trimmingNewline + "\n").utf8)) }
    default:
      writeResult("\(reference.kind.rawValue)  \(reference.byteCount) bytes  \(reference.digest)")
    }
  }
}

/// Results as they are; on a terminal, without what would steer it.
private struct StandardOutput: ByteSink {
  private let isTerminal = isatty(1) == 1

  mutating func write(_ bytes: UnsafeRawBufferPointer) throws {
    guard isTerminal else { return writeResult(bytes) }
    Array(String(decoding: bytes, as: UTF8.self).printable.utf8).withUnsafeBytes(writeResult)
  }

  mutating func write(_ bytes: [UInt8]) throws { try bytes.withUnsafeBytes { try write($0) } }
}

extension String {
  fileprivate var trimmingNewline: String { hasSuffix("\n") ? String(dropLast()) : self }
}
