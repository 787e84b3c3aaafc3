import Tooling

extension Job {
  /// The job as it crosses to a worker.
  func message(cores: Int) -> TypedValue {
    .record([
      .init("job", .text(tool.name)), .init("version", .text(tool.version)), .init("arguments", arguments),
      .init("inputs", .record(inputs.map { input in .init(input.name, .list(input.artifacts.map(\.message))) })),
      .init("phase", phase.message), .init("cores", .integer(cores)),
      .init("memory", limits.memory.map { .integer($0) } ?? .null),
    ])
  }

  /// Reads back what `message` gave.
  /// - Throws: `StepFailure` where the message is none, or speaks of a tool that is not in `catalogue` as the engine knows it.
  init(_ message: TypedValue, catalogue: ToolCatalogue) throws(StepFailure) {
    guard case .text(let name)? = message["job"], case .text(let version)? = message["version"], let arguments = message["arguments"],
      case .record(let inputs)? = message["inputs"], let phase = message["phase"].flatMap(Phase.init(message:))
    else { throw StepFailure("the worker was sent a job that it cannot read") }
    guard let tool = catalogue[name] else { throw StepFailure("the worker has no tool '\(name)'") }
    guard tool.version == version else {
      throw StepFailure("the worker has version \(tool.version) of '\(name)', and version \(version) is needed")
    }
    self.init(tool: tool, arguments: arguments, inputs: [], phase: phase)
    for input in inputs {
      guard case .list(let artifacts) = input.value else { throw StepFailure("the worker was sent a job that it cannot read") }
      self.inputs.append((input.name, artifacts.compactMap(JobInput.init)))
    }
    limits.memory = message["memory"]?.integer
  }
}

extension Job.Phase {
  fileprivate var message: TypedValue {
    switch self {
    case .run: .text("run")
    case .expand: .text("expand")
    case .gather(let results):
      .record(results.sorted { $0.key < $1.key }.map { subStep, outputs in
        .init(subStep, .record(outputs.sorted { $0.key < $1.key }.map { .init($0.key, $0.value.value) }))
      })
    }
  }

  fileprivate init?(message: TypedValue) {
    switch message {
    case .text("run"): self = .run
    case .text("expand"): self = .expand
    case .record(let subSteps):
      var results: [String: [String: ArtifactReference]] = [:]
      for subStep in subSteps {
        guard case .record(let outputs) = subStep.value else { return nil }
        results[subStep.name] = Dictionary(
          outputs.compactMap { output in ArtifactReference(output.value).map { (output.name, $0) } }, uniquingKeysWith: { first, _ in first })
      }
      self = .gather(results)
    default: return nil
    }
  }
}

extension JobInput {
  fileprivate var message: TypedValue {
    .record([
      .init("artifact", reference.value), .init("path", file.map { .text($0.path) } ?? .null),
      .init("size", file.map { .integer(Int($0.stamp.size)) } ?? .null),
    ])
  }

  fileprivate init?(_ message: TypedValue) {
    guard let reference = message["artifact"].flatMap(ArtifactReference.init) else { return nil }
    self.init(reference: reference)
    guard case .text(let path)? = message["path"], let size = message["size"]?.integer else { return }
    file = File(path: path, stamp: FileStamp(device: 0, inode: 0, size: Int64(size), modified: 0, changed: 0, isFolder: false))
  }
}

extension JobOutcome {
  /// What a job gave, as it crosses back.
  var message: TypedValue {
    .record([
      .init("outputs", .list(outputs.map(\.value))), .init("subSteps", .list(subSteps.map(\.message))),
      .init("remarks", .list(remarks.map(\.value))), .init("console", .text(console)),
    ])
  }

  init?(_ message: TypedValue) {
    guard case .list(let outputs)? = message["outputs"], case .list(let subSteps)? = message["subSteps"],
      case .list(let remarks)? = message["remarks"], case .text(let console)? = message["console"]
    else { return nil }
    self.init(
      outputs: outputs.compactMap(ArtifactReference.init), subSteps: subSteps.compactMap(StoredSubStep.init),
      remarks: remarks.compactMap(Remark.init), console: console)
    guard self.outputs.count == outputs.count, self.subSteps.count == subSteps.count else { return nil }
  }
}

extension StoredSubStep {
  fileprivate var message: TypedValue {
    .record([
      .init("name", .text(name)), .init("tool", .text(tool)), .init("arguments", .record(arguments)),
      .init("inputs", .list(inputs.map { input in
        switch input.source {
        case .input(let name, let place): .list([.text(input.name), .text("input"), .text(name), .integer(place)])
        case .output(let sibling, let name): .list([.text(input.name), .text("output"), .text(sibling), .text(name)])
        case .artifact(let reference): .list([.text(input.name), .text("artifact"), reference.value, .null])
        }
      })),
      .init("origins", .record(origins.sorted { $0.key < $1.key }.map { .init($0.key, .text($0.value)) })),
    ])
  }

  fileprivate init?(_ message: TypedValue) {
    guard case .text(let name)? = message["name"], case .text(let tool)? = message["tool"], case .record(let arguments)? = message["arguments"],
      case .list(let inputs)? = message["inputs"]
    else { return nil }
    self.init(name: name, tool: tool, arguments: arguments, inputs: [])
    if case .record(let origins)? = message["origins"] {
      self.origins = Dictionary(origins.compactMap { field in field.value.text.map { (field.name, $0) } }, uniquingKeysWith: { first, _ in first })
    }
    for input in inputs {
      guard case .list(let parts) = input, parts.count == 4, case .text(let own) = parts[0] else { return nil }
      switch (parts[1], parts[2], parts[3]) {
      case (.text("input"), .text(let name), .integer(let place)): self.inputs.append((own, .input(name, place: place)))
      case (.text("output"), .text(let sibling), .text(let name)): self.inputs.append((own, .output(of: sibling, name)))
      case (.text("artifact"), let value, _):
        guard let reference = ArtifactReference(value) else { return nil }
        self.inputs.append((own, .artifact(reference)))
      default: return nil
      }
    }
  }
}

// As a result's file has them.

extension Remark {
  fileprivate var value: TypedValue { CanonicalDecoder.value { encode(to: &$0) } }
  fileprivate init?(_ value: TypedValue) {
    guard let remark = CanonicalDecoder.read(value, { Remark(&$0) }) else { return nil }
    self = remark
  }
}

extension ArtifactReference {
  fileprivate var value: TypedValue { CanonicalDecoder.value { encode(to: &$0) } }
  fileprivate init?(_ value: TypedValue) {
    guard let reference = CanonicalDecoder.read(value, { ArtifactReference(&$0) }) else { return nil }
    self = reference
  }
}
