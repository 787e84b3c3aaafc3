import Tabular
import Tooling

/// A layer with its rows: what each channel is at each row.
struct LayerData {
  let mark: FigureMark
  var encoding: [String: FigureChannel]
  let table: Table
  /// Rows to draw: those of the table, or one where every channel is a constant.
  let rowCount: Int
  /// For channels whose scale layers have for themselves: which of the plot's scales is this layer's.
  var sides: [String: Int] = [:]
  /// What rows are by a `condition` and not by their channel's field.
  private(set) var overrides: [String: [ChannelOverride]] = [:]

  /// - Throws: where a channel names a column that is not there.
  init(_ mark: FigureMark, _ encoded: (encoding: [String: FigureChannel], table: Table)) throws(FigureError) {
    self.mark = mark
    // What colours a mark's inside or its outline is its colour.
    var encoding = encoded.encoding
    for name in ["fill", "stroke"] where encoding["color"] == nil { encoding["color"] = encoding[name] }
    self.encoding = encoding
    table = encoded.table
    var needsTable = false
    for (channel, definition) in encoding.sorted(by: { $0.key < $1.key }) {
      guard let field = definition.field else { continue }
      needsTable = true
      guard table.column(field) != nil else {
        throw FigureError("the data of '\(channel)' have no column '\(field)'\(didYouMean(field, among: table.names))")
      }
    }
    let conditions = encoding.filter { !$0.value.conditions.isEmpty }
    rowCount = needsTable || !conditions.isEmpty ? table.rowCount : 1
    for (name, channel) in conditions { overrides[name] = try channel.conditions.map { condition throws(FigureError) in try ChannelOverride(condition, table) } }
  }

  func side(_ channel: String) -> Int { sides[channel] ?? 0 }

  /// A row's constant where a condition gives it one.
  func override(_ name: String, _ row: Int) -> JSON? { overrides[name]?.first { $0.holds[row] }?.value }

  func channel(_ name: String) -> FigureChannel? { encoding[name] }
  func has(_ name: String) -> Bool { encoding[name].map { $0.field != nil || $0.datum != nil || $0.value != nil } ?? false }

  /// The channel's type, told by the data where the specification does not say.
  func type(_ name: String) -> FigureChannel.FieldType? {
    guard let channel = encoding[name] else { return nil }
    if let type = channel.type { return type }
    switch channel.scaleType {
    case "band", "point", "ordinal": return .ordinal
    case "time", "utc": return .temporal
    default: break
    }
    if let datum = channel.datum { return datum.double == nil ? .nominal : .quantitative }
    guard let field = channel.field, let column = table.column(field) else { return nil }
    return switch column.values {
    case .number, .integer: .quantitative
    case .timestamp: .temporal
    case .boolean, .text, .dictionary: .nominal
    }
  }

  func isDiscrete(_ name: String) -> Bool { type(name) == .nominal || type(name) == .ordinal }

  /// The channel as numbers, NaN where missing or no number; nil where the channel is not given.
  func numbers(_ name: String) -> [Double]? {
    guard let channel = encoding[name] else { return nil }
    if let datum = channel.datum {
      let number = datum.double ?? datum.string.flatMap { CalendarText(iso: $0) }?.secondsSince1970 ?? .nan
      return [Double](repeating: number, count: rowCount)
    }
    guard let field = channel.field, let column = table.column(field) else { return nil }
    if let numbers = column.values.numbers ?? FigureTime.seconds(column.values) { return numbers }
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

  /// Which of the channel's values each row has, -1 where missing; nil where the channel shows no column.
  func codes(_ name: String) -> [Int32]? {
    guard let field = encoding[name]?.field, let column = table.column(field) else { return nil }
    if case .dictionary(let values) = column.values { return values.codes }
    return ColumnLevels(column.values).codes
  }

  /// Where each row's value stands among `names`; nil where the channel is not given.
  func places(_ name: String, among names: [String], missing: Int32) -> [Int32]? {
    let places = Dictionary(names.enumerated().map { ($1, Int32(truncatingIfNeeded: $0)) }, uniquingKeysWith: { first, _ in first })
    // A text for each row would take longer than all else.
    if let field = encoding[name]?.field, encoding[name]?.datum == nil, case .dictionary(let values)? = table.column(field)?.values {
      let levels = values.levels.map { places[$0] ?? missing }
      return values.codes.map { $0 < 0 ? missing : levels[Int($0)] }
    }
    return labels(name)?.map { $0.flatMap { places[$0] } ?? missing }
  }

  /// The values of a channel that occur, in the order in which they do first.
  private func occurring(_ channel: FigureChannel, _ name: String) -> [String] {
    var found: [String] = []
    if let field = channel.field, channel.datum == nil, case .dictionary(let values)? = table.column(field)?.values {
      var isFound = [Bool](repeating: false, count: values.levels.count)
      for code in values.codes where code >= 0 && !isFound[Int(code)] {
        isFound[Int(code)] = true
        found.append(values.levels[Int(code)])
      }
      return found
    }
    var present: Set<String> = []
    for label in labels(name) ?? [] { if let label, present.insert(label).inserted { found.append(label) } }
    return found
  }

  /// The categories of a channel in their order: as the scale or the sort says, as a dictionary's levels, by number, or by name.
  func categories(_ name: String) -> [String] {
    guard let channel = encoding[name], channel.isShown else { return [] }
    let inOrder = occurring(channel, name)
    let given = (channel.scale["domain"]?.array ?? channel.options["sort"]?.array)?.map { ValueText.plain($0.value) }
    if let given { return given + inOrder.filter { !given.contains($0) } }
    if channel.options["sort"] == .null { return inOrder }
    var sorted: [String]
    if let field = channel.field, let column = table.column(field), case .dictionary(let values) = column.values {
      sorted = values.levels.filter(Set(inOrder).contains)
      // Levels that stand as texts are sorted were never put in order by anyone.
      if sorted == sorted.sorted(), !values.isOrdered { sorted = NaturalOrder.sorted(sorted) }
    } else if let values = channel.field.flatMap({ table.column($0)?.values }), let numbers = values.numbers ?? FigureTime.seconds(values) {
      let keys = Dictionary(zip(labels(name) ?? [], numbers).compactMap { label, number in label.map { ($0, number) } }, uniquingKeysWith: { a, _ in a })
      sorted = inOrder.sorted { (keys[$0] ?? 0) < (keys[$1] ?? 0) }
    } else {
      sorted = NaturalOrder.sorted(inOrder)
    }
    if let by = sortKey(channel) {
      var sums: [String: Double] = [:]
      for (label, number) in zip(labels(name) ?? [], by.numbers) { if let label, !number.isNaN { sums[label, default: 0] += number } }
      sorted = sorted.enumerated().sorted { a, b in
        let (x, y) = (sums[a.element] ?? 0, sums[b.element] ?? 0)
        return x == y ? a.offset < b.offset : by.isDescending ? x > y : x < y
      }.map(\.element)
    } else if channel.options["sort"]?.string == "descending" {
      sorted.reverse()
    }
    return sorted
  }

  /// `sort: "-x"`, or `sort: {field, order}`, or `sort: {encoding, order}`.
  private func sortKey(_ channel: FigureChannel) -> (numbers: [Double], isDescending: Bool)? {
    guard let sort = channel.options["sort"] else { return nil }
    if let text = sort.string {
      let name = text.hasPrefix("-") ? String(text.dropFirst()) : text
      return numbers(name).map { ($0, text.hasPrefix("-")) }
    }
    let isDescending = sort["order"]?.string == "descending"
    if let name = sort["encoding"]?.string { return numbers(name).map { ($0, isDescending) } }
    guard let field = sort["field"]?.string.map(columnName(ofFieldPath:)), let numbers = table.column(field)?.values.numbers else { return nil }
    return (numbers, isDescending)
  }

  /// Whether bars or areas of the layer grow along `name`: along the quantitative channel, y where both are.
  func growsAlong(_ name: String) -> Bool {
    let other = name == "x" ? "y" : "x"
    guard type(name) == .quantitative else { return false }
    let otherIsNumeric = has(other) && (type(other) == .quantitative || type(other) == .temporal)
    if !otherIsNumeric { return true }
    if let orientation = mark.text("orient") { return (orientation == "horizontal") == (name == "x") }
    // An area grows along the channel that has two ends.
    if mark.shape == .area, has(name + "2") || has(other + "2") { return has(name + "2") }
    // Bins lie along the channel that has two ends.
    if has(other + "2") { return true }
    return !has(name + "2") && name == "y"
  }
}

extension CalendarText {
  /// Midnight of the day and its clock, in seconds since 1970 (Hinnant, days_from_civil).
  var secondsSince1970: Double {
    let y = month <= 2 ? year - 1 : year
    let era = (y >= 0 ? y : y - 399) / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return Double(era * 146_097 + dayOfEra - 719_468) * 86_400 + Double(second)
  }
}
