import Glibc

/// A moment in the words of this place: `today, 07:33`, `yesterday, 18:20`, `23 Nov 2026, 07:33`.
///
/// - Parameter time: seconds since 1970, UTC.
func localTime(_ time: Double) -> String {
  guard let moment = brokenDown(time) else { return "" }
  var now = time_t()
  Glibc.time(&now)
  func isDay(_ seconds: time_t) -> Bool {
    guard let day = brokenDown(Double(seconds)) else { return false }
    return day.tm_year == moment.tm_year && day.tm_yday == moment.tm_yday
  }
  func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
  let clock = "\(two(moment.tm_hour)):\(two(moment.tm_min))"
  if isDay(now) { return "today, \(clock)" }
  if isDay(now - 86_400) { return "yesterday, \(clock)" }
  let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
  let month = months.indices.contains(Int(moment.tm_mon)) ? months[Int(moment.tm_mon)] : ""
  return "\(moment.tm_mday) \(month) \(moment.tm_year + 1900), \(clock)"
}

/// A moment in the time zone of this place; nil for what no calendar has.
private func brokenDown(_ time: Double) -> tm? {
  guard let whole = time_t(exactly: time.rounded(.down)) else { return nil }
  var seconds = whole
  var parts = tm()
  return localtime_r(&seconds, &parts) == nil ? nil : parts
}
