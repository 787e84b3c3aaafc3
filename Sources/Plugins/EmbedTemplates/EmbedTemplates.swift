import Foundation
import PackagePlugin

/// Compiles `Templates/` into the target as string literals: `.embedInCode` costs 0.2 s of compile time per kB, this nothing.
@main struct EmbedTemplates: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let folder = context.package.directoryURL.appending(path: "Templates")
    let output = context.pluginWorkDirectoryURL.appending(path: "Templates.swift")
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .sorted { $0.path < $1.path }
    return [
      .buildCommand(
        displayName: "Embedding Templates", executable: try context.tool(named: "embed-files").url,
        arguments: ["templates", folder.path, output.path], inputFiles: [folder] + files, outputFiles: [output])
    ]
  }
}
