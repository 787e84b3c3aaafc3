import Learning
import LinearAlgebra
import Tabular
import Tooling

/// The figures of an assessment. Each is nil where it would show nothing.
extension Assessment {
  /// More classes than this make a figure of curves or of cells unreadable.
  private static let mostCurves = 10
  private static let mostCells = 40

  /// ROC curves: of the positive class, or of each class against the rest.
  func rocFigure() throws -> Figure? {
    guard case .classes(let truth, _, let probabilities, let metrics) = measured else { return nil }
    var curves: [Curve] = []
    for (code, name) in curveClasses {
      guard
        let curve = ROCCurve(
          isPositive: truth.map { Int($0) == code }, scores: (0..<truth.count).map { probabilities[$0, code] }, weights: weights),
        curve.falsePositiveRate.allSatisfy(\.isFinite), curve.truePositiveRate.allSatisfy(\.isFinite)
      else { continue }
      curves.append(Curve(name: name, x: curve.falsePositiveRate, y: curve.truePositiveRate))
    }
    return try rocFigure(of: curves, area: metrics["roc_auc"] ?? .nan)
  }

  /// Precision against recall: of the positive class, or of each class against the rest.
  func precisionRecallFigure() throws -> Figure? {
    guard case .classes(let truth, _, let probabilities, let metrics) = measured else { return nil }
    var curves: [Curve] = []
    for (code, name) in curveClasses where truth.contains(Int32(truncatingIfNeeded: code)) {
      guard
        let curve = PrecisionRecallCurve(
          isPositive: truth.map { Int($0) == code }, scores: (0..<truth.count).map { probabilities[$0, code] }, weights: weights,
          dropsIntermediate: true)
      else { continue }
      curves.append(Curve(name: name, x: curve.recall.reversed(), y: curve.precision.reversed()))
    }
    guard !curves.isEmpty else { return nil }
    let which = target.positive.map { "of the class '\($0)'" } ?? "of each class against the rest"
    return try Chart(
      description: "Precision against recall \(which); average precision \(shortNumber(metrics["average_precision"] ?? .nan)).",
      width: 360, height: 360, datasets: [("curves", try Curve.table(curves))],
      layers: [
        Curve.layer(
          "curves", .line(.stepAfter), x: "Recall", y: "Precision", isColoured: curves.count > 1)
      ]
    ).figure()
  }

  /// How often each true class was predicted as each class.
  func confusionFigure() throws -> Figure? {
    guard case .classes(let codes, let guesses, _, let metrics) = measured, target.classes.count <= Self.mostCells else { return nil }
    let classes = target.classes
    let confusion = ConfusionMatrix(truth: codes, predicted: guesses, classCount: classes.count, weights: weights)
    let support = metrics.totals.support
    var truth: [String?] = []
    var predicted: [String?] = []
    var counts: [Double] = []
    var shares: [Double] = []
    for row in classes.indices {
      for column in classes.indices {
        truth.append(classes[row])
        predicted.append(classes[column])
        counts.append(confusion[row, column])
        shares.append(support[row] > 0 ? confusion[row, column] / support[row] : 0)
      }
    }
    let table = try Table([
      Column("truth", .text(TextValues(truth))), Column("predicted", .text(TextValues(predicted))),
      Column("count", .number(counts)), Column("share", .number(shares)),
      Column("label", .text(TextValues(counts.map { shortNumber($0) }))),
    ])
    let x = Encoding.field("predicted", .nominal, title: "Predicted", sort: .values(classes))
    let y = Encoding.field("truth", .nominal, title: "Truth", sort: .values(classes))
    let right = metrics.totals.correct.reduce(0, +)
    let side = max(160, min(480, classes.count * 48))
    return try Chart(
      description: "Confusion matrix: \(shortNumber(right)) of \(shortNumber(metrics.totals.total)) right.", width: side, height: side,
      datasets: [("cells", table)],
      layers: [
        ChartLayer(
          "cells", .cell(),
          [
            .x: x, .y: y,
            .color: .field(
              "share", .quantitative, title: "Share of the true class", scale: .domain(0, 1).and(.colours("blues")), format: ".0%"),
          ]),
        ChartLayer("cells", .text(), [.x: x, .y: y, .text: .field("label", .nominal)]),
      ]
    ).figure()
  }

  /// Predicted probabilities against how often they came true; of two classes alone.
  func calibrationFigure() throws -> Figure? {
    guard case .classes(let truth, _, let probabilities, _) = measured, let positive = target.positiveCode else { return nil }
    let curve = CalibrationCurve(
      isPositive: truth.map { Int($0) == positive }, probabilities: (0..<truth.count).map { probabilities[$0, positive] }, weights: weights)
    guard !curve.bins.isEmpty else { return nil }
    let table = try Table([
      Column("predicted", .number(curve.bins.map(\.meanPredicted))), Column("observed", .number(curve.bins.map(\.positiveShare))),
      Column("rows", .integer(Optionals(curve.bins.map { Int64($0.count) }, zero: 0))),
    ])
    return try Chart(
      description: "Calibration: the mean predicted probability of the class '\(target.positive ?? "")' against its observed share, in bins.",
      width: 360, height: 360, datasets: [("bins", table), ("diagonal", try Curve.diagonal(0, 1))],
      layers: [
        Curve.diagonalLayer(x: "Predicted probability", y: "Observed share"),
        ChartLayer(
          "bins", .line(hasPoints: true),
          [
            .x: .field("predicted", .quantitative, title: "Predicted probability", scale: .domain(0, 1)),
            .y: .field("observed", .quantitative, title: "Observed share", scale: .domain(0, 1)),
            .tooltip: .field("rows", .quantitative, title: "Rows"),
          ]),
      ]
    ).figure()
  }

  /// Predictions against the truth; of numbers alone.
  func predictedFigure() throws -> Figure? {
    guard case .numbers(let truth, let predicted, let metrics) = measured else { return nil }
    let finite = truth.indices.filter { truth[$0].isFinite && predicted[$0].isFinite }
    guard !finite.isEmpty else { return nil }
    let low = finite.reduce(Double.infinity) { min($0, truth[$1], predicted[$1]) }
    let high = finite.reduce(-Double.infinity) { max($0, truth[$1], predicted[$1]) }
    let table = try Table([
      Column("truth", .number(finite.map { truth[$0] })), Column("predicted", .number(finite.map { predicted[$0] })),
    ])
    return try Chart(
      description: "Predictions of '\(target.name)' against the truth; R² \(shortNumber(metrics["r2"] ?? .nan)).",
      width: 360, height: 360, datasets: [("rows", table), ("diagonal", try Curve.diagonal(low, high))],
      layers: [
        Curve.diagonalLayer(x: "Truth", y: "Predicted"),
        ChartLayer(
          "rows", .circle(opacity: 0.6),
          [
            .x: .field("truth", .quantitative, title: "Truth", scale: .withoutZero),
            .y: .field("predicted", .quantitative, title: "Predicted", scale: .withoutZero),
          ]),
      ]
    ).figure()
  }

  /// Errors against predictions; of numbers alone.
  func residualFigure() throws -> Figure? {
    guard case .numbers(let truth, let predicted, let metrics) = measured else { return nil }
    let finite = truth.indices.filter { (truth[$0] - predicted[$0]).isFinite }
    guard !finite.isEmpty else { return nil }
    let table = try Table([
      Column("predicted", .number(finite.map { predicted[$0] })), Column("residual", .number(finite.map { truth[$0] - predicted[$0] })),
    ])
    let zero = try Table([Column("zero", .number([0]))])
    return try Chart(
      description: "Residuals (truth less prediction) of '\(target.name)' against predictions; root mean squared error \(shortNumber(metrics["rmse"] ?? .nan)).",
      datasets: [("rows", table), ("zero", zero)],
      layers: [
        ChartLayer("zero", .rule(isDashed: true), [.y: .field("zero", .quantitative, title: "Residual")]),
        ChartLayer(
          "rows", .circle(opacity: 0.6),
          [
            .x: .field("predicted", .quantitative, title: "Predicted", scale: .withoutZero),
            .y: .field("residual", .quantitative, title: "Residual"),
          ]),
      ]
    ).figure()
  }

  /// ROC curves by name over the diagonal.
  func rocFigure(of curves: [Curve], area: Double) throws -> Figure? {
    guard !curves.isEmpty else { return nil }
    let which = target.positive.map { "of the class '\($0)'" } ?? "of each class against the rest"
    return try Chart(
      description: "ROC curve \(which); area \(shortNumber(area)).", width: 360, height: 360,
      datasets: [("curves", try Curve.table(curves)), ("diagonal", try Curve.diagonal(0, 1))],
      layers: [
        Curve.diagonalLayer(x: "False positive rate", y: "True positive rate"),
        Curve.layer(
          "curves", .line(), x: "False positive rate", y: "True positive rate", isColoured: curves.count > 1),
      ]
    ).figure()
  }

  /// The positive class; or the classes with most rows, in their order.
  private var curveClasses: [(code: Int, name: String)] {
    if let positive = target.positiveCode { return [(positive, target.classes[positive])] }
    guard case .classes(_, _, _, let metrics) = measured else { return [] }
    let support = metrics.totals.support
    let most = target.classes.indices.sorted { (support[$1], $0) < (support[$0], $1) }.prefix(Self.mostCurves)
    return most.sorted().map { ($0, target.classes[$0]) }
  }
}

/// A curve over the unit square.
struct Curve {
  var name: String
  var x: [Double]
  var y: [Double]

  /// More points than this cannot be told apart on a page.
  private static let mostPoints = 1000

  /// Every point, or points at equal steps along the curve where there are too many, its ends among them.
  private var shown: [Int] {
    guard x.count > Self.mostPoints else { return Array(x.indices) }
    return (0..<Self.mostPoints).map { $0 * (x.count - 1) / (Self.mostPoints - 1) }
  }

  static func table(_ curves: [Curve]) throws -> Table {
    var names: [String?] = []
    var x: [Double] = []
    var y: [Double] = []
    for curve in curves {
      for place in curve.shown {
        names.append(curve.name)
        x.append(curve.x[place])
        y.append(curve.y[place])
      }
    }
    return try Table([Column("x", .number(x)), Column("y", .number(y)), Column("curve", .text(TextValues(names)))])
  }

  static func diagonal(_ low: Double, _ high: Double) throws -> Table {
    try Table([Column("x", .number([low, high])), Column("y", .number([low, high]))])
  }

  static func diagonalLayer(x: String, y: String) -> ChartLayer {
    ChartLayer(
      "diagonal", .line(isDashed: true).with("opacity", 0.5),
      [.x: .field("x", .quantitative, title: x, scale: .withoutZero), .y: .field("y", .quantitative, title: y, scale: .withoutZero)])
  }

  static func layer(_ dataset: String, _ mark: Mark, x: String, y: String, isColoured: Bool) -> ChartLayer {
    var layer = ChartLayer(
      dataset, mark,
      [
        .x: .field("x", .quantitative, title: x, scale: .domain(0, 1), sort: Encoding.Sort.none),
        .y: .field("y", .quantitative, title: y, scale: .domain(0, 1)),
      ])
    if isColoured { layer.encode(.color, .field("curve", .nominal, title: "")) }
    return layer
  }
}
