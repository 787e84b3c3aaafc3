/// Round points in time for axes: seconds to decades, in UTC.
package enum TimeTicks {
  private static let steps: [Double] = [
    1, 5, 15, 30, 60, 300, 900, 1800, 3600, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800,
  ]

  /// - Parameters are seconds since 1970. About `count` ticks.
  package static func ticks(_ start: Double, _ stop: Double, count: Int) -> [Double] {
    guard start.isFinite, stop.isFinite, stop > start, count > 0 else { return start.isFinite ? [start] : [] }
    let target = (stop - start) / Double(count)
    if target < 1 { return Ticks.linear(start, stop, count: count) }
    if target > 20 * 86_400 { return months(start, stop, target: target) }
    let step = steps.first { $0 >= target } ?? 604_800
    let first = (start / step).rounded(.up)
    return stride(from: first * step, through: stop, by: step).prefix(200).map { $0 }
  }

  /// Firsts of a month, a quarter or a year.
  private static func months(_ start: Double, _ stop: Double, target: Double) -> [Double] {
    guard let from = CalendarText(seconds: start), let to = CalendarText(seconds: stop) else { return [] }
    let wanted = target / (30.44 * 86_400)
    let step = [1.0, 3, 6, 12].first { $0 >= wanted } ?? 12 * max(1, niceYears(wanted / 12))
    let months = Int(step)
    var ticks: [Double] = []
    var month = (from.year * 12 + from.month - 1) / months * months
    while month <= to.year * 12 + to.month, ticks.count < 200 {
      let tick = CalendarText(year: month / 12, month: month % 12 + 1, day: 1).secondsSince1970
      if tick >= start, tick <= stop { ticks.append(tick) }
      month += months
    }
    return ticks
  }

  private static func niceYears(_ years: Double) -> Double {
    for step in [1.0, 2, 5, 10, 20, 50, 100, 200, 500, 1000] where step >= years { return step }
    return 10_000
  }

  /// Labels that say as much as tells the ticks apart.
  ///
  /// - Parameter format: one of d3's: `%Y-%m-%d`, `%b %Y`, `%H:%M`.
  package static func labels(_ ticks: [Double], format: String? = nil) -> [String] {
    if let format, format.contains("%") { return ticks.map { CalendarText(seconds: $0).map { text($0, format) } ?? "" } }
    let calendars = ticks.map { CalendarText(seconds: $0) }
    let step = ticks.count > 1 ? ticks[1] - ticks[0] : 86_400
    return calendars.map { calendar in
      guard let calendar else { return "" }
      if step >= 360 * 86_400 { return String(calendar.year) }
      if step >= 27 * 86_400 { return "\(PageWords.months[calendar.month - 1].prefix(3)) \(calendar.year)" }
      if step >= 86_400 { return "\(calendar.day) \(PageWords.months[calendar.month - 1].prefix(3))" }
      return step >= 60 ? String(calendar.clock.prefix(5)) : calendar.clock
    }
  }

  private static func text(_ time: CalendarText, _ format: String) -> String {
    var text = ""
    var rest = format[...]
    while let character = rest.popFirst() {
      guard character == "%" else {
        text.append(character)
        continue
      }
      var directive = rest.popFirst() ?? "%"
      // A flag that leaves out padding.
      let isBare = directive == "-"
      if isBare { directive = rest.popFirst() ?? "%" }
      func padded(_ number: Int) -> String { number < 10 && !isBare ? "0\(number)" : "\(number)" }
      let part = switch directive {
      case "Y": "\(time.year)"
      case "y": padded(((time.year % 100) + 100) % 100)
      case "m": padded(time.month)
      case "d", "e": padded(time.day)
      case "b": String(PageWords.months[time.month - 1].prefix(3))
      case "B": PageWords.months[time.month - 1]
      case "H": padded(time.second / 3600)
      case "M": padded(time.second / 60 % 60)
      case "S": padded(time.second % 60)
      case "%": "%"
      default: ""
      }
      text += part
    }
    return text
  }
}
