import Glibc
import LinearAlgebra
import Literate
public import Tooling

/// One run as it is recorded: a line for the run, one a step, one for the end.
public struct RunRecord: Sendable {
  /// Sorts by time: `20261123T071542.123-1a2b`.
  public var id: String
  /// The notebook's file, absolute, links followed: notebooks of one name may share a store.
  public var notebook: String
  /// Seconds since 1970, UTC.
  public var time: Double
  public var release: String
  public var processor: String
  public var host: String
  public var parameters: [TypedValue.Field]
  public var steps: [Step]
  public var exitCode: Int?
  public var report: String?

  public struct Step: Sendable {
    public var id: String
    public var tool: String
    public var status: StepOutcome.Status
    public var seconds: Double
    public var why: String
    /// One a unit: with `each`, one an element.
    public var units: [Unit]
    public var outputs: [ArtifactReference]
    /// The files that the notebook names for it, in the order of its inputs. Keys hold their content and not their names.
    public var files: [File] = []
  }

  public struct File: Sendable, Hashable {
    public var input: String
    /// As the notebook has it.
    public var path: String
  }

  public struct Unit: Sendable {
    public var element: String
    public var key: String
    /// Of a unit that came to no result, which is therefore kept nowhere else.
    public var preimage: Preimage?
  }

  public init(id: String, notebook: String, time: Double, release: String, parameters: [TypedValue.Field] = [], steps: [Step] = []) {
    self.id = id
    self.notebook = notebook
    self.time = time
    self.release = release
    self.processor = Host.processor
    self.host = Host.name
    self.parameters = parameters
    self.steps = steps
  }

  public init(notebook: String, release: String, outcome: RunOutcome) {
    let time = FileSystem.now
    self.init(id: Self.makeID(time), notebook: notebook, time: time, release: release)
    parameters = outcome.plan.document.frontMatter.parameters.map { .init($0.name, $0.value) }
    steps = zip(outcome.plan.steps, outcome.steps).map { planned, outcome in
      Step(
        id: planned.id, tool: planned.tool.name, status: outcome.status, seconds: outcome.seconds, why: outcome.why,
        units: outcome.units.map { Unit(element: $0.element, key: $0.key, preimage: outcome.status == .failed ? $0.preimage : nil) },
        outputs: outcome.outputs, files: planned.namedFiles.map { File(input: $0.input, path: $0.path) })
    }
  }

  private static func makeID(_ time: Double) -> String {
    var seconds = time_t(time)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    var text = [CChar](repeating: 0, count: 32)
    strftime(&text, 32, "%Y%m%dT%H%M%S", &parts)
    let stamp = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let milliseconds = String(1000 + Int((time - time.rounded(.down)) * 1000)).dropFirst()
    let random = String(UInt16.random(in: .min ... .max) | 0x1000, radix: 16)
    return "\(stamp).\(milliseconds)-\(random)"
  }

  // MARK: Lines

  var lines: [UInt8] {
    let head: [JSON.Member] = [
      .init("run", .text(id)), .init("notebook", .text(notebook)), .init("time", .number(time)), .init("release", .text(release)),
      .init("host", .text(host)), .init("processor", .text(processor)),
      .init("params", .object(parameters.map { .init($0.name, JSON($0.value)) })),
    ]
    let tail: [JSON.Member] = [.init("exit", exitCode.map { .integer($0) } ?? .null), .init("report", report.map { .text($0) } ?? .null)]
    let pieces = JSONPieces(of: steps.count) { place, json in
      steps[place].write(to: &json)
      json.endLine()
    }
    var bytes: [UInt8] = []
    Self.write(head, to: &bytes)
    for piece in pieces.written { bytes += piece.bytes }
    Self.write(tail, to: &bytes)
    return bytes
  }

  private static func write(_ members: [JSON.Member], to bytes: inout [UInt8]) {
    JSON.object(members).write(to: &bytes)
    bytes.append(UInt8(ascii: "\n"))
  }

  /// Reads a record; lines that are damaged or cut short are left out.
  package init?(id: String, _ bytes: [UInt8]) {
    var lines = bytes.split(separator: UInt8(ascii: "\n")).compactMap { try? JSON(parsing: $0) }[...]
    guard let head = lines.popFirst(), let notebook = head["notebook"]?.string, let time = head["time"]?.double else { return nil }
    self.init(id: id, notebook: notebook, time: time, release: head["release"]?.string ?? "")
    host = head["host"]?.string ?? ""
    processor = head["processor"]?.string ?? ""
    parameters = (head["params"]?.members ?? []).map { .init($0.name, $0.value.value) }
    for line in lines {
      guard let id = line["step"]?.string else {
        exitCode = line["exit"]?.int
        report = line["report"]?.string
        continue
      }
      steps.append(Step(
        id: id, tool: line["tool"]?.string ?? "", status: line["status"]?.string.flatMap(StepOutcome.Status.init) ?? .failed,
        seconds: line["seconds"]?.double ?? 0, why: line["why"]?.string ?? "",
        units: (line["units"]?.array ?? []).map { unit in
          Unit(
            element: unit["element"]?.string ?? "", key: unit["key"]?.string ?? "",
            preimage: unit["preimage"]?.string.flatMap(Digest.bytes).flatMap { CanonicalDecoder.decode($0[...]) }.flatMap { Preimage($0) })
        },
        outputs: (line["outputs"]?.members ?? []).compactMap { output in
          guard let kind = output.value["kind"]?.string.flatMap(Kind.init(rawValue:)), let digest = output.value["sha256"]?.string,
            let count = output.value["bytes"]?.int
          else { return nil }
          return ArtifactReference(
            name: output.name, kind: kind, digest: digest, byteCount: count,
            attachments: (output.value["attachments"]?.array ?? []).compactMap(\.string))
        },
        files: (line["files"]?.array ?? []).compactMap { pair in
          guard let pair = pair.array, pair.count == 2, let input = pair[0].string, let path = pair[1].string else { return nil }
          return File(input: input, path: path)
        }))
    }
  }
}

extension RunRecord.Step {
  fileprivate func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("step", id)
      json.member("tool", tool)
      json.member("status", status.rawValue)
      json.member("seconds", .number(seconds))
      json.member("why", why)
      json.array("units") { json in
        for unit in units { unit.write(to: &json) }
      }
      json.object("outputs") { json in
        for output in outputs {
          json.name(output.name)
          output.write(to: &json)
        }
      }
      guard !files.isEmpty else { return }
      json.member("files", .array(files.map { .array([.text($0.input), .text($0.path)]) }))
    }
  }
}

extension RunRecord.Unit {
  fileprivate func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("element", element)
      json.member("key", key)
      guard let preimage else { return }
      var encoder = CanonicalEncoder()
      preimage.encode(to: &encoder)
      json.member("preimage", Digest.hexadecimal(encoder.bytes))
    }
  }
}

extension ArtifactReference {
  fileprivate func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("kind", kind.rawValue)
      json.member("sha256", digest)
      json.member("bytes", .integer(byteCount))
      json.array("attachments") { json in
        for attachment in attachments { json.text(attachment) }
      }
    }
  }
}

extension Store {
  /// Records a run. Failing to is told, not thrown.
  public func record(_ run: RunRecord) -> FileError? {
    do throws(FileError) {
      // The record of a run that made nothing is not worth waiting for a disk.
      try writeWhole(run.lines, to: "\(path)/runs/\(run.id).jsonl", isSynced: run.steps.contains { $0.status == .ran })
      return nil
    } catch { return error }
  }

  /// The run recorded under `id`.
  public func run(_ id: String) -> RunRecord? {
    (try? FileSystem.read("\(path)/runs/\(id).jsonl")).flatMap { RunRecord(id: id, $0) }
  }

  /// The runs recorded, newest first; of one notebook where it is named.
  public func runs(of notebook: String? = nil, limit: Int = .max) -> [RunRecord] {
    var runs: [RunRecord] = []
    for id in runIDs {
      guard runs.count < limit else { break }
      guard let run = run(id), notebook == nil || run.notebook == notebook else { continue }
      runs.append(run)
    }
    return runs
  }
}
