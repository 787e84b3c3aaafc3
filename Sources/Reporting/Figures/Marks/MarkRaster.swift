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
  private var colors: [String: SIMD4<Float>] = [:]
  private var discs: [Int: [Disc]] = [:]
  private var last: (paint: String, color: SIMD4<Float>) = ("", SIMD4())

  /// A disc at one of sixteen places within a pixel: how much of each pixel it covers, its rim smoothed.
  private struct Disc {
    var side: Int
    var offset: Int
    var coverage: [Float]
  }

  init(_ frame: Plot.Frame, opacity: Double) {
    left = frame.left - Self.margin
    top = frame.top - Self.margin
    width = max(1, min(8192, Int(((frame.width + 2 * Self.margin) * Self.density).rounded(.up))))
    height = max(1, min(8192, Int(((frame.height + 2 * Self.margin) * Self.density).rounded(.up))))
    self.opacity = Float(opacity)
    pixels = [SIMD4<Float>](repeating: SIMD4(), count: width * height)
  }

  /// A disc over what is there (Porter and Duff's "over").
  mutating func stamp(_ x: Double, _ y: Double, radius: Double, _ paint: String) {
    let (px, py) = ((x - left) * Self.density, (y - top) * Self.density)
    guard px > -100, py > -100, px < Double(width) + 100, py < Double(height) + 100 else { return }
    if paint != last.paint { last = (paint, color(paint)) }
    let color = last.color
    let (column, row) = (Int(px.rounded(.down)), Int(py.rounded(.down)))
    let phase = Int((px - Double(column)) * 4) + 4 * Int((py - Double(row)) * 4)
    let eighths = Int((radius * Self.density * 8).rounded())
    if discs[eighths] == nil { discs[eighths] = Self.discs(Double(eighths) / 8) }
    guard let disc = discs[eighths]?[min(15, max(0, phase))] else { return }
    let (startX, startY) = (column - disc.offset, row - disc.offset)
    for line in 0..<disc.side {
      let y = startY + line
      guard y >= 0, y < height else { continue }
      for place in 0..<disc.side {
        let x = startX + place
        guard x >= 0, x < width else { continue }
        let coverage = disc.coverage[line * disc.side + place] * opacity
        guard coverage > 0 else { continue }
        pixels[y * width + x] = color * coverage + pixels[y * width + x] * (1 - coverage)
      }
    }
  }

  private static func discs(_ radius: Double) -> [Disc] {
    let offset = Int((radius + 1).rounded(.up))
    let side = 2 * offset + 1
    return (0..<16).map { phase in
      let (x, y) = (Double(phase % 4) / 4 + 0.125, Double(phase / 4) / 4 + 0.125)
      var coverage = [Float](repeating: 0, count: side * side)
      for line in 0..<side {
        for place in 0..<side {
          let (dx, dy) = (Double(place - offset) + 0.5 - x, Double(line - offset) + 0.5 - y)
          coverage[line * side + place] = Float(min(1, max(0, radius + 0.5 - (dx * dx + dy * dy).squareRoot())))
        }
      }
      return Disc(side: side, offset: offset, coverage: coverage)
    }
  }

  private mutating func color(_ paint: String) -> SIMD4<Float> {
    if let color = colors[paint] { return color }
    let rgb = RGB(paint: paint)
    let color = SIMD4(Float(rgb.red) / 255, Float(rgb.green) / 255, Float(rgb.blue) / 255, 1)
    colors[paint] = color
    return color
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
