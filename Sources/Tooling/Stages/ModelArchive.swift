public import LinearAlgebra

/// A fitted model as it is kept: a stored zip of JSON and `.npy`, with a format version that later releases read.
///
///     model.json             {"format": "galley-model", "version": 1, "kind": …, "tool": …, "content": …, "arrays": […], "parts": 2}
///     arrays/<name>.npy
///     files/<name>           what another program reads; named under "files", which is left out where there is none
///     parts/0/model.json …   the stages of a pipeline
public struct ModelArchive: ArtifactValue, Equatable {
  public static var kind: Kind { .model }
  public static var placeholder: ModelArchive { ModelArchive(kind: .model, tool: "", content: .null) }

  /// What this release writes. Every earlier one is read.
  public static let formatVersion = 1

  public var kind: Kind
  /// The tool whose stage reads it back: `scale.standard`.
  public var tool: String
  /// Small things: names, parameters, numbers.
  public var content: JSON
  public var arrays: [(name: String, array: NPYArray)]
  public var parts: [ModelArchive]
  /// Whole files in a format of another program, byte for byte: `xgboost.json`.
  public var files: [(name: String, bytes: [UInt8])]

  public init(
    kind: Kind, tool: String, content: JSON, arrays: [(name: String, array: NPYArray)] = [], parts: [ModelArchive] = [],
    files: [(name: String, bytes: [UInt8])] = []
  ) {
    self.kind = kind
    self.tool = tool
    self.content = content
    self.arrays = arrays
    self.parts = parts
    self.files = files
  }

  public init(_ artifact: StoredArtifact) throws {
    guard artifact.kind.isModel else { throw ToolError("a model is needed, not \(artifact.kind.phrase)") }
    self = try artifact.withBytes { try ModelArchive(bytes: $0) }
  }

  /// - Throws: `ToolError` where the bytes are no model, damaged, or a later release's.
  public init(bytes: UnsafeRawBufferPointer) throws { try self.init(zip: StoredZipReader(bytes), folder: "", depth: 0) }

  /// The array called `name`.
  public func array(_ name: String) throws -> NPYArray {
    guard let array = arrays.first(where: { $0.name == name })?.array else { throw ToolError("the model lacks its array '\(name)'") }
    return array
  }

  /// The file called `name`.
  public func file(_ name: String) throws -> [UInt8] {
    guard let bytes = files.first(where: { $0.name == name })?.bytes else { throw ToolError("the model lacks its file '\(name)'") }
    return bytes
  }

  private init(zip: StoredZipReader, folder: String, depth: Int) throws {
    guard depth < 16, let header = zip[folder + "model.json"] else { throw ToolError("the file is not a model") }
    let json = try JSON(parsing: header)
    guard json["format"]?.string == "galley-model", let version = json["version"]?.int,
      let kind = json["kind"]?.string.flatMap(Kind.init(rawValue:)), kind.isModel, let tool = json["tool"]?.string
    else { throw ToolError("the file is not a model") }
    guard version <= ModelArchive.formatVersion else {
      throw ToolError("the model was saved by a later release (format \(version))", remedy: "update Galley to read it")
    }
    self.kind = kind
    self.tool = tool
    self.content = json["content"] ?? .null
    self.arrays = try (json["arrays"]?.array ?? []).compactMap(\.string).map { name in
      guard let bytes = zip["\(folder)arrays/\(name).npy"] else { throw ToolError("the model lacks its array '\(name)'") }
      return (name, try NPYArray(bytes: RawSpan(_unsafeBytes: bytes)))
    }
    self.files = try (json["files"]?.array ?? []).compactMap(\.string).map { name in
      guard let bytes = zip["\(folder)files/\(name)"] else { throw ToolError("the model lacks its file '\(name)'") }
      return (name, Array(bytes))
    }
    self.parts = try (0..<min(1024, max(0, json["parts"]?.int ?? 0))).map {
      try ModelArchive(zip: zip, folder: "\(folder)parts/\($0)/", depth: depth + 1)
    }
  }

  public func write(to sink: inout any ArtifactSink) throws {
    var zip = StoredZipWriter()
    try write(folder: "", with: &zip, to: &sink)
    try zip.finish(to: &sink)
  }

  private func write(folder: String, with zip: inout StoredZipWriter, to sink: inout any ArtifactSink) throws {
    var members: [JSON.Member] = [
      .init("format", "galley-model"), .init("version", .integer(Self.formatVersion)), .init("kind", .text(kind.rawValue)),
      .init("tool", .text(tool)), .init("content", content), .init("arrays", .array(arrays.map { .text($0.name) })),
    ]
    if !files.isEmpty { members.append(.init("files", .array(files.map { .text($0.name) }))) }
    let header = JSON.object(members + [.init("parts", .integer(parts.count))])
    try zip.write(Array(header.prettyText.utf8), named: folder + "model.json", to: &sink)
    for array in arrays { try zip.write(array.array.encoded(), named: "\(folder)arrays/\(array.name).npy", to: &sink) }
    for file in files { try zip.write(file.bytes, named: "\(folder)files/\(file.name)", to: &sink) }
    for (place, part) in parts.enumerated() { try part.write(folder: "\(folder)parts/\(place)/", with: &zip, to: &sink) }
  }

  public static func == (a: ModelArchive, b: ModelArchive) -> Bool {
    a.kind == b.kind && a.tool == b.tool && a.content == b.content && a.parts == b.parts
      && a.arrays.elementsEqual(b.arrays) { $0.name == $1.name && $0.array == $1.array }
      && a.files.elementsEqual(b.files) { $0.name == $1.name && $0.bytes == $1.bytes }
  }
}

extension Matrix: ArtifactValue {
  public static var kind: Kind { .matrix }
  public static var placeholder: Matrix { Matrix(rowCount: 0, columnCount: 0) }

  public init(_ artifact: StoredArtifact) throws {
    guard artifact.kind == .matrix else { throw ToolError("a matrix is needed, not \(artifact.kind.phrase)") }
    let array = try artifact.withBytes { try NPYArray(bytes: Array($0)) }
    guard array.shape.count == 2, case .float64(let values) = array.values else {
      throw ToolError("a matrix of float64 is needed, not \(array.values.typeName) of shape \(array.shape)")
    }
    self.init(rowCount: array.shape[0], columnCount: array.shape[1], values: values)
  }

  public func write(to sink: inout any ArtifactSink) throws { try sink.write(NPYArray(self).encoded()) }
}
