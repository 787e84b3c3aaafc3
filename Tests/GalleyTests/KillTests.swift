import Glibc
import TestSupport
import Testing
import Tooling

/// The program killed wherever it may be: the next run just works, and gives what an undisturbed one gives.
@Suite(.serialized) struct KillTests {
  private static let reproducible = ["SOURCE_DATE_EPOCH": "0"]

  /// The page of an undisturbed run.
  private func cleanPage() throws -> String {
    let galley = try Galley()
    try galley.writeSample()
    try galley.run("run", "sample.md", environment: Self.reproducible)
    return try galley.read("sample.html")
  }

  /// The plain command again, and what it comes to.
  private func expectAllWell(_ galley: Galley, _ page: String, _ moment: String) throws {
    let again = try galley.run("run", "sample.md", environment: Self.reproducible)
    #expect(again.status == 0, "\(moment): \(again.stderr)")
    #expect(try galley.read("sample.html") == page, "\(moment)")
    let verification = try galley.run("store", "verify")
    #expect(verification.status == 0, "\(moment): \(verification.stdout)")
  }

  @Test func atTwoHundredMoments() throws {
    let page = try cleanPage()
    var random = SplitMix(seed: 1)
    for round in 0..<100 {
      let galley = try Galley()
      try galley.writeSample()
      for _ in 0..<2 {
        let delay = Double(random.below(120_000)) / 1e6
        _ = try runProgram(
          "/bin/sh", ["-c", "cd \"$1\"; \"$2\" run sample.md & sleep \(delay); kill -9 $!; wait $! || true", "sh", galley.folder.path, Galley.program])
      }
      try expectAllWell(galley, page, "round \(round)")
    }
  }

  /// At the n-th write, rename and sync of each thread, of the engine and of its workers. `strace` does the killing.
  @Test(.enabled(if: Program.exists("strace"), "strace is not installed"), arguments: ["rename", "write", "fdatasync", "unlink"])
  func aroundEachWrite(_ call: String) throws {
    let page = try cleanPage()
    for count in 1...12 {
      let galley = try Galley()
      try galley.writeSample()
      _ = try runProgram(
        "/bin/sh",
        [
          "-c", "cd \"$1\"; strace -f -qq -o /dev/null -e trace=\(call) -e inject=\(call):signal=SIGKILL:when=\(count) \"$2\" run sample.md", "sh",
          galley.folder.path, Galley.program,
        ])
      try expectAllWell(galley, page, "\(call) \(count)")
    }
  }

  /// However the engine ends, nothing that it started lives on.
  @Test(arguments: ["KILL", "TERM", "INT"]) func noWorkerOutlivesTheEngine(_ signal: String) throws {
    let galley = try Galley()
    try galley.writeLongSample()
    let store = galley.path("store")
    let script = """
      cd "$1"; "$2" run long.md --store "$3" 2> err.txt & engine=$!
      for i in $(seq 200); do pgrep -f -- "worker --store $3" > /dev/null && break; sleep 0.05; done
      pgrep -f -- "worker --store $3" > started.txt
      sleep 0.3; kill -\(signal) $engine; wait $engine; echo $? > status.txt
      for i in $(seq 60); do pgrep -f -- "worker --store $3" > left.txt || break; sleep 0.05; done
      """
    _ = try runProgram("/bin/bash", ["-c", script, "bash", galley.folder.path, Galley.program, store])
    #expect(try !galley.read("started.txt").isEmpty, "no worker was seen")
    #expect(try galley.read("left.txt").isEmpty)
    #expect(try galley.read("status.txt") == (signal == "KILL" ? "137\n" : "130\n"))
    if signal != "KILL" {
      #expect(try galley.read("err.txt").contains("interrupted; what is finished is kept"))
      #expect(try galley.read("long.html").contains("interrupted"), "the report is written")
    }
    #expect(try galley.run("store", "verify", "--store", store).status == 0)
  }

  @Test func aWorkerThatIsKilledFailsItsStepAlone() throws {
    let galley = try Galley()
    try galley.writeLongSample()
    let store = galley.path("store")
    let script = """
      cd "$1"; "$2" run long.md --store "$3" 2> err.txt & engine=$!
      for i in $(seq 400); do grep -q 'ran .*rows' err.txt && break; sleep 0.02; done
      sleep 0.4; pkill -KILL -f -- "worker --store $3"; wait $engine; echo $? > status.txt
      """
    _ = try runProgram("/bin/bash", ["-c", script, "bash", galley.folder.path, Galley.program, store])
    #expect(try galley.read("status.txt") == "1\n")
    let said = try galley.read("err.txt")
    #expect(said.contains("it was killed from outside"), "\(said)")
    #expect(said.contains("ran      rows"), "\(said)")
    #expect(try galley.read("long.html").contains("killed from outside"))
  }
}

extension Galley {
  /// A notebook with a step that takes many seconds.
  func writeLongSample() throws {
    var rows = "a,b,c,d,kind\n"
    var random = SplitMix(seed: 4)
    for _ in 0..<20_000 {
      let numbers = (0..<4).map { _ in Double(random.below(1_000_000)) / 1e6 }
      rows += numbers.map { "\($0)," }.joined() + (numbers.reduce(0, +) > 2 ? "x\n" : "y\n")
    }
    try write(rows, to: "long.csv")
    try write(
      """
      ---
      title: Long
      ---
      ```{table.read rows}
      path: long.csv
      ```

      ```{model.random_forest forest}
      data: $rows
      target: kind
      n_estimators: 4000
      ```

      """, to: "long.md")
  }
}
