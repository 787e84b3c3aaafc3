import Glibc

/// A program that prints pages to PDF: Chromium, else WeasyPrint.
struct PagePrinter {
  private let program: ExternalProgram
  private let isBrowser: Bool

  /// Nil where neither is installed.
  init?() {
    if let browser = ExternalProgram(firstOf: ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"]) {
      (program, isBrowser) = (browser, true)
    } else if let weasyPrint = ExternalProgram(firstOf: ["weasyprint"]) {
      (program, isBrowser) = (weasyPrint, false)
    } else {
      return nil
    }
  }

  /// - Parameters:
  ///   - page: absolute.
  ///   - folder: an empty folder to work in.
  /// - Throws: `ExternalProgram.Failure`.
  func print(_ page: String, to path: String, in folder: String) throws {
    let result = "\(folder)/page.pdf"
    _ = try program.run(isBrowser ? browserArguments(page, result, folder) : ["--pdf-tags", page, result], in: folder, seconds: 180)
    guard access(result, R_OK) == 0 else { throw ExternalProgram.Failure(description: "'\(program.path)' wrote nothing") }
    try copy(result, to: path)
  }

  private func browserArguments(_ page: String, _ result: String, _ folder: String) -> [String] {
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
