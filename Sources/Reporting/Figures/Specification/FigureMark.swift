import Tooling

/// A mark and its looks.
struct FigureMark {
  enum Shape: String { case point, circle, square, line, area, bar, tick, rule, rect, text, boxplot, errorbar, errorband }
  var shape: Shape
  var options: JSON

  init(_ json: JSON) throws(FigureError) {
    let name = json.string ?? json["type"]?.string ?? ""
    guard let shape = Shape(rawValue: name) else {
      throw FigureError("the mark '\(name)' is not drawn here\(didYouMean(name, among: FigureGrammar.marks))")
    }
    self.shape = shape
    options = json
  }

  init(_ shape: Shape, _ options: [JSON.Member] = []) {
    self.shape = shape
    self.options = .object(options)
  }

  func number(_ name: String) -> Double? { options[name]?.double }
  func text(_ name: String) -> String? { options[name]?.string }
  func flag(_ name: String) -> Bool? { options[name]?.bool }
}
