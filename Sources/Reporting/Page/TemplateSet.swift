import Mustache

/// The page's templates: those compiled in, with a user's own in their place.
///
/// A template may hold `{{{body}}}` once, outside of any section: it is cut there, and what belongs there is streamed between the halves.
struct TemplateSet {
  /// Texts by file name.
  let texts: [String: String]
  private let library: MustacheLibrary
  private static let marker = "{{{body}}}"

  init(overriding overrides: [String: String] = [:]) throws(TemplateError) {
    texts = Templates.pages.merging(overrides) { _, own in own }
    var templates: [String: MustacheTemplate] = [:]
    for (file, text) in texts where file.hasSuffix(".mustache") {
      let name = String(file.dropLast(".mustache".count))
      let halves = text.split(separator: Self.marker, maxSplits: 1, omittingEmptySubsequences: false)
      do {
        if halves.count == 2 {
          templates[name] = try MustacheTemplate(string: String(halves[0]))
          templates[name + ".end"] = try MustacheTemplate(string: String(halves[1]))
        } else {
          templates[name] = try MustacheTemplate(string: text)
        }
      } catch {
        throw TemplateError("the template '\(file)' cannot be read: \(error)")
      }
    }
    library = MustacheLibrary(templates: templates)
  }

  subscript(_ file: String) -> String { texts[file] ?? "" }

  func render(_ name: String, _ context: [String: Any]) -> HTML {
    HTML(markup: library.render(context, withTemplate: name) ?? "")
  }

  /// Draws the template's first half, then what `body` draws, then the second half.
  func stream(_ name: String, _ context: [String: Any], to out: PageWriter, body: () -> Void) {
    out.write(render(name, context))
    body()
    out.write(render(name + ".end", context))
  }
}

/// What is wrong with a template, in a sentence without a full stop.
public struct TemplateError: Error, Sendable, Equatable, CustomStringConvertible {
  public let message: String
  public init(_ message: String) { self.message = message }
  public var description: String { message }
}
