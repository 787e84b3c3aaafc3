import Tabular
import Tooling

/// What a model predicts where every row is given the same value of a feature.
struct DependenceCurves {
  let grids: [FeatureGrid]
  /// A grid and a place in it.
  let pieces: [(grid: Int, place: Int)]
  /// Of each piece and class a prediction a row.
  let points: [[[Double]]]
  /// Nil for numbers.
  let classes: [String?]
  let target: TargetDescription

  /// `feature`, `value`, of several classes `class`, `average`, `sd`. Values are numbers where all are.
  func averageTable() throws -> Table {
    var cells: (features: [String?], values: [(Int, Int)], classes: [String?], means: [Double], deviations: [Double]) = ([], [], [], [], [])
    for (piece, (grid, place)) in pieces.enumerated() {
      for (code, name) in classes.enumerated() {
        let (mean, deviation) = FoldSummary.meanAndDeviation(points[piece][code])
        cells.features.append(grids[grid].name)
        cells.values.append((grid, place))
        cells.classes.append(name)
        cells.means.append(mean)
        cells.deviations.append(deviation)
      }
    }
    return try Table(
      [Column("feature", .text(TextValues(cells.features))), valueColumn(cells.values)]
        + (classes.count > 1 ? [Column("class", .text(TextValues(cells.classes)))] : [])
        + [Column("average", .number(cells.means)), Column("sd", .number(cells.deviations))])
  }

  /// `feature`, `value`, `row` (its number in the data), `prediction`; of one class or of numbers.
  func individualTable(_ rows: [Int]) throws -> Table {
    let all = pieces.indices.flatMap { piece in rows.map { (piece, $0) } }
    return try Table([
      Column("feature", .text(TextValues(all.map { grids[pieces[$0.0].grid].name }))), valueColumn(all.map { pieces[$0.0] }),
      rowColumn(all.map(\.1)), Column("prediction", .number(all.map { points[$0.0][0][$0.1] })),
    ])
  }

  private func valueColumn(_ places: [(grid: Int, place: Int)]) -> Column {
    let numbers = places.map { grid, place -> Double? in if case .numbers(let numbers, _) = grids[grid].values { numbers[place] } else { nil } }
    if numbers.allSatisfy({ $0 != nil }) { return Column("value", .number(numbers.map { $0 ?? .nan })) }
    return Column("value", .text(TextValues(places.map { grids[$0.grid].label($0.place) })))
  }

  /// A panel a feature, the first 12.
  func figure(showsAverage: Bool, _ drawn: [Int]) throws -> Figure? {
    let charts = try grids.indices.prefix(12).map { try panel($0, showsAverage: showsAverage, drawn) }
    guard charts.count > 1 else { return try charts.first?.figure() }
    let told = charts.map(\.description).joined(separator: " ")
    return try Chart.figure(of: charts, columns: 2, description: told)
  }

  private var predicted: String { target.isClassification ? (classes.count == 1 ? "Probability of \(classes[0] ?? "")" : "Probability") : target.name }

  private func panel(_ grid: Int, showsAverage: Bool, _ drawn: [Int]) throws -> Chart {
    let own = pieces.indices.filter { pieces[$0].grid == grid }
    let feature = grids[grid]
    var isNumeric = false
    if case .numbers = feature.values { isNumeric = true }
    let places = own.map { pieces[$0] }
    let means = own.map { piece in points[piece].map { FoldSummary.meanAndDeviation($0).mean } }
    let across =
      isNumeric
      ? Encoding.field("value", .quantitative, title: feature.name, scale: .withoutZero)
      : Encoding.field("value", .nominal, title: feature.name, sort: .values(own.map { feature.label(pieces[$0].place) }))
    var datasets: [(String, Table)] = []
    var layers: [ChartLayer] = []
    let isSeveral = classes.count > 1
    if !drawn.isEmpty {
      let all = drawn.flatMap { row in own.map { ($0, row) } }
      datasets.append(
        (
          "rows \(grid)",
          try Table([
            valueColumn(all.map { pieces[$0.0] }), Column("prediction", .number(all.map { points[$0.0][0][$0.1] })),
            Column("row", .text(TextValues(all.map { String($0.1 + 1) }))),
          ])
        ))
      layers.append(
        ChartLayer(
          "rows \(grid)", .line().with("opacity", 0.25).with("strokeWidth", 1),
          [
            .x: across, .y: .field("prediction", .quantitative, title: predicted, scale: .withoutZero),
            .detail: .field("row", .nominal),
          ]))
    }
    if showsAverage {
      datasets.append(
        (
          "average \(grid)",
          try Table([
            valueColumn(classes.flatMap { _ in places }), Column("average", .number(classes.indices.flatMap { code in means.map { $0[code] } })),
            Column("class", .text(TextValues(classes.flatMap { name in places.map { _ in name ?? "" } }))),
          ])
        ))
      var layer = ChartLayer(
        "average \(grid)", isNumeric ? .line() : .bar(), [.x: across, .y: .field("average", .quantitative, title: predicted, scale: isNumeric ? .withoutZero : nil)])
      if isSeveral {
        layer.encode(.color, .field("class", .nominal, title: ""))
        if !isNumeric { layer.encode(.xOffset, .field("class", .nominal)) }
      }
      layers.append(layer)
    }
    if !feature.deciles.isEmpty, isNumeric {
      datasets.append(("deciles \(grid)", try Table([Column("value", .number(feature.deciles))])))
      layers.append(ChartLayer("deciles \(grid)", Mark.tick().with("size", 8).with("opacity", 0.6), [.x: across, .y: .value("height")]))
    }
    let first = means.first?[0] ?? .nan
    let last = means.last?[0] ?? .nan
    return try Chart(
      description: "\(predicted) over '\(feature.name)': \(shortNumber(first)) at \(feature.shownLabel(places.first?.place ?? 0)), \(shortNumber(last)) at \(feature.shownLabel(places.last?.place ?? 0)).",
      width: 260, height: 200, datasets: datasets, layers: layers)
  }
}
