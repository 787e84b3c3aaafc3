/// Anchors of headings, as GitHub makes them: lower case, letters, digits, `-` and `_`, spaces as hyphens; a second one of the
/// same text gets `-1`.
struct Anchors {
  private var counts: [String: Int] = [:]

  /// Notes an anchor that an author has chosen.
  mutating func take(_ anchor: String) { if counts[anchor] == nil { counts[anchor] = 0 } }

  mutating func anchor(for text: String) -> String {
    var slug = ""
    for character in text.lowercased().unicodeScalars {
      if character == " " {
        slug.append("-")
      } else if character == "-" || character == "_" || character.properties.isAlphabetic || character.properties.generalCategory == .decimalNumber
        || character.properties.generalCategory == .nonspacingMark || character.properties.generalCategory == .spacingMark
      {
        slug.unicodeScalars.append(character)
      }
    }
    // An empty identifier is none.
    if slug.isEmpty { slug = "section" }
    var anchor = slug
    while counts[anchor] != nil {
      counts[slug, default: 0] += 1
      anchor = "\(slug)-\(counts[slug, default: 0])"
    }
    counts[anchor] = 0
    return anchor
  }
}
