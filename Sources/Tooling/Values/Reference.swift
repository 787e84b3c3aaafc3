/// A reference as written: `$step.output.field['odd name']`, `$params.name`.
public struct Reference: Sendable, Hashable {
  /// The step's name, or `params` or `each`.
  public var root: String
  /// The parts after the root, names and bracketed texts alike.
  public var path: [String]

  public init(root: String, path: [String]) {
    self.root = root
    self.path = path
  }
}

extension Reference: CustomStringConvertible {
  public var description: String {
    "$" + root + path.map { Reference.isName($0) ? "." + $0 : "['" + $0.replacing("'", with: "''") + "']" }.joined()
  }

  /// `[A-Za-z][A-Za-z0-9_]*`: what may stand without brackets, and what a step may be called.
  public static func isName(_ text: some StringProtocol) -> Bool {
    guard let first = text.utf8.first, isLetter(first) else { return false }
    return text.utf8.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "_") }
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) }

  /// Reads a whole text as one reference; nil where it is none.
  ///
  /// `$name`, then any number of `.name` and `['text']` (a quote in the text doubled; double quotes serve as well).
  public init?(_ text: some StringProtocol) {
    var rest = Array(text.utf8)[...]
    guard rest.popFirst() == UInt8(ascii: "$"), let root = Reference.takeName(&rest) else { return nil }
    var path: [String] = []
    while let next = rest.popFirst() {
      switch next {
      case UInt8(ascii: "."):
        guard let name = Reference.takeName(&rest) else { return nil }
        path.append(name)
      case UInt8(ascii: "["):
        guard let part = Reference.takeQuoted(&rest), rest.popFirst() == UInt8(ascii: "]") else { return nil }
        path.append(part)
      default: return nil
      }
    }
    self.init(root: root, path: path)
  }

  /// Takes a reference from the front of `bytes`, as long as it goes; nil and nothing taken where none begins there.
  package static func take(from bytes: inout ArraySlice<UInt8>) -> Reference? {
    var rest = bytes
    guard rest.popFirst() == UInt8(ascii: "$"), let root = takeName(&rest) else { return nil }
    var path: [String] = []
    while let next = rest.first {
      var after = rest.dropFirst()
      if next == UInt8(ascii: "."), let name = takeName(&after) {
        path.append(name)
      } else if next == UInt8(ascii: "["), let part = takeQuoted(&after), after.popFirst() == UInt8(ascii: "]") {
        path.append(part)
      } else {
        break
      }
      rest = after
    }
    bytes = rest
    return Reference(root: root, path: path)
  }

  private static func takeName(_ rest: inout ArraySlice<UInt8>) -> String? {
    guard let first = rest.first, isLetter(first) else { return nil }
    let name = rest.prefix { isLetter($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "_") }
    rest = rest.dropFirst(name.count)
    return String(decoding: name, as: UTF8.self)
  }

  private static func takeQuoted(_ rest: inout ArraySlice<UInt8>) -> String? {
    guard let quote = rest.popFirst(), quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else { return nil }
    var text: [UInt8] = []
    while let byte = rest.popFirst() {
      guard byte == quote else {
        text.append(byte)
        continue
      }
      guard rest.first == quote else { return String(decoding: text, as: UTF8.self) }
      rest.removeFirst()
      text.append(quote)
    }
    return nil
  }
}
