/// Writes JSON on one line, piece by piece: for what is written so often that it is not made a `JSON` first.
public struct JSONWriter: Sendable {
  public private(set) var bytes: [UInt8] = []
  /// Whether a comma goes before what comes next.
  private var needsComma = false

  public init() {}

  // MARK: Values

  public mutating func object(_ content: (inout JSONWriter) -> Void) { enclosed("{", "}", content) }
  public mutating func array(_ content: (inout JSONWriter) -> Void) { enclosed("[", "]", content) }

  public mutating func text(_ text: String) {
    begin()
    JSON.writeText(text, to: &bytes)
  }

  public mutating func value(_ value: JSON) {
    begin()
    value.write(to: &bytes)
  }

  /// Values that another writer wrote, with commas between them.
  public mutating func values(_ written: JSONWriter) {
    guard !written.bytes.isEmpty else { return }
    begin()
    bytes += written.bytes
  }

  // MARK: Members of an object

  public mutating func member(_ name: StaticString, _ content: String) {
    self.name(name)
    text(content)
  }

  public mutating func member(_ name: StaticString, _ content: JSON) {
    self.name(name)
    value(content)
  }

  public mutating func object(_ name: StaticString, _ content: (inout JSONWriter) -> Void) {
    self.name(name)
    object(content)
  }

  public mutating func array(_ name: StaticString, _ content: (inout JSONWriter) -> Void) {
    self.name(name)
    array(content)
  }

  /// A name that is not ours; its value comes next.
  public mutating func name(_ name: String) {
    text(name)
    colon()
  }

  /// A name of ours, in which nothing needs an escape.
  private mutating func name(_ name: StaticString) {
    begin()
    bytes.append(UInt8(ascii: "\""))
    bytes.append(contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
    bytes.append(UInt8(ascii: "\""))
    colon()
  }

  private mutating func colon() {
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  /// The end of a line: what comes next is a value of its own.
  public mutating func endLine() {
    bytes.append(UInt8(ascii: "\n"))
    needsComma = false
  }

  private mutating func begin() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    needsComma = true
  }

  private mutating func enclosed(_ open: Unicode.Scalar, _ close: Unicode.Scalar, _ content: (inout JSONWriter) -> Void) {
    begin()
    bytes.append(UInt8(ascii: open))
    needsComma = false
    content(&self)
    bytes.append(UInt8(ascii: close))
    needsComma = true
  }
}
