public import Tooling

/// What a notebook asks for: a pure function of its bytes, the catalogue and parameters from outside.
///
/// A plan with errors among its diagnostics is never executed.
public struct Plan: Sendable {
  /// The notebook's text, with LF line ends and without a byte-order mark.
  public var source: String
  public var document: Document
  /// In the order of the text.
  public var steps: [PlannedStep]
  public var expectations: [ExpectationBlock]
  public var quizzes: [Quiz]
  public var values: [ValueSpan]
  /// In the order of the text.
  public var diagnostics: [Diagnostic]

  public init(
    source: String, document: Document, steps: [PlannedStep] = [], expectations: [ExpectationBlock] = [], quizzes: [Quiz] = [],
    values: [ValueSpan] = [], diagnostics: [Diagnostic] = []
  ) {
    self.source = source
    self.document = document
    self.steps = steps
    self.expectations = expectations
    self.quizzes = quizzes
    self.values = values
    self.diagnostics = diagnostics
  }

  public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
  public func step(_ id: String) -> PlannedStep? { steps.first { $0.id == id } }
}

/// A step bound to its tool.
///
/// A class, since a run hands each step from hand to hand, and copying its twenty fields a thousand times is time.
public final class PlannedStep: Sendable {
  /// Its name, or `table.describe#2` for one without.
  public let id: String
  /// Nil for a step without a name, which nothing can refer to.
  public let name: String?
  public let tool: ToolDeclaration
  public let binding: ToolBinding
  /// The table or collection whose rows or elements the step runs for.
  public let each: EachSource?
  /// Whether `skip` holds, or a learner has yet to fill something in.
  public let isSkipped: Bool
  public let presentation: Presentation
  public let resources: Resources
  /// `save:` — which output goes where: `results/x.csv`, relative to the notebook. The output is nil for the main one.
  public let saves: [Save]
  /// Places in `Plan.steps` of the steps whose outputs this one reads, ascending.
  public let dependencies: [Int]
  /// The body as written, without its fence.
  public let body: String
  /// The info string's place.
  public let range: SourceRange

  public struct EachSource: Sendable, Hashable {
    public var reference: Reference
    public var range: SourceRange
    public init(reference: Reference, range: SourceRange) {
      self.reference = reference
      self.range = range
    }
  }

  public struct Save: Sendable, Hashable {
    public var output: String?
    public var path: String
    public var range: SourceRange
    public init(output: String? = nil, path: String, range: SourceRange) {
      self.output = output
      self.path = path
      self.range = range
    }
  }

  public init(
    id: String, name: String?, tool: ToolDeclaration, binding: ToolBinding, each: EachSource? = nil, isSkipped: Bool = false,
    presentation: Presentation = Presentation(), resources: Resources = Resources(), saves: [Save] = [], dependencies: [Int] = [],
    body: String = "", range: SourceRange
  ) {
    self.id = id
    self.name = name
    self.tool = tool
    self.binding = binding
    self.each = each
    self.isSkipped = isSkipped
    self.presentation = presentation
    self.resources = resources
    self.saves = saves
    self.dependencies = dependencies
    self.body = body
    self.range = range
  }

  /// The same step among others, which it depends on.
  package func depending(on dependencies: [Int]) -> PlannedStep {
    PlannedStep(
      id: id, name: name, tool: tool, binding: binding, each: each, isSkipped: isSkipped, presentation: presentation, resources: resources,
      saves: saves, dependencies: dependencies, body: body, range: range)
  }
}

extension PlannedStep {
  /// The files and folders that its body names outright, in the order of its inputs; a name with a column of `each` in it is one an
  /// element, and left out.
  public var namedFiles: [(input: String, path: String)] {
    binding.inputs.flatMap { input in
      input.sources.compactMap { source in
        guard case .path(.value(.text(let path)), _) = source else { return nil }
        return (input.name, path)
      }
    }
  }
}

extension PlannedStep {
  /// Why it is not to run, in words for the terminal; nil for one that is.
  public var reasonToSkip: String? {
    if !isSkipped { return nil }
    return binding.blanks.isEmpty ? "skip: true" : "to be filled in: \(binding.blanks.map(\.name).joined(separator: ", "))"
  }
}

/// How a step is shown. It never enters a key.
public struct Presentation: Sendable, Hashable {
  public var caption: String?
  public var alt: String?
  public var label: String?
  /// Outputs to show, instead of all.
  public var show: [String]?
  /// Outputs not to show; `all` hides the step's results.
  public var hide: [String] = []
  /// Whether the results are folded away.
  public var fold = false
  /// Pixels.
  public var height: Int?
  /// Whether the body is shown as written.
  public var source = false
  /// Whether what is shown as written is folded away.
  public var foldsSource = false
  /// How columns of the step's tables are shown, in the order written.
  public var columns: [ColumnPresentation] = []

  public init() {}
}

/// How a column of a table is shown.
public struct ColumnPresentation: Sendable, Hashable {
  public var column: String
  /// How its numbers are written; nil for as many digits as they need.
  public var filter: ValueFilter?
  /// Beside its name: `mm²`.
  public var unit: String?
  /// Whether a bar stands behind each number.
  public var hasBar: Bool

  public init(column: String, filter: ValueFilter? = nil, unit: String? = nil, hasBar: Bool = false) {
    self.column = column
    self.filter = filter
    self.unit = unit
    self.hasBar = hasBar
  }
}

/// What a step may use. It never enters a key.
public struct Resources: Sendable, Hashable {
  public var cores: Int?
  /// Bytes.
  public var memory: Int?
  /// Seconds.
  public var time: Double?

  public init() {}
}

/// An `{expect}` block.
public struct ExpectationBlock: Sendable {
  public var expectations: [Expectation]
  public init(expectations: [Expectation]) { self.expectations = expectations }
}

/// One line of an `{expect}` block.
public struct Expectation: Sendable {
  /// As written.
  public var text: String
  public var expression: Expression
  public var range: SourceRange
  public init(text: String, expression: Expression, range: SourceRange) {
    self.text = text
    self.expression = expression
    self.range = range
  }
}

/// A value in the prose.
public struct ValueSpan: Sendable {
  public var reference: Reference
  public var filter: ValueFilter?
  public var range: SourceRange
  public init(reference: Reference, filter: ValueFilter? = nil, range: SourceRange) {
    self.reference = reference
    self.filter = filter
    self.range = range
  }
}

/// How a value in the prose is written.
public enum ValueFilter: Sendable, Hashable {
  case round(Int)
  case percent(Int)
  case thousands
  case scientific(Int)
  case duration, bytes, date
}

/// A `{quiz}` block, in the Training Network's keys.
public struct Quiz: Sendable, Equatable {
  public enum QuestionType: String, Sendable, Equatable, CaseIterable {
    case chooseOne = "choose-1", chooseMany = "choose-many", number, text
  }

  public struct Question: Sendable, Equatable {
    public var title: String
    public var type: QuestionType
    public var answers: [String]
    /// The right answers: one, or for `choose-many` any number.
    public var correct: [String]
    public var explanation: String?
    public init(title: String, type: QuestionType, answers: [String], correct: [String], explanation: String? = nil) {
      self.title = title
      self.type = type
      self.answers = answers
      self.correct = correct
      self.explanation = explanation
    }
  }

  public var name: String?
  public var questions: [Question]
  public var range: SourceRange

  public init(name: String?, questions: [Question], range: SourceRange) {
    self.name = name
    self.questions = questions
    self.range = range
  }
}
