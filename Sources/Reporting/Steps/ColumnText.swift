import Literate
import Tabular
import Tooling

/// The shown cells of a column, in one format, so that digits stand below digits.
struct ColumnText {
  let isNumeric: Bool
  /// How a script writes the other cells of the column: `fixed 2`, `percent 1`; nil where it is to leave them as they are.
  let format: String?
  /// The greatest amount of the whole column, where bars are to be drawn.
  let scale: Double?
  /// Whether a script can write the column's other cells as they would be written here.
  let isLive: Bool
  private let cells: [String?]
  /// What a script sorts by, where the text does not say it.
  private let keys: [String?]
  private let shares: [Double]

  /// - Parameter shown: how the author wants it shown.
  init(_ column: Column, rows: Int, shown: ColumnPresentation? = nil) {
    let filter = shown?.filter
    switch column.values {
    case .number(let numbers):
      isNumeric = true
      let standard = NumberColumnFormat(numbers.prefix(rows))
      cells = numbers.prefix(rows).map { number in
        number.isNaN ? nil : filter.flatMap { try? ValueText.text(.number(number), filter: $0) } ?? standard.text(number)
      }
      keys = numbers.prefix(rows).map { filter == nil && standard.isExact($0) ? nil : $0.description }
      format = filter.map(Self.description) ?? standard.description
      scale = shown?.hasBar == true ? numbers.lazy.filter(\.isFinite).map { abs($0) }.max() : nil
      let greatest = scale ?? 0
      shares = greatest > 0 ? numbers.prefix(rows).map { abs($0) / greatest } : []
    case .integer(let integers):
      isNumeric = true
      // Without commas: many of them are years, identifiers and codes.
      cells = (0..<min(rows, integers.count)).map { row in
        integers[row].map { value in
          filter.flatMap { try? ValueText.text(.integer(Int(value)), filter: $0) } ?? (value < 0 ? "−" : "") + String(value.magnitude)
        }
      }
      keys = filter == nil ? [] : (0..<min(rows, integers.count)).map { integers[$0].map(String.init) }
      format = filter.map(Self.description)
      scale = shown?.hasBar == true ? (0..<integers.count).lazy.compactMap { integers[$0] }.map { Double($0.magnitude) }.max() : nil
      let greatest = scale ?? 0
      shares = greatest > 0 ? (0..<min(rows, integers.count)).map { Double(integers[$0]?.magnitude ?? 0) / greatest } : []
    default:
      isNumeric = false
      cells = (0..<min(rows, column.count)).map { CellText.text(column.values, $0) }
      keys = []
      format = nil
      scale = nil
      shares = []
    }
    isLive =
      switch filter {
      case .duration, .bytes, .date: false
      default: true
      }
  }

  /// - Parameter isSortedElsewhere: whether a script sorts by the attached table, which has its numbers in full.
  func cell(_ row: Int, isSortedElsewhere: Bool = false) -> HTML {
    let bar: HTML = shares.indices.contains(row) && shares[row].isFinite ? " bar" : ""
    let style: HTML = isNumeric ? " class=\"number\(bar)\"" : ""
    guard cells.indices.contains(row), let text = cells[row] else {
      return "<td\(isNumeric ? " class=\"number missing\"" : " class=\"missing\"" as HTML)><span title=\"\(PageWords.missing)\">–</span></td>"
    }
    let key = !isSortedElsewhere && keys.indices.contains(row) ? keys[row] : nil
    if text.count > 200 { return "<td\(style) title=\"\(text.prefix(2000))\">\(text.prefix(199))…</td>" }
    let sortKey: HTML = key.map { " data-v=\"\($0)\"" } ?? ""
    let length: HTML = bar == "" ? "" : " style=\"--bar:\(NumberText.coordinate(100 * shares[row]))%\""
    return "<td\(style)\(sortKey)\(length)>\(text)</td>"
  }

  private static func description(_ filter: ValueFilter) -> String {
    switch filter {
    case .round(let digits): "fixed \(digits)"
    case .percent(let digits): "percent \(digits)"
    case .scientific(let digits): "scientific \(digits)"
    case .thousands: "thousands"
    case .duration, .bytes, .date: ""
    }
  }
}
