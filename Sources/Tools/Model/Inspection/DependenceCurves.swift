import Tabular
import Tooling

/// What a model predicts where every row is given the same value of a feature.
struct DependenceCurves {
  let grids: [FeatureGrid]
  /// A grid and a place in it.
  let pieces: [(grid: Int, place: Int)]
  /// One a piece.
  let points: [Point]
  /// The rows that have lines of their own, places in the data.
  let rows: [Int]
  /// Nil for numbers.
  let classes: [String?]
  let target: TargetDescription

  /// What is predicted where every row is given one value.
  struct Point: Sendable {
    /// Over the rows, one a class.
    let averages: [(mean: Double, deviation: Double)]
    /// Of the rows that have lines, of one class or of numbers.
    let ofRows: [Double]
  }

  /// `feature`, `value`, of several classes `class`, `average`, `sd`. Values are numbers where all are.
  func averageTable() throws -> Table {
    var cells: (features: [String?], values: [(Int, Int)], classes: [String?], means: [Double], deviations: [Double]) = ([], [], [], [], [])
    for (piece, (grid, place)) in pieces.enumerated() {
      for (code, name) in classes.enumerated() {
        let (mean, deviation) = points[piece].averages[code]
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
  func individualTable() throws -> Table {
    let all = pieces.indices.flatMap { piece in rows.indices.map { (piece, $0) } }
    return try Table([
      Column("feature", .text(TextValues(all.map { grids[pieces[$0.0].grid].name }))), valueColumn(all.map { pieces[$0.0] }),
      rowColumn(all.map { rows[$0.1] }), Column("prediction", .number(all.map { points[$0.0].ofRows[$0.1] })),
    ])
  }

  private func valueColumn(_ places: [(grid: Int, place: Int)]) -> Column {
    let numbers = places.map { grid, place -> Double? in if case .numbers(let numbers, _) = grids[grid].values { numbers[place] } else { nil } }
    if numbers.allSatisfy({ $0 != nil }) { return Column("value", .number(numbers.map { $0 ?? .nan })) }
    return Column("value", .text(TextValues(places.map { grids[$0.grid].label($0.place) })))
  }

  /// A panel a feature, the first 12.
  func figure(showsAverage: Bool) throws -> Figure? {
    let charts = try grids.indices.prefix(12).map { try panel($0, showsAverage: showsAverage) }
    guard charts.count > 1 else { return try charts.first?.figure() }
    let told = charts.map(\.description).joined(separator: " ")
    return try Chart.figure(of: charts, columns: 2, description: told)
  }

  private var predicted: String { target.isClassification ? (classes.count == 1 ? "Probability of \(classes[0] ?? "")" : "Probability") : target.name }

  private func panel(_ grid: Int, showsAverage: Bool) throws -> Chart {
    let own = pieces.indices.filter { pieces[$0].grid == grid }
    let feature = grids[grid]
    var isNumeric = false
    if case .numbers = feature.values { isNumeric = true }
    let places = own.map { pieces[$0] }
    let means = own.map { points[$0].averages.map(\.mean) }
    let across =
      isNumeric
      ? Encoding.field("value", .quantitative, title: feature.name, scale: .withoutZero)
      : Encoding.field("value", .nominal, title: feature.name, sort: .values(own.map { feature.label(pieces[$0].place) }))
    var datasets: [(String, Table)] = []
    var layers: [ChartLayer] = []
    let isSeveral = classes.count > 1
    if !rows.isEmpty {
      let all = rows.indices.flatMap { row in own.map { ($0, row) } }
      datasets.append(
        (
          "rows \(grid)",
          try Table([
            valueColumn(all.map { pieces[$0.0] }), Column("prediction", .number(all.map { points[$0.0].ofRows[$0.1] })),
            Column("row", .text(TextValues(all.map { String(rows[$0.1] + 1) }))),
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
      // Bars would hide the lines of rows behind them.
      let isBars = !isNumeric && rows.isEmpty
      var layer = ChartLayer(
        "average \(grid)", isBars ? .bar() : .line(hasPoints: !isNumeric), [.x: across, .y: .field("average", .quantitative, title: predicted, scale: isBars ? nil : .withoutZero)])
      if isSeveral {
        layer.encode(.color, .field("class", .nominal, title: ""))
        if isBars { layer.encode(.xOffset, .field("class", .nominal)) }
      }
      layers.append(layer)
    }
    if !feature.deciles.isEmpty, isNumeric {
      datasets.append(("deciles \(grid)", try Table([Column("value", .number(feature.deciles))])))
      layers.append(ChartLayer("deciles \(grid)", Mark.tick().with("size", 8).with("opacity", 0.6), [.x: across, .y: .value("height")]))
    }
    let first = means.first?[0] ?? .nan
    let last = means.last?[0] ?? .nan
    return Chart(
      description: "\(predicted) over '\(feature.name)': \(shortNumber(first)) at \(feature.shownLabel(places.first?.place ?? 0)), \(shortNumber(last)) at \(feature.shownLabel(places.last?.place ?? 0)).",
      width: 260, height: 200, datasets: datasets, layers: layers)
  }
}
