import Tooling

/// A place that may have the file too: a folder, or an address.
struct Mirror: Sendable {
  var place: String

  /// The mirrors that a list names, separated by commas.
  static func all(_ list: String) -> [Mirror] {
    list.split(separator: ",").compactMap { entry in
      var place = String(entry.drop { $0 == " " })
      while place.hasSuffix(" ") || place.hasSuffix("/") && place != "/" { place.removeLast() }
      return place.isEmpty ? nil : Mirror(place: place)
    }
  }

  /// The file's bytes, where the mirror has them and no others.
  /// - Throws: `CancellationError`. A mirror that cannot be reached has nothing.
  func bytes(of file: WantedFile, _ context: RunContext) throws -> [UInt8]? {
    for name in [file.sha256, file.name] where !name.isEmpty && name != ".." {
      let candidate = "\(place)/\(name)"
      if !place.contains("://") {
        guard let bytes = DataFile.read(candidate, size: file.size), file.mistake(in: bytes) == nil else { continue }
        return bytes
      }
      do { return try Transfer(file, from: candidate, context, isMirror: true).bytes() } catch is ToolError {}
    }
    return nil
  }
}
