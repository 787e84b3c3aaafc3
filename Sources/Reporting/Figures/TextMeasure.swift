/// How wide text is in Helvetica and the faces made to its measure, without a font at hand. Used to leave room, so an estimate
/// that is too wide is better than one that is too narrow.
enum TextMeasure {
  /// Faces of one measure, so that room left here is right wherever the page is read.
  static let family = "Helvetica, Arial, Liberation Sans, Nimbus Sans, sans-serif"

  static func width(_ text: String, size: Double, isBold: Bool = false) -> Double {
    var units = 0.0
    for scalar in text.unicodeScalars { units += width(of: scalar) }
    return units / 1000 * size * (isBold ? 1.1 : 1.04)
  }

  /// The text, or as much of its head as fits into `width` with an ellipsis.
  static func fitted(_ text: String, size: Double, width limit: Double, isBold: Bool = false) -> String {
    if width(text, size: size, isBold: isBold) <= limit { return text }
    var head = text
    while !head.isEmpty, width(head + "…", size: size, isBold: isBold) > limit { head.removeLast() }
    while head.hasSuffix(" ") { head.removeLast() }
    return head + "…"
  }

  /// In thousandths of the size (Adobe's Helvetica metrics, grouped).
  private static func width(of scalar: Unicode.Scalar) -> Double {
    switch scalar {
    case "i", "j", "l", "'", "|": 222
    case " ", "f", "t", "I", ".", ",", ":", ";", "!", "/", "\\", "[", "]", "(", ")", "-", "`", "r": 300
    case "m", "M", "W", "%", "—", "…", "@": 880
    case "w", "G", "O", "Q", "C", "D", "H", "N", "R", "U": 722
    case "A", "B", "E", "K", "P", "S", "V", "X", "Y", "&": 667
    case "c", "k", "s", "v", "x", "y", "z", "J": 500
    case "F", "L", "T", "Z", "+", "=", "<", ">", "~", "−", "×", "±": 600
    case "⁰"..."⁹", "¹", "²", "³", "⁻": 360
    case "\u{300}"..."\u{36F}": 0
    default: scalar.value < 0x2E80 ? 556 : 1000
    }
  }
}
