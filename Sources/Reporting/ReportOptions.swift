/// How a page is drawn.
public struct ReportOptions: Sendable {
  /// Templates that stand in for the built-in ones, by file name: `style.css`, `page.mustache`.
  public var templates: [String: String]
  /// Whether times, durations, hosts and the machine are left out, so that the page is the same wherever it is drawn.
  public var isReproducible: Bool
  /// Places in the plan's `steps` of those whose results no longer fit the notebook. They are marked.
  public var staleSteps: Set<Int>
  /// Whom the page is for; nil for a reader who learns alone.
  public var audience: Audience?
  /// The page's looks by name, before what the notebook says.
  public var theme: String?
  /// Formulas as a converter made them. Those that are not among them are shown as TeX.
  public var formulas: [Formula: ConvertedFormula]
  /// What else a reader should know of how the page was drawn, in sentences.
  public var remarks: [String]
  /// An image that the notebook names, by its path relative to the notebook; nil for one that cannot be had.
  public var image: @Sendable (_ path: String) -> EmbeddedImage?
  /// A table or text is attached whole up to this many bytes, 16 MB unless told, of a table compressed; all of them together up to twice as many.
  public var attachmentLimit: Int

  public init(
    templates: [String: String] = [:], isReproducible: Bool = false, staleSteps: Set<Int> = [], attachmentLimit: Int = 16_000_000,
    audience: Audience? = nil, theme: String? = nil, formulas: [Formula: ConvertedFormula] = [:], remarks: [String] = [],
    image: @escaping @Sendable (_ path: String) -> EmbeddedImage? = { _ in nil }
  ) {
    self.templates = templates
    self.isReproducible = isReproducible
    self.staleSteps = staleSteps
    self.attachmentLimit = attachmentLimit
    self.audience = audience
    self.theme = theme
    self.formulas = formulas
    self.remarks = remarks
    self.image = image
  }

  /// The bytes of an image file. Its format is found from the bytes.
  public struct EmbeddedImage: Sendable {
    public var bytes: [UInt8]
    public init(bytes: [UInt8]) { self.bytes = bytes }
  }
}

/// Where and with what the notebook was run, for the page's account of itself.
public struct ReportEnvironment: Sendable {
  /// The notebook's file name, without folders.
  public var notebook: String
  /// The release of Galley.
  public var version: String
  /// What else is worth telling, in order: system, processor, cores. Left out of reproducible pages.
  public var facts: [(name: String, value: String)]
  /// What to type to make the page again.
  public var commands: [String]

  public init(notebook: String, version: String, facts: [(name: String, value: String)] = [], commands: [String]? = nil) {
    self.notebook = notebook
    self.version = version
    self.facts = facts
    self.commands = commands ?? ["swift build -c release", ".build/release/galley run \(notebook)"]
  }
}
