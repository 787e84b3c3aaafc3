public import Tooling

/// A notebook's text as a tree: what the page is drawn from. Every block knows its first line.
public struct Document: Sendable, Equatable {
  public var frontMatter: FrontMatter
  public var blocks: [Block]
  /// Footnotes in the order of their first reference: what `[^1]` shows at the page's end.
  public var footnotes: [Footnote]

  public init(frontMatter: FrontMatter, blocks: [Block], footnotes: [Footnote] = []) {
    self.frontMatter = frontMatter
    self.blocks = blocks
    self.footnotes = footnotes
  }

  public struct Footnote: Sendable, Equatable {
    public var name: String
    public var blocks: [Block]
    public init(name: String, blocks: [Block]) {
      self.name = name
      self.blocks = blocks
    }
  }
}

/// A block of the text.
public indirect enum Block: Sendable, Equatable {
  /// `level` as written, 1 to 6; the page shows it one below. `anchor` is unique in the document.
  case heading(level: Int, [Inline], anchor: String)
  case paragraph([Inline])
  case quote([Block])
  case list(ListBlock)
  case code(language: String, text: String)
  /// Sanitised by who draws it.
  case html(String)
  case table(TableBlock)
  /// A table or an image that has a caption, and perhaps a label.
  case captioned(CaptionedBlock)
  /// `::: {.panel-tabset}`: of its parts a reader sees one at a time.
  case tabs([Tab])
  case rule
  /// TeX between `$$` or `\[ \]`. One with a label, `$$ … $$ {#eq-loss}`, is numbered.
  case mathematics(String, label: String? = nil)
  /// `> [!tip] Title`.
  case box(Box)
  /// A step: its place in the plan's `steps`.
  case step(Int)
  /// `{expect}`: its place in the plan's `expectations`.
  case expectations(Int)
  /// `{quiz}`: its place in the plan's `quizzes`.
  case quiz(Int)
}

public struct ListBlock: Sendable, Equatable {
  public var isOrdered: Bool
  public var start: Int
  /// Whether items are drawn without paragraphs.
  public var isTight: Bool
  public var items: [Item]

  public struct Item: Sendable, Equatable {
    /// Of a task list: whether it is ticked; nil for other lists.
    public var isTicked: Bool?
    public var blocks: [Block]
    public init(isTicked: Bool? = nil, blocks: [Block]) {
      self.isTicked = isTicked
      self.blocks = blocks
    }
  }

  public init(isOrdered: Bool, start: Int = 1, isTight: Bool, items: [Item]) {
    self.isOrdered = isOrdered
    self.start = start
    self.isTight = isTight
    self.items = items
  }
}

public struct TableBlock: Sendable, Equatable {
  public enum Alignment: Sendable, Equatable { case none, left, center, right }
  public var alignments: [Alignment]
  public var head: [[Inline]]
  public var rows: [[[Inline]]]

  public init(alignments: [Alignment], head: [[Inline]], rows: [[[Inline]]]) {
    self.alignments = alignments
    self.head = head
    self.rows = rows
  }
}

/// A table with `: Caption {#tbl-letters}` below it, or an image with `{#fig-cell}` behind it, as Quarto writes them.
public struct CaptionedBlock: Sendable, Equatable {
  /// What references name it by, and its anchor.
  public var label: String?
  public var caption: [Inline]
  public var block: Block
  public init(label: String? = nil, caption: [Inline], block: Block) {
    self.label = label
    self.caption = caption
    self.block = block
  }
}

/// One part of a set of tabs: a heading and what stands below it.
public struct Tab: Sendable, Equatable {
  public var title: [Inline]
  /// Unique in the document.
  public var anchor: String
  public var blocks: [Block]
  public init(title: [Inline], anchor: String, blocks: [Block]) {
    self.title = title
    self.anchor = anchor
    self.blocks = blocks
  }
}

/// A box of teaching matter.
public struct Box: Sendable, Equatable {
  public enum Kind: String, Sendable, Equatable, CaseIterable {
    case note, tip, important, warning, caution, question, solution, exercise, handsOn = "hands-on", details, comment
  }
  public enum Fold: Sendable, Equatable { case none, open, closed }

  public var kind: Kind
  /// Empty where the author gave none.
  public var title: [Inline]
  public var fold: Fold
  public var blocks: [Block]

  public init(kind: Kind, title: [Inline], fold: Fold, blocks: [Block]) {
    self.kind = kind
    self.title = title
    self.fold = fold
    self.blocks = blocks
  }
}

/// A piece of running text.
public indirect enum Inline: Sendable, Equatable {
  case text(String)
  case emphasis([Inline])
  case strong([Inline])
  case strikethrough([Inline])
  case code(String)
  case link(destination: String, title: String, [Inline])
  case image(source: String, title: String, alt: String)
  case softBreak
  case lineBreak
  /// Sanitised by who draws it.
  case html(String)
  /// TeX between `$` or `\( \)`.
  case mathematics(String)
  case footnoteReference(name: String, number: Int)
  /// `@fig-roc`: `Figure 2`; with `isNumberOnly`, written `[-@fig-roc]`, `2`.
  case crossReference(label: String, isNumberOnly: Bool)
  /// `` `$scores.metrics.accuracy, percent 1` ``: its place in the plan's `values`.
  case value(Int)
}

/// The head of a notebook.
public struct FrontMatter: Sendable, Equatable {
  public var title = ""
  public var description: String?
  public var date: String?
  public var lang = "en"
  /// The page's looks: one of its themes, by name.
  public var theme: String?
  public var toc = true
  public var numberSections = false
  /// Introductory, Intermediate or Advanced.
  public var level: String?
  /// As written: `1H30M`.
  public var timeEstimation: String?
  public var questions: [String] = []
  public var objectives: [String] = []
  public var keyPoints: [String] = []
  public var requirements: [String] = []
  public var followUpTraining: [String] = []
  public var contributors: [String] = []
  public var tags: [String] = []
  public var license: String?
  public var parameters: [NotebookParameter] = []

  public init() {}
}

/// A parameter that the front matter declares.
public struct NotebookParameter: Sendable, Equatable {
  public enum Kind: String, Sendable, Equatable, CaseIterable { case integer, number, text, boolean, file, column }

  public var name: String
  public var value: TypedValue
  public var kind: Kind?
  public var min: Double?
  public var max: Double?
  public var choices: [TypedValue]
  public var help: String
  public var range: SourceRange

  public init(
    name: String, value: TypedValue, kind: Kind? = nil, min: Double? = nil, max: Double? = nil, choices: [TypedValue] = [],
    help: String = "", range: SourceRange
  ) {
    self.name = name
    self.value = value
    self.kind = kind
    self.min = min
    self.max = max
    self.choices = choices
    self.help = help
    self.range = range
  }
}
