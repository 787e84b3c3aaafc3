extension String {
  /// The text as it can be shown on a terminal: control characters, which could move the cursor or hide what is there, as the
  /// signs that stand for them (`␛`). Line ends and tabs stay.
  public var printable: String {
    guard utf8.contains(where: { $0 < 0x20 && $0 != 0x0A && $0 != 0x09 || $0 == 0x7F || $0 == 0xC2 || $0 == 0xE2 }) else { return self }
    return String(String.UnicodeScalarView(unicodeScalars.map { scalar in
      switch scalar.value {
      case 0x0A, 0x09: scalar
      case 0..<0x20: Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}"
      case 0x7F: "\u{2421}"
      // C1 controls, and what turns the direction of writing.
      case 0x80...0x9F, 0x202A...0x202E, 0x2066...0x2069: "\u{FFFD}"
      default: scalar
      }
    }))
  }
}
