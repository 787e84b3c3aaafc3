import Tabular
import Tooling

/// What channels ask of the rows before they are drawn: units of time, bins, and summaries.
///
/// Channels come back with plain fields, over a table that has them: `{bin: true, field: "age"}` is two columns of edges,
/// `{aggregate: mean, field: "age"}` a row for each combination of what the other channels show.
enum EncodingTransforms {
  static func resolved(_ encoding: [String: FigureChannel], _ table: Table, _ mark: FigureMark) throws(FigureError) -> (encoding: [String: FigureChannel], table: Table) {
    var encoding = encoding
    var table = table
    let names = encoding.keys.sorted()
    for name in names {
      guard var channel = encoding[name] else { continue }
      if let unit = channel.options["timeUnit"]?.string ?? channel.options["timeUnit"]?["unit"]?.string, let field = channel.field {
        let column = try TimeUnit.column(unit, of: field, table, isDiscrete: channel.type == .ordinal || channel.type == .nominal)
        table = try table.adding([column])
        channel.field = column.name
        channel.derivedTitle = channel.derivedTitle ?? "\(field) (\(unit))"
        if case .dictionary = column.values, channel.type == nil || channel.type == .temporal { channel.type = .ordinal }
        encoding[name] = channel
      }
      if let bin = channel.options["bin"], bin != .null, bin != .boolean(false), bin.string != "binned", let field = channel.field {
        let numbers = try table.figureNumbers(field)
        let bins = FigureBins(numbers, bin, standard: name == "x" || name == "y" ? 10 : 6)
        let (start, end) = ("bin_\(name)_\(field)", "bin_\(name)_\(field)_end")
        var columns = try bins.columns(of: numbers, start: start, end: end)
        channel.field = start
        channel.derivedTitle = "\(field) (binned)"
        if (name == "x" || name == "y"), channel.type != .ordinal, channel.type != .nominal {
          channel.type = .quantitative
          if [.bar, .rect].contains(mark.shape) {
            var upper = FigureChannel(field: end, .quantitative)
            upper.derivedTitle = "to"
            encoding[name + "2"] = upper
          } else {
            // Points and lines stand in the middle of their bin.
            columns = [Column(start, .number(numbers.map { number in bins.bin(of: number).map { (bins.edge($0) + bins.edge($0 + 1)) / 2 } ?? .nan }))]
          }
        }
        table = try table.adding(columns)
        encoding[name] = channel
      }
    }
    let operations = names.filter { encoding[$0]?.options["aggregate"]?.string != nil }
    guard !operations.isEmpty else { return (encoding, table) }
    return try aggregated(encoding, operations, table)
  }

  /// A row for each combination of the fields that are not summed up.
  private static func aggregated(
    _ encoding: [String: FigureChannel], _ operations: [String], _ table: Table
  ) throws(FigureError) -> (encoding: [String: FigureChannel], table: Table) {
    var encoding = encoding
    var fields: [String] = []
    for name in encoding.keys.sorted() where !operations.contains(name) {
      if let field = encoding[name]?.field, !fields.contains(field) { fields.append(field) }
    }
    let groups = try TableGroups(table, by: fields)
    var columns = groups.keys()
    for name in operations {
      guard var channel = encoding[name], let word = channel.options["aggregate"]?.string else { continue }
      guard let kind = AggregateOperation(rawValue: word) else {
        throw FigureError("there is no aggregate '\(word)'\(didYouMean(word, among: FigureGrammar.aggregates))")
      }
      let column = channel.field.map { "\(word)_\($0)" } ?? "__count"
      if !columns.contains(where: { $0.name == column }) {
        columns.append(Column(column, .number(try FigureTransform.summaries(kind, channel.field, table, groups))))
      }
      channel.derivedTitle = kind.title(channel.field)
      channel.field = column
      if channel.type == nil || kind == .count { channel.type = .quantitative }
      encoding[name] = channel
    }
    return (encoding, try Table.figure(columns))
  }
}

/// Times cut to a unit, or the part of a time that comes again: months, days of the week, hours.
enum TimeUnit {
  /// - Parameter isDiscrete: whether times that are cut are names in their order, and not points on a line.
  static func column(_ unit: String, of field: String, _ table: Table, isDiscrete: Bool) throws(FigureError) -> Column {
    guard let seconds = FigureTime.seconds(try table.figureColumn(field).values) else { throw FigureError("'timeUnit' needs times, and '\(field)' has none") }
    let name = "\(unit)_\(field)"
    let times = seconds.map { $0.isNaN ? nil : CalendarText(seconds: $0) }
    func cut(_ label: (CalendarText) -> String, _ start: (CalendarText) -> (Int, Int, Int)) -> Column {
      let ticks = times.map { time -> Int64? in
        guard let time else { return nil }
        let (year, month, day) = start(time)
        return Int64(CalendarText(year: year, month: month, day: day).secondsSince1970)
      }
      if isDiscrete {
        let starts = Set(ticks.compactMap { $0 }).sorted()
        let places = Dictionary(starts.enumerated().map { ($1, Int32($0)) }, uniquingKeysWith: { first, _ in first })
        let levels = starts.map { CalendarText(seconds: Double($0)).map(label) ?? "" }
        return Column(name, .dictionary(DictionaryValues(codes: ticks.map { $0.flatMap { places[$0] } ?? -1 }, levels: levels, isOrdered: true)))
      }
      return Column(name, .timestamp(TimestampValues(Optionals(ticks, zero: 0), unit: .second)))
    }
    func part(_ levels: [String], _ place: (CalendarText) -> Int) -> Column {
      let codes = times.map { time in time.map { Int32(max(0, min(levels.count - 1, place($0)))) } ?? -1 }
      return Column(name, .dictionary(DictionaryValues(codes: codes, levels: levels, isOrdered: true)))
    }
    switch unit {
    case "year": return cut({ "\($0.year)" }) { ($0.year, 1, 1) }
    case "yearquarter": return cut({ "Q\(($0.month - 1) / 3 + 1) \($0.year)" }) { ($0.year, ($0.month - 1) / 3 * 3 + 1, 1) }
    case "yearmonth": return cut({ "\(PageWords.months[$0.month - 1].prefix(3)) \($0.year)" }) { ($0.year, $0.month, 1) }
    case "yearmonthdate": return cut(\.iso) { ($0.year, $0.month, $0.day) }
    case "quarter": return part(["Q1", "Q2", "Q3", "Q4"]) { ($0.month - 1) / 3 }
    case "month": return part(PageWords.months.map { String($0.prefix(3)) }) { $0.month - 1 }
    case "date": return part((1...31).map(String.init)) { $0.day - 1 }
    case "day":
      // 1970-01-01 was a Thursday.
      return part(["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]) { time in
        let day = Int((CalendarText(year: time.year, month: time.month, day: time.day).secondsSince1970 / 86_400).rounded(.down)) + 4
        return ((day % 7) + 7) % 7
      }
    case "hours": return part((0..<24).map { $0 < 10 ? "0\($0)" : "\($0)" }) { $0.second / 3600 }
    default: throw FigureError("there is no unit of time '\(unit)'\(didYouMean(unit, among: FigureGrammar.timeUnits))")
    }
  }
}
