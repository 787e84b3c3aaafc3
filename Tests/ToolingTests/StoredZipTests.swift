import Tabular
import TestSupport
import Testing
import Tooling

struct StoredZipTests {
  private let sample = StoredZip(members: [("model.json", Array("{}".utf8)), ("arrays/grün.npy", [0, 1, 255]), ("empty", [])])

  private func bytes(_ zip: StoredZip) throws -> [UInt8] {
    var buffer = ByteBuffer()
    try zip.write(to: &buffer)
    return buffer.bytes
  }

  @Test func readsWhatItWrote() throws {
    let written = try bytes(sample)
    #expect(try written.withUnsafeBytes { try StoredZip($0) } == sample)
    #expect(try bytes(sample) == written)
    #expect(try bytes(StoredZip(members: [])).withUnsafeBytes { try StoredZip($0) }.members.isEmpty)
  }

  @Test func pythonReadsIt() throws {
    guard let python = try Python.reference(needing: ["zipfile"]) else { return }
    let script = """
      import io, sys, zipfile
      with zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read())) as z:
          assert z.testzip() is None
          for i in z.infolist():
              print(i.filename, i.compress_type, i.date_time, list(z.read(i)))
      """
    let result = try runProgram(python, ["-c", script], environment: ["PYTHONIOENCODING": "utf-8"], input: bytes(sample))
    #expect(result.stdout == """
      model.json 0 (1980, 1, 1, 0, 0, 0) [123, 125]
      arrays/grün.npy 0 (1980, 1, 1, 0, 0, 0) [0, 1, 255]
      empty 0 (1980, 1, 1, 0, 0, 0) []

      """, "\(result.stderr)")
  }

  @Test func damageIsAnErrorAndNeverATrap() throws {
    let written = try bytes(sample)
    for length in 0..<written.count {
      #expect(throws: (any Error).self) { try written.prefix(length).withUnsafeBytes { try StoredZip($0) } }
    }
    for place in written.indices {
      for value: UInt8 in [0, 1, 0x7F, 0xFF] {
        var damaged = written
        damaged[place] = value
        _ = try? damaged.withUnsafeBytes { try StoredZip($0) }
      }
    }
  }
}
