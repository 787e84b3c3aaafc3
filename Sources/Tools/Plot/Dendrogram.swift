import Learning
import Tabular
import Tooling

/// The tree of a clustering as lines: a bracket a join, as high as what it joins is apart, leaves in the middle of their places.
struct Dendrogram {
  private var places: [Double] = []
  private var heights: [Double] = []
  private var joins: [Double] = []
  private let leafCount: Int

  init(_ tree: HierarchicalClustering) {
    leafCount = tree.order.count
    var centres = [Double](repeating: 0, count: leafCount + tree.joins.count)
    for (place, leaf) in tree.order.enumerated() { centres[leaf] = Double(place) + 0.5 }
    func height(_ cluster: Int) -> Double { cluster < leafCount ? 0 : tree.joins[cluster - leafCount].height }
    for (place, join) in tree.joins.enumerated() {
      let (a, b) = (centres[join.first], centres[join.second])
      centres[leafCount + place] = (a + b) / 2
      places += [a, a, b, b]
      heights += [height(join.first), join.height, join.height, height(join.second)]
      joins += [Double](repeating: Double(place), count: 4)
    }
  }

  /// - Parameters:
  ///   - isUpright: whether leaves are below; else they are to the left.
  ///   - length: of the side along which the leaves lie, in pixels.
  func chart(_ dataset: String, isUpright: Bool, length: Int) throws -> Chart {
    let table = try Table([Column("place", .number(places)), Column("height", .number(heights)), Column("join", .number(joins))])
    let bare = Encoding.Scale([.init("domain", .array([0, .integer(max(1, leafCount))])), .init("nice", false)])
    // Along y leaves go down, as rows do.
    let along = Encoding.field("place", .quantitative, scale: isUpright ? bare : bare.and(Encoding.Scale([.init("reverse", true)])), hasGuide: false)
    let up = Encoding.field("height", .quantitative, scale: Encoding.Scale([.init("nice", false)]), hasGuide: false)
    return Chart(
      description: "", width: isUpright ? length : 60, height: isUpright ? 60 : length, datasets: [(dataset, table)],
      layers: [
        ChartLayer(
          dataset, Mark.line().with("strokeWidth", 1).with("color", "gray"),
          isUpright
            ? [.x: along, .y: up, .detail: .field("join", .nominal), .order: .value(.null)]
            : [.x: up, .y: along, .detail: .field("join", .nominal), .order: .value(.null)])
      ])
  }

  /// An empty place between two trees.
  static func nothing(width: Int, height: Int) throws -> Chart {
    Chart(
      description: "", width: width, height: height, datasets: [("nothing", try Table([Column("x", .number([]))]))],
      layers: [ChartLayer("nothing", .circle(), [.x: .field("x", .quantitative, hasGuide: false)])])
  }
}
