public import Literate

extension Report {
  /// The images that drawing `document` will ask `ReportOptions.image` for, in the order of the text, each once: those of Markdown and of raw
  /// HTML, as they are written and, where that differs, with `%20` and the like decoded. Addresses elsewhere are not among them.
  public static func imagePaths(of document: Document) -> [String] {
    var paths: [String] = []
    func add(_ source: String) {
      guard SafeURL.isLocal(source) else { return }
      for path in [source, PageDrawing.percentDecoded(source)] where !paths.contains(path) { paths.append(path) }
    }
    document.walk { part in
      switch part {
      case .inline(.image(let source, _, _)): add(source)
      case .inline(.html(let html)), .block(.html(let html)): for source in images(inHTML: html) { add(source) }
      default: break
      }
    }
    return paths
  }

  /// The sanitiser itself says which images it meets, so that the two never differ.
  private static func images(inHTML html: String) -> [String] {
    var found: [String] = []
    withoutActuallyEscaping({ (source: String, _: String) -> HTML in
      found.append(source)
      return ""
    }) { image in
      var sanitiser = HTMLSanitiser(image: image)
      _ = sanitiser.clean(html)
    }
    return found
  }
}
