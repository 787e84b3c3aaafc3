import Mustache

/// The page's templates: those compiled in, with a user's own in their place.
///
/// A template may hold `{{{body}}}` once, outside of any section: it is cut there, and what belongs there is streamed between the halves.
struct TemplateSet: Sendable {
  /// Texts by file name.
  let texts: [String: String]
  private let library: MustacheLibrary
  private static let marker = "{{{body}}}"

  init(overriding overrides: [String: String] = [:]) throws(TemplateError) {
    texts = Templates.pages.merging(overrides) { _, own in own }
    let fragments = texts.filter { $0.key.hasSuffix(".mustache") }.sorted { $0.key < $1.key }
    let names = Set(fragments.map { $0.key.dropLast(".mustache".count) })
    var templates: [String: MustacheTemplate] = [:]
    for (file, text) in fragments {
      let name = String(file.dropLast(".mustache".count))
      if let mistake = TemplateMistake.unknownPartial(in: text, among: names) { throw TemplateError(file, mistake) }
      let halves = text.split(separator: Self.marker, maxSplits: 1, omittingEmptySubsequences: false)
      templates[name] = try Self.template(halves[0], of: file, behind: "")
      if halves.count == 2 { templates[name + ".end"] = try Self.template(halves[1], of: file, behind: halves[0] + Self.marker) }
    }
    library = MustacheLibrary(templates: templates)
  }

  private static func template(_ text: Substring, of file: String, behind head: Substring) throws(TemplateError) -> MustacheTemplate {
    do { return try MustacheTemplate(string: String(text)) } catch let error as MustacheTemplate.ParserError {
      throw TemplateError(file, TemplateMistake(error, behind: head))
    } catch {
      throw TemplateError("\(file): error: the template cannot be read: \(error)")
    }
  }

  subscript(_ file: String) -> String { texts[file] ?? "" }

  /// Several files as one, those that are there.
  func joined(_ files: [String]) -> String { files.compactMap { texts[$0] }.joined(separator: "\n") }

  func render(_ name: String, _ context: TemplateFields) -> HTML {
    HTML(markup: library.render(context, withTemplate: name) ?? "")
  }

  /// Draws the template's first half, then what `body` draws, then the second half.
  func stream(_ name: String, _ context: TemplateFields, to out: PageWriter, body: () -> Void) {
    out.write(render(name, context))
    body()
    out.write(render(name + ".end", context))
  }
}

/// What is wrong with a template, and where: `quiz.mustache:3:14: error: …`.
public struct TemplateError: Error, Sendable, Equatable, CustomStringConvertible {
  public let message: String
  public init(_ message: String) { self.message = message }
  public var description: String { message }
}
