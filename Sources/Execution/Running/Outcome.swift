public import Literate
public import Tooling

/// What running a notebook came to: enough to draw its page.
public struct RunOutcome: Sendable {
  public var plan: Plan
  /// One a step, in the text's order.
  public var steps: [StepOutcome]
  /// One list a block of `{expect}`, in the plan's order.
  public var expectations: [[ExpectationOutcome]]
  /// One a value in the prose, in the plan's order.
  public var values: [ValueOutcome]

  public init(
    plan: Plan, steps: [StepOutcome] = [], expectations: [[ExpectationOutcome]] = [], values: [ValueOutcome] = []
  ) {
    self.plan = plan
    self.steps = steps
    self.expectations = expectations
    self.values = values
  }

  /// Whether no step failed and no expectation or value that could be told is wrong.
  public var isGood: Bool {
    count(.failed) == 0 && expectations.joined().allSatisfy { $0.passed != false } && failedValues.isEmpty
  }

  /// How many steps came to this.
  public func count(_ status: StepOutcome.Status) -> Int { steps.indices.count { steps[$0].status == status } }

  /// Whether the store could not be written.
  public var hasStoreFault: Bool { steps.indices.contains { steps[$0].isStoreFault } }

  /// The values in the prose that could not be told though their step has a result.
  public var failedValues: [(span: ValueSpan, message: String)] {
    if plan.values.isEmpty { return [] }
    let absent = Set(zip(plan.steps, steps).filter { $1.status == .failed || $1.status == .skipped }.map(\.0.id))
    return zip(plan.values, values).compactMap { span, value in
      guard case .failure(let message) = value, !absent.contains(span.reference.root) else { return nil }
      return (span, message)
    }
  }
}

/// What became of a step.
public struct StepOutcome: Sendable {
  public enum Status: String, Sendable, Hashable { case ran, cached, failed, skipped }

  public var status: Status
  /// One result for a plain step, one an element for a step with `each`; none where it did not come to one.
  public var elements: [Element]
  /// Whether the step has `each`, so that its outputs are collections.
  public var isCollection: Bool
  /// Why it failed or was skipped; its place is in the notebook.
  public var failure: Diagnostic?
  /// Whether it failed because the store could not be written.
  public var isStoreFault = false
  /// What a step that failed had printed; results keep their own.
  public var console = ""
  /// Why it ran, or that it was reused, in words for the terminal. Never on the page.
  public var why: String
  /// Time spent on it now.
  public var seconds: Double
  /// The key, or with `each` a digest of the elements' keys; nil where it never came to one.
  public var key: String?
  /// What the whole step gives to others: the artifacts of its one result, or collections.
  public var outputs: [ArtifactReference]

  /// What was to be computed or was looked up, one a unit: what the run's record keeps. Never on the page.
  public var units: [Unit] = []

  public struct Unit: Sendable {
    public var element: String
    public var key: String
    public var preimage: Preimage
  }

  public struct Element: Sendable {
    /// The element's name; empty for a plain step.
    public var name: String
    public var result: StepResult
    /// SHA-256 of the result as it is kept.
    public var digest: String
    public init(name: String = "", result: StepResult, digest: String = "") {
      self.name = name
      self.result = result
      self.digest = digest
    }
  }

  public init(
    status: Status, elements: [Element] = [], isCollection: Bool = false, failure: Diagnostic? = nil, why: String = "",
    seconds: Double = 0, key: String? = nil, outputs: [ArtifactReference] = []
  ) {
    self.status = status
    self.elements = elements
    self.isCollection = isCollection
    self.failure = failure
    self.why = why
    self.seconds = seconds
    self.key = key
    self.outputs = outputs
  }

  public func output(_ name: String) -> ArtifactReference? { outputs.first { $0.name == name } }
}

/// An artifact by its digest.
public struct ArtifactReference: Sendable, Hashable {
  /// The output's name.
  public var name: String
  public var kind: Kind
  /// SHA-256 of the bytes, 64 hexadecimal digits.
  public var digest: String
  public var byteCount: Int
  /// Artifacts that this one names: the tables of a figure, the elements of a collection.
  public var attachments: [String]

  public init(name: String, kind: Kind, digest: String, byteCount: Int, attachments: [String] = []) {
    self.name = name
    self.kind = kind
    self.digest = digest
    self.byteCount = byteCount
    self.attachments = attachments
  }
}

/// What a step's execution gave, as it is kept: a hit shows what the run showed.
public struct StepResult: Sendable, Hashable {
  public var outputs: [ArtifactReference]
  public var remarks: [Remark]
  public var console: String
  public var seconds: Double
  /// When it was made: seconds since 1970, UTC.
  public var time: Double
  public var host: String
  /// Tool and version that made it.
  public var tool: String
  public var version: String
  /// Every parameter, defaults filled in.
  public var arguments: TypedValue
  /// Keys of the sub-steps that went into it.
  public var subSteps: [String] = []

  public init(
    outputs: [ArtifactReference], remarks: [Remark], console: String, seconds: Double, time: Double, host: String, tool: String,
    version: String, arguments: TypedValue
  ) {
    self.outputs = outputs
    self.remarks = remarks
    self.console = console
    self.seconds = seconds
    self.time = time
    self.host = host
    self.tool = tool
    self.version = version
    self.arguments = arguments
  }

  public func output(_ name: String) -> ArtifactReference? { outputs.first { $0.name == name } }
}

/// What an expectation came to.
public struct ExpectationOutcome: Sendable, Hashable {
  public var line: Int
  public var text: String
  /// Nil where it could not be told, because a step failed.
  public var passed: Bool?
  /// The value beside the claim: `accuracy is 0.958`, or why it could not be told.
  public var value: String

  public init(line: Int, text: String, passed: Bool?, value: String) {
    self.line = line
    self.text = text
    self.passed = passed
    self.value = value
  }
}

/// What a value in the prose came to.
public enum ValueOutcome: Sendable, Hashable {
  case value(TypedValue)
  case failure(String)
}
