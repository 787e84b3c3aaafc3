import LinearAlgebra
import Synchronization
public import Literate
public import Tooling

/// What a run may do and what it is asked for.
public struct RunOptions: Sendable {
  /// Cores at most.
  public var jobs: Int
  /// Runs this step and what it needs, nothing else.
  public var until: String?
  /// Steps to run again though their results are kept.
  public var force: Set<String> = []
  /// Whether results in the store are used. Results are kept either way.
  public var usesCache = true
  /// Other stores whose results are used too, after the run's own. They are only read.
  public var alsoFrom: [Store] = []
  /// Folders outside the notebook's that it may read.
  public var allowed: [String] = []
  /// Notes the files that the steps read, for whoever waits for them to change.
  public var filesRead: FilesRead?

  public init(jobs: Int = Host.coreCount) { self.jobs = jobs }
}

/// What happens while a notebook runs, for whoever watches.
public enum RunEvent: Sendable {
  case started(step: Int)
  case progress(step: Int, fraction: Double?, text: String)
  case finished(step: Int, StepOutcome)
  /// Something about the execution, not the result.
  case warning(step: Int, String)
}

/// Runs the steps of a plan as a graph, each as soon as those it needs are done.
public struct Engine: Sendable {
  let plan: Plan
  let store: Store
  let catalogue: ToolCatalogue
  let options: RunOptions
  let files: InputFiles
  let runner: UnitRunner
  let history: RunHistory
  let observe: @Sendable (RunEvent) -> Void
  let interruption: Interruption

  /// - Parameters:
  ///   - folder: the notebook's, from which its files are named.
  ///   - notebook: its file, absolute, links followed: under it earlier runs are found.
  ///   - executor: nil for this process.
  public init(
    plan: Plan, folder: String, notebook: String, store: Store, catalogue: ToolCatalogue, options: RunOptions,
    interruption: Interruption = Interruption(), executor: (any Executor)? = nil,
    observe: @escaping @Sendable (RunEvent) -> Void = { _ in }
  ) {
    self.plan = plan
    self.store = store
    self.catalogue = catalogue
    self.options = options
    self.files = InputFiles(folder: folder, allowed: options.allowed, store: store, cores: options.jobs, read: options.filesRead)
    self.history = RunHistory(store: store, notebook: notebook)
    self.interruption = interruption
    self.observe = observe
    self.runner = UnitRunner(
      store: store, executor: executor ?? InProcessExecutor(store: store, catalogue: catalogue, interruption: interruption),
      catalogue: catalogue, cores: CorePool(options.jobs), interruption: interruption, usesCache: options.usesCache, others: options.alsoFrom)
  }

  /// Runs what has to run. The plan has no errors.
  public func run() async -> RunOutcome {
    var progress = Progress(plan: plan, store: store, wanted: wantedSteps())
    await withTaskGroup(of: Finished.self) { group in
      var running = 0
      // In the order in which they were begun; those before `next` are at work.
      var begun: [(step: Int, elements: [ElementWork])] = []
      var next = 0
      while true {
        // Everything that is ready is begun before anything is waited for, so that the cores are shared out fairly.
        while case let ready = progress.takeReady(), !ready.isEmpty {
          for (step, beginning) in zip(ready, begin(ready, progress)) {
            switch beginning {
            case .finished(let outcome): finish(step, outcome, &progress)
            case .work(let elements):
              runner.cores.announce(elements.count)
              begun.append((step, elements))
            }
          }
        }
        while running < width, next < begun.count {
          let (step, elements) = begun[next]
          begun[next].elements = []
          next += 1
          if let reason = reasonToStop(progress) {
            for _ in elements { runner.cores.withdraw() }
            finish(step, StepOutcome(status: .skipped, why: reason), &progress)
            continue
          }
          running += 1
          group.addTask { Finished(step: step, outcome: await perform(step, elements)) }
        }
        if next == begun.count { (begun, next) = ([], 0) }
        if running == 0, progress.hasReady { continue }
        guard running > 0, let finished = await group.next() else { break }
        running -= 1
        finish(finished.step, finished.outcome, &progress)
      }
    }
    let resolution = progress.resolution
    return RunOutcome(
      plan: plan, steps: progress.outcomes.map { $0 ?? StepOutcome(status: .skipped, why: "never reached") },
      expectations: plan.expectations.map { block in block.expectations.map { resolution.check($0) } },
      values: plan.values.map { resolution.outcome(of: $0) })
  }

  /// How many steps, and elements of one, are at work or wait for cores at a time: enough to keep the cores busy while some wait for
  /// another process or for their sub-steps. Each holds memory and a lock.
  private var width: Int { max(16, 4 * options.jobs) }

  /// Places of the steps that `--until` leaves; all where it does not say.
  func wantedSteps() -> Set<Int> {
    guard let until = options.until, let last = plan.steps.firstIndex(where: { $0.id == until }) else { return Set(plan.steps.indices) }
    var wanted: Set<Int> = []
    var pending = [last]
    while let step = pending.popLast() {
      if wanted.insert(step).inserted { pending += plan.steps[step].dependencies }
    }
    return wanted
  }

  /// Why nothing more is to be computed; nil where it is.
  private func reasonToStop(_ progress: Progress) -> String? {
    if interruption.isRequested { return "interrupted" }
    // What would be computed now could not be kept, and would be lost.
    return progress.isStoreBroken ? "the store cannot be written" : nil
  }

  private func finish(_ step: Int, _ outcome: StepOutcome, _ progress: inout Progress) {
    progress.finish(step, outcome)
    observe(.finished(step: step, outcome))
  }

  private struct Finished: Sendable {
    var step: Int
    var outcome: StepOutcome
  }

  private struct FinishedElement: Sendable {
    var place: Int
    var result: Result<UnitRunner.Performed, StepFailure>
  }

  private enum Beginning {
    case finished(StepOutcome)
    case work([ElementWork])
  }

  /// Begins steps whose needs are met; many of them side by side, since looking in the store is mostly waiting for the system.
  private func begin(_ steps: [Int], _ progress: Progress) -> [Beginning] {
    // A few steps may have large files to hash; many are cheap each.
    let pieces = FixedPieces(of: steps.count, size: steps.count < 64 ? 1 : 16)
    return mapPieces(pieces.count, cores: options.jobs) { piece in
      pieces.range(piece).map { begin(steps[$0], progress) }
    }.flatMap { $0 }
  }

  /// Skips, fails or reuses a step whose needs are met, or says what is to be computed.
  private func begin(_ place: Int, _ progress: Progress) -> Beginning {
    let step = plan.steps[place]
    if let outcome = progress.skipped(place) { return .finished(outcome) }
    let clock = ContinuousClock()
    let started = clock.now
    do {
      let work = try progress.resolution.work(of: step, files: files)
      if options.usesCache, !options.force.contains(step.id) {
        var elements: [StepOutcome.Element] = []
        var origin: String?
        for element in work {
          guard let stored = runner.lookUp(element.unit) else { return .work(work) }
          origin = origin ?? stored.origin
          elements.append(.init(name: element.name, result: stored.result, digest: stored.digest))
        }
        let why = origin.map { "found in \($0)" } ?? "unchanged"
        return .finished(try outcome(of: step, work, elements, ran: 0, why: why, seconds: Double(clock.now - started)))
      }
      return .work(work)
    } catch {
      let failure = StepFailure(error)
      return .finished(StepOutcome(status: .failed, failure: failure.diagnostic(in: step), why: failure.message, seconds: Double(clock.now - started)))
    }
  }

  /// Computes what is missing of a step's elements.
  private func perform(_ place: Int, _ work: [ElementWork]) async -> StepOutcome {
    let step = plan.steps[place]
    let why = why(step, work)
    let isForced = options.force.contains(step.id)
    let report: @Sendable (Double?, String) -> Void = { observe(.progress(step: place, fraction: $0, text: $1)) }
    let isStarted = Atomic<Bool>(false)
    let begun: @Sendable () -> Void = {
      if !isStarted.exchange(true, ordering: .relaxed) { observe(.started(step: place)) }
    }
    var performed = [UnitRunner.Performed?](repeating: nil, count: work.count)
    var failures: [(place: Int, failure: StepFailure)] = []
    await withTaskGroup(of: FinishedElement.self) { group in
      var next = 0
      func addNext() {
        guard next < work.count else { return }
        let (index, element) = (next, work[next])
        next += 1
        group.addTask {
          do {
            let performed = try await runner.perform(
              element.unit, isForced: isForced, atMost: step.resources.cores,
              limits: .init(memory: step.resources.memory, time: step.resources.time), begun: begun, progress: report)
            return FinishedElement(place: index, result: .success(performed))
          } catch {
            return FinishedElement(place: index, result: .failure(StepFailure(error)))
          }
        }
      }
      for _ in 0..<width { addNext() }
      var done = 0
      for await finished in group {
        addNext()
        done += 1
        switch finished.result {
        case .success(let result):
          performed[finished.place] = result
          for warning in result.warnings { observe(.warning(step: place, warning)) }
          if work.count > 1 { report(Double(done) / Double(work.count), work[finished.place].name) }
        case .failure(let failure): failures.append((finished.place, failure))
        }
      }
    }
    // What the results took to make: waiting for cores is none of the step's time.
    let seconds = performed.reduce(0) { $0 + ($1?.ran == true ? $1?.result.seconds ?? 0 : 0) } + failures.reduce(0) { $0 + $1.failure.seconds }
    let elements = zip(work, performed).compactMap { work, performed in
      performed.map { StepOutcome.Element(name: work.name, result: $0.result, digest: $0.digest) }
    }
    if var first = failures.min(by: { $0.place < $1.place }) {
      if !work[first.place].name.isEmpty {
        first.failure.message = "element '\(work[first.place].name)': \(first.failure.message)"
        if failures.count > 1 { first.failure.message += " (and \(failures.count - 1) more)" }
      }
      var failed = StepOutcome(
        status: .failed, elements: elements, isCollection: step.each != nil, failure: first.failure.diagnostic(in: step), why: why,
        seconds: seconds, key: key(of: work))
      failed.console = first.failure.console
      failed.isStoreFault = failures.contains { $0.failure.isStoreFault }
      failed.units = units(of: work)
      return failed
    }
    let ran = performed.count { $0?.ran == true }
    let made = performed.reduce(into: (ran: 0, reused: 0)) { sum, next in
      sum.ran += next?.subSteps.ran ?? 0
      sum.reused += next?.subSteps.reused ?? 0
    }
    var reason = ran == 0 ? "made meanwhile, by an equal step or another process" : why
    if made.reused > 0 { reason += "; \(made.reused) of \(made.ran + made.reused) sub-steps reused" }
    do {
      return try outcome(of: step, work, elements, ran: ran, why: reason, seconds: seconds)
    } catch {
      return StepOutcome(status: .failed, failure: StepFailure(error).diagnostic(in: step), why: reason, seconds: seconds)
    }
  }

  /// Why a step runs, in words: what changed since the last run of this notebook.
  func why(_ step: PlannedStep, _ work: [ElementWork]) -> String {
    if !options.usesCache { return "--no-cache" }
    if options.force.contains(step.id) { return "--force" }
    return history.reason(for: step, work)
  }

  private func units(of work: [ElementWork]) -> [StepOutcome.Unit] {
    work.map { .init(element: $0.name, key: $0.unit.key, preimage: $0.unit.preimage) }
  }

  private func key(of work: [ElementWork]) -> String {
    work.count == 1 && work[0].name.isEmpty ? work[0].unit.key : Digest.of(work.map(\.unit.key).joined().utf8)
  }

  func outcome(
    of step: PlannedStep, _ work: [ElementWork], _ elements: [StepOutcome.Element], ran: Int, why: String, seconds: Double
  ) throws -> StepOutcome {
    var outputs: [ArtifactReference] = elements.first?.result.outputs ?? []
    var reason = why
    if step.each != nil {
      outputs = try step.tool.outputs.compactMap { output in
        let members = elements.compactMap { element in
          element.result.output(output.name).map {
            Collection.Element(name: element.name, kind: $0.kind, digest: $0.digest, byteCount: $0.byteCount)
          }
        }
        return members.isEmpty && output.isOptional ? nil : try store.put(Collection(elements: members), named: output.name)
      }
      if ran > 0, ran < elements.count { reason += "; \(elements.count - ran) of \(elements.count) elements reused" }
    }
    var outcome = StepOutcome(
      status: ran == 0 ? .cached : .ran, elements: elements, isCollection: step.each != nil, why: reason, seconds: seconds,
      key: key(of: work), outputs: outputs)
    outcome.units = units(of: work)
    return outcome
  }
}

/// How far a run has come.
private struct Progress {
  let plan: Plan
  let wanted: Set<Int>
  var outcomes: [StepOutcome?]
  var resolution: Resolution
  private var waitsFor: [Int]
  private var dependents: [[Int]]
  /// Whether the store has refused what a step made: a full disk, for one.
  private(set) var isStoreBroken = false
  /// Steps whose needs are met and that are not begun.
  private var ready: [Int]

  init(plan: Plan, store: Store, wanted: Set<Int>) {
    self.plan = plan
    self.wanted = wanted
    outcomes = Array(repeating: nil, count: plan.steps.count)
    resolution = Resolution(plan: plan, store: store)
    waitsFor = plan.steps.map(\.dependencies.count)
    dependents = Array(repeating: [], count: plan.steps.count)
    for (place, step) in plan.steps.enumerated() {
      for needed in step.dependencies { dependents[needed].append(place) }
    }
    ready = plan.steps.indices.filter { plan.steps[$0].dependencies.isEmpty }
  }

  var hasReady: Bool { !ready.isEmpty }

  /// The steps that are ready, in the text's order; they count as begun.
  mutating func takeReady() -> [Int] {
    defer { ready = [] }
    return ready.sorted()
  }

  mutating func finish(_ place: Int, _ outcome: StepOutcome) {
    outcomes[place] = outcome
    if outcome.isStoreFault { isStoreBroken = true }
    if let name = plan.steps[place].name, outcome.status == .ran || outcome.status == .cached { resolution.outputs[name] = outcome.outputs }
    for dependent in dependents[place] {
      waitsFor[dependent] -= 1
      if waitsFor[dependent] == 0 { ready.append(dependent) }
    }
  }

  /// The outcome of a step that is not to run: `skip`, `--until`, or a need without a result.
  func skipped(_ place: Int) -> StepOutcome? {
    let step = plan.steps[place]
    if !wanted.contains(place) { return StepOutcome(status: .skipped, why: "not needed for --until") }
    if let why = step.reasonToSkip { return StepOutcome(status: .skipped, why: why) }
    guard let needed = step.dependencies.first(where: { outcomes[$0]?.status == .failed || outcomes[$0]?.status == .skipped }) else {
      return nil
    }
    let verb = outcomes[needed]?.status == .failed ? "failed" : "was skipped"
    return StepOutcome(status: .skipped, why: "'\(plan.steps[needed].id)' \(verb)")
  }
}

extension StepFailure {
  /// The failure at its place in the notebook: that of the part of a parameter that it names, or of the nearest that is written; else the step's.
  func diagnostic(in step: PlannedStep) -> Diagnostic {
    let name = parameter.map { String($0.prefix { $0 != "." && $0 != "[" }) }
    let parts = sequence(first: parameter ?? "") { path in path.lastIndex { $0 == "." || $0 == "[" }.map { String(path[..<$0]) } }
    let place = parts.lazy.compactMap { path in step.binding.parameters.lazy.compactMap { $0.places[path] }.first }.first
      ?? name.flatMap { name in
        step.binding.parameters.first { $0.name == name }?.range ?? step.binding.inputs.first { $0.name == name }?.range
      } ?? (name == "each" ? step.each?.range : nil) ?? step.range
    return .error(message, at: place, remedy: remedy)
  }
}

extension Double {
  /// Seconds.
  public init(_ duration: Duration) {
    self = Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
  }
}
