import Execution
import Literate
import Reporting
import Serving
import Synchronization
import Tooling

/// Tells the browsers that watch a notebook how its runs go.
final class NewsBoard: Sendable {
  private let server: PageServer
  private let report: String
  private let page: Mutex<Page>

  /// The report's file, and a number that is another for each that was seen; 0 while there is none.
  private struct Page {
    var states: FileStates
    var number: Int
  }

  /// - Throws: `TemplateError`.
  init(_ notebook: String, report: String, port: UInt16) throws {
    let frame = try WatchFrame(notebook: notebook)
    server = PageServer(frame: frame.html, policy: frame.policy, page: report, port: port)
    self.report = report
    page = Mutex(Page(states: FileStates(of: [report]), number: FileSystem.exists(report) ? 1 : 0))
  }

  /// Serves until the task is cancelled.
  func serve(whenListening: @escaping @Sendable (_ address: String) -> Void) async throws {
    try await server.run(whenListening: whenListening)
  }

  func tell(_ state: WatchNews.State, _ text: String, detail: String = "") {
    let number = page.withLock { page in
      let now = FileStates(of: [report])
      if now != page.states { page = Page(states: now, number: page.number + 1) }
      return page.number
    }
    server.tell(WatchNews(state, text, detail: detail, page: number).json.text)
  }

  func tell(_ event: RunEvent, of plan: Plan) {
    switch event {
    case .started(let step): tell(.running, "\(plan.steps[step].id) …")
    case .progress(let step, let fraction, let text): tell(.running, progressText(plan.steps[step], fraction, text))
    case .finished, .warning: break
    }
  }

  func ended(_ ending: NotebookRun.Ending) {
    tell(ending.isGood ? .good : .bad, ending.summary, detail: ending.mistakes)
  }
}
