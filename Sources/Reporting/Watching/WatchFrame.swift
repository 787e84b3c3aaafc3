public import Tooling

/// The page around a report that is watched: it says what the run is doing, and loads the report again when it changed.
public struct WatchFrame {
  public let html: String
  /// Its Content-Security-Policy.
  public let policy: String

  /// - Parameter notebook: the notebook's name.
  public init(notebook: String) throws(TemplateError) {
    let templates = try TemplateSet()
    let script = templates["watch.js"]
    html = templates.render(
      "watch", ["notebook": notebook, "style": templates["watch.css"], "script": script]
    ).text
    policy = "default-src 'none'; script-src '\(ScriptHash.source(of: script))'; style-src 'unsafe-inline'; connect-src 'self'; frame-src 'self'"
  }
}

/// What the frame is told.
public struct WatchNews: Sendable {
  public enum State: String, Sendable { case running, good, bad, mistaken }
  public var state: State
  /// One line.
  public var text: String
  /// Mistakes, as the terminal shows them; empty for none.
  public var detail: String
  /// Another number for each report that was written; 0 while there is none.
  public var page: Int

  public init(_ state: State, _ text: String, detail: String = "", page: Int) {
    self.state = state
    self.text = text
    self.detail = detail
    self.page = page
  }

  public var json: JSON {
    .object([.init("state", .text(state.rawValue)), .init("text", .text(text)), .init("detail", .text(detail)), .init("page", .integer(page))])
  }
}
