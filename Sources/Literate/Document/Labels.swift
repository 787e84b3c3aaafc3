public import Tooling

/// What a label names, by its prefix, as Quarto has it: `fig-roc` a figure, `tbl-scores` a table, `sec-data` a section, `eq-loss` a formula.
public enum LabelKind: String, Sendable, CaseIterable {
  case figure = "fig", table = "tbl", section = "sec", equation = "eq"

  /// Nil for a label that is an anchor and nothing more.
  public init?(label: some StringProtocol) {
    guard let kind = LabelKind.allCases.first(where: { label.hasPrefix($0.rawValue + "-") && label.utf8.count > $0.rawValue.utf8.count + 1 }) else { return nil }
    self = kind
  }
}

/// A label, or a reference to one, in its place.
struct PlacedLabel: Equatable {
  var name: String
  var range: SourceRange

  static func isCharacter(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ":"): true
    default: false
    }
  }
}

extension PlannedStep {
  /// Labels of the figures, or the tables, that a labelled step gives: `fig-scores-roc_curve` for the output `roc_curve` of `fig-scores`.
  public static func label(_ label: String, ofOutput output: String) -> String { "\(label)-\(output)" }

  /// What the step's label numbers; nil where it has none, or one that is only an anchor.
  public var labelKind: LabelKind? { presentation.label.flatMap { LabelKind(label: $0) } }
}

extension LabelKind {
  /// `a figure`.
  var phrase: String {
    switch self {
    case .figure: "a figure"
    case .table: "a table"
    case .section: "a section"
    case .equation: "a formula"
    }
  }

  /// Whether an output of this kind is shown as what the label numbers.
  public func fits(_ kind: Kind) -> Bool {
    switch self {
    case .figure: kind == .figure || kind == .image
    case .table: kind == .table || kind == .metrics
    case .section, .equation: false
    }
  }
}

/// Holds references against the labels of a notebook.
struct LabelChecker {
  /// Labels in the order of the text.
  var labels: [PlacedLabel]
  let steps: [PlannedStep]

  func diagnostics(of references: [PlacedLabel]) -> [Diagnostic] {
    var diagnostics: [Diagnostic] = []
    var lines: [String: Int] = [:]
    for label in labels {
      if let line = lines[label.name] {
        diagnostics.append(.duplicateLabel(label.name, at: label.range, first: line))
      } else {
        lines[label.name] = label.range.start.line
      }
    }
    let known = labels.map(\.name) + outputLabels
    let found = Set(known)
    for reference in references where !found.contains(reference.name) {
      diagnostics.append(.noLabel(reference.name, among: known.filter { LabelKind(label: $0) != nil }, at: reference.range))
    }
    for step in steps {
      guard let kind = step.labelKind, let label = step.presentation.label, !step.tool.outputs.contains(where: { kind.fits($0.kind) }) else { continue }
      let place = labels.first { $0.name == label }?.range ?? step.range
      diagnostics.append(.labelOfAnotherKind(label, kind, step.tool, at: place))
    }
    return diagnostics
  }

  private var outputLabels: [String] {
    steps.flatMap { step -> [String] in
      guard let kind = step.labelKind, let label = step.presentation.label else { return [] }
      return step.tool.outputs.filter { kind.fits($0.kind) }.map { PlannedStep.label(label, ofOutput: $0.name) }
    }
  }
}
