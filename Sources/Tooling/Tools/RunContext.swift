import LinearAlgebra
import Synchronization

/// What a tool may ask for and say while it runs.
public final class RunContext: Sendable {
  /// How many cores the tool may use. The outputs must not depend on it.
  public let cores: Int
  /// The tools that a pipeline's stages name.
  public let catalogue: ToolCatalogue
  /// What the store can give to a tool that brings files from elsewhere.
  public let supply: FileSupply?
  private let report: @Sendable (_ fraction: Double?, _ text: String) -> Void
  private let tell: @Sendable (_ text: String) -> Void
  private let isCancelled: @Sendable () -> Bool
  private let said = Mutex(Said())

  private struct Said {
    var remarks: [Remark] = []
    var console = ""
    var isConsoleFull = false
  }

  /// The most that a step's console keeps, in bytes.
  static let consoleLimit = 1 << 20

  /// - Parameters:
  ///   - supply: nil where there is no store.
  ///   - progress: told how far the work is.
  ///   - console: told what is printed, as it is printed.
  public init(
    cores: Int = 1, catalogue: ToolCatalogue = ToolCatalogue([]), supply: FileSupply? = nil,
    progress: @escaping @Sendable (_ fraction: Double?, _ text: String) -> Void = { _, _ in },
    console: @escaping @Sendable (_ text: String) -> Void = { _ in },
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) {
    self.cores = max(1, cores)
    self.catalogue = catalogue
    self.supply = supply
    self.report = progress
    self.tell = console
    self.isCancelled = isCancelled
  }

  /// Something for the author to know, kept with the result and shown whenever the result is.
  public func warn(_ message: String, remedy: String? = nil, parameter: String? = nil) {
    remark(Remark(.warning, message, remedy: remedy, parameter: parameter))
  }

  public func note(_ message: String, parameter: String? = nil) { remark(Remark(.note, message, parameter: parameter)) }

  public func remark(_ remark: Remark) {
    said.withLock { if !$0.remarks.contains(remark) { $0.remarks.append(remark) } }
  }

  /// A line for the step's console, which keeps the first MiB.
  public func print(_ line: String) {
    let text: String? = said.withLock { said in
      if said.isConsoleFull { return nil }
      said.isConsoleFull = said.console.utf8.count + line.utf8.count > Self.consoleLimit
      let text = said.isConsoleFull ? "(what was printed from here on is left out)\n" : line + "\n"
      said.console += text
      return text
    }
    if let text { tell(text) }
  }

  /// How far the work is (0 to 1; nil where that is unknown) and what it is at.
  public func progress(_ fraction: Double?, _ text: String) {
    // What is no number is not known.
    report(fraction.flatMap { $0.isFinite ? max(0, min(1, $0)) : nil }, text)
  }

  /// Throws where the run was interrupted: long loops call it now and then.
  public func checkCancellation() throws {
    if isCancelled() { throw CancellationError() }
  }

  /// Does the pieces 0..<`count` of the tool's work, several at a time, and gives what they came to in their order. What a piece remarks is kept
  /// in the pieces' order, what it prints is not, and how far all of them are is told as `progress`.
  ///
  /// - Parameters:
  ///   - what: a piece, in words: `fold`.
  ///   - body: given a context of the piece's own.
  /// After a failure no later piece is begun; those before it are all done, so that which failure is told is no matter of chance.
  ///
  /// - Throws: what the first of the pieces that failed threw.
  public func mapPieces<Value: Sendable>(
    _ count: Int, _ what: String, _ body: @Sendable (_ piece: Int, _ context: RunContext) throws -> Value
  ) throws -> [Value] {
    let done = Mutex(0)
    let firstFailure = Atomic<Int>(count)
    let pieces = LinearAlgebra.mapPieces(count, cores: cores) { piece -> (Result<Value, any Error>, [Remark]) in
      if piece > firstFailure.load(ordering: .relaxed) { return (.failure(CancellationError()), []) }
      let context = RunContext(cores: max(1, cores / min(count, cores)), catalogue: catalogue, supply: supply, console: { _ in }, isCancelled: isCancelled)
      let result = Result {
        try context.checkCancellation()
        return try body(piece, context)
      }
      if case .failure = result { firstFailure.min(piece, ordering: .relaxed) }
      // Told under the lock, so that it never goes back.
      done.withLock { done in
        done += 1
        progress(Double(done) / Double(count), "\(what) \(done) of \(count)")
      }
      return (result, context.remarks)
    }
    for remark in pieces.flatMap(\.1) { self.remark(remark) }
    return try pieces.map { try $0.0.get() }
  }

  public var remarks: [Remark] { said.withLock { $0.remarks } }
  public var console: String { said.withLock { $0.console } }
}

/// What lies in the store, for tools that bring files from elsewhere: what is there already is not brought again.
public struct FileSupply: Sendable {
  /// The file of a SHA-256 and a size in bytes, where the store has it whole.
  public var stored: @Sendable (_ sha256: String, _ byteCount: Int) -> (any ByteSource)?
  /// A folder for files that are on their way. What is left there is found by the next run.
  public var folder: String

  public init(folder: String, stored: @escaping @Sendable (_ sha256: String, _ byteCount: Int) -> (any ByteSource)?) {
    self.stored = stored
    self.folder = folder
  }
}

/// A diagnostic of a result. Its place is a parameter's name, since a result outlives the lines that asked for it.
public struct Remark: Sendable, Hashable {
  public var severity: Diagnostic.Severity
  public var message: String
  public var remedy: String?
  public var parameter: String?

  public init(_ severity: Diagnostic.Severity, _ message: String, remedy: String? = nil, parameter: String? = nil) {
    self.severity = severity
    self.message = message
    self.remedy = remedy
    self.parameter = parameter
  }
}
