public import Tabular

extension Table: ArtifactValue {
  public static var kind: Kind { .table }
  public static var placeholder: Table { Table() }

  public init(_ artifact: StoredArtifact) throws {
    guard artifact.kind == .table else { throw ToolError("a table is needed, not \(artifact.kind.phrase)") }
    self = try artifact.withBytes { try Table(arrow: $0) }
  }

  public func write(to sink: inout any ArtifactSink) throws { try writeArrow(to: &sink) }
}
