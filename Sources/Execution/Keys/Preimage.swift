public import Tooling

/// What decides a step's result: the tool and its version, every parameter, and the content of every input.
///
/// Never in it: paths and names of files, times, thread counts, presentation, resources, the order of blocks.
public struct Preimage: Sendable, Hashable {
  public var tool: String
  public var version: String
  /// Whole: defaults filled in.
  public var arguments: TypedValue
  /// By the input's name, in the tool's order: the kind and digest of each artifact.
  public var inputs: [Input]

  public struct Input: Sendable, Hashable {
    public var name: String
    public var contents: [Content]
  }

  public struct Content: Sendable, Hashable {
    public var kind: String
    public var digest: String
  }

  /// Changes where the encoding or its meaning does, so that old keys are never taken for new ones.
  static let formatTag = "galley key 1"

  /// Writes what `init(_: TypedValue)` reads.
  func encode(to encoder: inout CanonicalEncoder) {
    encoder.openRecord(of: 5)
    encoder.encode("format")
    encoder.encode(Self.formatTag)
    encoder.encode("tool")
    encoder.encode(tool)
    encoder.encode("version")
    encoder.encode(version)
    encoder.encode("arguments")
    encoder.encode(arguments)
    encoder.encode("inputs")
    encoder.openRecord(of: inputs.count)
    for input in inputs {
      encoder.encode(input.name)
      encoder.openList(of: input.contents.count)
      for content in input.contents { encoder.encode([content.kind, content.digest]) }
    }
  }

  init(tool: String, version: String, arguments: TypedValue, inputs: [Input]) {
    self.tool = tool
    self.version = version
    self.arguments = arguments
    self.inputs = inputs
  }

  /// Reads back what was encoded; nil for anything else.
  package init?(_ value: TypedValue) {
    guard value["format"] == .text(Self.formatTag), case .text(let tool)? = value["tool"], case .text(let version)? = value["version"],
      let arguments = value["arguments"], case .record(let inputs)? = value["inputs"]
    else { return nil }
    self.init(tool: tool, version: version, arguments: arguments, inputs: [])
    for input in inputs {
      guard case .list(let contents) = input.value else { return nil }
      self.inputs.append(Input(name: input.name, contents: contents.compactMap { content in
        guard case .list(let pair) = content, pair.count == 2, case .text(let kind) = pair[0], case .text(let digest) = pair[1]
        else { return nil }
        return Content(kind: kind, digest: digest)
      }))
    }
  }

  /// SHA-256 of the canonical encoding.
  public var key: String {
    var encoder = CanonicalEncoder()
    encode(to: &encoder)
    return Digest.of(encoder.bytes)
  }
}
