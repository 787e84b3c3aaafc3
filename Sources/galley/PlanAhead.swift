import Catalogue
import Dispatch
import Execution
import Literate
import Synchronization

/// A notebook read and planned on another core while the command line is parsed, which takes about as long.
///
/// What is planned is the first word that looks like a notebook, where no parameters come from outside. Should the command turn out to want
/// something else, nobody asks for the plan, and nothing was told or written.
enum PlanAhead {
  private struct Begun {
    let path: String
    let group: DispatchGroup
    /// Once it is made; nil where the file could not be read.
    var plan: Plan?
  }

  private static let begun = Mutex<Begun?>(nil)

  /// - Parameter words: of the command line, the program's name left out.
  static func begin(_ words: [String]) {
    guard let command = words.first, ["run", "check", "render", "why"].contains(command), let path = words.first(where: { $0.hasSuffix(".md") }),
      !words.contains(where: { $0.hasPrefix("--set") || $0.hasPrefix("--params") })
    else { return }
    let group = DispatchGroup()
    begun.withLock { $0 = Begun(path: path, group: group) }
    DispatchQueue.global(qos: .userInitiated).async(group: group) {
      guard let bytes = try? FileSystem.read(path, limit: NotebookFile.largest) else { return }
      let plan = Plan(notebook: bytes, catalogue: builtInTools)
      begun.withLock { $0?.plan = plan }
    }
  }

  /// The plan of the notebook at `path`, waited for; nil where none was begun. It is given once: the file may change.
  static func take(_ path: String) -> Plan? {
    guard let group = begun.withLock({ $0?.path == path ? $0?.group : nil }) else { return nil }
    group.wait()
    return begun.withLock { begun in
      defer { begun = nil }
      return begun?.plan
    }
  }
}
