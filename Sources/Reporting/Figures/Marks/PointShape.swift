/// The symbols of points: circle, square, triangle, diamond, cross, and a triangle upside down.
enum PointShape {
  static let count = 6

  /// Sizes are areas in square pixels, as in Vega-Lite.
  static func radius(_ area: Double) -> Double { area.isFinite ? min(60, max(0.5, (max(0, area) / 3.141_59).squareRoot())) : 2 }

  /// Vega-Lite's name as a place among the symbols; the circle for what is not here.
  static func place(_ name: String?) -> Int {
    switch name {
    case "square": 1
    case "triangle-up", "triangle": 2
    case "diamond": 3
    case "cross": 4
    case "triangle-down": 5
    default: 0
    }
  }

  /// An element and where it stands: of about the area of a circle of radius `r`.
  static func element(_ shape: Int, _ x: Double, _ y: Double, _ r: Double) -> (String, [(String, String)]) {
    func n(_ value: Double) -> String { NumberText.coordinate(value) }
    let path: String
    switch shape % count {
    case 0: return ("circle", [("cx", n(x)), ("cy", n(y)), ("r", n(r))])
    case 1: path = "M\(n(x - 0.89 * r)) \(n(y - 0.89 * r))h\(n(1.78 * r))v\(n(1.78 * r))h\(n(-1.78 * r))z"
    case 2: path = "M\(n(x)) \(n(y - 1.35 * r))l\(n(1.25 * r)) \(n(2.2 * r))h\(n(-2.5 * r))z"
    case 3: path = "M\(n(x)) \(n(y - 1.3 * r))l\(n(1.3 * r)) \(n(1.3 * r))l\(n(-1.3 * r)) \(n(1.3 * r))l\(n(-1.3 * r)) \(n(-1.3 * r))z"
    case 5: path = "M\(n(x)) \(n(y + 1.35 * r))l\(n(-1.25 * r)) \(n(-2.2 * r))h\(n(2.5 * r))z"
    default:
      let a = 0.42 * r, b = 1.25 * r
      path = "M\(n(x - a)) \(n(y - b))h\(n(2 * a))v\(n(b - a))h\(n(b - a))v\(n(2 * a))h\(n(a - b))v\(n(b - a))h\(n(-2 * a))v\(n(a - b))h\(n(a - b))v\(n(-2 * a))h\(n(b - a))z"
    }
    return ("path", [("d", path)])
  }
}
