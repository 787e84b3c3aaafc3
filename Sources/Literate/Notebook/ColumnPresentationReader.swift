import Tooling

/// Reads `#| columns:`, how columns of a table are shown: `{area: {format: round 1, unit: mm², bar: true}}`, or `{share: percent 1}` in short.
struct ColumnPresentationReader {
  static let keys = ["format", "unit", "bar"]
  private var fields = FieldReader()

  static func read(_ field: SourceField, diagnostics: inout [Diagnostic]) -> [ColumnPresentation] {
    var reader = ColumnPresentationReader()
    defer { diagnostics += reader.fields.diagnostics }
    guard case .mapping(let written) = field.value.content else {
      reader.fields.refuse(field, "a mapping of columns to how they are shown")
      return []
    }
    return written.map { reader.column($0) }
  }

  private mutating func column(_ field: SourceField) -> ColumnPresentation {
    var shown = ColumnPresentation(column: field.key)
    guard case .mapping(let written) = field.value.content else {
      shown.filter = filter(field)
      return shown
    }
    for part in written {
      switch part.key {
      case "format": shown.filter = filter(part)
      case "unit": shown.unit = fields.text(part)
      case "bar": shown.hasBar = fields.boolean(part) ?? false
      default: fields.diagnostics.append(.unknownColumnKey(part.key, among: Self.keys, at: part.keyRange))
      }
    }
    return shown
  }

  private mutating func filter(_ field: SourceField) -> ValueFilter? {
    guard let text = fields.text(field) else { return nil }
    switch ValueSpanReader.filter(text, at: field.value.range) {
    case .success(let filter): return filter
    case .failure(let diagnostic):
      fields.diagnostics.append(diagnostic)
      return nil
    }
  }
}
