import Execution
import Literate
import Tabular
import Tooling

/// A figure: drawn from its data, with a text for those who do not see it and the data for those who want them.
extension PageDrawing {
  func drawFigure(_ figure: Figure, _ slot: OutputSlot) {
    figureCount += 1
    let look = FigureLook(figure, slot, number: figureCount)
    let drawn = figuresAhead.first { $0.look == look } ?? look.drawn(figure)
    let name = String(slot.fileName(suffix: "").dropLast())
    out.write("<figure class=\"drawn\">")
    do throws(FigureError) {
      out.write(Self.canvas(try drawn.drawing.get(), name: name))
    } catch {
      out.write(notice("warning", PageWords.warning, "\(sentence(PageWords.unreadable(slot.output.name, error.message)))"))
    }
    let title = figure.specification["title"]?.string ?? figure.specification["title"]?["text"]?.string
    out.write("<figcaption\(partAnchor(slot))>")
    if slot.isOneOfMany { out.write("<span>\(partLetter(slot))\(title ?? slot.title) \(slot.reference)</span>") } else if let title { out.write("<span>\(title)</span>") }
    if !figure.datasets.isEmpty {
      // The data as tables, for those who do not see the figure and those who want to look closer.
      out.write("<details class=\"figure-data\"><summary>\(PageWords.figureData)</summary>")
      for dataset in figure.datasets {
        out.write("<div class=\"output table\" data-dataset=\"\(dataset.name)\">")
        drawTable(
          dataset.table, rows: 10, label: "\(slot.title), \(dataset.name)", key: "\(slot.output.digest) \(dataset.name)",
          name: slot.fileName(suffix: "csv").replacing(".csv", with: "-\(dataset.name).csv"),
          tooLarge: slot.showCommand(notebook: environment.notebook, suffix: "json"))
        out.write("</div>")
      }
      out.write("<template class=\"specification\">\(figure.specification.text)</template></details>")
    }
    out.write("</figcaption></figure>\n")
  }

  /// A drawing, with what scripts say of it.
  static func canvas(_ drawing: String, name: String) -> HTML {
    "<div class=\"canvas\" data-name=\"\(name)\" data-keys=\"\(PageWords.figureKeys)\" data-whole=\"\(PageWords.wholeFigure)\">\(markup: drawing)</div>"
  }

  /// `(b)` before a part of a numbered figure or table.
  func partLetter(_ slot: OutputSlot) -> HTML {
    guard let label = slot.label, let number = crossReferences.targets[label]?.number, let open = number.firstIndex(of: "(") else { return "" }
    return "<span class=\"number\">\(number[open...])</span> "
  }

  /// The anchor of a part of a numbered figure or table. Elements of `each` share a label, so they have none.
  func partAnchor(_ slot: OutputSlot) -> HTML {
    guard let label = slot.label, slot.element.isEmpty, crossReferences.targets[label] != nil else { return "" }
    return " id=\"\(Self.anchor(ofLabel: label))\""
  }
}
