import Execution
import Glibc
import TestSupport
import Testing
import Tooling

/// Folders as inputs: their content counts, not their place.
@Suite struct FolderTests {
  private let notebook = "```{test.list names}\nfolder: images\n```\n"

  private func bench() throws -> Bench {
    let bench = Bench()
    mkdir(bench.folder.path + "/images", 0o755)
    mkdir(bench.folder.path + "/images/deep", 0o755)
    try bench.write("one", to: "images/b.txt")
    try bench.write("two", to: "images/deep/a.txt")
    try bench.write("hidden", to: "images/.DS_Store")
    return bench
  }

  private func names(_ outcome: RunOutcome, _ bench: Bench) throws -> String {
    let reference = try #require(outcome.step("names")?.output("text"))
    return try bench.store.artifact(reference).withBytes { String(decoding: $0, as: UTF8.self) }
  }

  @Test func filesAreListedByName() async throws {
    let bench = try bench()
    let outcome = try await bench.run(notebook)
    #expect(try names(outcome, bench) == "b.txt 3, deep/a.txt 3")
    #expect(try await bench.run(notebook).summary == "names cached")
  }

  @Test func contentCountsAndPlaceDoesNot() async throws {
    let bench = try bench()
    try await bench.run(notebook)
    rename(bench.folder.path + "/images", bench.folder.path + "/pictures")
    #expect(try await bench.run(notebook.replacing("images", with: "pictures")).summary == "names cached")
    try bench.write("six", to: "pictures/deep/a.txt")
    let edited = try await bench.run(notebook.replacing("images", with: "pictures"))
    #expect(edited.summary == "names ran")
    #expect(edited.why("names") == "input 'folder' changed (pictures: deep/a.txt edited)")
    try bench.write("new", to: "pictures/c.txt")
    unlink(bench.folder.path + "/pictures/b.txt")
    let changed = try await bench.run(notebook.replacing("images", with: "pictures"))
    #expect(changed.why("names") == "input 'folder' changed (pictures: c.txt new; b.txt gone)")
  }

  @Test func aLinkThatLeadsOutIsRefused() async throws {
    let bench = try bench()
    let elsewhere = try TemporaryFolder()
    try writeFile(Array("secret".utf8), to: elsewhere.path + "/x.txt")
    symlink(elsewhere.path + "/x.txt", bench.folder.path + "/images/link.txt")
    let refused = try await bench.run(notebook)
    #expect(refused.step("names")?.failure?.message == "'link.txt' leads out of the notebook's folder")
    bench.options.allowed = [elsewhere.path]
    #expect(try names(try await bench.run(notebook), bench) == "b.txt 3, deep/a.txt 3, link.txt 6")
  }

  @Test func whatCannotBeReadFailsTheStep() async throws {
    let bench = try bench()
    symlink(bench.folder.path + "/nothing", bench.folder.path + "/images/gone.txt")
    let failed = try await bench.run(notebook)
    #expect(failed.step("names")?.failure?.message.hasSuffix("gone.txt': no such file or directory") == true, "\(failed.why("names"))")
    // A folder that holds itself ends too.
    unlink(bench.folder.path + "/images/gone.txt")
    symlink("..", bench.folder.path + "/images/deep/up")
    #expect(try await bench.run(notebook).step("names")?.failure?.message == "the folder is nested too deeply, or holds itself")
  }
}

/// What a folder's manifest says.
struct FolderManifest: InputValue {
  static var inputKind: Kind { .folder }
  static var isOptional: Bool { false }
  static var isList: Bool { false }
  static var placeholder: FolderManifest { FolderManifest(files: []) }
  var files: [String]

  private init(files: [String]) { self.files = files }

  init(artifacts: [StoredArtifact]) throws {
    files = try artifacts.flatMap { artifact in
      try artifact.withBytes { try JSON(parsing: $0) }["elements"]?.array ?? []
    }.map { "\($0["name"]?.string ?? "") \($0["bytes"]?.int ?? 0)" }
  }
}

struct ListFolder: Tool {
  static let name = "test.list", summary = "Lists a folder.", version = "1"
  @Input("A folder.") var folder: FolderManifest
  @Output("Names and sizes.", named: "text") var text: TextArtifact?
  mutating func run(_ context: RunContext) throws { text = TextArtifact(folder.files.joined(separator: ", ")) }
}
