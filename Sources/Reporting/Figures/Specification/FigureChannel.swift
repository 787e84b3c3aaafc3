import Tooling

/// One channel of an encoding: the field that it shows, or a constant, and how it is scaled and explained.
struct FigureChannel {
  enum FieldType: String { case quantitative, nominal, ordinal, temporal }

  var field: String?
  var type: FieldType?
  /// A constant in the units of the data.
  var datum: JSON?
  /// A constant in the units of the drawing: a colour, a size.
  var value: JSON?
  var options: JSON
  /// Constants that rows have instead, by tests; the first that holds counts.
  var conditions: [Condition] = []
  /// What the axis or the legend is called where the specification does not say; a field's own name where nil.
  var derivedTitle: String?

  struct Condition {
    var test: JSON
    var value: JSON
  }

  init(_ whole: JSON) {
    var json = whole
    for condition in whole["condition"]?.array ?? whole["condition"].map({ [$0] }) ?? [] {
      guard let test = condition["test"] else { continue }
      if let value = condition["value"] {
        conditions.append(Condition(test: test, value: value))
      } else {
        // The field where the test holds is the channel, and its value the exception.
        json = .object((condition.members ?? []).filter { $0.name != "test" })
        conditions.append(Condition(test: ["not": test], value: whole["value"] ?? .null))
      }
    }
    options = json
    field = json["field"]?.string.map(columnName(ofFieldPath:))
    datum = json["datum"]
    value = json["value"]
    type = json["type"]?.string.flatMap(FieldType.init(rawValue:))
  }

  /// A column that the drawing itself made.
  init(field: String, _ type: FieldType) {
    self.field = field
    self.type = type
    options = .object([])
  }

  private enum Title { case automatic, none, given(String) }
  private var title: Title {
    for part in [options["title"], options["axis"]?["title"], options["legend"]?["title"]] {
      switch part {
      case .text(let text)?: return text.isEmpty ? .none : .given(text)
      case .null?: return .none
      default: continue
      }
    }
    return .automatic
  }

  /// Whether the specification gives a title, or says that there is none.
  var isTitled: Bool { if case .automatic = title { false } else { true } }

  /// What an axis or a legend is called; nil where it has no title.
  var label: String? {
    switch title {
    case .given(let text): text
    case .none: nil
    case .automatic: derivedTitle ?? field
    }
  }

  /// Whether rows differ in it.
  var isShown: Bool { field != nil || datum != nil }
  var scale: JSON { options["scale"] ?? .null }
  var scaleType: String? { scale["type"]?.string }
  var isLogarithmic: Bool { scaleType == "log" }
  var hasAxis: Bool { options["axis"] != .null || options["axis"] == nil }
  var hasLegend: Bool { options["legend"] != .null || options["legend"] == nil }
  var axis: JSON { options["axis"] ?? .null }
  /// The least step between ticks: counts have no halves.
  var leastTickStep: Double? { axis["tickMinStep"]?.double ?? (options["aggregate"]?.string == "count" ? 1 : nil) }
  var format: String? { axis["format"]?.string ?? options["format"]?.string ?? options["legend"]?["format"]?.string }
}
