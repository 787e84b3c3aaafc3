/// Marks as pixels, for figures of so many that drawing each would make a page slow: one image under vector axes.
struct MarkRaster {
  /// More marks than this are rasterised.
  static let limit = 5000
  /// Pixels of the image for one of the page, for dense screens.
  static let density = 2.0
  /// Marks may reach so far beyond the frame.
  private static let margin = 4.0

  let left: Double, top: Double
  let width: Int, height: Int
  /// Red, green, blue and coverage, premultiplied, in 0...1.
  private var pixels: [SIMD4<Float>]
  private let colors: [SIMD4<Float>]
  /// How much of each pixel the mark at hand covers, and which pixels it touches: a line that crosses itself is no darker there.
  var coverage: [Float] = []
  var touched: [Int32] = []
  /// Corners of the rectangles gathered, and the rows that they reach.
  private var corners: [Int32] = []
  private var gathered: Range<Int>

  /// - Parameter paints: what marks are painted in, by their places.
  init(_ frame: Plot.Frame, paints: [String]) {
    left = frame.left - Self.margin
    top = frame.top - Self.margin
    width = max(1, min(8192, Int(((frame.width + 2 * Self.margin) * Self.density).rounded(.up))))
    height = max(1, min(8192, Int(((frame.height + 2 * Self.margin) * Self.density).rounded(.up))))
    gathered = height..<height
    pixels = [SIMD4<Float>](repeating: SIMD4(), count: width * height)
    colors = paints.map { paint in
      let rgb = RGB(paint: paint)
      return SIMD4(Float(rgb.red) / 255, Float(rgb.green) / 255, Float(rgb.blue) / 255, 1)
    }
  }

  /// Puts paint over what is there (Porter and Duff's "over").
  @inline(__always) mutating func blend(_ place: Int, _ paint: Int, _ share: Float) {
    pixels[place] = colors[paint] * share + pixels[place] * (1 - share)
  }

  /// Adds a rectangle to those that are painted next, its edges on whole pixels so that neighbours leave no gap between them, and a pixel wide at
  /// the least.
  ///
  /// How many rectangles of one paint lie on a pixel is all that the paint needs, so each is four corners, however large it is.
  mutating func gather(_ x: Double, _ y: Double, _ width: Double, _ height: Double) {
    guard width > 0, height > 0 else { return }
    let columns = Self.pixels(x - left, width, self.width), rows = Self.pixels(y - top, height, self.height)
    guard !columns.isEmpty, !rows.isEmpty else { return }
    let stride = self.width + 1
    if corners.isEmpty { corners = [Int32](repeating: 0, count: stride * (self.height + 1)) }
    corners[rows.lowerBound * stride + columns.lowerBound] &+= 1
    corners[rows.lowerBound * stride + columns.upperBound] &-= 1
    corners[rows.upperBound * stride + columns.lowerBound] &-= 1
    corners[rows.upperBound * stride + columns.upperBound] &+= 1
    gathered = gathered.isEmpty ? rows : min(gathered.lowerBound, rows.lowerBound)..<max(gathered.upperBound, rows.upperBound)
  }

  /// Paints the rectangles gathered: n of them over one another leave (1 - opacity)^n of what is below.
  mutating func paintGathered(_ paint: Int, opacity: Double) {
    guard !corners.isEmpty, !gathered.isEmpty else { return }
    var shares: [Float] = [0]
    while shares.count < 64 { shares.append(1 - (1 - shares[shares.count - 1]) * Float(1 - opacity)) }
    let stride = width + 1
    var above = [Int32](repeating: 0, count: stride)
    for row in gathered {
      var run: Int32 = 0
      for column in 0..<width {
        run &+= corners[row * stride + column]
        above[column] &+= run
        if above[column] > 0 { blend(row * width + column, paint, shares[min(63, Int(above[column]))]) }
      }
    }
    for place in gathered.lowerBound * stride..<(gathered.upperBound + 1) * stride { corners[place] = 0 }
    gathered = height..<height
  }

  private static func pixels(_ start: Double, _ length: Double, _ limit: Int) -> Range<Int> {
    let first = (start * density).rounded(), last = max(first + 1, ((start + length) * density).rounded())
    guard first < Double(limit), last > 0 else { return 0..<0 }
    return Int(max(0, first))..<Int(min(Double(limit), last))
  }

  /// Paints what `coverage` holds, and clears it for the next mark.
  mutating func paintCovered(_ paint: Int, opacity: Double) {
    let share = Float(opacity)
    for place in touched {
      blend(Int(place), paint, min(1, coverage[Int(place)]) * share)
      coverage[Int(place)] = 0
    }
    touched.removeAll(keepingCapacity: true)
  }

  /// The part of the image that has paint, as an element; nothing where there is none.
  func draw(_ attributes: [(String, String)] = [], _ svg: inout SVGText) {
    guard let (columns, rows) = painted else { return }
    var bytes = [UInt8](repeating: 0, count: columns.count * rows.count * 4)
    var next = 0
    for row in rows {
      for place in row * width + columns.lowerBound..<row * width + columns.upperBound {
        let pixel = pixels[place]
        if pixel.w > 0 {
          let straight = SIMD4(pixel.x / pixel.w, pixel.y / pixel.w, pixel.z / pixel.w, pixel.w) * 255
          for channel in 0..<4 { bytes[next + channel] = UInt8(min(255, max(0, straight[channel].rounded()))) }
        }
        next += 4
      }
    }
    let image = PNGImage.encode(pixels: bytes, width: columns.count, height: rows.count)
    let base64 = PageWriter.text { writer in writer.writeBase64 { stream in image.withUnsafeBytes { stream.write($0) } } }
    svg.empty(
      "image",
      [
        ("x", NumberText.coordinate(left + Double(columns.lowerBound) / Self.density)), ("y", NumberText.coordinate(top + Double(rows.lowerBound) / Self.density)),
        ("width", NumberText.coordinate(Double(columns.count) / Self.density)), ("height", NumberText.coordinate(Double(rows.count) / Self.density)),
        ("href", "data:image/png;base64," + base64),
      ] + attributes)
  }

  /// The columns and rows between the first and the last that have paint; nil where none has.
  private var painted: (columns: Range<Int>, rows: Range<Int>)? {
    var columns = width..<width, rows = height..<height
    for row in 0..<height {
      let line = row * width..<(row + 1) * width
      guard let first = line.first(where: { pixels[$0].w > 0 }), let last = line.last(where: { pixels[$0].w > 0 }) else { continue }
      columns = min(columns.lowerBound, first - line.lowerBound)..<max(columns.isEmpty ? 0 : columns.upperBound, last - line.lowerBound + 1)
      rows = (rows.isEmpty ? row : rows.lowerBound)..<row + 1
    }
    return rows.isEmpty ? nil : (columns, rows)
  }
}
