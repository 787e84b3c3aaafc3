import Tabular
import Tooling

/// Applies a fitted transformer to other rows: those held out are scaled by what was learnt from the training rows, never by
/// their own means.
///
///     ```{scale.standard scaling}
///     table: $parts.train
///     ```
///
///     ```{model.transform held_out}
///     transformer: $scaling.transformer
///     data: $parts.test
///     ```
struct TransformTable: Tool {
  static let name = "model.transform"
  static let summary = "Apply a fitted transformer to other rows."
  static let version = "1"

  @Input("What scale.standard and the like fitted.") var transformer: TransformerArchive
  @Input("The rows to transform; they have the columns that the transformer was fitted on.") var data: Table
  @Output("The transformed rows.", isMain: true) var table: Table?

  mutating func run(_ context: RunContext) throws {
    table = try transformer.archive.transformer(context).transform(data, context)
  }
}

/// A model that transforms, so that a classifier is refused where the notebook is checked.
struct TransformerArchive: ArtifactValue {
  static var kind: Kind { .transformer }
  static var placeholder: TransformerArchive { TransformerArchive(archive: .placeholder) }
  var archive: ModelArchive

  init(archive: ModelArchive) { self.archive = archive }
  init(_ artifact: StoredArtifact) throws { archive = try ModelArchive(artifact) }
  func write(to sink: inout any ArtifactSink) throws { try archive.write(to: &sink) }
}
