import Tabular

/// Images that the notebook names. They become part of the page; nothing is loaded from outside.
extension PageDrawing {
  func drawImage(source: String, title: String, alt: String) {
    if let address = SafeURL.embeddedImage(source) {
      out.write("<img src=\"\(address)\" alt=\"\(alt)\"\(titleAttribute(title))>")
    } else if let image = file(source), let type = ImageFormat.type(of: image.bytes) {
      out.write("<img alt=\"\(alt)\"\(titleAttribute(title)) src=\"data:\(type);base64,")
      out.writeBase64 { stream in image.bytes.withUnsafeBytes { stream.write($0) } }
      out.write("\">")
    } else {
      out.write(imageNote(source, alt))
    }
  }

  func drawImageBlock(source: String, title: String, alt: String) {
    out.write("<figure class=\"image\">")
    drawImage(source: source, title: "", alt: alt)
    if !title.isEmpty { out.write("<figcaption>\(title)</figcaption>") }
    out.write("</figure>\n")
  }

  /// An image in raw HTML.
  func rawImage(_ source: String, _ alt: String) -> HTML {
    HTML(markup: PageWriter.text { writer in
      let inner = PageDrawing(
        outcome: outcome, artifacts: artifacts, environment: environment, options: options, templates: templates, out: writer)
      inner.drawImage(source: source, title: "", alt: alt)
    })
  }

  private func file(_ source: String) -> ReportOptions.EmbeddedImage? {
    guard SafeURL.isLocal(source) else { return nil }
    return options.image(source) ?? options.image(Self.percentDecoded(source))
  }

  private func imageNote(_ source: String, _ alt: String) -> HTML {
    let isElsewhere = SafeURL.scheme(of: source).map { $0 == "http" || $0 == "https" } ?? source.hasPrefix("//")
    if isElsewhere, let address = SafeURL.link(source) {
      let shown = address.count > 80 ? address.prefix(79) + "…" : address[...]
      return "<span class=\"left-out\">\(PageWords.imageElsewhere) <a href=\"\(address)\">\(alt.isEmpty ? String(shown) : alt)</a></span>"
    }
    let name = source.count > 120 ? source.prefix(119) + "…" : source[...]
    return "<span class=\"left-out\">\(PageWords.imageLeftOut(String(name)))\(alt.isEmpty ? "" : " (\(alt))" as HTML)</span>"
  }

  private func titleAttribute(_ title: String) -> HTML { title.isEmpty ? "" : " title=\"\(title)\"" }

  /// `my%20plot.png` names the file `my plot.png`.
  static func percentDecoded(_ text: String) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2,
        let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        bytes.append(code)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// Formats of images that browsers draw, told by their first bytes.
enum ImageFormat {
  /// The media type; nil for bytes of no format known here.
  static func type(of bytes: some Collection<UInt8>) -> String? {
    let head = Array(bytes.prefix(512))
    if head.starts(with: [0x89, 0x50, 0x4E, 0x47]) { return "image/png" }
    if head.starts(with: [0xFF, 0xD8, 0xFF]) { return "image/jpeg" }
    if head.starts(with: "GIF8".utf8) { return "image/gif" }
    if head.starts(with: "RIFF".utf8), head.dropFirst(8).starts(with: "WEBP".utf8) { return "image/webp" }
    if head.dropFirst(4).starts(with: "ftypavif".utf8) { return "image/avif" }
    if head.starts(with: "BM".utf8) { return "image/bmp" }
    let text = String(decoding: head, as: UTF8.self)
    return text.contains("<svg") ? "image/svg+xml" : nil
  }
}
