/// Lengths of time and amounts of bytes, in the units that a person would choose.
package enum DurationText {
  /// `0.8 ms`, `250 ms`, `3.4 s`, `2 min 5 s`, `1 h 12 min`, `3 d 4 h`.
  package static func text(seconds: Double) -> String {
    guard seconds.isFinite else { return NumberText.significant(seconds) }
    if seconds < 0 { return "−" + text(seconds: -seconds) }
    if seconds < 0.0095 { return NumberText.significant(seconds * 1000, digits: 2) + " ms" }
    if seconds < 0.9995 { return NumberText.fixed(seconds * 1000, decimals: 0) + " ms" }
    if seconds < 9.95 { return NumberText.trimmed(NumberText.fixed(seconds, decimals: 1)) + " s" }
    guard seconds < 1e15 else { return NumberText.significant(seconds) + " s" }
    let whole = Int(seconds.rounded())
    switch whole {
    case ..<60: return "\(whole) s"
    case ..<3600: return pair(whole / 60, "min", whole % 60, "s")
    case ..<86400: return pair(whole / 3600, "h", whole % 3600 / 60, "min")
    default: return pair(whole / 86400, "d", whole % 86400 / 3600, "h")
    }
  }

  /// `1H30M`, as the front matter has it, as `1 h 30 min`; anything else as it stands.
  package static func text(estimation: String) -> String {
    var parts: [String] = []
    var digits = ""
    for character in estimation.uppercased() {
      switch character {
      case "0"..."9": digits.append(character)
      case "D" where !digits.isEmpty, "H" where !digits.isEmpty, "M" where !digits.isEmpty:
        parts.append(digits + (character == "M" ? " min" : character == "H" ? " h" : " d"))
        digits = ""
      default: return estimation
      }
    }
    return digits.isEmpty && !parts.isEmpty ? parts.joined(separator: " ") : estimation
  }

  private static func pair(_ large: Int, _ largeUnit: String, _ small: Int, _ smallUnit: String) -> String {
    small == 0 ? "\(large) \(largeUnit)" : "\(large) \(largeUnit) \(small) \(smallUnit)"
  }
}

package enum ByteCountText {
  /// `512 bytes`, `1.5 kB`, `20 MB`: powers of 1000, as disks and downloads count.
  package static func text(_ count: Double) -> String {
    guard count.isFinite else { return NumberText.significant(count) }
    if abs(count) < 999.5 { return NumberText.fixed(count, decimals: 0) + (count == 1 ? " byte" : " bytes") }
    var value = count / 1000
    for unit in ["kB", "MB", "GB", "TB"] {
      if abs(value) < 999.5 { return NumberText.significant(value, digits: abs(value) < 99.95 ? 2 : 3) + " " + unit }
      value /= 1000
    }
    return NumberText.significant(value, digits: 3) + " PB"
  }
}
