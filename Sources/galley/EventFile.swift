import Execution
import Glibc
import Literate
import Synchronization
import Tooling

/// What happens in a run, one JSON object a line, for programs that follow it: `--events FILE`.
///
///     {"event":"run","notebook":"tumours.md","steps":["tumours","forest"],"time":…}
///     {"event":"started","step":"forest","tool":"model.random_forest","time":…}
///     {"event":"progress","step":"forest","fraction":0.4,"text":"tree 200 of 500","time":…}
///     {"event":"finished","step":"forest","status":"ran","seconds":1.2,"why":"first run","time":…}
///     {"event":"end","run":"2026…","report":"tumours.html","exit":0,"time":…}
final class EventFile: Sendable {
  private let descriptor: Int32
  private let isBroken = Atomic<Bool>(false)

  /// - Throws: `FileError`. The file may be a pipe with a reader: one who goes away ends nothing, and one who is slow misses lines.
  init(_ path: String) throws {
    descriptor = try FileSystem.create(path)
  }

  func begin(_ notebook: NotebookFile) {
    write("run", [.init("notebook", .text(notebook.path)), .init("steps", .array(notebook.plan.steps.map { .text($0.id) }))])
  }

  func tell(_ event: RunEvent, of plan: Plan) {
    func step(_ place: Int) -> JSON.Member { .init("step", .text(plan.steps[place].id)) }
    switch event {
    case .started(let place): write("started", [step(place), .init("tool", .text(plan.steps[place].tool.name))])
    case .progress(let place, let fraction, let text):
      write("progress", [step(place), .init("fraction", fraction.map { .number($0) } ?? .null), .init("text", .text(text))])
    case .warning(let place, let text): write("warning", [step(place), .init("text", .text(text))])
    case .finished(let place, let outcome):
      write("finished", [
        step(place), .init("status", .text(outcome.status.rawValue)), .init("seconds", .number(outcome.seconds)),
        .init("why", .text(outcome.failure?.message ?? outcome.why)),
      ])
    }
  }

  func end(run: String, report: String?, exitCode: Int) {
    write("end", [.init("run", .text(run)), .init("report", report.map { .text($0) } ?? .null), .init("exit", .integer(exitCode))])
  }

  private func write(_ event: String, _ members: [JSON.Member]) {
    var line = Array(JSON.object([.init("event", .text(event))] + members + [.init("time", .number(FileSystem.now))]).text.utf8)
    line.append(UInt8(ascii: "\n"))
    // One write a line, so that lines of several threads never mix.
    let count = line.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    if count < 0, errno != EAGAIN, !isBroken.exchange(true, ordering: .relaxed) {
      Terminal.say("galley: events cannot be written: \(String(cString: strerror(errno)).lowercased())")
    }
  }

  deinit { close(descriptor) }
}
