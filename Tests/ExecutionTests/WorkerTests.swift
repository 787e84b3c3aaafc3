import Execution
import Glibc
import Literate
import Synchronization
import TestSupport
import Testing
import Tooling

/// Steps in worker processes: each fault stays with the step that has it.
@Suite struct WorkerTests {
  /// Runs a notebook of steps `{how: options}` in faulty workers.
  private func run(_ steps: [(how: String, amount: Double, options: String)], interruptAfter: Duration? = nil) async throws -> RunOutcome {
    let bench = Bench()
    bench.catalogue = faultyCatalogue
    let text = steps.enumerated().map { place, step in
      "```{test.misbehave s\(place)}\n\(step.options.isEmpty ? "" : "#| \(step.options)\n")how: \(step.how)\namount: \(step.amount)\n```\n"
    }.joined()
    let interruption = Interruption()
    let store = try bench.store
    let pool = WorkerPool(
      store: store, interruption: interruption, program: Program.path("faulty-worker"), arguments: [store.path])
    let plan = bench.plan(text)
    #expect(plan.diagnostics.isEmpty)
    let engine = Engine(
      plan: plan, folder: bench.folder.path, notebook: "test.md", store: store, catalogue: faultyCatalogue, options: bench.options,
      interruption: interruption, executor: pool)
    if let interruptAfter {
      Task.detached {
        try await Task.sleep(for: interruptAfter)
        interruption.request()
      }
    }
    return await engine.run()
  }

  @Test(arguments: [
    ("trap", "it crashed (illegal instruction); it stood at 25 %, a quarter of it"),
    ("abort", "it crashed (aborted); it stood at 25 %, a quarter of it"),
    ("exit", "its process ended without a result, with exit code 7; it stood at 25 %, a quarter of it"),
  ])
  func aFaultStaysWithItsStep(_ how: String, _ message: String) async throws {
    let outcome = try await run([("well", 1, ""), (how, 2, ""), ("well", 3, ""), (how, 4, ""), ("well", 5, "")])
    #expect(outcome.summary == "s0 ran, s1 failed, s2 ran, s3 failed, s4 ran")
    #expect(outcome.step("s1")?.failure?.message == message)
    #expect(outcome.step("s1")?.console.hasPrefix("about to do: \(how)\n") == true)
  }

  @Test func aStepIsStoppedWhenItsTimeIsOver() async throws {
    let outcome = try await run([("sleep", 60, "time: 2s"), ("sleep", 0.5, ""), ("well", 1, "time: 20s")])
    #expect(outcome.summary == "s0 failed, s1 ran, s2 ran")
    #expect(outcome.step("s0")?.failure?.message == "it ran longer than its time of 2 s; it stood at 25 %, a quarter of it")
    #expect(outcome.step("s0")?.failure?.remedy == "give it more with '#| time:'")
    #expect((outcome.step("s0")?.seconds ?? 0) >= 2)
  }

  @Test(arguments: ["eat", "gulp"]) func aStepIsStoppedAboveItsMemory(_ how: String) async throws {
    let outcome = try await run([(how, 1, "memory: 300MB"), ("well", 2, "memory: 300MB")])
    #expect(outcome.summary == "s0 failed, s1 ran")
    #expect(outcome.step("s0")?.failure?.message == "it used more than its memory of 300 MB; it stood at 25 %, a quarter of it")
  }

  @Test func whatLibrariesPrintIsNoMessage() async throws {
    let outcome = try await run([("stray", 1, ""), ("well", 2, "")])
    #expect(outcome.summary == "s0 ran, s1 ran")
  }

  @Test func anInterruptionStopsWorkersAtOnce() async throws {
    let outcome = try await run([("well", 1, ""), ("sleep", 60, ""), ("sleep", 61, ""), ("well", 2, "")], interruptAfter: .seconds(2))
    #expect(outcome.step("s0")?.status == .ran)
    #expect(outcome.step("s1")?.failure?.message.hasPrefix("interrupted") == true)
  }

  @Test func aProgramThatIsNoWorkerIsTold() async throws {
    let bench = Bench()
    bench.catalogue = faultyCatalogue
    let store = try bench.store
    for (program, arguments, message) in [
      ("/bin/echo", ["a long line that no worker would ever say"], "its worker spoke another language: it is no worker of this release of galley"),
      ("/bin/true", [], "its process ended without a result, with exit code 0"),
      ("/nowhere/at/all", [], "no worker could be started: cannot start '/nowhere/at/all': no such file or directory"),
    ] {
      let engine = Engine(
        plan: bench.plan("```{test.misbehave s}\n```\n"), folder: bench.folder.path, notebook: "test.md", store: store,
        catalogue: faultyCatalogue, options: bench.options,
        executor: WorkerPool(store: store, interruption: Interruption(), program: program, arguments: arguments))
      #expect(await engine.run().step("s")?.failure?.message == message)
    }
  }

  /// Results are the same bytes in a worker and in this process.
  @Test func aWorkerGivesWhatThisProcessGives() async throws {
    let inWorker = try await run([("well", 4, "")])
    let bench = Bench()
    bench.catalogue = faultyCatalogue
    let here = try await bench.run("```{test.misbehave s0}\namount: 4\n```\n")
    #expect(inWorker.digest("s0") == here.digest("s0"))
    #expect(inWorker.step("s0")?.elements.first?.result.console == "about to do: well\n")
  }
}
