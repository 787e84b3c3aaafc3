public import Literate
public import Tooling

extension Plan {
  /// The `save:` lines that would write where they must not: outside the notebook's folder, over the notebook, its report, one of
  /// its inputs or its store, or twice over one file.
  ///
  /// - Parameters:
  ///   - folder: the notebook's.
  ///   - notebook: its file.
  ///   - report: where the page goes.
  public func misplacedSaves(folder: String, notebook: String, report: String) -> [Diagnostic] {
    let root = (try? FileSystem.realPath(folder)) ?? folder
    func place(_ path: String) -> String { FileSystem.resolved(path.hasPrefix("/") ? path : "\(root)/\(path)") }
    var taken = [place(notebook.fileName): "the notebook"]
    taken[FileSystem.resolved(report)] = "the report"
    taken[place(report.fileName)] = "the report"
    for file in steps.flatMap(\.namedFiles) { taken[place(file.path)] = "an input" }
    var diagnostics: [Diagnostic] = []
    for step in steps {
      for save in step.saves {
        let parts = save.path.split(separator: "/")
        let target = place(save.path)
        if save.path.hasPrefix("/") || parts.contains("..") || !(target.hasPrefix(root + "/")) {
          diagnostics.append(.error("'\(save.path)' is outside the notebook's folder, and 'save' writes inside it", at: save.range))
        } else if parts.contains(".galley") {
          diagnostics.append(.error("'\(save.path)' is in the store, which is not to be written to", at: save.range))
        } else if let owner = taken[target] {
          diagnostics.append(.error("'\(save.path)' would overwrite \(owner)", at: save.range, remedy: "save it under another name"))
        } else {
          taken[target] = "what another step saves"
        }
      }
    }
    return diagnostics
  }
}

extension String {
  fileprivate var fileName: String { split(separator: "/").last.map(String.init) ?? self }
}
