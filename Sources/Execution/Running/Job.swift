public import Tooling

/// One execution of a tool, in values that cross to other processes: names, parameters, digests.
public struct Job: Sendable {
  public enum Phase: Sendable {
    case run
    case expand
    /// What the sub-steps gave, by their names and their outputs'.
    case gather([String: [String: ArtifactReference]])
  }

  public var tool: ToolDeclaration
  /// Whole: defaults filled in.
  public var arguments: TypedValue
  public var inputs: [(name: String, artifacts: [JobInput])]
  public var phase: Phase = .run
  public var limits = Limits()

  /// What the job may use, apart from cores. It never enters a key.
  public struct Limits: Sendable {
    /// Bytes of memory, of the process that does the job.
    public var memory: Int?
    /// Seconds that the step was given.
    public var time: Double?
    /// When these are over.
    public var deadline: ContinuousClock.Instant?

    public init(memory: Int? = nil, time: Double? = nil) {
      self.memory = memory
      self.time = time
    }

    /// The limits of a job that begins now.
    func begun() -> Limits {
      var limits = self
      if deadline == nil { limits.deadline = time.map { .now + .seconds($0) } }
      return limits
    }
  }
}

/// What a job gave.
public struct JobOutcome: Sendable {
  /// In the store already; none for `expand`.
  public var outputs: [ArtifactReference] = []
  public var subSteps: [StoredSubStep] = []
  public var remarks: [Remark] = []
  public var console = ""
}

/// A sub-step as it leaves the tool that asked for it: the values that it made lie in the store.
public struct StoredSubStep: Sendable {
  public enum Source: Sendable {
    /// An input of the step that expands; `place` counts within an input that takes a list.
    case input(String, place: Int)
    /// An output of an earlier sibling.
    case output(of: String, String)
    case artifact(ArtifactReference)
  }

  public var name: String
  public var tool: String
  public var arguments: [TypedValue.Field]
  public var inputs: [(name: String, source: Source)]
  /// What of the parent its parameters come from, where they have another name there.
  public var origins: [String: String] = [:]

  /// The parent's parameter, or the part of it, that a part of a parameter comes from.
  func origin(of path: String) -> String {
    // The longest that holds it says most.
    let known = origins.keys.filter { path == $0 || path.hasPrefix($0 + ".") || path.hasPrefix($0 + "[") }.max { $0.count < $1.count }
    return known.map { (origins[$0] ?? $0) + path.dropFirst($0.count) } ?? path
  }

  /// The siblings whose outputs it reads.
  var needs: [String] {
    inputs.compactMap { if case .output(let sibling, _) = $0.source { sibling } else { nil } }
  }
}

/// Runs jobs: in this process, in workers, on a cluster.
public protocol Executor: Sendable {
  /// - Throws: `StepFailure`.
  func execute(
    _ job: Job, cores: Int, progress: @escaping @Sendable (_ fraction: Double?, _ text: String) -> Void
  ) async throws -> JobOutcome
}
