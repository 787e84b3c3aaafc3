/// Marks as pixels, for figures of so many that drawing each would make a page slow: one image under vector axes.
struct MarkRaster {
  /// More marks than this are rasterised.
  static let limit = 5000
  /// Pixels of the image for one of the page, for dense screens.
  private static let density = 2.0
  /// Marks may reach so far beyond the frame.
  private static let margin = 4.0

  private let left: Double, top: Double
  private let width: Int, height: Int
  private let opacity: Float
  /// Red, green, blue and coverage, premultiplied, in 0...1.
  private var pixels: [SIMD4<Float>]
  private let colors: [SIMD4<Float>]
  private var discs: [Int: Discs] = [:]
  private var last: (eighths: Int, discs: Discs)

  /// A disc at sixteen places within a pixel: how much of each pixel around it each covers, its rim smoothed, one after the other.
  private struct Discs {
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

  /// - Parameter paints: what marks are painted in, by their places.
  init(_ frame: Plot.Frame, opacity: Double, paints: [String]) {
    left = frame.left - Self.margin
    top = frame.top - Self.margin
    width = max(1, min(8192, Int(((frame.width + 2 * Self.margin) * Self.density).rounded(.up))))
    height = max(1, min(8192, Int(((frame.height + 2 * Self.margin) * Self.density).rounded(.up))))
    self.opacity = Float(opacity)
    pixels = [SIMD4<Float>](repeating: SIMD4(), count: width * height)
    colors = paints.map { paint in
      let rgb = RGB(paint: paint)
      return SIMD4(Float(rgb.red) / 255, Float(rgb.green) / 255, Float(rgb.blue) / 255, 1)
    }
    last = (-1, Discs(radius: 0))
  }

  /// A disc over what is there (Porter and Duff's "over").
  mutating func stamp(_ x: Double, _ y: Double, radius: Double, paint: Int) {
    let (px, py) = ((x - left) * Self.density, (y - top) * Self.density)
    guard px > -100, py > -100, px < Double(width) + 100, py < Double(height) + 100 else { return }
    let eighths = Int((radius * Self.density * 8).rounded())
    if eighths != last.eighths {
      let found = discs[eighths] ?? Discs(radius: Double(eighths) / 8)
      discs[eighths] = found
      last = (eighths, found)
    }
    let (column, row) = (Int(px.rounded(.down)), Int(py.rounded(.down)))
    let phase = min(3, Int((px - Double(column)) * 4)) + 4 * min(3, Int((py - Double(row)) * 4))
    let (side, offset) = (last.discs.side, last.discs.offset)
    let lines = max(0, offset - row)..<max(max(0, offset - row), min(side, height - row + offset))
    let places = max(0, offset - column)..<max(max(0, offset - column), min(side, width - column + offset))
    let color = colors[paint]
    for line in lines {
      let from = (phase * side + line) * side
      let to = (row - offset + line) * width + column - offset
      for place in places {
        let coverage = last.discs.coverage[from + place] * opacity
        if coverage > 0 { pixels[to + place] = color * coverage + pixels[to + place] * (1 - coverage) }
      }
    }
  }

  func draw(_ svg: inout SVGText) {
    var bytes = [UInt8](repeating: 0, count: pixels.count * 4)
    for (place, pixel) in pixels.enumerated() where pixel.w > 0 {
      let straight = SIMD4(pixel.x / pixel.w, pixel.y / pixel.w, pixel.z / pixel.w, pixel.w) * 255
      for channel in 0..<4 { bytes[place * 4 + channel] = UInt8(min(255, max(0, straight[channel].rounded()))) }
    }
    let image = PNGImage.encode(pixels: bytes, width: width, height: height)
    let base64 = PageWriter.text { writer in writer.writeBase64 { stream in image.withUnsafeBytes { stream.write($0) } } }
    svg.empty(
      "image",
      [
        ("x", NumberText.coordinate(left)), ("y", NumberText.coordinate(top)), ("width", NumberText.coordinate(Double(width) / Self.density)),
        ("height", NumberText.coordinate(Double(height) / Self.density)), ("href", "data:image/png;base64," + base64),
      ])
  }
}
