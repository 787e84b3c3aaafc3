import Tabular

/// What a pointer that rests on a mark is told: the fields of its layer's channels.
struct Tooltips {
  private let lines: [(head: String, values: Column.Values, count: Int)]

  init(_ layer: LayerData) {
    var lines: [(head: String, values: Column.Values, count: Int)] = []
    var told: Set<String> = []
    for name in ["x", "y", "x2", "y2", "color", "size", "shape", "text", "detail", "tooltip"] {
      guard let channel = layer.channel(name), let field = channel.field, told.insert(field).inserted, let column = layer.table.column(field) else { continue }
      lines.append(("\(channel.label ?? field): ", column.values, column.count))
    }
    self.lines = lines
  }

  /// What the mark of a row is told by.
  func text(_ row: Int) -> String {
    var text = ""
    for line in lines where row < line.count {
      if !text.isEmpty { text += "\n" }
      text += line.head
      text += CellText.text(line.values, row) ?? PageWords.missing
    }
    return text
  }
}
