import ArgumentParser
import Catalogue
import Execution
import Glibc
import Literate
import Tooling

/// A notebook on disk, and its plan.
struct NotebookFile {
  /// As the user wrote it.
  let path: String
  let plan: Plan

  /// Bytes that a notebook has at most: it is text that people write, and what is larger is something else.
  static let largest = 64 << 20

  /// Reads and plans a notebook, and tells its diagnostics.
  /// - Parameter parameters: values from outside for those of its front matter.
  /// - Throws: `ExitCode.noNotebook`.
  init(_ path: String, parameters: [String: TypedValue] = [:]) throws {
    self.path = path
    if parameters.isEmpty, let ahead = PlanAhead.take(path) {
      plan = ahead
    } else {
      let bytes: [UInt8]
      do { bytes = try FileSystem.read(path, limit: Self.largest) } catch {
        Terminal.say("galley: there is no notebook '\(path)' that can be read: \(error)")
        throw ExitCode.noNotebook
      }
      plan = Plan(notebook: bytes, catalogue: builtInTools, parameters: parameters)
    }
    for diagnostic in plan.diagnostics { print(diagnostic) }
  }

  /// Reads several notebooks; all diagnostics are told before anything else happens.
  /// - Throws: `ExitCode.mistakes` where any has errors.
  static func all(_ paths: [String], _ parameters: ParameterOptions) throws -> [NotebookFile] {
    let values = try parameters.values()
    let notebooks = try paths.map { try NotebookFile($0, parameters: values) }
    let mistakes = notebooks.reduce(0) { $0 + $1.plan.diagnostics.count { $0.severity == .error } }
    if mistakes > 0 {
      Terminal.say("\(counted(mistakes, "mistake")); nothing ran")
      throw ExitCode.mistakes
    }
    return notebooks
  }

  /// The file itself, absolute, links followed.
  var identity: String { (try? FileSystem.realPath(path)) ?? path }

  /// The files that the notebook names as inputs, absolute, links followed.
  var inputPaths: Set<String> {
    Set(plan.steps.flatMap(\.namedFiles).compactMap { file in
      try? FileSystem.realPath(file.path.hasPrefix("/") ? file.path : "\(folder)/\(file.path)")
    })
  }

  var name: String { path.split(separator: "/").last.map(String.init) ?? path }

  var folder: String { FileSystem.parent(of: path) }

  /// What runs the notebook, or tells what a run would do.
  func engine(
    _ store: Store, _ options: RunOptions, _ interruption: Interruption = Interruption(),
    observe: @escaping @Sendable (RunEvent) -> Void = { _ in }
  ) -> Engine {
    Engine(
      plan: plan, folder: folder, notebook: identity, store: store, catalogue: builtInTools, options: options,
      interruption: interruption, executor: WorkerPool(store: store, interruption: interruption), observe: observe)
  }

  func print(_ diagnostic: Diagnostic) { Terminal.put(text(diagnostic, usesColour: Terminal.usesColour)) }

  /// A diagnostic with its line and its place.
  func text(_ diagnostic: Diagnostic, usesColour: Bool = false) -> String {
    DiagnosticPrinter(file: path, source: plan.source, usesColour: usesColour).text(diagnostic)
  }
}

/// Where the store is: `--store`, `GALLEY_STORE`, or `.galley` beside the notebook.
struct StoreOption: ParsableArguments {
  @Option(name: .customLong("store"), help: ArgumentHelp("Where results are kept. Default: $GALLEY_STORE, or '.galley' beside the notebook.", valueName: "dir"), completion: .directory)
  var path: String?

  /// - Throws: `ExitCode.noStore`.
  func open(for notebook: NotebookFile) throws -> Store { try open(in: notebook.folder) }

  func open(in folder: String) throws -> Store {
    try usingStore { try Store(path: place(in: folder)) }
  }

  /// The store for a command that only looks: it makes none, and one that cannot be written serves as well. Where it can be, what is
  /// learnt of its files is kept.
  func look(in folder: String) -> Store {
    let place = place(in: folder)
    guard FileSystem.exists(place + "/tmp"), let store = try? Store(path: place) else { return Store(lookingInto: place) }
    return store
  }

  /// Where the store is for what stands in `folder`.
  func place(in folder: String) -> String {
    path ?? environmentVariable("GALLEY_STORE") ?? (folder == "." ? ".galley" : "\(folder)/.galley")
  }
}

/// Does what needs the store.
/// - Throws: `ExitCode.noStore` where it cannot be used, which is told.
func usingStore<Value>(_ body: () throws -> Value) throws -> Value {
  do { return try body() } catch {
    Terminal.say("galley: the store cannot be used: \(error)")
    throw ExitCode.noStore
  }
}

func environmentVariable(_ name: String) -> String? { getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 } }

/// Writes a result to standard output.
func writeResult(_ text: String) {
  // A program gets it as it is; on a terminal it is to steer nothing.
  let shown = isatty(1) == 1 ? text.printable : text
  Array((shown + "\n").utf8).withUnsafeBytes(writeResult)
}

/// Writes bytes of a result to standard output. Where they cannot be written the command fails; nobody would have the result.
func writeResult(_ bytes: UnsafeRawBufferPointer) {
  var rest = bytes
  while !rest.isEmpty {
    let count = write(1, rest.baseAddress, rest.count)
    if count < 0 && errno == EINTR { continue }
    if count <= 0 {
      Terminal.say("galley: standard output cannot be written: \(String(cString: strerror(errno)).lowercased())")
      exit(ExitCode.noStore.rawValue)
    }
    rest = UnsafeRawBufferPointer(rebasing: rest[count...])
  }
}
