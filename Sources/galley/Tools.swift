import ArgumentParser
import Catalogue
import Tooling

struct Tools: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tools", abstract: "List the catalogue, or show one tool's manual.",
    discussion: "With '--json', one tool's declaration has the JSON Schema of its body under 'schema'.")

  @ArgumentParser.Argument(help: "A tool: 'model.random_forest'.", completion: .custom { _, _, _ in builtInTools.names }) var name: String?
  @Flag(help: "Write JSON.") var json = false

  func run() throws {
    guard let name else {
      if json {
        writeResult(JSON.array(builtInTools.tools.map(\.json)).text)
        return
      }
      for family in toolFamilies {
        writeResult("\(family.name) — \(family.summary)")
        let width = family.tools.map(\.name.count).max() ?? 0
        for tool in family.tools.sorted(by: { $0.name < $1.name }) {
          writeResult("  \(tool.name)\(String(repeating: " ", count: width - tool.name.count))  \(tool.summary)")
        }
      }
      return
    }
    guard let tool = builtInTools[name] else {
      let near = builtInTools.nearName(to: name).map { "; did you mean '\($0)'?" } ?? ""
      throw ValidationError("there is no tool '\(name)'\(near)")
    }
    writeResult(json ? tool.json.text : tool.manualText(width: Terminal.width))
  }
}
