import Tooling

/// Addresses that a page may hold: a link must never run anything, and nothing may be loaded from outside.
enum SafeURL {
  /// `destination` as it may stand in `href`; nil for schemes that run or load something (`javascript:`, `data:`, `vbscript:`, …).
  static func link(_ destination: String) -> String? {
    let cleaned = cleaned(destination)
    guard let scheme = scheme(of: cleaned) else { return cleaned }
    return ["http", "https", "mailto", "tel", "doi", "ftp"].contains(scheme) ? cleaned : nil
  }

  /// An image that is in the address itself, of a format that holds pixels only; nil for all else.
  static func embeddedImage(_ source: String) -> String? {
    let cleaned = cleaned(source)
    let head = cleaned.prefix(40).lowercased()
    let kinds = ["png", "jpeg", "jpg", "gif", "webp"]
    guard kinds.contains(where: { head.hasPrefix("data:image/\($0);base64,") }), let comma = cleaned.firstIndex(of: ",") else { return nil }
    let isBase64 = cleaned[comma...].dropFirst().utf8.allSatisfy {
      switch $0 {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="): true
      default: false
      }
    }
    return isBase64 ? cleaned : nil
  }

  /// Whether an address names a file beside the notebook.
  static func isLocal(_ source: String) -> Bool {
    !source.isEmpty && scheme(of: source) == nil && !source.hasPrefix("//") && !source.hasPrefix("#")
  }

  /// The scheme in lower case; nil for a relative address.
  static func scheme(of address: String) -> String? {
    guard let colon = address.firstIndex(of: ":") else { return nil }
    let head = address[..<colon]
    // A colon after a slash, a question mark or a number sign is part of a path, a query or a fragment.
    if head.contains(where: { $0 == "/" || $0 == "?" || $0 == "#" }) { return nil }
    return head.lowercased()
  }

  /// Browsers skip control characters and outer white space before they read a scheme, so they are taken out before it is judged.
  private static func cleaned(_ address: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in address.unicodeScalars where scalar.value > 0x1F && !(0x7F...0x9F).contains(scalar.value) { scalars.append(scalar) }
    return String(scalars).trimmed
  }
}
