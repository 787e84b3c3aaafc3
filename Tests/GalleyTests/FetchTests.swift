import Glibc
import TestSupport
import Testing
import Tooling

/// Files from an https address, from mirrors and from the store, on a server of this machine with a certificate of its own.
@Suite(.enabled(if: ["curl", "openssl", "python3"].allSatisfy(Program.exists), "curl, openssl or python3 is not installed"))
struct FetchTests {
  private let galley: Galley
  private static let content = (0..<20_000).map { "line \($0)\n" }.joined()

  init() throws {
    galley = try Galley()
    _ = try runProgram("/bin/mkdir", [galley.path("served"), galley.path("mirror")])
    try galley.write(Self.content, to: "served/data.txt")
  }

  private func digest(_ name: String) throws -> String {
    String(try runProgram("sha256sum", [galley.path(name)]).stdout.prefix(64))
  }

  private func notebook(_ path: String, sha256: String, size: Int = content.utf8.count) -> String {
    "---\ntitle: T\n---\n```{data.fetch raw}\nurl: https://localhost:PORT/\(path)\nsha256: \(sha256)\nsize: \(size)\n```\n\n```{table.read rows}\npath: $raw\nheader: absent\n```\n"
  }

  /// Runs `commands` beside the server; in them `$G` is galley, and `note.md` has the server's port.
  private func serve(_ commands: String, environment: [String: String] = [:]) throws -> ProgramResult {
    let script = """
      cd "$1"; export G="$2"
      openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost 2> /dev/null
      python3 "$3" served cert.pem key.pem & server=$!
      for i in $(seq 200); do [ -e served/port ] && break; sleep 0.05; done
      sed -i "s/PORT/$(cat served/port)/" note.md
      \(commands)
      status=$?; kill $server; wait $server 2> /dev/null; exit $status
      """
    return try runProgram(
      "/bin/bash", ["-c", script, "bash", galley.folder.path, Galley.program, Galley.package + "/Tests/Fixtures/https_server.py"],
      environment: currentEnvironment().merging(["NO_COLOR": "1"]) { _, new in new }.merging(environment) { _, new in new })
  }

  @Test func aFileIsFetchedOnceAndTakenFromTheStoreAfterwards() throws {
    try galley.write(notebook("data.txt", sha256: digest("served/data.txt")), to: "note.md")
    let result = try serve("export CURL_CA_BUNDLE=$PWD/cert.pem; $G run note.md && $G run note.md && sed -i 's/data.txt/data.txt?again/' note.md && $G run note.md")
    #expect(result.status == 0, "\(result.stderr)")
    #expect(result.stderr.contains("all 2 ran"))
    #expect(result.stderr.contains("all 2 reused"))
    // Another address for the same bytes: they are there already, and nothing below runs.
    #expect(result.stderr.contains("1 ran, 1 reused"), "\(result.stderr)")
    #expect(try galley.read("served/log") == "/data.txt 0\n")
  }

  @Test func aBrokenFetchGoesOn() throws {
    try galley.write(notebook("cut/data.txt", sha256: digest("served/data.txt")), to: "note.md")
    let result = try serve("export CURL_CA_BUNDLE=$PWD/cert.pem; $G run note.md; $G run note.md")
    #expect(result.status == 0, "\(result.stderr)")
    #expect(result.stderr.contains("what has come is kept: run again to go on"), "\(result.stderr)")
    #expect(try galley.read("served/log") == "/cut/data.txt 0\n/cut/data.txt \(Self.content.utf8.count / 2)\n")
  }

  @Test func otherBytesAreRefused() throws {
    let wrong = String(repeating: "0", count: 64)
    try galley.write(notebook("data.txt", sha256: wrong), to: "note.md")
    let result = try serve("export CURL_CA_BUNDLE=$PWD/cert.pem; $G run note.md")
    #expect(result.status == 1)
    #expect(result.stderr.contains("gave other bytes: SHA-256 \(try digest("served/data.txt")) instead of \(wrong)"), "\(result.stderr)")
    // Smaller and larger than said, too.
    for size in [Self.content.utf8.count - 1, Self.content.utf8.count + 1] {
      try galley.write(notebook("data.txt", sha256: digest("served/data.txt"), size: size), to: "note.md")
      unlink(galley.path("served/port"))
      #expect(try serve("export CURL_CA_BUNDLE=$PWD/cert.pem; $G run note.md").status == 1)
    }
  }

  @Test func whoCannotBeTrustedIsNotAsked() throws {
    try galley.write(notebook("data.txt", sha256: digest("served/data.txt")), to: "note.md")
    let result = try serve("unset SSL_CERT_FILE CURL_CA_BUNDLE; $G run note.md")
    #expect(result.status == 1)
    #expect(result.stderr.contains("cannot be fetched: curl: (60)"), "\(result.stderr)")
    try galley.write(notebook("data.txt", sha256: digest("served/data.txt")).replacing("https:", with: "http:"), to: "note.md")
    #expect(try galley.run("run", "note.md").stderr.contains("'url' must be an address that begins with https://"))
  }

  @Test func mirrorsAreAskedFirst() throws {
    let sha256 = try digest("served/data.txt")
    try galley.write(notebook("data.txt", sha256: sha256).replacing("PORT", with: "1"), to: "note.md")
    // One that has other bytes under the name, one that is not there, and one that has it under its digest.
    try galley.write("other", to: "mirror/data.txt")
    try galley.write(Self.content, to: "mirror/\(sha256)")
    let result = try galley.run("run", "note.md", environment: ["GALLEY_MIRROR": "/nowhere, \(galley.path("mirror"))/"])
    #expect(result.status == 0, "\(result.stderr)")
    #expect(result.stderr.contains("all 2 ran"))
  }
}
