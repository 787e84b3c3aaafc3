import Execution
import Tooling

/// The figures and images that differ, of both runs side by side.
extension ComparisonDrawing {
  func drawPictures() {
    var count = 0
    for step in comparison.steps {
      for output in step.outputs where output.isPicture {
        if count == 0 { out.write("<h2 id=\"pictures\">\(ComparisonWords.pictures)</h2>\n") }
        count += 1
        let title = "\(step.id).\(output.name)" + (output.element.isEmpty ? "" : ", \(output.element)")
        out.write("<h3>\(title)</h3>\n<div class=\"figures pair\">\n")
        let sides = [(output.old, output.isOldGone, ComparisonWords.old), (output.new, output.isNewGone, ComparisonWords.new)]
        for (place, (reference, isGone, side)) in sides.enumerated() {
          guard let reference else {
            out.write("<p class=\"muted\">\(side): \(ComparisonWords.noPicture)</p>\n")
            continue
          }
          if isGone {
            out.write(warning("\(ComparisonWords.gone(output.name, side))"))
          } else {
            draw(reference, "\(side): \(title)", caption: side, identifier: "c\(count)-\(place + 1)")
          }
        }
        out.write("</div>\n")
      }
    }
  }

  private func draw(_ reference: ArtifactReference, _ alt: String, caption: String, identifier: String) {
    do {
      let artifact = try artifacts.artifact(reference)
      if reference.kind == .figure {
        let figure = try Figure(artifact)
        let words = figure.specification["description"]?.string.map { "\(alt). \($0)" } ?? alt
        let drawing = try FigureRenderer.svg(of: figure, size: .small, alt: words, identifier: identifier)
        let name = "\(reference.name)-\(caption.lowercased())"
        out.write("<figure class=\"drawn\">\(PageDrawing.canvas(drawing, name: name))<figcaption><span>\(caption)</span>")
        drawData(of: figure, named: name)
        out.write("</figcaption></figure>\n")
      } else if let type = artifact.withBytes({ ImageFormat.type(of: $0) }) {
        out.write("<figure class=\"image\"><img alt=\"\(alt)\" src=\"data:\(type);base64,")
        out.writeBase64 { stream in artifact.withBytes { stream.write($0) } }
        out.write("\"><figcaption><span>\(caption)</span></figcaption></figure>\n")
      }
    } catch {
      out.write(warning("\(PageWords.unreadable(reference.name, String(describing: error)))"))
    }
  }

  /// More bytes of a figure's rows than this are left out: the figure's own run has them.
  private static let dataLimit = 2_000_000

  private func drawData(of figure: Figure, named name: String) {
    out.write("<details class=\"figure-data\"><summary>\(PageWords.figureData)</summary>")
    for dataset in figure.datasets {
      guard let bytes = CSVText.compressed(dataset.table, upTo: Self.dataLimit) else { continue }
      let file = "\(name)-\(dataset.name).csv.gz"
      out.write("<p data-dataset=\"\(dataset.name)\"><a class=\"attachment\" download=\"\(file)\" href=\"data:application/gzip;base64,")
      out.writeBase64 { stream in bytes.withUnsafeBytes { stream.write($0) } }
      out.write("\">\(file)</a></p>")
    }
    out.write("<template class=\"specification\">\(figure.specification.text)</template></details>")
  }
}
