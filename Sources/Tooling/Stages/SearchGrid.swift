import RealModule

/// What a search tries: values of the parameters of a pipeline's stages, and whole stages in others' places.
public struct SearchGrid: ParameterValue, Hashable {
  public struct Axis: Sendable, Hashable {
    /// The stage's name in the pipeline.
    public var stage: String
    /// Nil where whole stages are swapped.
    public var parameter: String?
    public var values: Values

    /// As the notebook has it: `logistic_regression.C`.
    public var name: String { parameter.map { "\(stage).\($0)" } ?? stage }

    /// 0 where whole stages are swapped, 1 for a stage's own parameter, more for those of stages within it.
    public var depth: Int { parameter.map { $0.count { $0 == "." } + 1 } ?? 0 }
  }

  public enum Values: Sendable, Hashable {
    /// Of a parameter; of a stage what `StageSpecification` makes, or null for none.
    case list([TypedValue])
    case range(SearchRange)
  }

  /// In the order written.
  public var axes: [Axis]

  public static var type: ParameterType { .grid }
  public static var placeholder: SearchGrid { SearchGrid(axes: []) }

  public init(axes: [Axis]) { self.axes = axes }

  public var typedValue: TypedValue {
    .record(axes.map { axis in
      switch axis.values {
      case .list(let values): .init(axis.name, .list(values))
      case .range(let range): .init(axis.name, range.typedValue)
      }
    })
  }

  public init(_ value: TypedValue) throws {
    guard case .record(let fields) = value else { throw Self.mismatch(value) }
    axes = try fields.map { field in
      let parts = field.name.split(separator: ".", maxSplits: 1).map(String.init)
      guard let stage = parts.first else { throw Self.mismatch(value) }
      let values: Values = if case .list(let values) = field.value { .list(values) } else { .range(try SearchRange(field.value)) }
      return Axis(stage: stage, parameter: parts.count > 1 ? parts[1] : nil, values: values)
    }
  }
}

/// Numbers between two ends: points of a grid, or what random values are drawn from.
public struct SearchRange: Sendable, Hashable {
  public var from: Double
  public var to: Double
  /// Whether equal ratios count as equal steps.
  public var isLogarithmic: Bool
  /// How many points a grid has, both ends among them.
  public var count: Int
  /// Whether only integers are meant.
  public var isWhole: Bool

  /// What a notebook gives for one.
  static let declarations = [
    ParameterDeclaration(name: "from", type: .number, help: "The least value.", standard: nil),
    ParameterDeclaration(name: "to", type: .number, help: "The greatest value.", standard: nil),
    ParameterDeclaration(name: "log", type: .boolean, help: "Whether equal ratios count as equal steps.", standard: .boolean(false)),
    ParameterDeclaration(name: "count", type: .integer, help: "How many points a grid has, both ends among them.", constraint: .in(2...1000), standard: .integer(5)),
  ]

  var typedValue: TypedValue {
    .record([
      .init("from", .number(from)), .init("to", .number(to)), .init("log", .boolean(isLogarithmic)), .init("count", .integer(count)),
      .init("whole", .boolean(isWhole)),
    ])
  }

  init(_ value: TypedValue) throws {
    guard let from = value["from"]?.double, let to = value["to"]?.double, case .boolean(let isLogarithmic)? = value["log"],
      case .integer(let count)? = value["count"], case .boolean(let isWhole)? = value["whole"], from < to, from.isFinite, to.isFinite,
      !isLogarithmic || from > 0
    else { throw ToolError("\(value) is no range of values to try") }
    (self.from, self.to, self.isLogarithmic, self.count, self.isWhole) = (from, to, isLogarithmic, max(2, count), isWhole)
  }

  /// The points of a grid, ascending, each once.
  public var points: [TypedValue] {
    var points: [TypedValue] = []
    for place in 0..<count {
      let point = value(at: Double(place) / Double(count - 1))
      if points.last != point { points.append(point) }
    }
    return points
  }

  /// The value a share of the way: 0 the lower end, 1 the upper.
  public func value(at share: Double) -> TypedValue {
    // The ends are exact whatever the arithmetic between them.
    let number = share <= 0 ? from : share >= 1 ? to : isLogarithmic ? from * Double.pow(to / from, share) : from + share * (to - from)
    guard isWhole else { return .number(min(to, max(from, Self.rounded(number)))) }
    return .integer(Int(exactly: min(to, max(from, number)).rounded()) ?? 0)
  }

  /// To 6 significant digits: what a reader can write down, and far finer than any search.
  private static func rounded(_ number: Double) -> Double {
    guard number != 0, number.isFinite else { return number }
    let exponent = Int(Double.log10(abs(number)).rounded(.down)) - 5
    // A power of ten up to 10^22 is exact, so that a quotient by it is the double nearest to the decimal.
    guard abs(exponent) <= 22 else { return number }
    let scale = Double.pow(10, abs(exponent))
    return exponent < 0 ? (number * scale).rounded() / scale : (number / scale).rounded() * scale
  }
}
