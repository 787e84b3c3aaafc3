import Tabular
import Tooling

/// A search judged by folds of its own: outside each it is run anew, and what it chose predicts the fold.
struct OuterFolds {
  let plan: FoldPlan
  /// The parameters of the search, without the roles of the columns.
  let search: [TypedValue.Field]
  /// The names of the grid's axes.
  let axes: [String]

  private static let dealing = "outer folds"
  private static func rows(_ fold: Int) -> String { "outer fold \(fold) rows" }
  private static func search(_ fold: Int) -> String { "outer fold \(fold) search" }
  private static func judging(_ fold: Int) -> String { "outer fold \(fold)" }

  var steps: [SubStep] {
    var steps = plan.dealing
    // One repeat; its name is told from that of the search's own folds.
    for place in steps.indices { steps[place].name = Self.dealing }
    let roles = plan.roles.arguments
    for fold in 1...plan.folds {
      steps.append(
        SubStep(
          Self.rows(fold), tool: DivideByFold.name,
          arguments: [.init("fold", .integer(fold)), .init("earlier", .boolean(plan.split == .time))],
          inputs: [("data", .input("data")), ("folds", .output(of: Self.dealing, "assignment"))]))
      steps.append(SubStep(Self.search(fold), tool: SearchPipelines.name, arguments: roles + search, inputs: [("data", .output(of: Self.rows(fold), "train"))]))
      steps.append(
        SubStep(
          Self.judging(fold), tool: PredictModel.name, arguments: [.init("keep", .text("none"))],
          inputs: [("model", .output(of: Self.search(fold), "model")), ("data", .output(of: Self.rows(fold), "test"))]))
    }
    return steps
  }

  func judged(_ results: SubStepResults, _ dataset: Dataset) throws -> HeldRows {
    guard let truth = dataset.training.target else { throw ToolError("there is no target", parameter: "target") }
    let assignment: Table = try results.value("assignment", of: Self.dealing)
    guard case .integer(let cells)? = assignment.column("fold")?.values else { throw ToolError("the outer folds are damaged") }
    let folds = try (1...plan.folds).map { fold in
      let places = dataset.rows.indices.filter { cells[dataset.rows[$0]] == Int64(fold) }
      let table: Table = try results.value("table", of: Self.judging(fold))
      guard table.rowCount == places.count else { throw ToolError("'\(Self.judging(fold))' predicted rows that the data lack") }
      return HeldRows.Fold(
        number: 1, fold: fold, places: places, truth: truth.selecting(rows: places), prediction: try prediction(in: table, of: truth.description, isPartial: true))
    }
    return HeldRows(folds: folds, dataset: dataset, target: truth.description, learnsFromEarlier: plan.split == .time)
  }

  /// `fold`, the metric there, `search_<metric>` that the choice had in its own search, and a column a parameter.
  func choices(_ results: SubStepResults, _ judged: HeldRows, metric: String) throws -> Table {
    let scores = FoldScores(try judged.summary(), metric: metric).values
    var searched: [Double] = []
    var chosen: [[(name: String, value: TypedValue)]] = []
    for fold in 1...plan.folds {
      let ranked: Table = try results.value("results", of: Self.search(fold))
      searched.append(ranked.column(metric)?.values.numbers?.first ?? .nan)
      chosen.append(ranked.columns.filter { axes.contains($0.name) }.map { ($0.name, $0.values.typedValue(at: 0)) }.filter { $0.1 != .null })
    }
    var parameters: [String] = []
    for name in chosen.flatMap({ $0.map(\.name) }) where !parameters.contains(name) { parameters.append(name) }
    return try Table(
      [
        Column("fold", .integer(Optionals((1...plan.folds).map { Int64($0) }, zero: 0))), Column(metric, .number(scores)),
        Column("search_\(metric)", .number(searched)),
      ]
        + parameters.map { name in SearchTable.column(name, chosen.map { row in row.first { $0.name == name }?.value }) })
  }
}
