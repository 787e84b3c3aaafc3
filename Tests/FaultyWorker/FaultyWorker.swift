import Execution
import TestSupport
import Tooling

/// A worker whose tools misbehave when asked to. Its argument is the store.
@main struct FaultyWorker {
  static func main() throws {
    WorkerLoop.begin()
    WorkerLoop(store: try Store(path: CommandLine.arguments[1]), catalogue: faultyCatalogue).run()
  }
}
