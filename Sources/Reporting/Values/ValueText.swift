package import Literate
package import Tooling

/// A value as prose shows it.
///
/// Without a filter integers are whole, other numbers have 4 significant digits, texts stand as they are and lists are joined by commas.
package enum ValueText {
  package struct Mismatch: Error { package var message: String }

  /// - Throws: `Mismatch`, where the filter cannot be applied to the value.
  package static func text(_ value: TypedValue, filter: ValueFilter?) throws(Mismatch) -> String {
    guard let filter else { return plain(value) }
    if case .date = filter { return try date(value) }
    if case .null = value { return PageWords.missing }
    guard let number = value.double else {
      throw Mismatch(message: PageWords.filterNeedsNumber(name(of: filter), value.typeName))
    }
    switch filter {
    case .round(let decimals): return NumberText.fixed(number, decimals: decimals)
    case .percent(let decimals):
      return number.isFinite ? NumberText.fixed(number * 100, decimals: decimals) + "%" : NumberText.fixed(number, decimals: 0)
    case .thousands: return NumberText.grouped(plain(value))
    case .scientific(let decimals): return NumberText.scientific(number, decimals: decimals)
    case .duration: return DurationText.text(seconds: number)
    case .bytes: return ByteCountText.text(number)
    case .date: return plain(value)
    }
  }

  static func plain(_ value: TypedValue) -> String {
    switch value {
    case .null: PageWords.missing
    case .boolean(let value): value ? "true" : "false"
    case .integer(let value): value < 0 ? "−" + String(value.magnitude) : String(value)
    case .number(let value): NumberText.significant(value)
    case .text(let value): value
    case .list(let values): values.map(plain).joined(separator: ", ")
    case .record(let fields): fields.map { "\($0.name): \(plain($0.value))" }.joined(separator: ", ")
    }
  }

  private static func date(_ value: TypedValue) throws(Mismatch) -> String {
    switch value {
    case .null: return PageWords.missing
    case .text(let text): if let calendar = CalendarText(iso: text) { return calendar.date }
    default: if let seconds = value.double, let calendar = CalendarText(seconds: seconds) { return calendar.date }
    }
    throw Mismatch(message: PageWords.filterNeedsDate(value.description))
  }

  private static func name(of filter: ValueFilter) -> String {
    switch filter {
    case .round: "round"
    case .percent: "percent"
    case .thousands: "thousands"
    case .scientific: "scientific"
    case .duration: "duration"
    case .bytes: "bytes"
    case .date: "date"
    }
  }
}
