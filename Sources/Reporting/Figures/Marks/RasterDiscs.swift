/// Discs as they are stamped on a raster, each size drawn once.
struct RasterDiscs {
  private var known: [Int: Disc] = [:]
  private var last: (eighths: Int, disc: Disc) = (-1, Disc(radius: 0))

  /// A disc at sixteen places within a pixel: how much of each pixel around it each covers, its rim smoothed, one after the other.
  private struct Disc {
    var side: Int
    var offset: Int
    var coverage: [Float]

    init(radius: Double) {
      offset = Int((radius + 1).rounded(.up))
      side = 2 * offset + 1
      coverage = []
      coverage.reserveCapacity(16 * side * side)
      for phase in 0..<16 {
        let (x, y) = (Double(phase % 4) / 4 + 0.125, Double(phase / 4) / 4 + 0.125)
        for line in -offset...offset {
          for place in -offset...offset {
            let (dx, dy) = (Double(place) + 0.5 - x, Double(line) + 0.5 - y)
            coverage.append(Float(min(1, max(0, radius + 0.5 - (dx * dx + dy * dy).squareRoot()))))
          }
        }
      }
    }
  }

  mutating func stamp(_ x: Double, _ y: Double, radius: Double, paint: Int, opacity: Double, on raster: inout MarkRaster) {
    let (px, py) = ((x - raster.left) * MarkRaster.density, (y - raster.top) * MarkRaster.density)
    guard px > -100, py > -100, px < Double(raster.width) + 100, py < Double(raster.height) + 100 else { return }
    let eighths = Int((radius * MarkRaster.density * 8).rounded())
    if eighths != last.eighths {
      let found = known[eighths] ?? Disc(radius: Double(eighths) / 8)
      known[eighths] = found
      last = (eighths, found)
    }
    let (column, row) = (Int(px.rounded(.down)), Int(py.rounded(.down)))
    let phase = min(3, Int((px - Double(column)) * 4)) + 4 * min(3, Int((py - Double(row)) * 4))
    let (side, offset) = (last.disc.side, last.disc.offset), share = Float(opacity)
    let lines = max(0, offset - row)..<max(max(0, offset - row), min(side, raster.height - row + offset))
    let places = max(0, offset - column)..<max(max(0, offset - column), min(side, raster.width - column + offset))
    for line in lines {
      let from = (phase * side + line) * side
      let to = (row - offset + line) * raster.width + column - offset
      for place in places {
        let covered = last.disc.coverage[from + place] * share
        if covered > 0 { raster.blend(to + place, paint, covered) }
      }
    }
  }
}
