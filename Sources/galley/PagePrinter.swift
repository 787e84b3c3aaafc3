import Glibc

/// Chromium, which prints pages to PDF. WeasyPrint lays out neither MathML nor colours that are custom properties, so it is not asked.
struct PagePrinter {
  private let browser: ExternalProgram

  static let hint = "there is no Chromium, which makes the PDF (apt-get install chromium)"

  /// Nil where none is installed.
  init?() {
    guard let browser = ExternalProgram(firstOf: ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"]) else { return nil }
    self.browser = browser
  }

  /// - Parameters:
  ///   - page: absolute.
  ///   - folder: an empty folder to work in.
  /// - Throws: `ExternalProgram.Failure`.
  func print(_ page: String, to path: String, in folder: String) throws {
    let result = "\(folder)/page.pdf"
    _ = try browser.run(arguments(page, result, folder), in: folder, seconds: 180)
    guard access(result, R_OK) == 0 else { throw ExternalProgram.Failure(description: "'\(browser.path)' wrote nothing") }
    try copy(result, to: path)
  }

  private func arguments(_ page: String, _ result: String, _ folder: String) -> [String] {
    // The page loads nothing and may run only its own script, so the sandbox, which containers do not allow, protects from nothing here.
    [
      "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars", "--no-first-run", "--disable-extensions",
      "--disable-background-networking", "--user-data-dir=\(folder)/profile", "--no-pdf-header-footer", "--generate-pdf-document-outline",
      "--virtual-time-budget=10000", "--print-to-pdf=\(result)", "file://\(page)",
    ]
  }

  /// By way of a file beside the target, so that half a PDF never stands in its place.
  private func copy(_ source: String, to path: String) throws {
    let partial = "\(path).\(getpid()).part"
    guard let input = fopen(source, "rb") else { throw ExternalProgram.Failure(description: "'\(source)' cannot be read") }
    defer { fclose(input) }
    guard let output = fopen(partial, "wb") else { throw ExternalProgram.Failure(description: "'\(path)' cannot be written: \(String(cString: strerror(errno)).lowercased())") }
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    var isWhole = true
    while true {
      let count = fread(&piece, 1, piece.count, input)
      if count == 0 { break }
      isWhole = fwrite(&piece, 1, count, output) == count && isWhole
    }
    isWhole = fclose(output) == 0 && isWhole
    guard isWhole, rename(partial, path) == 0 else {
      unlink(partial)
      throw ExternalProgram.Failure(description: "'\(path)' cannot be written")
    }
  }
}
