/// Lines and areas as pixels, their edges smoothed.
extension MarkRaster {
  private func pixel(_ place: LinePath.Place) -> LinePath.Place { ((place.x - left) * Self.density, (place.y - top) * Self.density) }

  private mutating func begin() { if coverage.isEmpty { coverage = [Float](repeating: 0, count: width * height) } }

  /// A line through places with round ends and corners; it breaks where one is missing.
  ///
  /// A pixel is covered as much as the piece that covers most of it does.
  mutating func stroke(_ places: [LinePath.Place], width thickness: Double, paint: Int, opacity: Double) {
    begin()
    let reach = max(0.5, thickness * Self.density / 2)
    var last: LinePath.Place?
    for place in places {
      guard place.x.isFinite, place.y.isFinite else {
        last = nil
        continue
      }
      let next = pixel(place)
      cover(last ?? next, next, reach)
      last = next
    }
    paintCovered(paint, opacity: opacity)
  }

  private mutating func cover(_ a: LinePath.Place, _ b: LinePath.Place, _ reach: Double) {
    coverEnd(b, reach)
    let (dx, dy) = (b.x - a.x, b.y - a.y), length = (dx * dx + dy * dy).squareRoot()
    guard length > 0.5 else { return }
    // Along the longer direction a line at a time: in each line it covers one stretch.
    let isSteep = abs(dy) > abs(dx)
    let (start, end) = isSteep ? (a.y, b.y) : (a.x, b.x), (low, high) = (min(start, end), max(start, end))
    let origin = isSteep ? a.x : a.y, slope = isSteep ? dx / dy : dy / dx, half = reach * length / abs(isSteep ? dy : dx)
    let limit = isSteep ? width : height
    for line in Self.indices(low, high, isSteep ? height : width) {
      let share = min(Double(line + 1), high) - max(Double(line), low)
      let centre = origin + (Double(line) + 0.5 - start) * slope
      let (from, to) = (centre - half, centre + half)
      for across in Self.indices(from, to, limit) {
        let covered = Float((min(Double(across + 1), to) - max(Double(across), from)) * share)
        cover(isSteep ? line * width + across : across * width + line, covered)
      }
    }
  }

  /// The round end of a line.
  private mutating func coverEnd(_ place: LinePath.Place, _ reach: Double) {
    let edge = reach + 0.5
    for row in Self.indices(place.y - edge, place.y + edge, height) {
      for column in Self.indices(place.x - edge, place.x + edge, width) {
        let (x, y) = (Double(column) + 0.5 - place.x, Double(row) + 0.5 - place.y)
        cover(row * width + column, Float(min(1, edge - (x * x + y * y).squareRoot())))
      }
    }
  }

  private mutating func cover(_ place: Int, _ covered: Float) {
    guard covered > 0 else { return }
    if coverage[place] == 0 { touched.append(Int32(truncatingIfNeeded: place)) }
    coverage[place] = max(coverage[place], covered)
  }

  private static func indices(_ low: Double, _ high: Double, _ limit: Int) -> Range<Int> {
    guard low < Double(limit), high > 0 else { return 0..<0 }
    return Int(max(0, low.rounded(.down)))..<Int(min(Double(limit), high.rounded(.up)))
  }

  /// The inside of a closed outline.
  ///
  /// Each edge leaves in its rows how much it changes the coverage to its right; sums along a row are the coverage (Levien's
  /// accumulation buffer, as font-rs has it).
  mutating func fill(outline: [LinePath.Place], paint: Int, opacity: Double) {
    guard outline.count > 2 else { return }
    let stride = width + 2
    let corners = outline.map { place -> LinePath.Place in
      let at = pixel(place)
      return (min(Double(width), max(0, at.x)), min(Double(height), max(0, at.y)))
    }
    let top = Int(corners.map(\.y).min() ?? 0), bottom = min(height, Int((corners.map(\.y).max() ?? 0).rounded(.up)))
    guard top < bottom else { return }
    var changes = [Float](repeating: 0, count: (bottom - top) * stride)
    for (place, end) in corners.enumerated() {
      let start = corners[place == 0 ? corners.count - 1 : place - 1]
      guard start.y != end.y else { continue }
      let (upper, lower) = start.y < end.y ? (start, end) : (end, start)
      let sign: Double = start.y < end.y ? 1 : -1, slope = (lower.x - upper.x) / (lower.y - upper.y)
      for row in Int(upper.y)..<max(Int(upper.y), min(bottom, Int(lower.y.rounded(.up)))) {
        let from = max(Double(row), upper.y), to = min(Double(row + 1), lower.y)
        guard to > from else { continue }
        let x0 = upper.x + (from - upper.y) * slope, x1 = upper.x + (to - upper.y) * slope
        Self.add(&changes, (row - top) * stride, min(x0, x1), max(x0, x1), sign * (to - from))
      }
    }
    for row in top..<bottom {
      var sum: Float = 0
      for column in 0..<width {
        sum += changes[(row - top) * stride + column]
        let covered = min(1, abs(sum))
        if covered > 0.002 { blend(row * width + column, paint, covered * Float(opacity)) }
      }
    }
  }

  /// Shares an edge's height among the pixels of a row that it passes, by how much of each lies to its right.
  private static func add(_ changes: inout [Float], _ row: Int, _ x0: Double, _ x1: Double, _ height: Double) {
    let first = Int(x0), last = max(first, Int(x1.rounded(.up)) - 1)
    var before = 0.0
    for column in first...last {
      // The edge's part within this pixel, and how far from the pixel's left it is on average.
      let (a, b) = (max(x0, Double(column)), min(x1, Double(column + 1)))
      let part = x1 > x0 ? max(0, b - a) / (x1 - x0) * height : height
      let covered = part * (Double(column + 1) - (a + b) / 2) + before
      changes[row + column] += Float(covered)
      // What is left of this pixel's part covers the whole of the next ones.
      before = part - (covered - before)
    }
    changes[row + last + 1] += Float(before)
  }
}
