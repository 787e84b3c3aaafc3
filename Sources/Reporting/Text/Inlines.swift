import Execution
import Literate
import Tooling

/// Running text.
extension PageDrawing {
  func draw(_ inlines: [Inline]) {
    var sanitiser = HTMLSanitiser(image: rawImage)
    for inline in inlines {
      if case .html(let html) = inline { out.write(sanitiser.clean(html)) } else { draw(inline) }
    }
    out.write(sanitiser.close())
  }

  private func draw(_ inline: Inline) {
    switch inline {
    case .text(let text): out.write("\(text)")
    case .emphasis(let inlines): draw("em", inlines)
    case .strong(let inlines): draw("strong", inlines)
    case .strikethrough(let inlines): draw("del", inlines)
    case .code(let text): out.write("<code>\(text)</code>")
    case .link(let destination, let title, let inlines):
      guard let address = SafeURL.link(destination) else {
        draw(inlines)
        return
      }
      out.write("<a href=\"\(address)\"")
      if !title.isEmpty { out.write(" title=\"\(title)\"") }
      out.write(">")
      draw(inlines)
      out.write("</a>")
    case .image(let source, let title, let alt): drawImage(source: source, title: title, alt: alt)
    case .softBreak: out.write("\n")
    case .lineBreak: out.write("<br>\n")
    case .html(let html):
      var sanitiser = HTMLSanitiser(image: rawImage)
      out.write(sanitiser.clean(html))
      out.write(sanitiser.close())
    case .mathematics(let tex): drawFormula(Formula(tex: tex, isDisplay: false))
    case .crossReference(let label, let isNumberOnly): drawCrossReference(label, isNumberOnly: isNumberOnly)
    case .footnoteReference(let name, let number):
      let count = footnoteReferences[name, default: 0]
      footnoteReferences[name] = count + 1
      let suffix = count == 0 ? "" : "-\(count + 1)"
      out.write(
        "<sup><a id=\"fnref.\(number)\(suffix)\" href=\"#fn.\(number)\" role=\"doc-noteref\" aria-label=\"\(PageWords.footnote(number))\">\(number)</a></sup>")
    case .value(let place): drawValue(place)
    }
  }

  private func draw(_ tag: HTML, _ inlines: [Inline]) {
    out.write("<\(tag)>")
    draw(inlines)
    out.write("</\(tag)>")
  }

  /// A result's value in the prose. One that failed says so in its place.
  private func drawValue(_ place: Int) {
    guard plan.values.indices.contains(place) else { return }
    let span = plan.values[place]
    let failure: String
    switch outcome.values.indices.contains(place) ? outcome.values[place] : .failure(PageWords.notRun) {
    case .value(let value):
      do throws(ValueText.Mismatch) {
        let text = try ValueText.text(value, filter: span.filter)
        out.write("<data class=\"value\" value=\"\(value.description)\" title=\"\(span.reference.description)\">\(text)</data>")
        return
      } catch {
        failure = error.message
      }
    case .failure(let reason): failure = reason
    }
    out.write("<mark class=\"no-value\" title=\"\(failure)\">\(span.reference.description): \(failure)</mark>")
  }

  /// The text alone: for the contents, titles and names.
  static func plainText(_ inlines: [Inline]) -> String {
    inlines.map { inline in
      switch inline {
      case .text(let text), .code(let text), .mathematics(let text): text
      case .emphasis(let inner), .strong(let inner), .strikethrough(let inner), .link(_, _, let inner): plainText(inner)
      case .image(_, _, let alt): alt
      case .softBreak, .lineBreak: " "
      case .crossReference(let label, _): "@" + label
      case .html, .footnoteReference, .value: ""
      }
    }.joined()
  }
}
