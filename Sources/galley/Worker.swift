import ArgumentParser
import Catalogue
import Execution

struct Worker: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "worker",
    abstract: "Do jobs for a run: read from standard input, answered on standard output.",
    discussion: """
      'galley run' starts its workers itself, and they end with it. A job is a tool, its parameters and the digests of its inputs, \
      which lie in the store, as its outputs will. A worker ends when its input does.
      """)

  @OptionGroup var store: StoreOption

  func run() throws {
    WorkerLoop.begin()
    WorkerLoop(store: try store.open(in: "."), catalogue: builtInTools).run()
  }
}
