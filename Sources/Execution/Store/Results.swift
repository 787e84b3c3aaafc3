import Glibc
import Tooling

/// A result in the store.
struct StoredResult {
  var result: StepResult
  /// SHA-256 of the file's content: what the page's key is made of.
  var digest: String
  /// The other store that it was taken from.
  var origin: String?
}

/// What is kept under a key.
struct KeptResult {
  var preimage: Preimage
  var stored: StoredResult
}

/// A result's file: what a step gave, and the preimage of its key.
///
///     galley result 1\n, the SHA-256 of the rest (64 hexadecimal digits), how many bytes the result has (8 bytes, little-endian),
///     the result, the preimage
extension Store {
  private static let magic = Array("galley result 1\n".utf8)
  private static let headLength = magic.count + 64 + 8

  private func resultPath(_ key: String) -> String { "\(path)/ac/\(key.prefix(2))/\(key)" }

  /// The result kept under the key of `preimage`; nil where there is none or it is damaged. Its artifacts are not looked at.
  func result(of preimage: Preimage, key: String) -> StoredResult? {
    resultBytes(key).flatMap { result($0, of: preimage) }
  }

  /// The result that a file holds; nil where it is damaged.
  func result(_ bytes: [UInt8], of preimage: Preimage) -> StoredResult? {
    guard let file = parts(ofResult: bytes), let value = CanonicalDecoder.decode(file.result), let result = StepResult(value, preimage)
    else { return nil }
    return StoredResult(result: result, digest: file.digest)
  }

  /// What is kept under a key; nil where it is damaged.
  /// - Throws: `FileError` where it cannot be read.
  func kept(_ key: String) throws(FileError) -> KeptResult? {
    let bytes = try FileSystem.read(resultPath(key))
    guard let preimage = preimage(bytes), let stored = result(bytes, of: preimage) else { return nil }
    return KeptResult(preimage: preimage, stored: stored)
  }

  /// Which tool a kept result is of, and how many bytes its artifacts have.
  public func summary(ofResult key: String) -> (tool: String, byteCount: Int)? {
    guard let kept = try? kept(key) else { return nil }
    return (kept.preimage.tool, kept.stored.result.outputs.reduce(0) { $0 + $1.byteCount })
  }

  /// The preimage of a key that a result is kept under.
  func preimage(_ key: String) -> Preimage? { resultBytes(key).flatMap(preimage) }

  private func preimage(_ bytes: [UInt8]) -> Preimage? {
    parts(ofResult: bytes).flatMap { CanonicalDecoder.decode($0.preimage) }.flatMap(Preimage.init)
  }

  private func parts(ofResult bytes: [UInt8]) -> (digest: String, result: ArraySlice<UInt8>, preimage: ArraySlice<UInt8>)? {
    guard bytes.starts(with: Self.magic), bytes.count > Self.headLength else { return nil }
    let payload = bytes[(Self.magic.count + 64)...]
    let digest = payload.withUnsafeBytes { Digest.of($0) }
    guard bytes[Self.magic.count..<(Self.magic.count + 64)].elementsEqual(digest.utf8) else { return nil }
    let length = UInt64(littleEndianBytes: payload.prefix(8))
    guard length <= UInt64(bytes.count - Self.headLength) else { return nil }
    let end = Self.headLength + Int(length)
    return (digest, bytes[Self.headLength..<end], bytes[end...])
  }

  /// Keeps a result. Its artifacts are in place already.
  @discardableResult
  func keep(_ result: StepResult, preimage: Preimage, key: String) throws(FileError) -> StoredResult {
    var encoder = CanonicalEncoder()
    encoder.encode(result.value)
    let length = encoder.bytes.count
    encoder.encode(preimage.value)
    let payload = UInt64(length).littleEndianBytes + encoder.bytes
    let digest = Digest.of(payload)
    try writeResult(Self.magic + Array(digest.utf8) + payload, key: key)
    return StoredResult(result: result, digest: digest)
  }

  /// The file of a result, as it is.
  func resultBytes(_ key: String) -> [UInt8]? { try? FileSystem.read(resultPath(key)) }

  func writeResult(_ bytes: [UInt8], key: String) throws(FileError) {
    try FileSystem.makeFolder("\(path)/ac/\(key.prefix(2))")
    try writeWhole(bytes, to: resultPath(key))
  }
}

extension StepResult {
  /// Without what the preimage has: tool, version, arguments.
  var value: TypedValue {
    .record([
      .init("outputs", .list(outputs.map(\.value))),
      .init("remarks", .list(remarks.map(\.value))),
      .init("console", .text(console)), .init("seconds", .number(seconds)), .init("time", .number(time)), .init("host", .text(host)),
    ] + (subSteps.isEmpty ? [] : [.init("subSteps", .list(subSteps.map(TypedValue.text)))]))
  }

  init?(_ value: TypedValue, _ preimage: Preimage) {
    guard case .list(let outputs)? = value["outputs"], case .list(let remarks)? = value["remarks"],
      case .text(let console)? = value["console"], let seconds = value["seconds"]?.double, let time = value["time"]?.double,
      case .text(let host)? = value["host"]
    else { return nil }
    self.init(
      outputs: outputs.compactMap(ArtifactReference.init), remarks: remarks.compactMap(Remark.init), console: console,
      seconds: seconds, time: time, host: host, tool: preimage.tool, version: preimage.version, arguments: preimage.arguments)
    subSteps = (value["subSteps"]?.list ?? []).compactMap(\.text)
    guard self.outputs.count == outputs.count else { return nil }
  }
}

extension Remark {
  var value: TypedValue {
    .list([
      .text(severity.rawValue), .text(message), remedy.map(TypedValue.text) ?? .null, parameter.map(TypedValue.text) ?? .null,
    ])
  }

  init?(_ value: TypedValue) {
    guard case .list(let parts) = value, parts.count == 4, case .text(let severity) = parts[0],
      let severity = Diagnostic.Severity(rawValue: severity), case .text(let message) = parts[1]
    else { return nil }
    self.init(severity, message)
    if case .text(let text) = parts[2] { remedy = text }
    if case .text(let text) = parts[3] { parameter = text }
  }
}

extension ArtifactReference {
  var value: TypedValue {
    .record([
      .init("name", .text(name)), .init("kind", .text(kind.rawValue)), .init("digest", .text(digest)),
      .init("bytes", .integer(byteCount)), .init("attachments", .list(attachments.map(TypedValue.text))),
    ])
  }

  init?(_ value: TypedValue) {
    guard case .text(let name)? = value["name"], case .text(let kind)? = value["kind"], let kind = Kind(rawValue: kind),
      case .text(let digest)? = value["digest"], Digest.isDigest(digest), case .integer(let count)? = value["bytes"],
      case .list(let attachments)? = value["attachments"]
    else { return nil }
    self.init(
      name: name, kind: kind, digest: digest, byteCount: count,
      attachments: attachments.compactMap { if case .text(let digest) = $0, Digest.isDigest(digest) { digest } else { nil } })
  }
}
