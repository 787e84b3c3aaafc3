import Glibc
import TestSupport
import Testing
import Tooling

/// The store under fire, shared, and looked after.
@Suite struct StoreTests {
  @Test func tenProcessesComputeEachStepOnce() throws {
    let galley = try Galley()
    try galley.writeSample()
    let result = try runProgram(
      "/bin/sh",
      [
        "-c", "cd \"$1\"; for i in 0 1 2 3 4 5 6 7 8 9; do \"$2\" run sample.md -o $i.html --json > $i.json & done; wait", "sh",
        galley.folder.path, Galley.program,
      ])
    #expect(result.status == 0)
    var ran = 0
    for place in 0..<10 {
      let json = try JSON(parsing: galley.read("\(place).json"))
      ran += (json["steps"]?.array ?? []).count { $0["status"] == "ran" }
      #expect(try galley.read("\(place).html") == galley.read("0.html"))
    }
    #expect(ran == 4)
  }

  /// Runs the sample with its store in a small file system that `prepare` fills; nil where none can be mounted.
  private func runInSmallStore(_ galley: Galley, _ prepare: String) throws -> ProgramResult? {
    try galley.writeSample()
    let script = """
      cd "$1"; mkdir -p small; mount -t tmpfs -o size=1m tmpfs small || exit 99
      \(prepare)
      "$2" run sample.md --store small/store; status=$?
      umount -l small; exit $status
      """
    let result = try runProgram(
      "/usr/bin/unshare", ["-m", "/bin/bash", "-c", script, "bash", galley.folder.path, Galley.program],
      environment: currentEnvironment().merging(["NO_COLOR": "1"]) { _, new in new })
    return result.status == 99 || result.stderr.contains("unshare failed") ? nil : result
  }

  @Test func aFullDiskIsTold() throws {
    let galley = try Galley()
    guard let result = try runInSmallStore(galley, "head -c 1040000 /dev/zero > small/fill") else { return }
    #expect(result.status == 74, "\(result.stderr)")
    #expect(result.stderr.contains("no space left on device"), "\(result.stderr)")
    #expect(result.stderr.contains("what is finished is kept; make room, or name another store with '--store', and run again"))
  }

  @Test func aReadOnlyStoreIsTold() throws {
    let galley = try Galley()
    guard let result = try runInSmallStore(galley, "mkdir small/store; mount -o remount,ro tmpfs small") else { return }
    #expect(result.status == 74, "\(result.stderr)")
    #expect(result.stderr.contains("galley: the store cannot be used: cannot make the folder 'small/store/cas': read-only file system"), "\(result.stderr)")
  }

  @Test func damageIsFoundAndHealed() throws {
    let galley = try Galley()
    try galley.writeSample()
    try galley.run("run", "sample.md")
    #expect(try galley.run("store", "verify").stdout.hasSuffix(": all whole\n"))
    // A bit turned under the same size and times, as a failing disk does it, in every artifact and result.
    _ = try runProgram("/bin/bash", ["-c", """
      cd "$1/.galley"; for f in cas/*/* ac/*/*; do chmod u+w "$f"; touch -r "$f" ../stamp
      printf '\\377' | dd of="$f" bs=1 seek=$(($(stat -c %s "$f") / 2)) conv=notrunc status=none; touch -r ../stamp "$f"; done
      """, "bash", galley.folder.path])
    let found = try galley.run("store", "verify")
    #expect(found.status == 1)
    #expect(found.stdout.contains("damaged: artifact "))
    #expect(found.stdout.contains("damaged: result "))
    #expect(found.stdout.hasSuffix("damaged and taken out; the next run makes them again\n"), "\(found.stdout)")
    let again = try galley.run("run", "sample.md")
    #expect(again.status == 0)
    #expect(again.stderr.contains("its result is gone from the store or damaged"), "\(again.stderr)")
    #expect(try galley.run("store", "verify").status == 0)
  }

  @Test func collectionKeepsWhatKeptRunsNeed() throws {
    let galley = try Galley()
    try galley.writeSample()
    for trees in [20, 21, 22] { try galley.run("run", "sample.md", "--set", "trees=\(trees)") }
    #expect(try galley.run("store", "gc").stdout == "kept: 3 runs and what they lead to\nnothing to remove\n")
    let dry = try galley.run("store", "gc", "--keep", "1", "--grace", "0s")
    #expect(dry.stdout.contains("would go: 2 runs, "), "\(dry.stdout)")
    #expect(dry.stdout.contains(": older than the 1 newest of sample.md\n"))
    #expect(dry.stdout.contains(": a result of model.random_forest that no kept run has\n"))
    #expect(dry.stdout.hasSuffix(" would be freed; '--yes' removes it\n"))
    #expect(try galley.run("run", "sample.md", "--set", "trees=20").stderr.contains("all 4 reused"), "a dry run removes nothing")

    #expect(try galley.run("store", "gc", "--keep", "1", "--grace", "0s", "--yes").stdout.contains("freed "))
    #expect(try galley.run("store", "verify").status == 0)
    #expect(try galley.run("run", "sample.md", "--set", "trees=20").stderr.contains("all 4 reused"))
    let gone = try galley.run("run", "sample.md", "--set", "trees=22")
    #expect(gone.stderr.contains("2 ran, 2 reused"), "\(gone.stderr)")
  }

  @Test func theNoteOfAReportGoesWithIt() throws {
    let galley = try Galley()
    try galley.writeSample()
    try galley.run("run", "sample.md")
    #expect(try galley.run("store", "gc", "--grace", "0s").stdout.hasSuffix("nothing to remove\n"))
    #expect(try runProgram("/bin/rm", [galley.path("sample.html")]).status == 0)
    let dry = try galley.run("store", "gc", "--grace", "0s")
    #expect(dry.stdout.contains("would go: 1 notes of pages, ") && dry.stdout.contains(": of a report that is gone\n"), "\(dry.stdout)")
  }

  /// The report stands beside the notebook under its name, where its data may stand too.
  @Test func aReportNeverTakesAnInputsPlace() throws {
    let galley = try Galley()
    try galley.write("x\n1\n", to: "data.html")
    try galley.write("---\ntitle: T\n---\n```{table.read a}\npath: data.html\n```\n", to: "data.md")
    for command in ["run", "render"] {
      let result = try galley.run(command, "data.md")
      #expect(result.status == 64)
      #expect(result.stderr.contains("the report, without '--output', would overwrite 'data.html', which the notebook reads"), "\(result.stderr)")
    }
    #expect(try galley.read("data.html") == "x\n1\n")
    #expect(try galley.run("run", "data.md", "-o", "page.html").status == 0)
  }

  @Test func lookingMakesNoStore() throws {
    let galley = try Galley()
    try galley.writeSample()
    #expect(try galley.run("runs").stdout == "")
    #expect(try galley.run("why", "sample.md", "rows").stdout == "rows would run: first run\n")
    #expect(try galley.run("run", "-n", "sample.md").stdout.hasPrefix("rows  table.read  runs: first run\n"))
    #expect(try galley.run("show", "sample.md", "rows").status == 1)
    #expect(try galley.run("render", "sample.md").stderr.contains("not run yet: rows"))
    #expect(try runProgram("/bin/ls", ["-A", galley.path(".")]).stdout == "sample.csv\nsample.html\nsample.md\n")
  }

  @Test func foldsOfAKeptRunStay() throws {
    let galley = try Galley()
    try galley.writeSample()
    let folds = "\n```{model.cross_validate folds}\ndata: $rows\ntarget: kind\npipeline: [model.logistic_regression]\nfolds: 3\n```\n"
    try galley.write(Galley.sample + folds, to: "sample.md")
    let first = try galley.run("run", "sample.md")
    #expect(first.status == 0, "\(first.stderr)")
    try galley.run("store", "gc", "--keep", "1", "--grace", "0s", "--yes")
    // The step is forgotten, its folds are not.
    let again = try galley.run("run", "sample.md", "--force", "folds")
    #expect(again.stderr.contains("4 of 4 sub-steps reused"), "\(again.stderr)")
  }

  @Test func nothingIsCollectedBesideARun() throws {
    let galley = try Galley()
    try galley.writeLongSample()
    try galley.writeSample()
    try galley.run("run", "sample.md")
    let script = """
      cd "$1"; "$2" run long.md 2> /dev/null & engine=$!
      for i in $(seq 200); do pgrep -P $engine > /dev/null && break; sleep 0.05; done
      "$2" store gc --grace 0s --keep 0 --yes; echo $?; kill $engine; wait
      """
    let result = try runProgram("/bin/bash", ["-c", script, "bash", galley.folder.path, Galley.program])
    #expect(result.stdout == "74\n")
    #expect(result.stderr.contains("a run is at work in '.galley'; try again when it has ended"), "\(result.stderr)")
    #expect(try galley.run("run", "sample.md").stderr.contains("all 4 reused"))
  }

  @Test func resultsOfAnotherStoreAreTaken() throws {
    let teacher = try Galley()
    try teacher.writeSample()
    try teacher.run("run", "sample.md")
    _ = try runProgram("/bin/chmod", ["-R", "a-w", teacher.path(".galley")])
    let student = try Galley()
    try student.writeSample()
    let result = try student.run("run", "sample.md", "--also-from", teacher.path(".galley"))
    #expect(result.stderr.contains("all 4 reused"), "\(result.stderr)")
    #expect(result.stderr.contains("found in \(teacher.path(".galley"))"))
    #expect(try student.read("sample.html") == teacher.read("sample.html"))
    // They are the student's own now.
    #expect(try student.run("run", "sample.md").stderr.contains("all 4 reused"))
    #expect(try student.run("store", "verify").status == 0)
    _ = try runProgram("/bin/chmod", ["-R", "u+w", teacher.path(".galley")])
  }

  @Test func damagedResultsOfAnotherStoreAreNotTaken() throws {
    let teacher = try Galley()
    try teacher.writeSample()
    try teacher.run("run", "sample.md")
    _ = try runProgram("/bin/bash", ["-c", "cd \"$1/.galley/cas\"; for f in */*; do chmod u+w \"$f\"; printf x >> \"$f\"; done", "bash", teacher.folder.path])
    let student = try Galley()
    try student.writeSample()
    let result = try student.run("run", "sample.md", "--also-from", teacher.path(".galley"))
    #expect(result.stderr.contains("all 4 ran"), "\(result.stderr)")
    #expect(try student.run("store", "verify").status == 0)
    #expect(try student.run("run", "sample.md", "--also-from", "nowhere").status == 64)
  }

  /// What cannot be read is not taken for damaged, and a store seen by half is not collected.
  @Test func whatCannotBeReadStays() throws {
    let galley = try Galley()
    try galley.writeSample()
    try galley.run("run", "sample.md")
    for command in ["verify", "gc --keep 0 --grace 0s --yes"] {
      let result = try runProgram("/bin/bash", ["-c", "cd \"$1\"; ulimit -n 7; \"$2\" store \(command)", "bash", galley.folder.path, Galley.program])
      #expect(result.status == 74, "\(command): \(result.stdout)\(result.stderr)")
    }
    #expect(try galley.run("store", "verify").status == 0)
    #expect(try galley.run("run", "sample.md").stderr.contains("all 4 reused"))
  }

  /// Many steps need no more open files than few.
  @Test func manyStepsUnderAFewOpenFiles() throws {
    let galley = try Galley()
    try galley.write("a,b,c,d,e\n1,2,3,4,5\n", to: "a.csv")
    var text = "---\ntitle: T\n---\n```{table.read a}\npath: a.csv\n```\n"
    let names = ["a", "b", "c", "d", "e"]
    for place in 0..<300 {
      let order = (0..<5).map { names[(place + $0 * (1 + place % 4)) % 5] }
      text += "\n```{table.select s\(place)}\ntable: $a\ncolumns: [\(Set(order).sorted().joined(separator: ", "))]\n```\n"
    }
    try galley.write(text, to: "many.md")
    let result = try runProgram("/bin/bash", ["-c", "cd \"$1\"; ulimit -n 64; \"$2\" run many.md", "bash", galley.folder.path, Galley.program])
    #expect(result.status == 0, "\(result.stderr.suffix(500))")
  }

  @Test func nothingThatIsReadIsOverwritten() throws {
    let galley = try Galley()
    try galley.writeSample()
    for arguments in [["--events", "sample.md"], ["--events", "sample.csv"], ["-o", "sample.csv"], ["-o", "sample.md"]] {
      let result = try runProgram(
        "/bin/sh", ["-c", "cd \"$1\"; shift; exec \"$@\"", "sh", galley.folder.path, Galley.program, "run", "sample.md"] + arguments)
      #expect(result.status == 64, "\(arguments): \(result.stderr)")
    }
    #expect(try galley.read("sample.md") == Galley.sample)
    // A pipe or a device is not replaced by a file of its name.
    _ = try runProgram("/usr/bin/mkfifo", [galley.path("pipe")])
    #expect(try galley.run("run", "sample.md", "-o", "pipe").stderr.contains("'pipe': it is a pipe or a device, and a file is needed"))
    #expect(try galley.run("run", "sample.md", "--events", "pipe").status == 64, "a pipe without a reader is not waited for")
  }

  @Test func damagedRecordsAndEscapesAreHarmless() throws {
    let galley = try Galley()
    try galley.writeSample()
    try galley.run("run", "sample.md")
    try galley.write(
      "{\"notebook\":\"x\\u001b[31m\",\"time\":1e300}\n{\"step\":\"a\",\"tool\":\"t\",\"status\":\"ran\",\"seconds\":1e19}\n",
      to: ".galley/runs/20260101T000000.000-1111.jsonl")
    #expect(try galley.run("runs").status == 0)
    #expect(try galley.run("diff", "20260101T000000.000-1111", "last").status == 0)
    let result = try galley.run("run", "sample.md", "--set", "u=\u{1B}[31mred")
    #expect(result.status == 2)
    #expect(!result.stderr.contains("\u{1B}"), "\(result.stderr)")
  }

  @Test func theStoreIsSummedUp() throws {
    let galley = try Galley()
    try galley.writeSample()
    #expect(try galley.run("store", "stats").status == 74)
    try galley.run("run", "sample.md")
    let result = try galley.run("store", "stats")
    #expect(result.status == 0)
    #expect(result.stdout.contains("results           4"), "\(result.stdout)")
    #expect(result.stdout.contains("  model.random_forest                1 results"), "\(result.stdout)")
  }
}
