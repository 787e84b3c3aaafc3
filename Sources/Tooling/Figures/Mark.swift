/// The shape that stands for a row: a type of Vega-Lite's, and its properties.
public struct Mark: Sendable, Equatable {
  public var type: String
  public var properties: [JSON.Member]

  public init(_ type: String, _ properties: [JSON.Member] = []) {
    self.type = type
    self.properties = properties
  }

  /// A disc a row. `opacity` in 0...1; `size` is the area in square pixels.
  public static func circle(opacity: Double? = nil, size: Double? = nil) -> Mark {
    Mark("circle", members(("opacity", opacity), ("size", size)))
  }

  public static func bar() -> Mark { Mark("bar") }

  /// A rectangle a row, for matrices.
  public static func cell() -> Mark { Mark("rect") }

  public static func text() -> Mark { Mark("text") }

  /// Straight lines from x, y to x2, y2, or across the whole plot where only one is given.
  public static func rule(isDashed: Bool = false) -> Mark { Mark("rule", dashes(isDashed)) }

  /// A short stroke across, `thickness` pixels thick.
  public static func tick(thickness: Double? = nil) -> Mark { Mark("tick", members(("thickness", thickness))) }

  /// How a line goes from one row to the next.
  public enum Interpolation: String, Sendable { case linear, step, stepBefore = "step-before", stepAfter = "step-after" }

  /// A line through the rows in order of x, or in the table's where x is sorted `.none`.
  public static func line(_ interpolation: Interpolation = .linear, isDashed: Bool = false, hasPoints: Bool = false) -> Mark {
    var properties = dashes(isDashed)
    if interpolation != .linear { properties.append(.init("interpolate", .text(interpolation.rawValue))) }
    if hasPoints { properties.append(.init("point", true)) }
    return Mark("line", properties)
  }

  /// The area from y to y2.
  public static func area(opacity: Double? = nil) -> Mark { Mark("area", members(("opacity", opacity))) }

  /// The mark with one property more.
  public func with(_ name: String, _ value: JSON) -> Mark {
    Mark(type, properties.filter { $0.name != name } + [.init(name, value)])
  }

  private static func dashes(_ isDashed: Bool) -> [JSON.Member] { isDashed ? [.init("strokeDash", [4, 4])] : [] }

  private static func members(_ numbers: (String, Double?)...) -> [JSON.Member] {
    numbers.compactMap { name, number in number.map { .init(name, .measured($0)) } }
  }

  var json: JSON { .object([.init("type", .text(type))] + properties) }
}
