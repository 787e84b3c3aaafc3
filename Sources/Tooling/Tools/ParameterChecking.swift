/// A tool that has something to say of its parameters as they stand together, which no single declaration tells: names that must be names
/// elsewhere, parameters that exclude each other or are given for nothing.
///
/// A notebook's plan asks it, for steps and for stages of pipelines, before anything runs. Where a value is known only as the step runs, the
/// step asks once more, and the first error is what it fails with. So what is said here is said in one place.
public protocol ParameterChecking: Tool {
  /// What is wrong with the parameters, and what has no effect. Inputs, and in a pipeline the columns' roles, hold placeholders.
  ///
  /// - Parameter given: the names of the parameters that the author wrote; empty where that is not known.
  func problems(given: Set<String>) -> [ParameterProblem]
}

/// What a tool finds wrong with its parameters, or of no effect.
public struct ParameterProblem: Sendable, Hashable {
  public var severity: Diagnostic.Severity
  public var message: String
  public var remedy: String?
  /// The parameter, or a part of it: `alphas`, `alphas[2]`, `voting_weights.linear`.
  public var path: String
  /// Whether the name that stands there is meant, not the value under it.
  public var isOfName: Bool

  public init(_ severity: Diagnostic.Severity, _ message: String, remedy: String? = nil, at path: String, isOfName: Bool = false) {
    self.severity = severity
    self.message = message
    self.remedy = remedy
    self.path = path
    self.isOfName = isOfName
  }

  public static func error(_ message: String, remedy: String? = nil, at path: String, isOfName: Bool = false) -> Self {
    Self(.error, message, remedy: remedy, at: path, isOfName: isOfName)
  }

  /// That `name` is given for nothing: `ignored("n_alphas", "beside 'alphas'")`.
  public static func ignored(_ name: String, _ reason: String, remedy: String = "leave it out") -> Self {
    Self(.warning, "'\(name)' has no effect \(reason)", remedy: remedy, at: name, isOfName: true)
  }
}

extension Tool {
  /// The tool's own check of `arguments`, in which inputs and what is not there hold placeholders.
  static func problems(_ arguments: TypedValue, given: Set<String>) -> [ParameterProblem] {
    do {
      return (try Self(from: ArgumentDecoder(value: arguments, isStage: true)) as? any ParameterChecking)?.problems(given: given) ?? []
    } catch {
      // A value that its type cannot hold says so by itself; without a place it is left to the run.
      guard let error = error as? ToolError, let parameter = error.parameter else { return [] }
      return [.error(error.message, remedy: error.remedy, at: parameter)]
    }
  }

  /// - Throws: `ToolError` where the tool's own check finds a mistake.
  func requireSoundParameters() throws(ToolError) {
    guard let problem = (self as? any ParameterChecking)?.problems(given: []).first(where: { $0.severity == .error }) else { return }
    throw ToolError(problem.message, remedy: problem.remedy, parameter: problem.path)
  }
}
