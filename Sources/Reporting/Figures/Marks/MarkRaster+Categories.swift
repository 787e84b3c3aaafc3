/// The marks of a layer as pixels, and those of each of its categories alone.
extension MarkRaster {
  /// A legend shows no more categories; each is an image.
  private static let categoryLimit = 24
  /// So many marks drawn a second time would be waited for, and their images would weigh much.
  private static let separableLimit = 200_000

  /// Draws an image of all marks, as they lie over one another; behind it, for a script and hidden without one, an image of each category's marks.
  ///
  /// - Parameters:
  ///   - places: of the marks, in the order in which they are painted.
  ///   - code: which of the layer's inks a mark has.
  ///   - paint: paints the marks at some of the places.
  static func draw(
    _ places: some Sequence<Int>, of looks: MarkLooks, in frame: Plot.Frame, _ svg: inout SVGText, code: (Int) -> Int, paint: (inout MarkRaster, [Int]) -> Void
  ) {
    let places = Array(places), paints = looks.inks.map(\.paint)
    func draw(_ places: [Int], _ attributes: [(String, String)]) {
      var raster = MarkRaster(frame, paints: paints)
      paint(&raster, places)
      raster.draw(attributes, &svg)
    }
    let categories = Self.categories(of: places, looks, code)
    draw(places, categories.isEmpty ? [] : [("class", "together")])
    for category in categories { draw(category.places, [("class", "alone"), ("data-key", category.key), ("visibility", "hidden")]) }
  }

  /// The marks of each category, in the order of the inks; none where a legend has nothing to choose from.
  private static func categories(of places: [Int], _ looks: MarkLooks, _ code: (Int) -> Int) -> [(key: String, places: [Int])] {
    guard places.count <= separableLimit, (2...categoryLimit).contains(looks.inks.count(where: { $0.key != nil })) else { return [] }
    var parts = [[Int]](repeating: [], count: looks.inks.count)
    for place in places { parts[code(place)].append(place) }
    return zip(looks.inks, parts).compactMap { ink, places in ink.key.flatMap { places.isEmpty ? nil : ($0, places) } }
  }
}
