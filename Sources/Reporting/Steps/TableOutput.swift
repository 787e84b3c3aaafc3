import Execution
import Literate
import Tabular
import Tooling

/// A table: its head, its size, and the whole of it as an attachment.
extension PageDrawing {
  private static let shownRows = 10, allRowsUpTo = 16, shownColumns = 40

  func drawTable(_ table: Table, _ slot: OutputSlot) {
    let shown = slot.step.presentation.columns
    let isLong = slot.step.presentation.height != nil
    out.write("<div class=\"output table\"\(partAnchor(slot))>\(slot.heading)")
    drawTable(
      table, rows: isLong ? 200 : Self.shownRows, label: slot.title, columns: shown, key: slot.output.digest, name: slot.fileName(suffix: "csv"),
      tooLarge: slot.showCommand(notebook: environment.notebook, suffix: "csv"), style: slot.heightStyle)
    out.write("</div>\n")
    let names = table.columns.map(\.name)
    for column in shown.map(\.column) where !names.contains(column) && !slot.isOneOfMany {
      out.write(notice("warning", PageWords.warning, "\(sentence(PageWords.noColumn(column) + didYouMean(column, among: names)))"))
    }
  }

  /// The head of a table, its size, and a link that holds the whole.
  ///
  /// - Parameters:
  ///   - rows: how many to show at most; of a table that is hardly longer, all.
  ///   - key: the same for the same table, which is attached once.
  ///   - name: of the file.
  ///   - command: what to type for a table that is too large to be attached.
  func drawTable(
    _ table: Table, rows: Int, label: String, columns shown: [ColumnPresentation] = [], key: String, name: String, tooLarge command: String,
    style: HTML = ""
  ) {
    let rows = table.rowCount <= Self.allRowsUpTo ? table.rowCount : min(table.rowCount, rows)
    let columns = table.columns.prefix(Self.shownColumns)
    let wanted = Dictionary(shown.map { ($0.column, $0) }, uniquingKeysWith: { first, _ in first })
    let cells = columns.map { ColumnText($0, rows: rows, shown: wanted[$0.name]) }
    let shape = PageWords.shape(rows: table.rowCount, columns: table.columns.count)
    let attachment = attach(table, key: key, name: name)

    out.write("<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"\(label): \(shape), \(PageWords.scrollable)\"\(style)>")
    out.write("<table class=\"data\"")
    // A script shows the rows that are not here, where it can write every column as this page would.
    let whole = rows < table.rowCount && columns.count == table.columns.count && cells.allSatisfy(\.isLive) ? attachment : nil
    if let attachment = whole {
      out.write(" data-whole=\"\(attachment.anchor)\" data-rows=\"\(table.rowCount)\"")
    }
    out.write(">\n<thead><tr>")
    for (column, text) in zip(columns, cells) { drawHead(column, text, wanted[column.name]) }
    out.write("</tr></thead>\n<tbody>\n")
    for row in 0..<rows {
      out.write("<tr>")
      for text in cells { out.write(text.cell(row, isSortedElsewhere: whole != nil)) }
      out.write("</tr>\n")
    }
    out.write("</tbody></table></div>\n<p class=\"table-foot\"><span>\(table.rowCount == 0 ? PageWords.emptyTable : shape)")
    // With a script the head of the table tells which rows are shown.
    if rows < table.rowCount { out.write("<span class=\"first\">, \(PageWords.firstRows(rows))</span>") }
    if columns.count < table.columns.count { out.write(", \(PageWords.firstColumns(columns.count))") }
    out.write("</span>")
    draw(attachment, tooLarge: command)
    out.write("</p>")
  }

  private func drawHead(_ column: Column, _ text: ColumnText, _ shown: ColumnPresentation?) {
    out.write("<th scope=\"col\"\(text.isNumeric ? " class=\"number\"" : "" as HTML) title=\"\(column.values.typeName)\"")
    if let format = text.format { out.write(" data-format=\"\(format)\"") }
    if let scale = text.scale { out.write(" data-scale=\"\(scale.description)\"") }
    out.write(">\(column.name)")
    if let unit = shown?.unit { out.write(" <span class=\"unit\">\(unit)</span>") }
    out.write("</th>")
  }
}
