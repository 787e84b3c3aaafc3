/// What an evaluation measured: JSON with flat names to numbers, `intervals`, and `per_class`.
///
///     {"accuracy": 0.96, …, "intervals": {"accuracy": [0.93, 0.98]}, "per_class": {"M": {"recall": 0.9}}}
///
/// An undefined number is `null`.
public struct Metrics: ArtifactValue, Equatable {
  public static var kind: Kind { .metrics }
  public static var placeholder: Metrics { Metrics(values: []) }

  /// In the order to be shown. NaN where undefined.
  public var values: [(name: String, value: Double)]
  /// Lower and upper ends, for some of the values.
  public var intervals: [(name: String, low: Double, high: Double)]
  public var classes: [(name: String, values: [(name: String, value: Double)])]

  public init(
    values: [(name: String, value: Double)], intervals: [(name: String, low: Double, high: Double)] = [],
    classes: [(name: String, values: [(name: String, value: Double)])] = []
  ) {
    self.values = values
    self.intervals = intervals
    self.classes = classes
  }

  public init(_ artifact: StoredArtifact) throws {
    guard artifact.kind == .metrics else { throw ToolError("metrics are needed, not \(artifact.kind.phrase)") }
    try self.init(json: try artifact.withBytes { try JSON(parsing: $0) })
  }

  public init(json: JSON) throws {
    guard let members = json.members else { throw ToolError("metrics are a JSON object") }
    func numbers(_ json: JSON) -> [(name: String, value: Double)] {
      (json.members ?? []).compactMap { member in
        switch member.value {
        case .null: (member.name, .nan)
        case .integer, .number: member.value.double.map { (member.name, $0) }
        default: nil
        }
      }
    }
    self.init(
      values: numbers(.object(members.filter { $0.name != "intervals" && $0.name != "per_class" })),
      intervals: (json["intervals"]?.members ?? []).compactMap { member in
        guard let ends = member.value.array, ends.count == 2 else { return nil }
        return (member.name, ends[0].double ?? .nan, ends[1].double ?? .nan)
      },
      classes: (json["per_class"]?.members ?? []).map { ($0.name, numbers($0.value)) })
  }

  public var json: JSON {
    func object(_ values: [(name: String, value: Double)]) -> [JSON.Member] { values.map { .init($0.name, .measured($0.value)) } }
    var members = object(values)
    if !intervals.isEmpty {
      members.append(.init("intervals", .object(intervals.map { .init($0.name, .array([.measured($0.low), .measured($0.high)])) })))
    }
    if !classes.isEmpty {
      members.append(.init("per_class", .object(classes.map { .init($0.name, .object(object($0.values))) })))
    }
    return .object(members)
  }

  public func write(to sink: inout any ArtifactSink) throws { try sink.write(json.prettyText + "\n") }

  public subscript(_ name: String) -> Double? { values.first { $0.name == name }?.value }

  public static func == (a: Metrics, b: Metrics) -> Bool { a.json == b.json }
}

extension JSON {
  /// A measured number: whole ones as integers, undefined ones as null.
  public static func measured(_ number: Double) -> JSON {
    guard number.isFinite else { return .null }
    return Int(exactly: number).map { .integer($0) } ?? .number(number)
  }
}
