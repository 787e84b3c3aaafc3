import Glibc
import Synchronization
import Tooling

/// Runs units: looks in the store, computes what is not there, keeps it. Sub-steps go the same way.
struct UnitRunner: Sendable {
  let store: Store
  let executor: any Executor
  let catalogue: ToolCatalogue
  let cores: CorePool
  let interruption: Interruption
  /// Whether results in the store are used.
  let usesCache: Bool
  /// Other stores to look in.
  var others: [Store] = []

  struct Performed: Sendable {
    var result: StepResult
    /// SHA-256 of the kept result; of what would have been kept where it was not.
    var digest: String
    /// Whether it was computed now.
    var ran: Bool
    /// What to tell about the execution, not the result: that it was not kept, that it differs from before.
    var warnings: [String] = []
    /// Of an expanding tool: how many sub-steps were computed and how many reused.
    var subSteps: (ran: Int, reused: Int) = (0, 0)
  }

  /// The result in the store, if it is there and its artifacts are whole; else from another store.
  func lookUp(_ unit: WorkUnit) -> StoredResult? {
    if let stored = store.result(of: unit.preimage, key: unit.key), stored.result.outputs.allSatisfy(store.isIntact) { return stored }
    return others.lazy.compactMap { store.take(unit.preimage, unit.key, from: $0) }.first
  }

  /// - Parameters:
  ///   - unit: its wish for cores has been announced.
  ///   - isForced: whether the result in the store is made again.
  ///   - limits: what the unit may use, its sub-steps with it.
  ///   - begun: told when the unit has cores and is to be computed.
  ///   - progress: fraction and text, of the whole unit.
  /// - Throws: `StepFailure`.
  func perform(
    _ unit: WorkUnit, isForced: Bool, atMost coreLimit: Int?, limits: Job.Limits, begun: @Sendable () -> Void = {},
    progress: @escaping @Sendable (_ fraction: Double?, _ text: String) -> Void
  ) async throws -> Performed {
    var held: Int?
    defer { if let held { cores.release(held) } else { cores.withdraw() } }

    let lock: KeyLock
    do { lock = try await store.keyLocks.acquire(unit.key, interruption) } catch { throw StepFailure(error) }
    defer { withExtendedLifetime(lock) {} }
    let reuses = usesCache && !isForced
    // Another process, or a step that asks for the same, may have made it while the lock was waited for.
    if reuses, let stored = lookUp(unit) { return Performed(result: stored.result, digest: stored.digest, ran: false) }
    if interruption.isRequested { throw StepFailure("interrupted") }

    var job = Job(tool: unit.tool, arguments: unit.arguments, inputs: unit.inputs)
    let clock = ContinuousClock()
    var started = clock.now
    var subSteps = SubStepsPerformed()
    held = await cores.acquire(atMost: coreLimit)
    begun()
    job.limits = limits.begun()
    if unit.tool.expands {
      job.phase = .expand
      let plan = try await executor.execute(job, cores: held ?? 1, progress: progress)
      // The parent holds no cores while its sub-steps run.
      if let cores = held { self.cores.release(cores) }
      held = nil
      self.cores.announce(1)
      subSteps = try await perform(plan.subSteps, of: unit, limits: job.limits, progress: progress)
      held = await cores.acquire(atMost: coreLimit)
      job.phase = .gather(subSteps.results)
    }
    if interruption.isRequested { throw StepFailure("interrupted") }
    started = unit.tool.expands ? started : clock.now
    let outcome: JobOutcome
    do { outcome = try await executor.execute(job, cores: held ?? 1, progress: progress) } catch {
      var failure = StepFailure(error)
      failure.seconds = Double(clock.now - started)
      throw failure
    }
    let duration = clock.now - started

    var result = StepResult(
      outputs: outcome.outputs, remarks: outcome.remarks + subSteps.remarks.filter { told in !outcome.remarks.contains { $0.says(told) } }, console: outcome.console,
      seconds: Double(duration),
      time: FileSystem.now, host: Host.name, tool: unit.tool.name, version: unit.tool.version, arguments: unit.arguments)
    result.subSteps = subSteps.keys
    return try keep(result, of: unit, (subSteps.ran, subSteps.reused))
  }

  private func keep(_ result: StepResult, of unit: WorkUnit, _ subSteps: (ran: Int, reused: Int)) throws -> Performed {
    var warnings: [String] = []
    guard unit.hasUnchangedFiles else {
      warnings.append("an input was edited while the step ran, so its result is used once and not kept")
      return Performed(result: result, digest: Digest.of(result.outputs.map(\.digest).joined().utf8), ran: true, warnings: warnings, subSteps: subSteps)
    }
    if let earlier = store.result(of: unit.preimage, key: unit.key), earlier.result.outputs != result.outputs {
      warnings.append("the result differs from the one that was kept for the same inputs; it replaces it")
    }
    do {
      let stored = try store.keep(result, preimage: unit.preimage, key: unit.key)
      return Performed(result: result, digest: stored.digest, ran: true, warnings: warnings, subSteps: subSteps)
    } catch {
      let failure = StepFailure(error)
      if failure.isStoreFault { throw failure }
      warnings.append("the result could not be kept: \(error)")
      return Performed(result: result, digest: Digest.of(result.outputs.map(\.digest).joined().utf8), ran: true, warnings: warnings, subSteps: subSteps)
    }
  }

  // MARK: Sub-steps

  /// Runs the sub-steps of `parent`, each as soon as those it needs are done.
  private func perform(
    _ subSteps: [StoredSubStep], of parent: WorkUnit, limits: Job.Limits, progress: @escaping @Sendable (_ fraction: Double?, _ text: String) -> Void
  ) async throws -> SubStepsPerformed {
    var remarks: [String: [Remark]] = [:]
    var finished: [String: [String: ArtifactReference]] = [:]
    var pending = subSteps[...]
    var sum = SubStepsPerformed()
    var failure: StepFailure?
    try await withThrowingTaskGroup(of: FinishedSubStep.self) { group in
      var running = 0
      while true {
        // Those whose needs are met, in the order given.
        var waiting: [StoredSubStep] = []
        for subStep in pending where failure == nil {
          guard subStep.needs.allSatisfy({ finished[$0] != nil }) else {
            waiting.append(subStep)
            continue
          }
          let unit = try self.unit(of: subStep, parent: parent, finished)
          sum.keys.append(unit.key)
          if usesCache, let stored = lookUp(unit) {
            sum.reused += 1
            remarks[subStep.name] = stored.result.remarks
            finished[subStep.name] = Dictionary(stored.result.outputs.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
            continue
          }
          running += 1
          cores.announce(1)
          group.addTask {
            do {
              let performed = try await perform(unit, isForced: false, atMost: nil, limits: limits, progress: { _, _ in })
              return FinishedSubStep(name: subStep.name, result: .success(performed))
            } catch {
              return FinishedSubStep(name: subStep.name, result: .failure(StepFailure(error)))
            }
          }
        }
        let isProgressing = waiting.count < pending.count
        pending = waiting[...]
        guard running > 0 else {
          if pending.isEmpty || failure != nil { break }
          if isProgressing { continue }
          throw StepFailure("the sub-steps of '\(parent.tool.name)' wait for each other")
        }
        guard let done = try await group.next() else { break }
        running -= 1
        let name = done.name
        switch done.result {
        case .success(let performed):
          if performed.ran { sum.ran += 1 } else { sum.reused += 1 }
          remarks[name] = performed.result.remarks
          finished[name] = Dictionary(performed.result.outputs.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
          progress(Double(finished.count) / Double(subSteps.count), name)
        case .failure(let error):
          if failure == nil {
            failure = error
            failure?.message = "\(name): \(error.message)"
            failure?.parameter = error.parameter.map { path in subSteps.first { $0.name == name }?.origin(of: path) ?? path }
          }
        }
      }
    }
    if let failure { throw failure }
    // What a sub-step has to tell, the step tells: once, in the order of the sub-steps. Its parameters are its own.
    for subStep in subSteps {
      for var remark in remarks[subStep.name] ?? [] {
        remark.parameter = nil
        if !sum.remarks.contains(remark) { sum.remarks.append(remark) }
      }
    }
    sum.results = finished
    sum.keys.sort()
    return sum
  }

  /// What the sub-steps of a unit came to.
  private struct SubStepsPerformed {
    var results: [String: [String: ArtifactReference]] = [:]
    /// Sorted: the order in which they ended is nothing to keep.
    var keys: [String] = []
    var ran = 0
    var reused = 0
    /// Each once, in the order of the sub-steps.
    var remarks: [Remark] = []
  }

  private struct FinishedSubStep: Sendable {
    var name: String
    var result: Result<Performed, StepFailure>
  }

  private func unit(
    of subStep: StoredSubStep, parent: WorkUnit, _ finished: [String: [String: ArtifactReference]]
  ) throws -> WorkUnit {
    guard let tool = catalogue[subStep.tool] else { throw StepFailure("there is no tool '\(subStep.tool)'") }
    var inputs: [(name: String, artifacts: [JobInput])] = []
    for declaration in tool.inputs {
      var artifacts: [JobInput] = []
      for input in subStep.inputs where input.name == declaration.name {
        switch input.source {
        case .input(let name, let place):
          guard let given = parent.inputs.first(where: { $0.name == name })?.artifacts, given.indices.contains(place) else {
            throw StepFailure("'\(subStep.name)' asks for an input '\(name)' that there is not")
          }
          artifacts.append(given[place])
        case .output(let sibling, let name):
          guard let reference = finished[sibling]?[name] else {
            throw StepFailure("'\(subStep.name)' asks for '\(name)' of '\(sibling)', which gave none")
          }
          artifacts.append(JobInput(reference: reference))
        case .artifact(let reference): artifacts.append(JobInput(reference: reference))
        }
      }
      if !artifacts.isEmpty { inputs.append((declaration.name, artifacts)) }
    }
    do {
      return WorkUnit(tool: tool, arguments: try tool.arguments(given: subStep.arguments), inputs: inputs)
    } catch { throw StepFailure(error) }
  }
}

extension Remark {
  /// Whether both say the same, of whichever parameter.
  fileprivate func says(_ other: Remark) -> Bool { message == other.message && severity == other.severity && remedy == other.remedy }
}

/// The machine that computes.
public enum Host {
  public static let name: String = {
    var buffer = [CChar](repeating: 0, count: 256)
    guard gethostname(&buffer, 255) == 0 else { return "unknown" }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }()

  /// `Intel(R) Xeon(R) …`: kernels differ between processors in the last bits.
  public static let processor: String = {
    guard let bytes = try? FileSystem.read("/proc/cpuinfo"),
      let line = bytes.split(separator: UInt8(ascii: "\n")).first(where: { $0.starts(with: "model name".utf8) }),
      let colon = line.firstIndex(of: UInt8(ascii: ":"))
    else { return "unknown" }
    return String(decoding: line[colon...].dropFirst(2), as: UTF8.self)
  }()

  public static let coreCount: Int = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
}
