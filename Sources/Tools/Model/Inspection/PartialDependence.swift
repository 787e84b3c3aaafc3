import LinearAlgebra
import Tabular
import Tooling

/// Shows how a model's prediction changes with a feature: the mean of what it predicts where every row is given the same value of it.
///
///     ```{model.partial_dependence shape}
///     model: $forest
///     data: $parts.train
///     features: [mean_radius, worst_texture]
///     ```
///
/// For classes the prediction is the probability of the positive class, of more than two of each class. Numbers are tried at
/// `grid_resolution` steps between the `percentiles` of the data, or at the values that there are, where these are fewer; texts and classes at
/// each of theirs.
///
/// With `kind: individual` there is a line a row (individual conditional expectation), with `both` their mean too. Where the lines cross,
/// the feature works together with another one, and the mean hides it.
///
/// **Reading it.** It shows the model, not nature: what the model would say of rows that may not exist, as where two features go together and
/// only one is changed. The curve tells nothing where there are no rows; the ticks below it are the deciles of the data.
///
/// Names and defaults are scikit-learn's `partial_dependence`.
struct PartialDependence: ParameterChecking {
  static let name = "model.partial_dependence"
  static let summary = "Show how a model's prediction changes with a feature."
  static let version = "2"
  static let citations = [
    Citation("Friedman JH. Greedy function approximation: a gradient boosting machine. Annals of Statistics 29, 1189–1232 (2001).", doi: "10.1214/aos/1013203451"),
    Citation("Goldstein A, Kapelner A, Bleich J, Pitkin E. Peeking inside the black box. Journal of Computational and Graphical Statistics 24, 44–65 (2015).", doi: "10.1080/10618600.2014.907095"),
  ]

  enum Curves: String, ParameterChoice {
    case average, individual, both
    var help: String {
      switch self {
      case .average: "The mean over the rows."
      case .individual: "A line a row."
      case .both: "A line a row, and their mean."
      }
    }
  }

  @Input("The model.") var model: ModelArchive
  @Input("The rows whose other features stay as they are.") var data: Table
  @Param("The features to vary, one at a time.", .notEmpty, of: "data") var features: [ColumnName]
  @Param("Whether the mean is shown, or every row.") var kind = Curves.average
  @Param("How many values of a number are tried.", .in(2...10_000)) var gridResolution = 100
  @Param("Between which shares of the data they lie.", .notEmpty) var percentiles = [0.05, 0.95]
  @Param("How many rows have a line, drawn at random.", .in(1...10_000)) var rows = 50
  @Param("Of the random numbers that draw rows.", .atLeast(0)) var seed = 0

  @Output("A row a feature and value, of more than two classes also a class: `feature`, `value`, `class`, `average`, `sd` over the rows.", named: "table", isMain: true)
  var averages: Table?
  @Output("With individual lines: `feature`, `value`, `row`, `prediction`.", isOptional: true) var individual: Table?
  @Output("The curves, a panel a feature.", isOptional: true) var figure: Figure?

  func problems(given: Set<String>) -> [ParameterProblem] {
    var problems: [ParameterProblem] = []
    if percentiles.count != 2 || !(percentiles[0] >= 0 && percentiles[0] < percentiles[1] && percentiles[1] <= 1) {
      problems.append(.error("'percentiles' must be two shares from 0 to 1, the lesser first", at: "percentiles"))
    }
    if kind == .average {
      problems += ["rows", "seed"].filter(given.contains).map { .ignored($0, "where 'kind' is average", remedy: "leave it out, or set kind: both") }
    }
    return problems
  }

  mutating func run(_ context: RunContext) throws {
    let predictor = try model.predictor(context)
    guard data.rowCount > 0 else { throw ToolError("the data have no rows", parameter: "data") }
    let names = features.map(\.name)
    for name in names where !predictor.features.contains(name) {
      throw ToolError("'\(name)' is none of the model's features\(didYouMean(name, among: predictor.features))", parameter: "features")
    }
    let classes = shownClasses(predictor.target)
    let grids = try names.map { try FeatureGrid(data.column($0, for: "features"), resolution: gridResolution, percentiles: percentiles) }
    let pieces = grids.indices.flatMap { grid in grids[grid].values.indices.map { (grid, $0) } }
    var drawn: [Int] = []
    if kind != .average {
      guard classes.count == 1 else {
        throw ToolError("lines of single rows are for two classes or numbers, and there are \(classes.count) classes", remedy: "set kind: average", parameter: "kind")
      }
      var random = RandomSource(seed: UInt64(bitPattern: Int64(seed)))
      drawn = random.permutation(data.rowCount).prefix(rows).sorted()
    }
    let (table, lines) = (data, drawn)
    // Of the predictions at a value their means are kept, and those of the rows that have a line.
    let points = try context.mapPieces(pieces.count, "value") { piece, context -> DependenceCurves.Point in
      let (grid, place) = pieces[piece]
      let replaced = try table.replacingColumns([names[grid]: [grids[grid].column(at: place, rowCount: table.rowCount)]])
      let (values, width) = try predictor.predict(replaced, context).values
      return DependenceCurves.Point(
        averages: classes.map { code, _ in FoldSummary.meanAndDeviation((0..<table.rowCount).map { values[$0 * width + code] }) },
        ofRows: lines.map { values[$0 * width + classes[0].code] })
    }
    let curves = DependenceCurves(
      grids: grids, pieces: pieces, points: points, rows: drawn, classes: classes.map(\.name), target: predictor.target)
    averages = try curves.averageTable()
    if !drawn.isEmpty { individual = try curves.individualTable() }
    figure = try curves.figure(showsAverage: kind != .individual)
  }

  /// The class whose probability is shown, of more than two all; for numbers the number.
  private func shownClasses(_ target: TargetDescription) -> [(code: Int, name: String?)] {
    guard target.isClassification else { return [(0, nil)] }
    if let positive = target.positiveCode { return [(positive, target.classes[positive])] }
    return target.classes.enumerated().map { ($0, $1) }
  }
}
