import Crypto
import Glibc
import Tabular
import Tooling

/// Fetches a file from an https address. Its SHA-256 and size stand in the notebook, so that it is the same file for everyone and
/// for ever: other bytes are refused.
///
/// The file is looked for in the store first, then in the mirrors that the environment names, then at the address. A fetch that was
/// broken off goes on where it stopped. `curl` does the fetching, so a proxy (`https_proxy`) and private certificates
/// (`SSL_CERT_FILE`, `CURL_CA_BUNDLE`) are respected.
///
///     ```{data.fetch raw}
///     url: https://example.org/data/wdbc.csv
///     sha256: 382e5e83020c3e76a6de3f1222aa058245c3d584d653157003393931def939ec
///     size: 120384
///     ```
///
/// `GALLEY_MIRROR` names folders or addresses, separated by commas. In each the file is looked for under its SHA-256 and under the
/// last part of the address. Where a mirror's file has other bytes, the next place is asked.
struct FetchFile: Tool {
  static let name = "data.fetch"
  static let summary = "Fetch a file from an https address, and check that it is the one."
  static let version = "1"

  @Param("Where the file is: an address that begins with https.", .notEmpty) var url: String
  @Param("The file's SHA-256: 64 hexadecimal digits, as `sha256sum` tells it.", .notEmpty) var sha256: String
  @Param("The file's size in bytes.", .atLeast(0)) var size: Int
  @Output("The file.", named: "file") var fetched: FileBytes?

  mutating func run(_ context: RunContext) throws {
    guard url.lowercased().hasPrefix("https://"), url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      throw ToolError("'url' must be an address that begins with https://, not '\(url)'", parameter: "url")
    }
    let digest = sha256.lowercased()
    guard digest.utf8.count == 64, digest.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }) else {
      throw ToolError("'sha256' must be 64 hexadecimal digits, not '\(sha256)'", remedy: "'sha256sum FILE' tells them", parameter: "sha256")
    }
    let wanted = WantedFile(url: url, sha256: digest, size: size)
    if let source = context.supply?.stored(digest, size) {
      fetched = try FileBytes(StoredArtifact(kind: .file, digest: digest, source: source))
      return
    }
    for mirror in Mirror.all(getenv("GALLEY_MIRROR").map { String(cString: $0) } ?? "") {
      context.progress(nil, "looking in \(mirror.place)")
      if let bytes = try mirror.bytes(of: wanted, context) {
        fetched = FileBytes(bytes)
        return
      }
    }
    fetched = FileBytes(try Transfer(wanted, from: url, context).bytes())
  }
}

/// A file by its content.
struct WantedFile: Sendable {
  var url: String
  var sha256: String
  var size: Int

  /// The last part of the address: what a mirror may call it.
  var name: String {
    let path = url.prefix { $0 != "?" && $0 != "#" }
    return path.split(separator: "/").last.map(String.init) ?? ""
  }

  /// Why `bytes` are not those of the file; nil where they are.
  func mistake(in bytes: [UInt8]) -> String? {
    if bytes.count != size { return "\(bytes.count) bytes instead of \(size)" }
    let digest = Self.sha256(of: bytes)
    return digest == sha256 ? nil : "SHA-256 \(digest) instead of \(sha256)"
  }

  static func sha256(of bytes: [UInt8]) -> String {
    SHA256.hash(data: bytes).reduce(into: "") { text, byte in
      text += String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
    }
  }
}
