import Tabular
import Tooling

/// Does jobs in this process: opens the inputs, runs the tool, puts what it made in the store.
struct JobRunner: Sendable {
  let store: Store
  let catalogue: ToolCatalogue

  /// - Throws: `StepFailure`, with what the tool had printed.
  func perform(_ job: Job, _ context: RunContext) throws(StepFailure) -> JobOutcome {
    var outcome = JobOutcome()
    do {
      let invocation = try job.tool.makeInvocation(job.arguments)
      func inputs() throws -> [String: [StoredArtifact]] {
        Dictionary(try job.inputs.map { ($0.name, try $0.artifacts.map(open)) }, uniquingKeysWith: { first, _ in first })
      }
      var produced: [ProducedArtifact] = []
      switch job.phase {
      case .run: produced = try invocation.run(try inputs(), context)
      case .gather(let references):
        let results = try references.mapValues { try $0.mapValues { try store.artifact($0) } }
        produced = try invocation.gather(try inputs(), SubStepResults(results), context)
      case .expand: outcome.subSteps = try invocation.expand(try inputs(), context).map(stored)
      }
      if case .expand = job.phase {} else { try job.tool.requireOutputs(produced) }
      outcome.outputs = try produced.map { try store.put($0.value, named: $0.name) }
    } catch {
      var failure = StepFailure(error)
      failure.console = context.console
      throw failure
    }
    outcome.remarks = context.remarks
    outcome.console = context.console
    return outcome
  }

  /// What the store can give to a tool that brings files from elsewhere.
  var supply: FileSupply {
    FileSupply(folder: store.path + "/tmp") { [store] digest, byteCount in
      guard store.isIntact(digest: digest, byteCount: byteCount) else { return nil }
      return try? MappedFile(path: store.artifactPath(digest))
    }
  }

  private func stored(_ subStep: SubStep) throws -> StoredSubStep {
    StoredSubStep(
      name: subStep.name, tool: subStep.tool, arguments: subStep.arguments,
      inputs: try subStep.inputs.map { input in
        switch input.source {
        case .input(let name, let place): (input.name, .input(name, place: place))
        case .output(let sibling, let name): (input.name, .output(of: sibling, name))
        case .value(let value): (input.name, .artifact(try store.put(value, named: input.name)))
        }
      }, origins: subStep.origins)
  }

  private func open(_ input: JobInput) throws -> StoredArtifact {
    guard let file = input.file else { return try store.artifact(input.reference) }
    // A mapped file that is cut short while it is read would end the process, so what fits is read.
    let source: any ByteSource =
      file.stamp.size <= 64 << 20 ? MemoryBytes(try FileSystem.read(file.path)) : try MappedFile(path: file.path)
    return StoredArtifact(kind: input.reference.kind, digest: input.reference.digest, source: source)
  }
}
