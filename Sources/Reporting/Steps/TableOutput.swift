import Execution
import Literate
import Tabular

/// A table: its head, its size, and the whole of it as an attachment.
extension PageDrawing {
  private static let shownRows = 10, allRowsUpTo = 16, shownColumns = 40

  func drawTable(_ table: Table, _ slot: OutputSlot) {
    let rows = table.rowCount <= Self.allRowsUpTo || slot.step.presentation.height != nil ? min(table.rowCount, 200) : Self.shownRows
    let columns = table.columns.prefix(Self.shownColumns)
    let cells = columns.map { ColumnText($0, rows: rows) }
    let shape = PageWords.shape(rows: table.rowCount, columns: table.columns.count)

    out.write("<div class=\"output table\">\(slot.heading)")
    out.write("<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"\(slot.title): \(shape), \(PageWords.scrollable)\"\(slot.heightStyle)>")
    out.write("<table class=\"data\">\n<thead><tr>")
    for (column, text) in zip(columns, cells) {
      out.write("<th scope=\"col\"\(text.isNumeric ? " class=\"number\"" : "" as HTML) title=\"\(column.values.typeName)\">\(column.name)</th>")
    }
    out.write("</tr></thead>\n<tbody>\n")
    for row in 0..<rows {
      out.write("<tr>")
      for text in cells { out.write(text.cell(row)) }
      out.write("</tr>\n")
    }
    out.write("</tbody></table></div>\n<p class=\"table-foot\"><span>\(table.rowCount == 0 ? PageWords.emptyTable : shape)")
    if rows < table.rowCount { out.write(", \(PageWords.firstRows(rows))") }
    if columns.count < table.columns.count { out.write(", \(PageWords.firstColumns(columns.count))") }
    out.write("</span>")
    drawAttachment(
      table, key: slot.output.digest, name: slot.fileName(suffix: "csv"), tooLarge: slot.showCommand(notebook: environment.notebook, suffix: "csv"))
    out.write("</p></div>\n")
  }

  /// A link that holds the table as CSV; for a table that is too large, what to type instead; for one attached before, a link to that.
  ///
  /// - Parameter key: the same for the same table.
  func drawAttachment(_ table: Table, key: String, name: String, tooLarge command: String?) {
    guard table.columns.count > 0 else { return }
    if let (anchor, first) = attachments[key] {
      out.write(" <a class=\"attachment\" href=\"#\(anchor)\" title=\"\(PageWords.attachedAbove(first))\">\(PageWords.attachedAbove)</a>")
      return
    }
    let size = CSVText.byteCount(of: table, upTo: options.attachmentLimit)
    guard let size else {
      if let command { out.write(" <span class=\"attachment\">\(PageWords.tooLarge(command))</span>") }
      return
    }
    let title = PageWords.downloadTitle(ByteCountText.text(Double(size)))
    let anchor = "csv.\(attachments.count + 1)"
    attachments[key] = (anchor, name)
    out.write(" <a class=\"attachment\" id=\"\(anchor)\" download=\"\(name)\" title=\"\(title)\" aria-label=\"\(title)\" href=\"data:text/csv;charset=utf-8;base64,")
    out.writeBase64 { stream in CSVText.write(table, to: &stream) }
    out.write("\">\(icon("download"))\(PageWords.download)</a>")
  }
}

/// The shown cells of a column, in one format, so that digits stand below digits.
struct ColumnText {
  let isNumeric: Bool
  private let cells: [String?]
  /// What a script sorts by, where the text does not say it.
  private let keys: [String?]

  init(_ column: Column, rows: Int) {
    switch column.values {
    case .number(let numbers):
      isNumeric = true
      let format = NumberColumnFormat(numbers.prefix(rows))
      cells = numbers.prefix(rows).map { $0.isNaN ? nil : format.text($0) }
      keys = numbers.prefix(rows).map { format.isExact($0) ? nil : $0.description }
    case .integer(let integers):
      isNumeric = true
      // Without commas: many of them are years, identifiers and codes.
      cells = (0..<min(rows, integers.count)).map { integers[$0].map { ($0 < 0 ? "−" : "") + String($0.magnitude) } }
      keys = []
    default:
      isNumeric = false
      cells = (0..<min(rows, column.count)).map { CellText.text(column.values, $0) }
      keys = []
    }
  }

  func cell(_ row: Int) -> HTML {
    let style: HTML = isNumeric ? " class=\"number\"" : ""
    guard cells.indices.contains(row), let text = cells[row] else {
      return "<td\(isNumeric ? " class=\"number missing\"" : " class=\"missing\"" as HTML)><span title=\"\(PageWords.missing)\">–</span></td>"
    }
    let key = keys.indices.contains(row) ? keys[row] : nil
    if text.count > 200 { return "<td\(style) title=\"\(text.prefix(2000))\">\(text.prefix(199))…</td>" }
    let sortKey: HTML = key.map { " data-v=\"\($0)\"" } ?? ""
    return "<td\(style)\(sortKey)>\(text)</td>"
  }
}

/// How the numbers of one column are written: with as many decimals as show 4 significant digits of the largest, and no more than they have.
struct NumberColumnFormat {
  private let decimals: Int
  private let isScientific: Bool

  init(_ numbers: some Collection<Double>) {
    let magnitudes = numbers.filter { $0.isFinite && $0 != 0 }.map { abs($0) }
    let largest = magnitudes.max() ?? 0
    let smallest = magnitudes.min() ?? 0
    isScientific = largest >= 1e12 || (largest > 0 && largest < 1e-4) || (smallest < 1e-6 && largest < 1)
    let exponent = largest > 0 ? NumberText.decimalExponent(largest, digits: 4) : 0
    var decimals = min(8, max(0, 3 - exponent))
    // Values far below the largest still show 3 digits, within reason.
    if smallest > 0 { decimals = max(decimals, min(largest < 1 ? 6 : 3, 2 - NumberText.decimalExponent(smallest, digits: 3))) }
    let allowed = decimals
    decimals = numbers.lazy.filter(\.isFinite).map { NumberColumnFormat.decimalsNeeded($0, atMost: allowed) }.max() ?? 0
    self.decimals = decimals
  }

  /// Whether the text says the number exactly, in digits that a script reads.
  func isExact(_ number: Double) -> Bool {
    !isScientific && Double(NumberText.fixed(abs(number), decimals: decimals)) == abs(number)
  }

  func text(_ number: Double) -> String {
    if isScientific, number != 0 { return NumberText.scientific(number, decimals: 2) }
    return NumberText.fixed(number, decimals: decimals)
  }

  private static func decimalsNeeded(_ number: Double, atMost limit: Int) -> Int {
    let text = NumberText.trimmed(NumberText.fixed(number, decimals: limit))
    return text.firstIndex(of: ".").map { text.distance(from: $0, to: text.endIndex) - 1 } ?? 0
  }
}
