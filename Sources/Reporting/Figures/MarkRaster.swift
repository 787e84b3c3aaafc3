/// Points as pixels, for figures of so many that drawing each would make a page slow: one image under vector axes.
enum MarkRaster {
  /// More marks than this are rasterised.
  static let limit = 5000

  struct Point {
    var x: Double, y: Double, radius: Double
    var paint: String
  }

  /// Pixels of the image for one of the page.
  private static let density = 2.0

  static func draw(_ points: [Point], opacity: Double, frame: Plot.Frame, _ svg: inout SVGText) {
    let margin = 4.0
    let width = Int(((frame.width + 2 * margin) * density).rounded(.up)), height = Int(((frame.height + 2 * margin) * density).rounded(.up))
    guard width > 0, height > 0, width <= 8192, height <= 8192 else { return }
    var pixels = [UInt8](repeating: 0, count: width * height * 4)
    var colors: [String: RGB] = [:]
    for point in points {
      let color = colors[point.paint] ?? rgb(point.paint)
      colors[point.paint] = color
      stamp(point, color, opacity, left: frame.left - margin, top: frame.top - margin, width, height, &pixels)
    }
    let image = PNGImage.encode(pixels: pixels, width: width, height: height)
    let base64 = PageWriter.text { writer in writer.writeBase64 { stream in image.withUnsafeBytes { stream.write($0) } } }
    svg.empty(
      "image",
      [
        ("x", NumberText.coordinate(frame.left - margin)), ("y", NumberText.coordinate(frame.top - margin)),
        ("width", NumberText.coordinate(Double(width) / density)), ("height", NumberText.coordinate(Double(height) / density)),
        ("href", "data:image/png;base64," + base64),
      ])
  }

  /// The colour behind a variable's fallback: pixels cannot follow the page's theme, so they take colours that do in both.
  private static func rgb(_ paint: String) -> RGB {
    if let color = RGB(hex: paint) { return color }
    if let comma = paint.firstIndex(of: ","), let color = RGB(hex: String(paint[paint.index(after: comma)...].dropLast())) { return color }
    return RGB(0x808080)
  }

  /// A disc over what is there (Porter and Duff's "over", not premultiplied), its rim smoothed over one pixel.
  private static func stamp(
    _ point: Point, _ color: RGB, _ opacity: Double, left: Double, top: Double, _ width: Int, _ height: Int, _ pixels: inout [UInt8]
  ) {
    let (x, y, r) = ((point.x - left) * density, (point.y - top) * density, point.radius * density)
    guard x.isFinite, y.isFinite, abs(x) < 1e5, abs(y) < 1e5 else { return }
    let columns = max(0, Int(x - r - 1))...max(0, min(width - 1, Int(x + r + 1)))
    let rows = max(0, Int(y - r - 1))...max(0, min(height - 1, Int(y + r + 1)))
    for row in rows where row < height {
      for column in columns where column < width {
        let (dx, dy) = (Double(column) + 0.5 - x, Double(row) + 0.5 - y)
        let coverage = min(1, max(0, r + 0.5 - (dx * dx + dy * dy).squareRoot())) * opacity
        guard coverage > 0 else { continue }
        let place = (row * width + column) * 4
        let below = Double(pixels[place + 3]) / 255 * (1 - coverage)
        let alpha = coverage + below
        func mix(_ channel: Int, _ value: Double) {
          pixels[place + channel] = UInt8(min(255, max(0, (value * coverage + Double(pixels[place + channel]) * below) / alpha)).rounded())
        }
        mix(0, color.red)
        mix(1, color.green)
        mix(2, color.blue)
        pixels[place + 3] = UInt8((alpha * 255).rounded())
      }
    }
  }
}
