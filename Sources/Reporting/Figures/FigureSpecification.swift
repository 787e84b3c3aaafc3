import Tooling

/// The part of Vega-Lite's vocabulary that is drawn here: layers of marks over shared scales.
struct FigureSpecification {
  var layers: [FigureLayer]
  var width: Double?
  var height: Double?

  init(_ json: JSON) throws(FigureError) {
    guard json.members != nil else { throw FigureError("a figure's specification is an object") }
    width = json["width"]?.double
    height = json["height"]?.double
    layers = []
    try Self.gather(json, data: nil, encoding: [:], depth: 0, into: &layers)
    guard !layers.isEmpty else { throw FigureError("the figure has no marks") }
  }

  /// Layers may hold layers; what encloses them gives data and encodings that they do not give themselves.
  private static func gather(
    _ json: JSON, data: String?, encoding: [String: FigureChannel], depth: Int, into layers: inout [FigureLayer]
  ) throws(FigureError) {
    guard depth < 8 else { throw FigureError("the figure's layers are nested too deep") }
    let data = json["data"]?["name"]?.string ?? data
    var encoding = encoding
    for member in json["encoding"]?.members ?? [] { encoding[member.name] = FigureChannel(member.value) }
    if let inner = json["layer"]?.array {
      for layer in inner { try gather(layer, data: data, encoding: encoding, depth: depth + 1, into: &layers) }
    } else if let mark = json["mark"] {
      layers.append(FigureLayer(mark: try FigureMark(mark), encoding: encoding, dataset: data))
    }
  }
}

struct FigureLayer {
  var mark: FigureMark
  var encoding: [String: FigureChannel]
  /// The name of the table; nil for the figure's first.
  var dataset: String?
}

/// A mark and its looks.
struct FigureMark {
  enum Shape: String { case point, circle, square, line, area, bar, tick, rule, rect, text, boxplot }
  var shape: Shape
  var options: JSON

  init(_ json: JSON) throws(FigureError) {
    let name = json.string ?? json["type"]?.string ?? ""
    guard let shape = Shape(rawValue: name) else { throw FigureError("the mark '\(name)' is not drawn here") }
    self.shape = shape
    options = json
  }

  func number(_ name: String) -> Double? { options[name]?.double }
  func text(_ name: String) -> String? { options[name]?.string }
  func flag(_ name: String) -> Bool? { options[name]?.bool }
}

/// One channel of an encoding: the field that it shows, or a constant, and how it is scaled and explained.
struct FigureChannel {
  enum FieldType { case quantitative, nominal, ordinal, temporal }

  var field: String?
  var type: FieldType?
  /// A constant in the units of the data.
  var datum: JSON?
  /// A constant in the units of the drawing: a colour, a size.
  var value: JSON?
  var options: JSON

  init(_ json: JSON) {
    options = json
    field = json["field"]?.string.map(columnName(ofFieldPath:))
    datum = json["datum"]
    value = json["value"]
    type =
      switch json["type"]?.string {
      case "quantitative": .quantitative
      case "nominal": .nominal
      case "ordinal": .ordinal
      case "temporal": .temporal
      default: nil
      }
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
    case .automatic: field
    }
  }

  var scale: JSON { options["scale"] ?? .null }
  var isLogarithmic: Bool { scale["type"]?.string == "log" }
  var hasAxis: Bool { options["axis"] != .null || options["axis"] == nil }
  var hasLegend: Bool { options["legend"] != .null || options["legend"] == nil }
  var axis: JSON { options["axis"] ?? .null }
  var format: String? { axis["format"]?.string ?? options["format"]?.string ?? options["legend"]?["format"]?.string }
}

/// Why a figure is not drawn, in a sentence without a full stop.
package struct FigureError: Error, CustomStringConvertible {
  package var message: String
  init(_ message: String) { self.message = message }
  package var description: String { message }
}

/// How large a figure is, in CSS pixels, axes and legends included.
package struct FigureSize {
  var width: Double
  var height: Double
  package static let full = FigureSize(width: 580, height: 360)
  package static let small = FigureSize(width: 350, height: 290)
}
