import Tabular
import Tooling

/// A layer with its rows: what each channel is at each row.
struct LayerData {
  let mark: FigureMark
  let encoding: [String: FigureChannel]
  let table: Table
  /// Rows to draw: those of the table, or one where every channel is a constant.
  let rowCount: Int

  init(_ layer: FigureLayer, of figure: Figure) throws(FigureError) {
    mark = layer.mark
    encoding = layer.encoding
    let needsTable = layer.encoding.values.contains { $0.field != nil }
    let table: Table?
    if let name = layer.dataset {
      table = figure.datasets.first { $0.name == name }?.table
      if table == nil, needsTable { throw FigureError("the figure has no data called '\(name)'") }
    } else {
      table = figure.datasets.first?.table
    }
    self.table = table ?? Table()
    for (channel, field) in layer.encoding.compactMap({ key, value in value.field.map { (key, $0) } }).sorted(by: { $0.0 < $1.0 }) {
      guard self.table.column(field) != nil else { throw FigureError("the data of '\(channel)' have no column '\(field)'") }
    }
    rowCount = needsTable ? self.table.rowCount : 1
  }

  func channel(_ name: String) -> FigureChannel? { encoding[name] }
  func has(_ name: String) -> Bool { encoding[name].map { $0.field != nil || $0.datum != nil || $0.value != nil } ?? false }

  /// The channel's type, told by the data where the specification does not say.
  func type(_ name: String) -> FigureChannel.FieldType? {
    guard let channel = encoding[name] else { return nil }
    if let type = channel.type { return type }
    if let datum = channel.datum { return datum.double == nil ? .nominal : .quantitative }
    guard let field = channel.field, let column = table.column(field) else { return nil }
    return switch column.values {
    case .number, .integer: .quantitative
    case .timestamp: .temporal
    case .boolean, .text, .dictionary: .nominal
    }
  }

  /// The channel as numbers, NaN where missing or no number; nil where the channel is not given.
  func numbers(_ name: String) -> [Double]? {
    guard let channel = encoding[name] else { return nil }
    if let datum = channel.datum { return [Double](repeating: datum.double ?? .nan, count: rowCount) }
    guard let field = channel.field, let column = table.column(field) else { return nil }
    if case .timestamp(let times) = column.values {
      let scale: Double =
        switch times.unit {
        case .second: 1
        case .millisecond: 1e-3
        case .microsecond: 1e-6
        case .nanosecond: 1e-9
        }
      return (0..<times.ticks.count).map { times.ticks[$0].map { Double($0) * scale } ?? .nan }
    }
    if let numbers = column.values.numbers { return numbers }
    return column.values.strings?.map { text in
      text.flatMap { text in Double(text) ?? CalendarText(iso: text).map(\.secondsSince1970) } ?? .nan
    }
  }

  /// The channel as texts, nil where missing; nil where the channel is not given.
  func labels(_ name: String) -> [String?]? {
    guard let channel = encoding[name] else { return nil }
    if let datum = channel.datum { return [String?](repeating: ValueText.plain(datum.value), count: rowCount) }
    guard let field = channel.field, let column = table.column(field) else { return nil }
    return (0..<rowCount).map { CellText.text(column.values, $0) }
  }

  /// The categories of a channel in their order: as the scale or the sort says, as a dictionary's levels, by number, or by name.
  func categories(_ name: String) -> [String] {
    guard let channel = encoding[name], let labels = labels(name) else { return [] }
    let present = Set(labels.compactMap { $0 })
    var inOrder: [String] = []
    var seen: Set<String> = []
    for label in labels { if let label, seen.insert(label).inserted { inOrder.append(label) } }
    let given = (channel.scale["domain"]?.array ?? channel.options["sort"]?.array)?.map { ValueText.plain($0.value) }
    if let given { return given + inOrder.filter { !given.contains($0) } }
    if channel.options["sort"] == .null { return inOrder }
    var sorted: [String]
    if let field = channel.field, let column = table.column(field), case .dictionary(let values) = column.values {
      sorted = values.levels.filter(present.contains)
      // Levels that stand as texts are sorted were never put in order by anyone.
      if sorted == sorted.sorted() { sorted = NaturalOrder.sorted(sorted) }
    } else if let numbers = numbers(name), !numbers.contains(where: \.isNaN) {
      let keys = Dictionary(zip(labels, numbers).compactMap { label, number in label.map { ($0, number) } }, uniquingKeysWith: { a, _ in a })
      sorted = inOrder.sorted { (keys[$0] ?? 0) < (keys[$1] ?? 0) }
    } else {
      sorted = NaturalOrder.sorted(inOrder)
    }
    if let by = sortKey(channel) {
      var sums: [String: Double] = [:]
      for (label, number) in zip(labels, by.numbers) { if let label, !number.isNaN { sums[label, default: 0] += number } }
      sorted = sorted.enumerated().sorted { a, b in
        let (x, y) = (sums[a.element] ?? 0, sums[b.element] ?? 0)
        return x == y ? a.offset < b.offset : by.isDescending ? x > y : x < y
      }.map(\.element)
    } else if channel.options["sort"]?.string == "descending" {
      sorted.reverse()
    }
    return sorted
  }

  /// `sort: "-x"`, or `sort: {field, order}`.
  private func sortKey(_ channel: FigureChannel) -> (numbers: [Double], isDescending: Bool)? {
    guard let sort = channel.options["sort"] else { return nil }
    if let text = sort.string {
      let name = text.hasPrefix("-") ? String(text.dropFirst()) : text
      return numbers(name).map { ($0, text.hasPrefix("-")) }
    }
    guard let field = sort["field"]?.string.map(columnName(ofFieldPath:)), let numbers = table.column(field)?.values.numbers else { return nil }
    return (numbers, sort["order"]?.string == "descending")
  }
}

extension CalendarText {
  /// Midnight of the day, in seconds since 1970 (Hinnant, days_from_civil).
  var secondsSince1970: Double {
    let y = month <= 2 ? year - 1 : year
    let era = (y >= 0 ? y : y - 399) / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return Double(era * 146_097 + dayOfEra - 719_468) * 86_400 + Double(second)
  }
}
