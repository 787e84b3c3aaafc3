import RealModule
import Tabular
import Tooling

/// What a search found, drawn.
extension SearchTable {
  /// Of one axis of numbers the metric over it; else a line a combination over the axes and the metric. Of a search in rounds the last round's
  /// combinations alone: the others learnt from fewer rows.
  func figure() throws -> Figure? {
    let table = comparable
    guard table.values.count > 1 else { return nil }
    if axes.count == 1, let numbers = table.numbers(0) { return try table.curve(numbers) }
    return try table.parallel(of: values.count)
  }

  private func numbers(_ axis: Int) -> [Double]? {
    let numbers = values.compactMap { $0[axis]?.double }
    return numbers.count == values.count && numbers.allSatisfy(\.isFinite) ? numbers : nil
  }

  private func curve(_ numbers: [Double]) throws -> Figure? {
    let order = numbers.indices.sorted { numbers[$0] < numbers[$1] }
    return try ScoreCurve(
      x: axes[0], metric: metric,
      lines: [.init(name: "held out", x: order.map { numbers[$0] }, mean: order.map { scores[$0].mean }, deviation: order.map { scores[$0].deviation })]
    ).figure()
  }

  /// A line a combination over the axes and the metric.
  ///
  /// - Parameter total: how many combinations there are, those of earlier rounds among them.
  private func parallel(of total: Int) throws -> Figure? {
    let kept = Array(order.filter { !scores[$0].mean.isNaN }.prefix(500))
    guard kept.count > 1 else { return nil }
    let drawn = axes.indices.map { axis in ParallelAxis(axes[axis], kept.map { values[$0][axis] }, levels: levels(axis)) }
      + [ParallelAxis(metric, kept.map { .number(scores[$0].mean) }, levels: [])]
    var lines: (rank: [Double], axis: [String?], share: [Double], value: [String?], score: [Double]) = ([], [], [], [], [])
    for axis in drawn {
      for (rank, share) in axis.shares.enumerated() {
        guard let share else { continue }
        lines.rank.append(Double(rank + 1))
        lines.axis.append(axis.name)
        lines.share.append(share)
        lines.value.append(axis.texts[rank])
        lines.score.append(scores[kept[rank]].mean)
      }
    }
    let table = try Table([
      Column("rank", .number(lines.rank)), Column("axis", .text(TextValues(lines.axis))), Column("share", .number(lines.share)),
      Column("value", .text(TextValues(lines.value))), Column("score", .number(lines.score)),
    ])
    let x = Encoding.field("axis", .nominal, title: "", sort: .values(axes + [metric]))
    let y = Encoding.field("share", .quantitative, title: "", scale: .domain(-0.08, 1.08), hasGuide: false)
    func labels(_ chosen: [ParallelAxis]) throws -> Table {
      let labels = chosen.flatMap { axis in axis.labels.map { (axis.name, $0.share, $0.text) } }
      return try Table([
        Column("axis", .text(TextValues(labels.map { $0.0 }))), Column("share", .number(labels.map { $0.1 })),
        Column("label", .text(TextValues(labels.map { $0.2 }))),
      ])
    }
    func text(_ dataset: String, _ mark: Mark) -> ChartLayer { ChartLayer(dataset, mark, [.x: x, .y: y, .text: .field("label", .nominal)]) }
    var datasets = [("lines", table), ("ends", try labels(drawn.filter(\.isMeasured)))]
    var layers = [
      ChartLayer(
        "lines", Mark.line().with("strokeWidth", 1.5).with("opacity", kept.count > 100 ? 0.4 : 0.75),
        [.x: x, .y: y, .detail: .field("rank", .nominal), .color: .field("score", .quantitative, title: metric, scale: .colours("viridis"))]),
      text("ends", .text()),
    ]
    let names = try labels(drawn.filter { !$0.isMeasured })
    if names.rowCount > 0 {
      datasets.append(("names", names))
      layers.append(text("names", Mark.text().with("align", "right").with("dx", -6).with("fontSize", 10)))
    }
    return try Chart(
      description: "A line for each of \(counted(kept.count, "combination"))\(values.count < total ? " of the last round" : "") over \(axes.joined(separator: ", ")) and \(metric), each from its least to its greatest; the best has \(metric) \(shortNumber(scores[kept[0]].mean)).",
      datasets: datasets.map { (name: $0.0, table: $0.1) }, layers: layers
    ).figure()
  }

  /// The values of an axis in the order in which they were tried.
  private func levels(_ axis: Int) -> [String] {
    var levels: [String] = []
    for text in values.compactMap({ $0[axis].map(Self.text) }) where !levels.contains(text) { levels.append(text) }
    return levels
  }
}

/// One axis of the figure: numbers from the least to the greatest, other values at equal distances.
private struct ParallelAxis {
  let name: String
  let texts: [String]
  /// How far up each line crosses the axis, 0 to 1; nil where it does not.
  let shares: [Double?]
  /// What stands at the axis: names beside it, numbers beyond its ends.
  let labels: [(share: Double, text: String)]
  let isMeasured: Bool

  init(_ name: String, _ cells: [TypedValue?], levels: [String]) {
    self.name = name
    let given = cells.compactMap { $0 }
    let numbers = given.compactMap(\.double)
    isMeasured = numbers.count == given.count
    guard isMeasured, let low = numbers.min(), let high = numbers.max() else {
      texts = cells.map { $0.map(SearchTable.text) ?? "" }
      func share(_ place: Int) -> Double { levels.count > 1 ? Double(place) / Double(levels.count - 1) : 0.5 }
      shares = texts.map { levels.firstIndex(of: $0).map(share) }
      // The second part of a tool's name is enough here.
      labels = levels.count > 12 ? [] : levels.enumerated().map { (share($0), String($1.split(separator: ".").last ?? "")) }
      return
    }
    // Over several orders of magnitude equal ratios are equal steps.
    let isWide = low > 0 && high / low >= 100
    func share(_ number: Double) -> Double {
      guard high > low else { return 0.5 }
      return isWide ? Double.log(number / low) / Double.log(high / low) : (number - low) / (high - low)
    }
    texts = cells.map { $0?.double.map { shortNumber($0) } ?? "" }
    shares = cells.map { $0?.double.map(share) }
    labels = high > low ? [(-0.05, shortNumber(low)), (1.05, shortNumber(high))] : [(0.55, shortNumber(low))]
  }
}
