/// The path through places, in one of Vega-Lite's interpolations. It breaks where a place is missing (NaN).
enum LinePath {
  typealias Place = (x: Double, y: Double)

  static func text(_ places: [Place], _ interpolation: String? = nil) -> String {
    var text = ""
    for run in runs(places) {
      switch interpolation {
      case "monotone" where run.count > 2: text += monotone(run)
      case "cardinal" where run.count > 2, "catmull-rom" where run.count > 2, "natural" where run.count > 2: text += cardinal(run)
      case "basis" where run.count > 2: text += basis(run)
      default: text += straight(run, interpolation)
      }
    }
    return text
  }

  /// Without points that stand on the one before, to half a hundredth of a pixel.
  private static func runs(_ places: [Place]) -> [[Place]] {
    var runs: [[Place]] = []
    var run: [Place] = []
    for place in places {
      guard place.x.isFinite, place.y.isFinite else {
        if !run.isEmpty { runs.append(run) }
        run = []
        continue
      }
      if let last = run.last, abs(last.x - place.x) < 0.005, abs(last.y - place.y) < 0.005 { continue }
      run.append(place)
    }
    if !run.isEmpty { runs.append(run) }
    return runs
  }

  /// The places that a line of so many is drawn by: of those that follow each other in one column of pixels the first, the last, the lowest and the
  /// highest, which draw the same line (Jugel and others 2014, M4).
  static func thinned(_ places: [Place], isAlongY: Bool = false) -> [Place] {
    var kept: [Place] = []
    var first = 0
    func height(_ place: Int) -> Double { isAlongY ? places[place].x : places[place].y }
    while first < places.count {
      var last = first, low = first, high = first
      let column = column(places[first], isAlongY)
      while last + 1 < places.count, self.column(places[last + 1], isAlongY) == column, places[last + 1].x.isFinite, places[last + 1].y.isFinite {
        last += 1
        if height(last) < height(low) { low = last }
        if height(last) > height(high) { high = last }
      }
      var before = -1
      for place in [first, min(low, high), max(low, high), last] where place != before {
        kept.append(places[place])
        before = place
      }
      first = last + 1
    }
    return kept
  }

  private static func column(_ place: Place, _ isAlongY: Bool) -> Double { ((isAlongY ? place.y : place.x) * MarkRaster.density).rounded(.down) }

  private static func n(_ number: Double) -> String { NumberText.coordinate(number) }

  private static func straight(_ run: [Place], _ step: String?) -> String {
    var text = "M\(n(run[0].x)) \(n(run[0].y))"
    for (before, place) in zip(run, run.dropFirst()) {
      switch step {
      case "step-after": text += "H\(n(place.x))V\(n(place.y))"
      case "step-before": text += "V\(n(place.y))H\(n(place.x))"
      case "step": text += "H\(n((before.x + place.x) / 2))V\(n(place.y))H\(n(place.x))"
      default: text += n(before.x) == n(place.x) ? "V\(n(place.y))" : n(before.y) == n(place.y) ? "H\(n(place.x))" : "L\(n(place.x)) \(n(place.y))"
      }
    }
    return text
  }

  private static func curve(_ a: Place, _ b: Place, _ end: Place) -> String {
    "C\(n(a.x)) \(n(a.y)) \(n(b.x)) \(n(b.y)) \(n(end.x)) \(n(end.y))"
  }

  /// A cubic that never rises where the points fall (Steffen 1990, Astronomy and Astrophysics 239, 443–450).
  private static func monotone(_ run: [Place]) -> String {
    let slopes = zip(run, run.dropFirst()).map { ($1.x - $0.x) == 0 ? 0 : ($1.y - $0.y) / ($1.x - $0.x) }
    func tangent(_ place: Int) -> Double {
      guard place > 0, place < run.count - 1 else { return 0 }
      let (before, after) = (run[place].x - run[place - 1].x, run[place + 1].x - run[place].x)
      let (a, b) = (slopes[place - 1], slopes[place])
      let whole = before + after
      let middle = whole == 0 ? 0 : (a * after + b * before) / whole
      return (a.sign == b.sign && a != 0 && b != 0 ? (a < 0 ? -2 : 2) : 0) * min(abs(a), abs(b), 0.5 * abs(middle))
    }
    var tangents = run.indices.map(tangent)
    tangents[0] = (3 * slopes[0] - tangents[1]) / 2
    tangents[run.count - 1] = (3 * slopes[slopes.count - 1] - tangents[run.count - 2]) / 2
    var text = "M\(n(run[0].x)) \(n(run[0].y))"
    for place in 1..<run.count {
      let (a, b) = (run[place - 1], run[place])
      let third = (b.x - a.x) / 3
      text += curve((a.x + third, a.y + third * tangents[place - 1]), (b.x - third, b.y - third * tangents[place]), b)
    }
    return text
  }

  /// Through each point in the direction of its neighbours (Catmull and Rom 1974).
  private static func cardinal(_ run: [Place]) -> String {
    var text = "M\(n(run[0].x)) \(n(run[0].y))"
    for place in 1..<run.count {
      let (a, b) = (run[place - 1], run[place])
      let before = run[max(0, place - 2)], after = run[min(run.count - 1, place + 1)]
      text += curve((a.x + (b.x - before.x) / 6, a.y + (b.y - before.y) / 6), (b.x - (after.x - a.x) / 6, b.y - (after.y - a.y) / 6), b)
    }
    return text
  }

  /// A uniform cubic B-spline from the first point to the last.
  private static func basis(_ run: [Place]) -> String {
    let padded = [run[0], run[0]] + run + [run[run.count - 1], run[run.count - 1]]
    func mean(_ a: Place, _ b: Place, _ c: Place, _ u: Double, _ v: Double, _ w: Double) -> Place {
      (a.x * u + b.x * v + c.x * w, a.y * u + b.y * v + c.y * w)
    }
    var text = "M\(n(run[0].x)) \(n(run[0].y))"
    for place in 1..<(padded.count - 2) {
      let (a, b, c) = (padded[place], padded[place + 1], padded[place + 2])
      text += curve(mean(a, b, c, 2.0 / 3, 1.0 / 3, 0), mean(a, b, c, 1.0 / 3, 2.0 / 3, 0), mean(a, b, c, 1.0 / 6, 4.0 / 6, 1.0 / 6))
    }
    return text
  }
}
