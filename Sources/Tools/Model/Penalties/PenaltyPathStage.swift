import Learning
import LinearAlgebra
import Tabular
import Tooling

/// A tool that fits linear models of many penalties, and takes the one that folds judge best.
protocol PenaltyPathStage: EstimatorStage where Fitted == FittedPenaltyPath {
  var fitIntercept: Bool { get }
  var rule: PenaltyRule { get }
  var coefficients: Table? { get set }
  var path: Table? { get set }
  var chosen: Metrics? { get set }
  var figure: Figure? { get set }

  /// What learns, in words: `the lasso`.
  static var method: String { get }

  func path(_ training: LinearTraining, _ data: TrainingData, _ context: RunContext) throws -> PenaltyPath
}

/// A tool whose penalties are, in part or whole, on absolute values.
protocol ElasticNetPathStage: PenaltyPathStage, ParameterChecking {
  var nAlphas: Int { get }
  var alphas: [Double]? { get }
  var eps: Double { get }
  var maxIter: Int { get }
  var tol: Double { get }
  var folds: Int { get }
  var shuffle: Bool { get }
  var seed: Int { get }

  /// The shares of the penalty on absolute values, to choose from.
  var shares: [Double] { get }
}

extension ElasticNetPathStage {
  func problems(given: Set<String>) -> [ParameterProblem] {
    alphas == nil ? [] : ["n_alphas", "eps"].filter(given.contains).map { .ignored($0, "beside 'alphas'") }
  }

  func path(_ training: LinearTraining, _ data: TrainingData, _ context: RunContext) throws -> PenaltyPath {
    if alphas == nil, let first = training.targets.first, training.targets.allSatisfy({ $0 == first }) {
      throw ToolError(
        "the target '\(data.target?.description.name ?? "")' is \(shortNumber(first)) in every row, so no penalty fits it better than another",
        remedy: "check that the column is the one meant; model.dummy predicts a constant", parameter: "target")
    }
    let dealt = try InnerFolds(count: folds, shuffles: shuffle, seed: seed).dealt(data)
    return try PenaltyPath(
      features: training.matrix, targets: training.targets, sampleWeights: training.weights, folds: dealt.repeats[0], foldCount: folds, l1Ratios: shares,
      alphas: alphas, count: nAlphas, epsilon: eps, parameters: .init(fitsIntercept: fitIntercept, maxIterations: maxIter, tolerance: tol),
      cores: context.cores)
  }
}

/// Which penalty is taken.
enum PenaltyRule: String, ParameterChoice {
  case best
  case oneStandardError = "one_se"

  var help: String {
    switch self {
    case .best: "The one with the least mean error."
    case .oneStandardError: "The largest within one standard error of that: a simpler model, about as good."
    }
  }
}

extension PenaltyPathStage {
  func fitted(to data: TrainingData, _ context: RunContext) throws -> FittedPenaltyPath {
    let training = try LinearTraining(data, for: Self.method, context)
    let path = try path(training, data, context)
    if !path.converged {
      context.warn("the solver had not converged for every penalty", remedy: "raise 'max_iter', or scale the features with scale.standard", parameter: "max_iter")
    }
    let place = rule == .best ? path.best : path.simplest
    if place == path.best, path.points.count > 1 {
      let own = path.points.indices.filter { path.points[$0].l1Ratio == path.points[place].l1Ratio }
      if place == own.first || place == own.last {
        context.note(
          "the best penalty is the \(place == own.first ? "largest" : "smallest") that was tried: a \(place == own.first ? "larger" : "smaller") one may be better",
          parameter: "alphas")
      }
    }
    return FittedPenaltyPath(linear: FittedLinearModel(path.models[place], by: Self.name, training), path: path, place: place)
  }

  mutating func tell(of fitted: FittedPenaltyPath, _ data: TrainingData, _ context: RunContext) throws {
    let points = fitted.path.points
    let point = points[fitted.place]
    coefficients = try fitted.linear.coefficientTable(hasIntercept: fitIntercept)
    path = try fitted.table()
    chosen = Metrics(
      values: [("alpha", point.alpha)] + (Set(points.map(\.l1Ratio)).count > 1 ? [("l1_ratio", point.l1Ratio)] : [])
        + [("mse", point.mean), ("features_used", Double(point.usedCount))])
    figure = try fitted.figure()
  }

  static func read(_ archive: ModelArchive, _ context: RunContext) throws -> any FittedStage { try FittedLinearModel(archive, of: name) }
}

/// A linear model, and the path of penalties that it was chosen from; the path is not kept with the model.
struct FittedPenaltyPath: FittedPredictor {
  let linear: FittedLinearModel
  let path: PenaltyPath
  let place: Int

  var target: TargetDescription { linear.target }
  var features: [String] { linear.features }
  func predict(_ table: Table, _ context: RunContext) throws -> Prediction { try linear.predict(table, context) }
  func archive() -> ModelArchive { linear.archive() }

  private var hasSeveralShares: Bool { Set(path.points.map(\.l1Ratio)).count > 1 }

  /// `alpha`, of several shares `l1_ratio`, `mse`, with folds `mse_se`, `features_used`.
  func table() throws -> Table {
    let points = path.points
    func column(_ name: String, _ value: (PenaltyPath.Point) -> Double) -> Column { Column(name, .number(points.map(value))) }
    return try Table(
      (hasSeveralShares ? [column("l1_ratio", \.l1Ratio)] : []) + [column("alpha", \.alpha), column("mse", \.mean)]
        + (points[0].errors.count > 1 ? [column("mse_se", \.standardError)] : [])
        + [Column("features_used", .integer(Optionals(points.map { Int64($0.usedCount) }, zero: 0)))])
  }

  /// The mean error over the penalty, a curve a share; and, of the share that was chosen, a standard error on either side, and the coefficients
  /// over the penalty.
  func figure() throws -> Figure? {
    let chosen = path.points[place]
    let own = path.points.indices.filter { path.points[$0].l1Ratio == chosen.l1Ratio }
    guard own.count > 1 else { return nil }
    let shares = Array(Set(path.points.map(\.l1Ratio))).sorted()
    let errors = try Table([
      Column("alpha", .number(path.points.map(\.alpha))), Column("mse", .number(path.points.map(\.mean))),
      Column("l1_ratio", .number(path.points.map(\.l1Ratio))),
    ])
    let margins = try Table([
      Column("alpha", .number(own.map { path.points[$0].alpha })),
      Column("low", .number(own.map { path.points[$0].mean - (path.points[$0].standardError.isFinite ? path.points[$0].standardError : 0) })),
      Column("high", .number(own.map { path.points[$0].mean + (path.points[$0].standardError.isFinite ? path.points[$0].standardError : 0) })),
    ])
    let mark = try Table([Column("alpha", .number([chosen.alpha]))])
    let across = Encoding.field("alpha", .quantitative, title: "alpha", scale: .logarithmic)
    let band = ChartLayer("margins", .area(opacity: 0.2), [.x: across, .y: .field("low", .quantitative, title: "Mean squared error", scale: .withoutZero), .y2: .field("high", .quantitative)])
    var curve = ChartLayer("errors", .line(), [.x: across, .y: .field("mse", .quantitative, title: "Mean squared error", scale: .withoutZero)])
    if shares.count > 1 {
      // Shares have an order, and colours other than the features' in the panel beside them.
      curve.encode(.color, .field("l1_ratio", .quantitative, title: "l1_ratio", scale: .colours("viridis")))
      curve.encode(.detail, .field("l1_ratio", .nominal))
    }
    let rule = ChartLayer("chosen", .rule(isDashed: true), [.x: across])
    let left = Chart(
      description: "Mean squared error over the penalty: least, \(shortNumber(path.points[path.best].mean)), at \(shortNumber(path.points[path.best].alpha)); chosen is \(shortNumber(chosen.alpha)), with \(counted(chosen.usedCount, "feature")).",
      width: 260, height: 240, datasets: [("margins", margins), ("errors", errors), ("chosen", mark)], layers: [band, curve, rule])

    // The features that come to most, each a line.
    let sizes = features.indices.map { feature in own.map { abs(path.models[$0].coefficients[feature]) }.max() ?? 0 }
    let shown = features.indices.sorted { (sizes[$1], $0) < (sizes[$0], $1) }.prefix(50).filter { sizes[$0] > 0 }
    guard !shown.isEmpty else { return try left.figure() }
    let lines = shown.flatMap { feature in own.map { (feature, $0) } }
    let coefficients = try Table([
      Column("alpha", .number(lines.map { path.points[$0.1].alpha })), Column("coefficient", .number(lines.map { path.models[$0.1].coefficients[$0.0] })),
      Column("feature", .text(TextValues(lines.map { features[$0.0] }))),
    ])
    let few = shown.count <= 8
    var paths = ChartLayer(
      "coefficients", .line(), [.x: across, .y: .field("coefficient", .quantitative, title: "Coefficient", scale: .withoutZero), .detail: .field("feature", .nominal)])
    if few { paths.encode(.color, .field("feature", .nominal, title: "")) }
    let right = Chart(
      description: "Coefficients of \(shown.count < features.count ? "the \(shown.count) largest features" : "all features") over the penalty.",
      width: 260, height: 240, datasets: [("coefficients", coefficients), ("chosen", mark)], layers: [paths, rule])
    return try Chart.figure(of: [left, right], columns: 2, description: left.description + " " + right.description)
  }
}
