import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Synchronization

/// Serves one page to this machine's browsers, and tells them when it changed.
///
/// It listens on the loopback address alone. All addresses begin with a random token: who does not know it gets nothing, whether
/// another user of the machine or a page from elsewhere.
public final class PageServer: Sendable {
  private let frame: String
  private let policy: String
  private let page: String
  private let port: UInt16
  private let token = PageServer.randomToken()
  private let listening = Mutex(Listening())

  private struct Listening {
    /// The latest message, as an event.
    var news: ByteBuffer?
    var listeners: [Int: AsyncStream<ByteBuffer>.Continuation] = [:]
    var count = 0
  }

  /// - Parameters:
  ///   - frame: the HTML that shows what is at `page` and follows `events`; both stand beside it.
  ///   - policy: the frame's Content-Security-Policy.
  ///   - page: the page's file. It is read each time it is asked for.
  ///   - port: 0 for any that is free.
  public init(frame: String, policy: String, page: String, port: UInt16) {
    self.frame = frame
    self.policy = policy
    self.page = page
    self.port = port
  }

  /// Serves until the task is cancelled.
  /// - Throws: where the port is taken, for one.
  public func run(whenListening: @escaping @Sendable (_ address: String) -> Void) async throws {
    let router = Router()
    let group = router.group(RouterPath(token))
    group.get("/") { [frame, policy] _, _ in
      Self.response("text/html; charset=utf-8", [.contentSecurityPolicy: policy, Self.frameOptions: "DENY"], ResponseBody(byteBuffer: ByteBuffer(string: frame)))
    }
    group.get("page") { [page] _, context in
      let body = try await FileIO().loadFile(path: page, context: context)
      return Self.response("text/html; charset=utf-8", [Self.frameOptions: "SAMEORIGIN"], body)
    }
    group.get("events") { [self] _, _ in Self.response("text/event-stream", [:], ResponseBody(asyncSequence: listen())) }
    let application = Application(
      router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: Int(port)), serverName: nil),
      onServerRunning: { [token] channel in
        if let port = channel.localAddress?.port { whenListening("http://127.0.0.1:\(port)/\(token)/") }
      },
      logger: Logger(label: "galley") { _ in SwiftLogNoOpLogHandler() })
    try await application.run()
  }

  /// Sends every browser a message, and keeps it for those who come later.
  public func tell(_ message: String) {
    let event = ByteBuffer(string: "data: \(message.split(whereSeparator: \.isNewline).joined(separator: "\ndata: "))\n\n")
    listening.withLock { listening in
      listening.news = event
      for listener in listening.listeners.values { listener.yield(event) }
    }
  }

  /// The messages, the latest first. One who is slow misses some, never the latest.
  private func listen() -> AsyncStream<ByteBuffer> {
    let (stream, continuation) = AsyncStream.makeStream(of: ByteBuffer.self, bufferingPolicy: .bufferingNewest(1))
    let number = listening.withLock { listening in
      listening.count += 1
      listening.listeners[listening.count] = continuation
      if let news = listening.news { continuation.yield(news) }
      return listening.count
    }
    continuation.onTermination = { [weak self] _ in
      self?.listening.withLock { _ = $0.listeners.removeValue(forKey: number) }
    }
    return stream
  }

  private static let frameOptions = HTTPField.Name("X-Frame-Options")!

  private static func response(_ type: String, _ others: [HTTPField.Name: String], _ body: ResponseBody) -> Response {
    var headers: HTTPFields = [
      .contentType: type, .cacheControl: "no-store", .xContentTypeOptions: "nosniff",
      // A link on the page tells nobody the token.
      HTTPField.Name("Referrer-Policy")!: "no-referrer", HTTPField.Name("Cross-Origin-Resource-Policy")!: "same-origin",
    ]
    for (name, value) in others { headers[name] = value }
    return Response(status: .ok, headers: headers, body: body)
  }

  /// 128 random bits.
  private static func randomToken() -> String {
    var generator = SystemRandomNumberGenerator()
    return (0..<2).map { _ in
      let digits = String(generator.next() as UInt64, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }
}
