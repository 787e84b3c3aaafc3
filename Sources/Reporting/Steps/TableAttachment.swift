import Tabular

/// A table that is attached to the page as CSV, compressed where that is worth it: without a script a download, with one all rows of the table.
struct TableAttachment {
  /// The anchor of the link that holds it.
  var anchor: String
  /// The name of the file.
  var name: String
  /// What the link is to hold; nil for a table that was attached before.
  var content: Content?

  enum Content {
    case plain([UInt8])
    case compressed([UInt8])

    var bytes: [UInt8] { switch self { case .plain(let bytes), .compressed(let bytes): bytes } }
  }
}

extension PageDrawing {
  /// CSV up to this many bytes stays as it is, so that it opens anywhere.
  private static let plainLimit = 50_000

  /// Attaches a table; nil for one that is too large, or has nothing.
  ///
  /// - Parameter key: the same for the same table, which weighs once.
  func attach(_ table: Table, key: String, name: String) -> TableAttachment? {
    guard table.columns.count > 0, options.attachmentLimit > 0 else { return nil }
    if let known = attachments[key] { return TableAttachment(anchor: known.anchor, name: known.name) }
    var attachment = TableAttachment(anchor: "csv.\(attachments.count + 1)", name: name)
    if let bytes = CSVText.plain(table, upTo: min(Self.plainLimit, options.attachmentLimit)) {
      attachment.content = .plain(bytes)
    } else {
      let left = min(options.attachmentLimit, 2 * options.attachmentLimit - attachedBytes)
      guard let bytes = CSVText.compressed(table, upTo: left) else { return nil }
      attachedBytes += bytes.count
      attachment.content = .compressed(bytes)
      attachment.name += ".gz"
    }
    attachments[key] = (attachment.anchor, attachment.name)
    return attachment
  }

  /// The link that holds the table; for one attached before, a link to that; for one that is too large, what to type instead.
  func draw(_ attachment: TableAttachment?, tooLarge command: String?) {
    guard let attachment else {
      if let command { out.write(" <span class=\"attachment\">\(PageWords.tooLarge(command))</span>") }
      return
    }
    guard let content = attachment.content else {
      out.write(" <a class=\"attachment\" href=\"#\(attachment.anchor)\" title=\"\(PageWords.attachedAbove(attachment.name))\">\(PageWords.attachedAbove)</a>")
      return
    }
    let (title, type) =
      switch content {
      case .plain(let bytes): (PageWords.downloadTitle(ByteCountText.text(Double(bytes.count))), "text/csv;charset=utf-8")
      case .compressed(let bytes): (PageWords.compressedTitle(ByteCountText.text(Double(bytes.count))), "application/gzip")
      }
    out.write(" <a class=\"attachment\" id=\"\(attachment.anchor)\" download=\"\(attachment.name)\" title=\"\(title)\" aria-label=\"\(title)\" href=\"data:\(type);base64,")
    out.writeBase64 { stream in content.bytes.withUnsafeBytes { stream.write($0) } }
    out.write("\">\(icon("download"))\(PageWords.download)</a>")
  }
}
