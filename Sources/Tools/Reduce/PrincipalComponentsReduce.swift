import Learning
import LinearAlgebra
import Tabular
import Tooling

/// Puts principal components in place of columns of numbers: the directions along which rows differ most, as scikit-learn's `PCA`.
///
/// Use it to draw rows of many columns in a plane, to see batches and outliers, or to learn from fewer columns that are not
/// correlated. A component is a weighted sum of all columns; `components` has the weights, and those far from 0 say what it is
/// made of. Components follow the columns of the largest variance, so bring columns in different units to one scale before
/// (`scale.standard`). It looks at no target: what varies most need not tell most.
///
///     ```{scale.standard scaled}
///     table: $expression
///     exclude: [survival]
///     ```
///
///     ```{reduce.pca pca}
///     table: $scaled
///     n_components: 2
///     exclude: [survival]
///     ```
///
///     ```{plot.scatter map}
///     table: $pca
///     x: pc1
///     y: pc2
///     color: subtype
///     ```
///
/// `n_components` is a count, or a share of the variance to explain, with a point: `0.95`. Without it all components are kept along
/// which anything varies (scikit-learn also keeps those of no variance). `table` has the other columns, and `pc1`, `pc2` and so
/// on in place of those reduced; `variance` says what share each component explains. Signs are scikit-learn's: the largest weight of
/// a component is positive. With `whiten` the components' scores have the variance 1.
///
/// Components are learnt from the table given. To place other rows in the same plane, give the `transformer` to `model.transform`;
/// in a `pipeline:` that happens by itself. Without `columns` it takes every column of numbers, and of true and false, a numeric
/// target too: name what to leave out under `exclude`. There must be no missing values.
struct PrincipalComponentsReduce: TransformerStage {
  static let name = "reduce.pca"
  static let summary = "Put principal components in place of columns of numbers."
  static let version = "1"
  static let citations = [
    Citation("Pearson K. On lines and planes of closest fit to systems of points in space. Philosophical Magazine 2, 559–572 (1901).", doi: "10.1080/14786440109462720")
  ]

  @Input("The table to learn from and to reduce.") var table: Table
  @Param("The columns to reduce; by default all numbers, and true and false.", .notEmpty, of: "table") var columns: [ColumnName]?
  @Param("Columns to leave as they are.", of: "table") var exclude: [ColumnName] = []
  @Param("How many components to keep: a count, or the share of the variance to explain, with a point (0.95); without it, all.", .above(0))
  var nComponents: CountOrShare?
  @Param("Whether scores are brought to variance 1.") var whiten = false
  @Output("The table with components, `pc1` and so on, in place of the columns.", named: "table", isMain: true) var transformed: Table?
  @Output("The components, to reduce other tables by.", kind: .transformer) var transformer: ModelArchive?
  @Output("The weights, a row a column: `feature`, `pc1` and so on.") var components: Table?
  @Output("A row a component: `component`, `explained_variance`, `explained_variance_ratio`, `cumulative_ratio`.") var variance: Table?

  mutating func tell(of fitted: FittedComponents) throws {
    let found = fitted.components
    components = try Table(
      [Column("feature", .text(TextValues(fitted.names)))]
        + fitted.scoreNames.enumerated().map { row, name in
          Column(name, .number(fitted.names.indices.map { found.components[row, $0] }))
        })
    var sum = 0.0
    variance = try Table([
      Column("component", .text(TextValues(fitted.scoreNames))), Column("explained_variance", .number(found.variances)),
      Column("explained_variance_ratio", .number(found.shares)),
      Column("cumulative_ratio", .number(found.shares.map { sum += $0; return sum })),
    ])
  }

  static func read(_ archive: ModelArchive, _ context: RunContext) throws -> any FittedStage { try FittedComponents(archive) }

  func fitted(to table: Table, _ context: RunContext) throws -> FittedComponents {
    let choice = ColumnChoice(columns: columns, exclude: exclude, types: [.numbers, .booleans])
    let chosen = try choice.numbers(from: table, "components are of numbers", infinite: "so it has no variance")
    guard !chosen.isEmpty else {
      throw ToolError(
        "the table has no columns of numbers to reduce", remedy: "name some under 'columns', or leave the step out", parameter: choice.parameter)
    }
    for column in chosen { try FittedComponents.refuseMissing(column.values, column.name) }
    guard table.rowCount > 1 else {
      throw ToolError("components take two rows or more, and the table has \(counted(table.rowCount, "row"))", parameter: "table")
    }
    let most = min(table.rowCount, chosen.count)
    var wanted = PrincipalComponents.Count.all
    switch nComponents {
    case nil: break
    case .count(let count)?:
      if count > most {
        throw ToolError(
          ParameterDeclaration.refusal("n_components", "at most \(most), the smaller number of rows and columns", not: "\(count)"),
          parameter: "n_components")
      }
      wanted = .count(count)
    case .share(let share)?:
      if share > 1 {
        throw ToolError(
          ParameterDeclaration.refusal("n_components", "a count, or a share of at most 1.0", not: TypedValue.shortest(share)),
          parameter: "n_components")
      }
      wanted = .share(share)
    }
    guard let components = PrincipalComponents(fitting: chosen.map(\.values), keeping: wanted, whitens: whiten, cores: context.cores) else {
      throw ToolError("the columns have values too large to be squared", remedy: "scale them before with scale.standard", parameter: choice.parameter)
    }
    if components.variances.isEmpty {
      context.warn("nothing varies, so there are no components", remedy: "check that the rows differ", parameter: choice.parameter)
    } else if case .count(let count) = wanted, components.variances.count < count {
      context.warn(
        "rows vary along \(counted(components.variances.count, "component")) alone, and \(count) were asked for", parameter: "n_components")
    }
    return FittedComponents(names: chosen.map(\.name), components: components)
  }
}

/// Components of columns, by their names.
struct FittedComponents: FittedTransformer {
  let names: [String]
  let components: PrincipalComponents

  var scoreNames: [String] { components.variances.indices.map { "pc\($0 + 1)" } }

  init(names: [String], components: PrincipalComponents) {
    self.names = names
    self.components = components
  }

  init(_ archive: ModelArchive) throws {
    names = try archive.names("columns")
    let matrix = try Matrix(archive.array("components"))
    components = PrincipalComponents(
      means: try archive.doubles("means"), components: matrix, variances: try archive.doubles("variances"),
      totalVariance: archive.content["total_variance"]?.double ?? .nan, whitens: archive.content["whiten"]?.bool ?? false)
    guard components.means.count == names.count, matrix.columnCount == names.count, components.variances.count == matrix.rowCount else {
      throw ToolError("the transformer is damaged: its columns and components do not agree")
    }
  }

  func archive() -> ModelArchive {
    ModelArchive(
      kind: .transformer, tool: PrincipalComponentsReduce.name,
      content: [
        "columns": .array(names.map { .text($0) }), "total_variance": .number(components.totalVariance), "whiten": .boolean(components.whitens),
      ],
      arrays: [
        ("means", NPYArray(.float64(components.means))), ("components", NPYArray(components.components)),
        ("variances", NPYArray(.float64(components.variances))),
      ])
  }

  func transform(_ table: Table, _ context: RunContext) throws -> Table {
    var columns: [[Double]] = []
    for name in names {
      columns.append(try table.fittedNumbers(name, "reduces"))
      try Self.refuseMissing(columns[columns.count - 1], name)
    }
    let scores = components.scores(columns, cores: context.cores)
    // Scores stand where the first of the columns stood.
    var replacements = Dictionary(names.map { ($0, [Column]()) }) { first, _ in first }
    if let first = table.names.first(where: { replacements[$0] != nil }) {
      let rowCount = scores.columnCount
      replacements[first] = scoreNames.enumerated().map { Column($1, .number(Array(scores.values[$0 * rowCount..<($0 + 1) * rowCount]))) }
    }
    return try table.replacingColumns(replacements)
  }

  /// - Throws: `ToolError` that names the first row without a value.
  static func refuseMissing(_ values: [Double], _ name: String) throws(ToolError) {
    guard let row = values.firstIndex(where: { !$0.isFinite }) else { return }
    throw ToolError(
      "the column '\(name)' is \(values[row].isNaN ? "missing" : "infinite") in row \(row + 1), and components take whole rows",
      remedy: "fill it in before with impute.simple, leave such rows out, or name the column under 'exclude'")
  }
}
