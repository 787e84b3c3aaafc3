import Execution
import Glibc
import Tabular
import Tooling

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
  /// - Throws: `ExternalProgram.Failure`, `FileError`.
  func print(_ page: String, to path: String, in folder: String) throws {
    let result = "\(folder)/page.pdf"
    _ = try browser.run(arguments(page, result, folder), in: folder, seconds: 180)
    guard access(result, R_OK) == 0 else { throw ExternalProgram.Failure(description: "'\(browser.path)' wrote nothing") }
    var file = try FileSink(path: path)
    try FileSystem.read(result).withUnsafeBytes { try file.write($0) }
    try file.finish()
  }

  private func arguments(_ page: String, _ result: String, _ folder: String) -> [String] {
    // The page loads nothing and may run only its own script, so the sandbox, which containers do not allow, protects from nothing here.
    [
      "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars", "--no-first-run", "--disable-extensions",
      "--disable-background-networking", "--user-data-dir=\(folder)/profile", "--no-pdf-header-footer", "--generate-pdf-document-outline",
      "--virtual-time-budget=10000", "--print-to-pdf=\(result)", "file://\(page)",
    ]
  }
}
