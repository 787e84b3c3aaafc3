import Glibc
import Synchronization
import Tooling

/// Standard error, where everything but results goes.
enum Terminal {
  static let isInteractive = isatty(2) == 1
  static let usesColour = isInteractive && getenv("NO_COLOR") == nil && getenv("TERM").map { String(cString: $0) } != "dumb"

  /// The columns of the terminal.
  static var width: Int {
    var size = winsize()
    return ioctl(2, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
  }

  private struct State {
    /// The line of progress.
    var status = ""
    /// Lines that wait to be written together.
    var pending = ""
  }

  private static let state = Mutex(State())

  /// A line, above the line of progress where there is one.
  static func say(_ line: String) { put(line + "\n") }

  /// A line that may wait for the next ones where nobody watches: a thousand reused steps are not a thousand writes.
  static func sayInTime(_ line: String) {
    if isInteractive { return say(line) }
    state.withLock { state in
      state.pending += line + "\n"
      if state.pending.utf8.count > 1 << 14 { flush(&state) }
    }
  }

  /// Text that ends with its own line end.
  static func put(_ text: String) {
    state.withLock { state in
      flush(&state)
      let text = plain(text)
      write(state.status.isEmpty ? text : "\r\u{1B}[K" + text + state.status)
    }
  }

  /// The text without what would steer the terminal, but for this program's own colours.
  private static func plain(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 < 0x20 && $0 != 0x0A || $0 == 0x7F || $0 == 0xC2 || $0 == 0xE2 }) else { return text }
    guard usesColour else { return text.printable }
    // Between two colours nothing of our own is left.
    var result = ""
    var rest = text[...]
    while let start = rest.firstRange(of: "\u{1B}[") {
      result += String(rest[..<start.lowerBound]).printable
      let code = rest[start.upperBound...].prefix { $0.isASCII && ($0.isNumber || $0 == ";") }
      let after = rest[code.endIndex...]
      let isColour = after.first == "m" && ["0", "1", "2", "31", "32", "33", "35", "36", "1;31", "1;33", "1;35", "1;36"].contains(code)
      result += isColour ? "\u{1B}[\(code)m" : "\u{241B}["
      rest = isColour ? after.dropFirst() : rest[start.upperBound...]
    }
    return result + String(rest).printable
  }

  /// Writes the lines that wait.
  static func flush() { state.withLock { flush(&$0) } }

  private static func flush(_ state: inout State) {
    if state.pending.isEmpty { return }
    write(plain(state.pending))
    state.pending = ""
  }

  /// The line of progress, at the bottom of an interactive terminal; empty for none.
  static func progress(_ line: String) {
    guard isInteractive else { return }
    state.withLock { state in
      let short = String(line.prefix(max(1, width - 1)))
      guard short != state.status else { return }
      write("\r\u{1B}[K" + short)
      state.status = short
    }
  }

  private static func write(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(2, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      if count <= 0 { return }
      bytes = bytes.dropFirst(count)
    }
  }

  enum Colour: String { case green = "32", red = "31", yellow = "33", dim = "2", bold = "1" }

  static func coloured(_ text: String, _ colour: Colour) -> String {
    usesColour ? "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m" : text
  }
}
