/// A step's body bound to its tool: what each input and each given parameter will be.
public struct ToolBinding: Sendable {
  public var inputs: [BoundInput]
  /// Those that were given, in the order of the declaration. Defaults are filled in by `ToolDeclaration.arguments`.
  public var parameters: [BoundParameter]
  /// What a learner is to fill in: `target: ___`. A step with a blank is whole but for it, and does not run.
  public var blanks: [Blank]

  public init(inputs: [BoundInput] = [], parameters: [BoundParameter] = [], blanks: [Blank] = []) {
    self.inputs = inputs
    self.parameters = parameters
    self.blanks = blanks
  }

  public struct Blank: Sendable, Hashable {
    /// Of the input or parameter.
    public var name: String
    public var range: SourceRange
    public init(name: String, range: SourceRange) {
      self.name = name
      self.range = range
    }
  }

  public struct BoundInput: Sendable, Hashable {
    public var name: String
    /// One, or for an input that takes a list any number.
    public var sources: [InputSource]
    public var range: SourceRange
    public init(name: String, sources: [InputSource], range: SourceRange) {
      self.name = name
      self.sources = sources
      self.range = range
    }
  }

  public struct BoundParameter: Sendable, Hashable {
    public var name: String
    public var argument: Argument
    /// Where the value stands.
    public var range: SourceRange
    /// Where parts of a figure's specification stand, by their paths: `encoding.x`, `layer[2].mark`; stages of pipelines with their
    /// parameters: `pipeline[2]`, `pipeline[2].k`, `pipelines.linear[1]`; and expressions with the columns in them: `columns.bmi`,
    /// `columns.bmi[weight]`.
    public var places: [String: SourceRange]
    public init(name: String, argument: Argument, range: SourceRange, places: [String: SourceRange] = [:]) {
      self.name = name
      self.argument = argument
      self.range = range
      self.places = places
    }
  }
}

/// Where an input comes from.
public enum InputSource: Sendable, Hashable {
  /// Another step's output, or an element of `each`.
  case reference(Reference, SourceRange)
  /// A file or folder, relative to the notebook; the text may hold `${each.column}`.
  case path(Argument, SourceRange)
}

/// What a body may refer to while it is bound: the notebook's parameters, a row of `each`, and the tools for its stages.
public struct BindingScope: Sendable {
  /// The notebook's parameters and their values.
  public var parameters: [String: TypedValue]
  /// Whether the step has `each`.
  public var hasEach: Bool
  public var catalogue: ToolCatalogue
  public init(parameters: [String: TypedValue] = [:], hasEach: Bool = false, catalogue: ToolCatalogue) {
    self.parameters = parameters
    self.hasEach = hasEach
    self.catalogue = catalogue
  }
}
