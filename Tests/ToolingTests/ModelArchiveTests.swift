import LinearAlgebra
import Tabular
import TestSupport
import Testing
import Tooling

struct ModelArchiveTests {
  private let sample = ModelArchive(
    kind: .classifier, tool: "model.tree", content: ["depth": 3, "names": ["a", "b"]],
    arrays: [("splits", NPYArray(shape: [2, 2], values: .float64([1, 2, .nan, -0.0]))), ("codes", NPYArray(shape: [3], values: .int64([1, -1, .max])))],
    parts: [ModelArchive(kind: .transformer, tool: "scale.standard", content: .null)], files: [("trees.json", Array("{}\r\n".utf8))])

  @Test func readsWhatItWrote() throws {
    let stored = try MemoryStore().store(sample)
    #expect(stored.kind == .classifier)
    let read = try ModelArchive(stored)
    #expect(read.parts == sample.parts && read.content == sample.content && read.tool == sample.tool)
    #expect(try MemoryStore().store(read).digest == stored.digest)
    #expect(try read.array("codes").values == .int64([1, -1, .max]))
    #expect(try read.file("trees.json") == Array("{}\r\n".utf8))
    #expect(ToolError.thrown { try read.file("leaves.json") }?.message == "the model lacks its file 'leaves.json'")
    #expect(ToolError.thrown { try read.array("leaves") }?.message == "the model lacks its array 'leaves'")
  }

  @Test func otherKindsAndLaterFormatsAreRefused() throws {
    let table = try MemoryStore().store(Table())
    #expect(ToolError.thrown { try ModelArchive(table) }?.message == "a model is needed, not a table")
    var zip = ByteBuffer()
    let header = #"{"format": "galley-model", "version": 99, "kind": "model", "tool": "x.y"}"#
    try StoredZip(members: [("model.json", Array(header.utf8))]).write(to: &zip)
    let later = ToolError.thrown { try ModelArchive(StoredArtifact(kind: .model, digest: "", source: MemoryBytes(zip.bytes))) }
    #expect(later?.message == "the model was saved by a later release (format 99)")
    #expect(later?.remedy == "update Galley to read it")
  }

  @Test func damageIsAnErrorAndNeverATrap() throws {
    let written = try MemoryStore().store(sample).withBytes { Array($0) }
    var random = RandomSource(seed: 3)
    for _ in 0..<3_000 {
      var damaged = written
      for _ in 0..<(1 + random.below(4)) { damaged[random.below(damaged.count)] = UInt8(truncatingIfNeeded: random.next()) }
      if random.below(4) == 0 { damaged.removeLast(random.below(damaged.count)) }
      _ = try? ModelArchive(StoredArtifact(kind: .model, digest: "", source: MemoryBytes(damaged)))
    }
    // Damage that the checksum does not see: the JSON and the arrays themselves.
    let zip = try written.withUnsafeBytes { try StoredZip($0) }
    for _ in 0..<3_000 {
      var damaged = zip
      let place = random.below(damaged.members.count)
      guard !damaged.members[place].bytes.isEmpty else { continue }
      damaged.members[place].bytes[random.below(damaged.members[place].bytes.count)] = UInt8(truncatingIfNeeded: random.next())
      var buffer = ByteBuffer()
      try damaged.write(to: &buffer)
      _ = try? ModelArchive(StoredArtifact(kind: .model, digest: "", source: MemoryBytes(buffer.bytes)))
    }
  }
}
