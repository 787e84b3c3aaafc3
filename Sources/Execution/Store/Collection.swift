import Tabular
import Tooling

/// Artifacts under names, in order: what `each` gives, and a folder. A JSON manifest of name, kind and SHA-256.
struct Collection: ArtifactValue, Hashable {
  static var kind: Kind { .collection }
  static var placeholder: Collection { Collection(elements: []) }

  struct Element: Hashable, Sendable {
    var name: String
    var kind: Kind
    var digest: String
    var byteCount: Int

    /// The element as an artifact of its own.
    func reference(named name: String) -> ArtifactReference {
      ArtifactReference(name: name, kind: kind, digest: digest, byteCount: byteCount)
    }
  }

  var kind: Kind = .collection
  var elements: [Element]

  init(kind: Kind = .collection, elements: [Element]) {
    self.kind = kind
    self.elements = elements
  }

  init(_ artifact: StoredArtifact) throws {
    guard artifact.kind == .collection || artifact.kind == .folder else {
      throw ToolError("a collection is needed, not \(artifact.kind.phrase)")
    }
    kind = artifact.kind
    elements = try (try artifact.withBytes { try JSON(parsing: $0) }["elements"]?.array ?? []).map { json in
      guard let name = json["name"]?.string, let kind = json["kind"]?.string.flatMap(Kind.init(rawValue:)),
        let digest = json["sha256"]?.string, Digest.isDigest(digest), let count = json["bytes"]?.int
      else { throw ToolError("the collection's manifest is damaged") }
      return Element(name: name, kind: kind, digest: digest, byteCount: count)
    }
  }

  func write(to sink: inout any ArtifactSink) throws {
    let rows = elements.map { element in
      JSON.object([
        .init("name", .text(element.name)), .init("kind", .text(element.kind.rawValue)), .init("sha256", .text(element.digest)),
        .init("bytes", .integer(element.byteCount)),
      ])
    }
    try sink.write(JSON.object([.init("elements", .array(rows))]).prettyText + "\n")
  }
}
