import Tabular
import TestSupport
import Testing

/// Damaged files must give an error or a table, never a trap: a trap would end this process.
@Suite("Damaged Arrow files")
struct ArrowDamageTests {
  @Test("Cut short anywhere")
  func truncated() throws {
    let bytes = try everyType(rows: 20).arrowBytes()
    for length in 0..<bytes.count {
      #expect(throws: TableError.self) { try Table(arrowBytes: Array(bytes[..<length])) }
    }
  }

  @Test("Any byte turned, and 8,000 times some bytes replaced")
  func flipped() throws {
    try damage(everyType(rows: 20).arrowBytes(), times: 8000)
  }

  @Test("Files of pyarrow, with several batches, dictionaries, LZ4 and views")
  func flippedPython() throws {
    guard let python = try Python.reference(needing: ["pandas", "pyarrow"]) else { return }
    let folder = try TemporaryFolder()
    let result = try runProgram(python, [fixtures + "/write_arrow.py", folder.path])
    #expect(result.status == 0, "\(result.stderr)")
    for name in ["empty", "delta", "batches", "lz4", "legacy"] {
      try damage(readFile("\(folder.path)/\(name).arrow"), times: 1500)
    }
  }

  private func damage(_ bytes: [UInt8], times: Int) throws {
    var random = SplitMix(seed: 7)
    let notable: [UInt8] = [0, 1, 4, 0x7F, 0x80, 0xFF]
    let isSmall = bytes.count < 20_000
    if isSmall {
      for place in bytes.indices {
        var damaged = bytes
        damaged[place] ^= UInt8.random(in: 1...255, using: &random)
        use(damaged)
      }
    }
    // The footer stands at the end and the batches' metadata at the start; most damage is to go there.
    let edge = min(bytes.count / 2, 6000)
    for _ in 0..<times {
      var damaged = bytes
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let place = Int.random(in: 0..<edge, using: &random)
        let byte = notable.randomElement(using: &random) ?? 0
        damaged[Bool.random(using: &random) ? place : bytes.count - 1 - place] = byte
      }
      use(damaged)
    }
  }

  /// Reads the bytes and, where they are a table, looks at every cell.
  private func use(_ bytes: [UInt8]) {
    guard let table = try? Table(arrowBytes: bytes) else { return }
    for column in table.columns {
      _ = column.values.missingCount
      _ = column.values.strings
      _ = column.values.numbers
    }
  }
}
