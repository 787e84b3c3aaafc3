import Execution

/// The page's script by its SHA-256, which the page's Content-Security-Policy names: a browser runs that script and no other.
enum ScriptHash {
  /// The policy's source expression, `sha256-` and base64.
  static func source(of script: String) -> String {
    let digits = Array(Digest.of(script.utf8).utf8)
    let bytes = stride(from: 0, to: digits.count - 1, by: 2).map { place in
      UInt8(String(decoding: digits[place..<(place + 2)], as: UTF8.self), radix: 16) ?? 0
    }
    return "sha256-" + PageWriter.text { writer in
      writer.writeBase64 { stream in bytes.withUnsafeBytes { stream.write($0) } }
    }
  }
}
