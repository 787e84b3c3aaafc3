/// Hands each wrapper of a tool its bound value: a `Decoder`, because Swift writes `init(from:)` for any struct of wrappers.
package struct ArgumentDecoder: Decoder {
  var value: TypedValue = .null
  var artifacts: [StoredArtifact] = []
  var inputs: [String: [StoredArtifact]] = [:]
  /// Whether the tool is a pipeline's stage: then inputs and the pipeline's own parameters are not given, and hold placeholders.
  var isStage = false
  /// Whether the value at hand is one of those.
  private(set) var isAbsent = false

  package init(value: TypedValue = .null, inputs: [String: [StoredArtifact]] = [:], isStage: Bool = false) {
    self.value = value
    self.inputs = inputs
    self.isStage = isStage
  }

  package var codingPath: [any CodingKey] { [] }
  package var userInfo: [CodingUserInfoKey: Any] { [:] }

  package func container<Key: CodingKey>(keyedBy: Key.Type) throws -> KeyedDecodingContainer<Key> {
    KeyedDecodingContainer(Container(decoder: self))
  }
  package func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw Self.unsupported }
  package func singleValueContainer() throws -> any SingleValueDecodingContainer { throw Self.unsupported }

  static var unsupported: ToolError { ToolError("a tool's stored properties are parameters, inputs and outputs alone") }

  private struct Container<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let decoder: ArgumentDecoder
    var codingPath: [any CodingKey] { [] }
    var allKeys: [Key] { [] }
    func contains(_ key: Key) -> Bool { true }
    func decodeNil(forKey key: Key) throws -> Bool { false }

    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
      let name = snakeCase(key.stringValue)
      var field = decoder
      field.value = decoder.value[name] ?? .null
      field.isAbsent = decoder.isStage && decoder.value[name] == nil
      field.artifacts = decoder.inputs[name] ?? []
      return try T(from: field)
    }

    func nestedContainer<N>(keyedBy: N.Type, forKey key: Key) throws -> KeyedDecodingContainer<N> {
      throw ArgumentDecoder.unsupported
    }
    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer { throw ArgumentDecoder.unsupported }
    func superDecoder() throws -> any Decoder { decoder }
    func superDecoder(forKey key: Key) throws -> any Decoder { decoder }
  }
}

/// The notebook's name of a Swift property: `maxDepth` is `max_depth`; `C` stays.
func snakeCase(_ name: String) -> String {
  var result = ""
  for character in name.drop(while: { $0 == "_" }) {
    if character.isUppercase, let last = result.last, last != "_" {
      result += "_" + character.lowercased()
    } else {
      result.append(character)
    }
  }
  return result
}
