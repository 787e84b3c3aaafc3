import Execution
import Literate
import Tabular
import Tooling

/// A figure: drawn from its data, with a text for those who do not see it and the data for those who want them.
extension PageDrawing {
  func drawFigure(_ figure: Figure, _ slot: OutputSlot, isSmall: Bool) {
    figureCount += 1
    var size = isSmall ? FigureSize.small : FigureSize.full
    if let height = slot.step.presentation.height { size.height = Double(min(2000, max(120, height))) }
    let alt = slot.alt ?? figure.specification["description"]?.string ?? slot.title
    let name = String(slot.fileName(suffix: "").dropLast())
    out.write("<figure class=\"drawn\">")
    do throws(FigureError) {
      let drawing = try FigureRenderer.svg(of: figure, size: size, alt: alt, identifier: "f\(figureCount)")
      out.write("<div class=\"canvas\" data-name=\"\(name)\" data-keys=\"\(PageWords.figureKeys)\">\(markup: drawing)</div>")
    } catch {
      out.write(notice("warning", PageWords.warning, "\(sentence(PageWords.unreadable(slot.output.name, error.message)))"))
    }
    let title = figure.specification["title"]?.string ?? figure.specification["title"]?["text"]?.string
    out.write("<figcaption>")
    if slot.isOneOfMany { out.write("<span>\(title ?? slot.title) \(slot.reference)</span>") } else if let title { out.write("<span>\(title)</span>") }
    if !figure.datasets.isEmpty {
      out.write("<details class=\"figure-data\"><summary>\(PageWords.figureData)</summary><ul>")
      for dataset in figure.datasets {
        out.write("<li data-dataset=\"\(dataset.name)\">\(dataset.name), \(PageWords.rows(dataset.table.rowCount))")
        drawAttachment(
          dataset.table, key: "\(slot.output.digest) \(dataset.name)", name: slot.fileName(suffix: "csv").replacing(".csv", with: "-\(dataset.name).csv"),
          tooLarge: slot.showCommand(notebook: environment.notebook, suffix: "json"))
        out.write("</li>")
      }
      out.write("</ul><template class=\"specification\">\(figure.specification.text)</template></details>")
    }
    out.write("</figcaption></figure>\n")
  }
}
