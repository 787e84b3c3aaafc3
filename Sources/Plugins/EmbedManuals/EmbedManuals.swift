import Foundation
import PackagePlugin

/// Makes the docstrings of a family's tools readable at run time, as `Manuals.pages`: a docstring is a manual page.
@main struct EmbedManuals: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    guard let target = target as? SwiftSourceModuleTarget else { return [] }
    let output = context.pluginWorkDirectoryURL.appending(path: "Manuals.swift")
    let files = target.sourceFiles(withSuffix: "swift").map(\.url)
      .filter { $0.path.hasPrefix(target.directoryURL.path + "/") }.sorted { $0.path < $1.path }
    return [
      .buildCommand(
        displayName: "Collecting manual pages of \(target.name)", executable: try context.tool(named: "embed-files").url,
        arguments: ["manuals", target.directoryURL.path, output.path], inputFiles: files, outputFiles: [output])
    ]
  }
}
