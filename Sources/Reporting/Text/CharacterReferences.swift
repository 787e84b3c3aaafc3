/// Character references of HTML in an attribute's value. Those that matter for judging an address are decoded; the rest stay text,
/// and, since values are escaped again before they are written, a browser does not decode them either.
enum CharacterReferences {
  static func decoded(_ text: String) -> String {
    guard text.contains("&") else { return text }
    var result = ""
    var rest = text[...]
    while let ampersand = rest.firstIndex(of: "&") {
      result += rest[..<ampersand]
      rest = rest[ampersand...]
      let body = rest.dropFirst().prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "#") }
      if let scalar = scalar(body) {
        result.unicodeScalars.append(scalar)
        rest = rest.dropFirst(1 + body.count)
        if rest.first == ";" { rest = rest.dropFirst() }
      } else {
        result += "&"
        rest = rest.dropFirst()
      }
    }
    return result + rest
  }

  private static func scalar(_ body: Substring) -> Unicode.Scalar? {
    if body.hasPrefix("#") {
      let digits = body.dropFirst()
      let code = digits.hasPrefix("x") || digits.hasPrefix("X") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
      return code.flatMap(Unicode.Scalar.init)
    }
    return switch body {
    case "amp", "AMP": "&"
    case "lt", "LT": "<"
    case "gt", "GT": ">"
    case "quot", "QUOT": "\""
    case "apos": "'"
    case "colon": ":"
    case "Tab": "\t"
    case "NewLine": "\n"
    case "sol": "/"
    case "nbsp": "\u{A0}"
    default: nil
    }
  }
}
