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
    guard let file = parts(ofResult: bytes), let result = CanonicalDecoder.decode(file.result, { StepResult(&$0, preimage) })
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
    result.encode(to: &encoder)
    let length = encoder.bytes.count
    preimage.encode(to: &encoder)
    let payload = UInt64(length).littleEndianBytes + encoder.bytes
    let digest = Digest.of(payload)
    try writeResult(Self.magic + Array(digest.utf8) + payload, key: key)
    return StoredResult(result: result, digest: digest)
  }

  /// The file of a result, as it is.
  func resultBytes(_ key: String) -> [UInt8]? { try? FileSystem.readSmall(resultPath(key)) }

  func writeResult(_ bytes: [UInt8], key: String) throws(FileError) {
    try FileSystem.makeFolder("\(path)/ac/\(key.prefix(2))")
    try writeWhole(bytes, to: resultPath(key))
  }
}

extension StepResult {
  /// Without what the preimage has: tool, version, arguments.
  func encode(to encoder: inout CanonicalEncoder) {
    encoder.openRecord(of: subSteps.isEmpty ? 6 : 7)
    encoder.encode("outputs")
    encoder.openList(of: outputs.count)
    for output in outputs { output.encode(to: &encoder) }
    encoder.encode("remarks")
    encoder.openList(of: remarks.count)
    for remark in remarks { remark.encode(to: &encoder) }
    encoder.encode("console")
    encoder.encode(console)
    encoder.encode("seconds")
    encoder.encode(seconds)
    encoder.encode("time")
    encoder.encode(time)
    encoder.encode("host")
    encoder.encode(host)
    if subSteps.isEmpty { return }
    encoder.encode("subSteps")
    encoder.encode(subSteps)
  }

  init?(_ decoder: inout CanonicalDecoder, _ preimage: Preimage) {
    guard let fieldCount = decoder.record(), fieldCount == 6 || fieldCount == 7,
      decoder.field("outputs"), let outputs = decoder.list({ ArtifactReference(&$0) }),
      decoder.field("remarks"), let remarks = decoder.list({ Remark(&$0) }),
      decoder.field("console"), let console = decoder.string(), decoder.field("seconds"), let seconds = decoder.double(),
      decoder.field("time"), let time = decoder.double(), decoder.field("host"), let host = decoder.string()
    else { return nil }
    self.init(
      outputs: outputs, remarks: remarks, console: console, seconds: seconds, time: time, host: host, tool: preimage.tool, version: preimage.version,
      arguments: preimage.arguments)
    guard fieldCount == 7 else { return }
    guard decoder.field("subSteps"), let keys = decoder.list({ $0.string() }) else { return nil }
    subSteps = keys
  }
}

extension Remark {
  func encode(to encoder: inout CanonicalEncoder) {
    encoder.openList(of: 4)
    encoder.encode(severity.rawValue)
    encoder.encode(message)
    encoder.encode(remedy)
    encoder.encode(parameter)
  }

  init?(_ decoder: inout CanonicalDecoder) {
    var remedy: String?
    var parameter: String?
    guard decoder.listCount() == 4, let severity = decoder.string().flatMap(Diagnostic.Severity.init), let message = decoder.string(),
      decoder.optionalString(&remedy), decoder.optionalString(&parameter)
    else { return nil }
    self.init(severity, message, remedy: remedy, parameter: parameter)
  }
}

extension ArtifactReference {
  func encode(to encoder: inout CanonicalEncoder) {
    encoder.openRecord(of: 5)
    encoder.encode("name")
    encoder.encode(name)
    encoder.encode("kind")
    encoder.encode(kind.rawValue)
    encoder.encode("digest")
    encoder.encode(digest)
    encoder.encode("bytes")
    encoder.encode(byteCount)
    encoder.encode("attachments")
    encoder.encode(attachments)
  }

  init?(_ decoder: inout CanonicalDecoder) {
    guard decoder.record() == 5, decoder.field("name"), let name = decoder.string(), decoder.field("kind"),
      let kind = decoder.string().flatMap(Kind.init(rawValue:)), decoder.field("digest"), let digest = decoder.string(), Digest.isDigest(digest),
      decoder.field("bytes"), let count = decoder.integer(), decoder.field("attachments"), let attachments = decoder.list({ $0.string() }),
      attachments.allSatisfy(Digest.isDigest)
    else { return nil }
    self.init(name: name, kind: kind, digest: digest, byteCount: count, attachments: attachments)
  }
}
