import Tabular
import TestSupport
import Testing

@Suite("Mapped files")
struct MappedFileTests {
  @Test("Files, empty files, devices, and none")
  func files() throws {
    let folder = try TemporaryFolder()
    for content in [[], Array("x\n1\n".utf8), [UInt8](repeating: 7, count: 100_000)] {
      try writeFile(content, to: folder.path + "/file")
      let file = try MappedFile(path: folder.path + "/file")
      #expect(file.count == content.count)
      #expect(file.withBytes { Array($0) } == content)
    }
    #expect(try MappedFile(path: "/dev/null").count == 0)
    #expect(throws: TableError("'\(folder.path)/none' cannot be opened: No such file or directory")) { try MappedFile(path: folder.path + "/none") }
    #expect(throws: TableError.self) { try MappedFile(path: folder.path) }
  }
}
