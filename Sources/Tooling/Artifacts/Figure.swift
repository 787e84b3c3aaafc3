public import Tabular

/// A figure as data: a specification in Vega-Lite's vocabulary, and its tables.
///
/// The specification names its tables as `{"data": {"name": "points"}}`. In the store the tables are artifacts of their own,
/// and the figure's JSON has their digests under `datasets`; rows never stand in the JSON.
public struct Figure: ArtifactValue, Equatable {
  public static var kind: Kind { .figure }
  public static var placeholder: Figure { Figure(specification: .object([]), datasets: []) }

  /// Without `datasets`.
  public var specification: JSON
  public var datasets: [(name: String, table: Table)]

  public init(specification: JSON, datasets: [(name: String, table: Table)]) {
    self.specification = specification
    self.datasets = datasets
  }

  public init(_ artifact: StoredArtifact) throws {
    guard artifact.kind == .figure else { throw ToolError("a figure is needed, not \(artifact.kind.phrase)") }
    guard let members = try artifact.withBytes({ try JSON(parsing: $0) }).members else { throw ToolError("a figure is a JSON object") }
    self.specification = .object(members.filter { $0.name != "datasets" })
    self.datasets = try (members.first { $0.name == "datasets" }?.value.members ?? []).map { member in
      guard let digest = member.value["sha256"]?.string else { throw ToolError("a figure's dataset is named by its digest") }
      return (member.name, try Table(artifact.attachment(digest)))
    }
  }

  public func write(to sink: inout any ArtifactSink) throws {
    var members = specification.members ?? []
    var digests: [JSON.Member] = []
    for dataset in datasets {
      digests.append(.init(dataset.name, .object([.init("sha256", .text(try sink.attach(dataset.table)))])))
    }
    members.append(.init("datasets", .object(digests)))
    try sink.write(JSON.object(members).prettyText + "\n")
  }

  public static func == (a: Figure, b: Figure) -> Bool {
    a.specification == b.specification && a.datasets.elementsEqual(b.datasets) { $0.name == $1.name && $0.table == $1.table }
  }
}
