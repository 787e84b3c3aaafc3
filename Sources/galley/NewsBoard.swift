import ArgumentParser
import Execution
import Literate
import Reporting
import Serving
import Synchronization
import Tooling

/// Tells the browsers that watch a notebook how its runs go.
final class NewsBoard: Sendable {
  private let server: PageServer
  private let serving = Mutex<Task<Void, any Error>?>(nil)
  /// How often the report was written; 0 while there is none.
  private let page: Mutex<Int>

  /// - Throws: `TemplateError`.
  init(_ notebook: String, report: String, port: UInt16) throws {
    let frame = try WatchFrame(notebook: notebook)
    server = PageServer(frame: frame.html, policy: frame.policy, page: report, port: port)
    page = Mutex(FileSystem.exists(report) ? 1 : 0)
  }

  /// Serves until `stop`.
  func serve(whenListening: @escaping @Sendable (_ address: String) -> Void) async throws {
    let task = Task { [server] in try await server.run(whenListening: whenListening) }
    serving.withLock { $0 = task }
    do { try await task.value } catch {
      if !task.isCancelled { throw ValidationError("the page cannot be served: \(error)") }
    }
  }

  func stop() { serving.withLock { $0?.cancel() } }

  func tell(_ state: WatchNews.State, _ text: String, detail: String = "") {
    server.tell(WatchNews(state, text, detail: detail, page: page.withLock { $0 }).json.text)
  }

  func tell(_ event: RunEvent, of plan: Plan) {
    switch event {
    case .started(let step): tell(.running, "\(plan.steps[step].id) …")
    case .progress(let step, let fraction, let text):
      let share = fraction.map { " \(Int((max(0, min(1, $0)) * 100).rounded())) %" } ?? ""
      tell(.running, "\(plan.steps[step].id)\(share) \(text)")
    case .finished, .warning: break
    }
  }

  func ended(_ ending: NotebookRun.Ending) {
    if ending.isRedrawn { page.withLock { $0 += 1 } }
    tell(ending.isGood ? .good : .bad, ending.summary, detail: ending.mistakes)
  }
}
