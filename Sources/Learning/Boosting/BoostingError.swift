/// Why boosting did not come about, and how to mend it.
public struct BoostingError: Error, Equatable, CustomStringConvertible {
  public let description: String
  public let remedy: String?

  init(_ description: String, remedy: String? = nil) {
    self.description = description
    self.remedy = remedy
  }

  /// XGBoost's own words without the place in its sources and the stack.
  init(from message: String) {
    let lines = message.split(separator: "\n").prefix { $0 != "Stack trace:" }.map { $0.trimmingPrefix(" ") }
    var text = lines.joined(separator: "; ")
    // As in `[12:30:00] ./src/data/data.cc:982: Check failed: valid: the words`.
    if text.hasPrefix("["), let end = text.firstRange(of: ": ")?.upperBound { text = String(text[end...]) }
    while text.hasSuffix(".") { text.removeLast() }
    self.init("XGBoost says: \(String(text.prefix(600)))")
  }
}
