/// A point in time as ISO 8601 writes it, by the proleptic Gregorian calendar.
///
/// The arithmetic of days is Howard Hinnant's, http://howardhinnant.github.io/date_algorithms.html.
struct CivilTime {
  /// Seconds since 1970-01-01T00:00:00; UTC where an offset or `Z` is written.
  var seconds: Int64
  /// 0..<1,000,000,000.
  var nanoseconds: Int32
  /// How many digits of the second's fraction are written.
  var fractionDigits: UInt8
  /// Whether an offset or `Z` is written.
  var hasZone: Bool

  /// Reads `YYYY-MM-DD`, or that with `T` or a space and `hh:mm`, `hh:mm:ss` or `hh:mm:ss.f` (up to nine digits), and with
  /// `Z`, `±hh`, `±hhmm` or `±hh:mm` after it. Nil for anything else, and for days that are in no calendar.
  init?(_ text: UnsafeBufferPointer<UInt8>) {
    let count = text.count
    func digits(_ start: Int, _ length: Int) -> Int? {
      guard start + length <= count else { return nil }
      var number = 0
      for place in start..<start + length {
        let digit = text[place] &- 48
        guard digit <= 9 else { return nil }
        number = number * 10 + Int(digit)
      }
      return number
    }
    func has(_ place: Int, _ character: Unicode.Scalar) -> Bool { place < count && text[place] == UInt8(ascii: character) }

    guard count >= 10, has(4, "-"), has(7, "-"), let year = digits(0, 4), let month = digits(5, 2), let day = digits(8, 2),
      (1...12).contains(month), day >= 1, day <= Self.days(inMonth: month, of: year)
    else { return nil }
    seconds = Self.dayNumber(year, month, day) * 86_400
    nanoseconds = 0
    fractionDigits = 0
    hasZone = false
    if count == 10 { return }

    guard has(10, "T") || has(10, " "), has(13, ":"), let hour = digits(11, 2), let minute = digits(14, 2), hour < 24, minute < 60
    else { return nil }
    seconds += Int64(hour * 3600 + minute * 60)
    var place = 16
    if has(place, ":") {
      guard let second = digits(17, 2), second < 60 else { return nil }
      seconds += Int64(second)
      place = 19
      if has(place, ".") {
        place += 1
        let start = place
        var fraction: Int32 = 0
        while place < count, text[place] &- 48 <= 9 {
          guard place - start < 9 else { return nil }
          fraction = fraction * 10 + Int32(text[place] &- 48)
          place += 1
        }
        guard place > start else { return nil }
        fractionDigits = UInt8(place - start)
        for _ in place - start..<9 { fraction *= 10 }
        nanoseconds = fraction
      }
    }
    if place == count { return }

    hasZone = true
    if has(place, "Z") {
      guard place + 1 == count else { return nil }
      return
    }
    guard has(place, "+") || has(place, "-"), let offsetHours = digits(place + 1, 2), offsetHours < 24 else { return nil }
    let isWest = has(place, "-")
    place += 3
    var offset = Int64(offsetHours) * 3600
    if place < count {
      if has(place, ":") { place += 1 }
      guard let minutes = digits(place, 2), minutes < 60, place + 2 == count else { return nil }
      offset += Int64(minutes) * 60
    }
    seconds -= isWest ? -offset : offset
  }

  /// Days from 1970-01-01.
  static func dayNumber(_ year: Int, _ month: Int, _ day: Int) -> Int64 {
    // Years from March on, so that the leap day is the last.
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted.flooredDivision(by: 400)
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return Int64(era * 146_097 + dayOfEra - 719_468)
  }

  /// The date of a day counted from 1970-01-01; the inverse of `dayNumber`.
  static func date(ofDay day: Int64) -> (year: Int, month: Int, day: Int) {
    let shifted = Int(day) + 719_468
    let era = shifted.flooredDivision(by: 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
  }

  private static func days(inMonth month: Int, of year: Int) -> Int {
    if month == 2 { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28 }
    return [4, 6, 9, 11].contains(month) ? 30 : 31
  }
}

extension TimestampValues.Unit {
  /// Ticks of a second.
  public var ticksPerSecond: Int64 {
    switch self {
    case .second: 1
    case .millisecond: 1000
    case .microsecond: 1_000_000
    case .nanosecond: 1_000_000_000
    }
  }

  var fractionDigits: Int {
    switch self {
    case .second: 0
    case .millisecond: 3
    case .microsecond: 6
    case .nanosecond: 9
    }
  }
}

extension TimestampValues {
  /// The time of a row by ISO 8601, in UTC with `Z` where the column has a zone; nil where it is missing.
  ///
  /// - Parameter dateOnly: leaves the time of day out.
  func iso(at row: Int, dateOnly: Bool = false) -> String? {
    guard let tick = ticks[row] else { return nil }
    let second = tick.flooredDivision(by: unit.ticksPerSecond)
    let day = second.flooredDivision(by: 86_400)
    let (year, month, dayOfMonth) = CivilTime.date(ofDay: day)
    let absent = year < 0 ? "-" : ""
    var text = absent + Self.padded(year.magnitude, 4) + "-" + Self.padded(month.magnitude, 2) + "-" + Self.padded(dayOfMonth.magnitude, 2)
    if dateOnly { return text }
    // Rounded down, the earliest times of all lie before what Int64 can say; the differences wrap back.
    let secondOfDay = (second &- day &* 86_400).magnitude
    text += "T" + Self.padded(UInt(secondOfDay / 3600), 2) + ":" + Self.padded(UInt(secondOfDay / 60 % 60), 2) + ":" + Self.padded(UInt(secondOfDay % 60), 2)
    if unit != .second {
      text += "." + Self.padded(UInt((tick &- second &* unit.ticksPerSecond).magnitude), unit.fractionDigits)
    }
    return zone == nil ? text : text + "Z"
  }

  /// Whether all times are midnights that a date says in full.
  var areDates: Bool {
    guard unit == .second, zone == nil else { return false }
    return ticks.values.allSatisfy { $0 % 86_400 == 0 }
  }

  private static func padded(_ number: UInt, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(width - digits.count, 0)) + digits
  }
}
