import ArgumentParser
import Reporting
import Tooling

struct Template: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "template", abstract: "The templates that reports are drawn with.", subcommands: [Show.self])

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "List the templates, or print one.",
      discussion: """
        A file of the same name in a folder stands in for a template: galley run NOTEBOOK --template FOLDER. Fragments are Mustache; colours, \
        fonts and sizes are custom properties at the head of style.css.
        """)

    @ArgumentParser.Argument(help: "The template to print, such as style.css.") var name: String?

    func run() throws {
      let templates = Report.templateTexts()
      guard let name else {
        for template in templates { writeResult("\(template.name)  \(template.text.utf8.count) bytes") }
        return
      }
      guard let template = templates.first(where: { $0.name == name || $0.name == name + ".mustache" }) else {
        throw ValidationError("there is no template '\(name)'\(didYouMean(name, among: templates.map(\.name)))")
      }
      writeResult(template.text.hasSuffix("\n") ? String(template.text.dropLast()) : template.text)
    }
  }
}
