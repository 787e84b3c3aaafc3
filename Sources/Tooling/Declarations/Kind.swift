/// What an artifact is. A kind decides the bytes in the store (see `ArtifactValue`) and where the artifact may go.
public enum Kind: String, Sendable, Hashable, CaseIterable, Codable {
  case table, matrix, cells
  /// Any fitted model; the five below say which.
  case model
  case classifier, regressor, transformer, clusterer, network
  case metrics, figure, image, text
  case sequences, reads, alignments, variants, structure
  /// Bytes of any format.
  case file
  case folder, collection
  /// Takes every kind; only inputs have it.
  case any

  /// Whether an artifact declared as `offered` may be given where this kind is asked for.
  ///
  /// A general declaration (`model`) is let through to a special one (`classifier`): what it is shows when it is made,
  /// and is checked then.
  public func accepts(_ offered: Kind) -> Bool {
    if self == offered || self == .any { return true }
    if isModel && offered.isModel { return self == .model || offered == .model }
    // A program's or a person's file may hold anything; what takes a file takes the bytes of whatever has a format.
    if self == .file { return offered.isFormatted }
    return false
  }

  public var isModel: Bool {
    switch self {
    case .model, .classifier, .regressor, .transformer, .clusterer, .network: true
    default: false
    }
  }

  /// Whether the bytes are a field's own file format.
  public var isFormatted: Bool {
    switch self {
    case .file, .text, .image, .sequences, .reads, .alignments, .variants, .structure, .cells: true
    default: false
    }
  }

  /// With its article, for sentences: `a table`.
  public var phrase: String {
    switch self {
    case .image, .any: "an \(self == .any ? "artifact of any kind" : rawValue)"
    case .metrics, .sequences, .reads, .alignments, .variants, .cells, .text: rawValue
    default: "a \(rawValue)"
    }
  }
}
