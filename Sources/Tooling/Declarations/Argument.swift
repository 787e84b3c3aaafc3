/// What a notebook gives for a parameter, bound to the parameter's type: known now, or known once other steps have run.
public indirect enum Argument: Sendable, Hashable {
  case value(TypedValue)
  /// `$step.metrics.best_k`, `$each.k`: resolved, converted and checked when the step's turn comes.
  case reference(Reference, SourceRange)
  /// Text with `${each.column}` in it.
  case template([TemplatePart])
  /// An expression with references in it: the text, and what each reference will be worth.
  case expression(String, [Reference], SourceRange)
  case list([Argument])
  case record([ArgumentField])

  public enum TemplatePart: Sendable, Hashable {
    case text(String)
    case reference(Reference, SourceRange)
  }

  public struct ArgumentField: Sendable, Hashable {
    public var name: String
    public var argument: Argument
    public init(_ name: String, _ argument: Argument) {
      self.name = name
      self.argument = argument
    }
  }

  /// Every reference in it, in the order written.
  public var references: [(reference: Reference, range: SourceRange)] {
    switch self {
    case .value: []
    case .reference(let reference, let range): [(reference, range)]
    case .template(let parts):
      parts.compactMap { part in
        if case .reference(let reference, let range) = part { (reference, range) } else { nil }
      }
    case .expression(_, let references, let range): references.map { ($0, range) }
    case .list(let arguments): arguments.flatMap(\.references)
    case .record(let fields): fields.flatMap(\.argument.references)
    }
  }

  /// The value where nothing is left to resolve.
  public var value: TypedValue? { try? resolved { _, _ in throw Unresolved() } }
  private struct Unresolved: Error {}

  /// The value where all is known but what parameters of stages are, which is null where it is not; nil where more is unknown.
  func outline(as type: ParameterType) -> TypedValue? {
    if let value { return value }
    return type.holdsStages ? resolved { (_, _) -> TypedValue in .null } : nil
  }

  /// The value with each reference replaced by what `resolve` says.
  public func resolved<E: Error>(_ resolve: (Reference, SourceRange) throws(E) -> TypedValue) throws(E) -> TypedValue {
    switch self {
    case .value(let value): return value
    case .reference(let reference, let range): return try resolve(reference, range)
    case .template(let parts):
      var text = ""
      for part in parts {
        switch part {
        case .text(let piece): text += piece
        case .reference(let reference, let range): text += try resolve(reference, range).description
        }
      }
      return .text(text)
    case .expression(let text, let references, let range):
      var values: [TypedValue.Field] = []
      for reference in references { values.append(.init(reference.description, try resolve(reference, range))) }
      return .record([.init("text", .text(text)), .init("values", .record(values))])
    case .list(let arguments):
      var values: [TypedValue] = []
      for argument in arguments { values.append(try argument.resolved(resolve)) }
      return .list(values)
    case .record(let fields):
      var values: [TypedValue.Field] = []
      for field in fields { values.append(.init(field.name, try field.argument.resolved(resolve))) }
      return .record(values)
    }
  }
}
