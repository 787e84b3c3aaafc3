/// Dates of the Gregorian calendar in UTC, without a calendar library: a page needs nothing more.
struct CalendarText {
  var year: Int, month: Int, day: Int
  /// Seconds since midnight.
  var second: Int

  /// - Parameter seconds: since 1970-01-01T00:00:00 UTC; nil for what lies outside the years −99,999 to 99,999.
  init?(seconds: Double) {
    guard seconds.isFinite, abs(seconds) < 3.1e12 else { return nil }
    let whole = Int(seconds.rounded(.down))
    var days = whole / 86400
    second = whole % 86400
    if second < 0 {
      second += 86400
      days -= 1
    }
    // Days are counted from 0000-03-01, so that a leap day ends its year (Hinnant, "chrono-compatible low-level date algorithms").
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  init(year: Int, month: Int, day: Int) { (self.year, self.month, self.day, second) = (year, month, day, 0) }

  /// `2026-11-23`, alone or before a time.
  init?(iso text: String) {
    let parts = text.prefix(10).split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].count == 4, let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
      (1...12).contains(month), (1...31).contains(day)
    else { return nil }
    (self.year, self.month, self.day, self.second) = (year, month, day, 0)
  }

  /// `23 November 2026`.
  var date: String { PageWords.date(day: day, month: PageWords.months[month - 1], year: year) }
  /// `23 November 2026, 07:33 UTC`.
  var dateAndTime: String { "\(date), \(two(second / 3600)):\(two(second % 3600 / 60)) UTC" }
  /// `2026-11-23`.
  var iso: String { "\(year)-\(two(month))-\(two(day))" }
  /// `2026-11-23T07:33:09Z`.
  var isoTime: String { iso + "T" + clock + "Z" }
  /// `07:33:09`.
  var clock: String { "\(two(second / 3600)):\(two(second % 3600 / 60)):\(two(second % 60))" }

  private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
