import Learning
import Tabular
import Tooling

/// Adds powers and products of columns of numbers, as scikit-learn's `PolynomialFeatures`: of `a` and `b`, with degree 2, also
/// `a^2`, `a b` and `b^2`.
///
/// With them a linear model follows a curve, and sees where one feature changes what another does (a drug that works in one sex
/// alone). Bring columns to one scale before (`scale.standard`), or powers run far apart; and give the model a penalty, since there
/// are soon many columns.
///
///     ```{features.polynomial bent}
///     table: $scaled
///     columns: [dose, age]
///     degree: 2
///     include_bias: false
///     ```
///
/// The new columns stand in place of those that they are made of, which are among them, in scikit-learn's order: the constant
/// column `1` (unless `include_bias: false`; most models have a constant of their own), then by degree. With `interaction_only` no
/// column is multiplied by itself. Without `columns` every column of numbers is taken, a numeric target too: name what to leave as
/// it is under `exclude`. A product with a missing value is missing.
///
/// There are many: 20 columns make 1,771 of degree 3. More than 50,000 are refused.
struct PolynomialFeatures: TransformerStage {
  static let name = "features.polynomial"
  static let summary = "Add powers and products of columns of numbers."
  static let version = "1"

  @Input("The table to make columns of.") var table: Table
  @Param("The columns to multiply; by default all numbers.", .notEmpty, of: "table") var columns: [ColumnName]?
  @Param("Columns to leave as they are.", of: "table") var exclude: [ColumnName] = []
  @Param("How many columns a product has at most.", .in(1...100)) var degree = 2
  @Param("Whether to leave out powers, so that no column is multiplied by itself.") var interactionOnly = false
  @Param("Whether to add a column of ones, called 1.") var includeBias = true
  @Output("The table with the products.", named: "table", isMain: true) var transformed: Table?
  @Output("The columns and the degree, to make the same of other tables.", kind: .transformer) var transformer: ModelArchive?

  static func read(_ archive: ModelArchive, _ context: RunContext) throws -> any FittedStage { try FittedPolynomial(archive) }

  func fitted(to table: Table, _ context: RunContext) throws -> FittedPolynomial {
    let choice = ColumnChoice(columns: columns, exclude: exclude)
    let chosen = try choice.numbers(from: table, "only numbers can be multiplied", infinite: "so it has no powers")
    if chosen.isEmpty {
      context.warn(
        "the table has no columns of numbers to multiply", remedy: "name some under 'columns', or leave the step out", parameter: choice.parameter)
    }
    let fitted = FittedPolynomial(
      names: chosen.map(\.name), degree: degree, interactionOnly: interactionOnly, includesConstant: includeBias && !chosen.isEmpty)
    try fitted.refuseExplosion(rowCount: table.rowCount)
    return fitted
  }
}

/// Which columns are multiplied, and how often.
struct FittedPolynomial: FittedTransformer {
  static let greatestCount = 50_000

  let names: [String]
  let degree: Int
  let interactionOnly: Bool
  let includesConstant: Bool

  init(names: [String], degree: Int, interactionOnly: Bool, includesConstant: Bool) {
    self.names = names
    self.degree = degree
    self.interactionOnly = interactionOnly
    self.includesConstant = includesConstant
  }

  init(_ archive: ModelArchive) throws {
    guard let degree = archive.content["degree"]?.int, (1...100).contains(degree), let interactionOnly = archive.content["interaction_only"]?.bool,
      let includesConstant = archive.content["include_bias"]?.bool
    else { throw ToolError("the transformer is damaged: it does not say what it multiplies") }
    self.init(
      names: try archive.names("columns"), degree: degree, interactionOnly: interactionOnly, includesConstant: includesConstant)
    try refuseExplosion(rowCount: 0)
  }

  func archive() -> ModelArchive {
    ModelArchive(
      kind: .transformer, tool: PolynomialFeatures.name,
      content: [
        "columns": .array(names.map { .text($0) }), "degree": .integer(degree), "interaction_only": .boolean(interactionOnly),
        "include_bias": .boolean(includesConstant),
      ])
  }

  /// - Throws: `ToolError` where there would be more columns, or more cells, than can be kept.
  func refuseExplosion(rowCount: Int) throws(ToolError) {
    let count = PolynomialTerms.count(
      featureCount: names.count, degree: degree, interactionOnly: interactionOnly, includesConstant: includesConstant)
    if let count, count <= Self.greatestCount, count * max(1, rowCount) <= 1 << 29 { return }
    let what = count.map { "\($0) columns\(rowCount > 0 ? " of \(rowCount) rows" : "")" } ?? "more columns than can be counted"
    throw ToolError(
      "\(counted(names.count, "column")) to the degree \(degree) would make \(what)",
      remedy: "name fewer under 'columns', lower 'degree', or set interaction_only: true", parameter: "degree")
  }

  func transform(_ table: Table, _ context: RunContext) throws -> Table {
    guard !names.isEmpty else { return table }
    try refuseExplosion(rowCount: table.rowCount)
    let columns = try names.map { try table.fittedNumbers($0, "multiplies") }
    let terms = PolynomialTerms(
      featureCount: names.count, degree: degree, interactionOnly: interactionOnly, includesConstant: includesConstant)
    let products = zip(terms.factors, terms.columns(columns)).map { Column(name(of: $0), .number($1)) }
    var replacements = Dictionary(names.map { ($0, [Column]()) }) { first, _ in first }
    if let first = table.names.first(where: { replacements[$0] != nil }) { replacements[first] = products }
    return try table.replacingColumns(replacements)
  }

  /// As scikit-learn writes it: `a^2 b`.
  private func name(of factors: [Int]) -> String {
    var parts: [(feature: Int, power: Int)] = []
    for feature in factors {
      if parts.last?.feature == feature { parts[parts.count - 1].power += 1 } else { parts.append((feature, 1)) }
    }
    return parts.isEmpty ? "1" : parts.map { $0.power == 1 ? names[$0.feature] : "\(names[$0.feature])^\($0.power)" }.joined(separator: " ")
  }
}
