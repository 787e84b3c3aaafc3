import Learning
import Tabular
import Tooling

/// Numbers of many columns as colours, rows and columns ordered by likeness, with the trees that order them.
///
///     ```{plot.heatmap genes}
///     table: $expression
///     label: sample
///     features: [TP53, EGFR, MYC, BRCA1]
///     cluster: both
///     ```
///
/// `cluster` orders rows, columns or both by hierarchical clustering (average linkage of Euclidean distances by default) and draws the
/// trees. With `standardize` each column has mean 0 and standard deviation 1 first, so that columns of large numbers do not decide alone; the
/// colours then diverge from 0. Missing and infinite values are grey, and count as no difference. At most 500 rows and 200 columns are drawn.
struct HeatmapPlot: Tool {
  static let name = "plot.heatmap"
  static let summary = "Draw numbers of many columns as colours, ordered by likeness."
  static let version = "1"
  static let citations = [
    Citation("Eisen MB, Spellman PT, Brown PO, Botstein D. Cluster analysis and display of genome-wide expression patterns. PNAS 95, 14863–14868 (1998).", doi: "10.1073/pnas.95.25.14863")
  ]

  @Input("The table to draw.") var table: Table
  @Param("The columns to draw; by default all of numbers.", of: "table") var features: [ColumnName] = []
  @Param("The column that names the rows; by default their numbers.", of: "table") var label: ColumnName?
  @Param("What is ordered by likeness, with its tree.") var cluster = Clustered.none
  @Param("How far two clusters are from one another.") var linkage = LinkageChoice.average
  @Param("Whether each column is scaled to mean 0 and standard deviation 1 first.") var standardize = false
  @Param("What stands above the plot.") var title: String?
  @Output("The plot.") var figure: Figure?

  mutating func run(_ context: RunContext) throws {
    let names = features.isEmpty ? table.columns.filter { [.quantitative].contains(Encoding.Measure($0.values)) && $0.name != label?.name }.map(\.name) : features.map(\.name)
    guard names.count <= 200 else { throw ToolError("\(names.count) columns are named, and at most 200 are drawn", parameter: "features") }
    guard table.rowCount <= 500 else {
      throw ToolError("the table has \(table.rowCount) rows, and at most 500 are drawn", remedy: "draw a sample, or means of groups", parameter: "table")
    }
    var columns: [[Double]] = []
    for name in names { columns.append(try table.numbers(ColumnName(name), for: "features").numbers.map { $0.isFinite ? $0 : .nan }) }
    if standardize { columns = columns.map(Self.standardized) }
    let rows = (0..<table.rowCount).map { row in columns.map { $0[row] } }
    let rowTree = cluster == .rows || cluster == .both ? HierarchicalClustering(rows, linkage: linkage.rule) : nil
    let columnTree = cluster == .columns || cluster == .both ? HierarchicalClustering(columns, linkage: linkage.rule) : nil
    let rowOrder = rowTree?.order ?? Array(rows.indices), columnOrder = columnTree?.order ?? Array(names.indices)
    let labels = try rowLabels()

    var cells: (row: [String?], column: [String?], value: [Double]) = ([], [], [])
    for row in rowOrder {
      for column in columnOrder {
        cells.row.append(labels[row])
        cells.column.append(names[column])
        cells.value.append(columns[column][row])
      }
    }
    let map = try Table([Column("row", .text(TextValues(cells.row))), Column("column", .text(TextValues(cells.column))), Column("value", .number(cells.value))])
    let (width, height) = (max(280, min(440, names.count * 24)), max(120, min(900, rows.count * (rows.count > 60 ? 7 : 14))))
    let extent = Self.extent(columns)
    let scale: Encoding.Scale = standardize ? Encoding.Scale([.init("scheme", "blueorange"), .init("domain", .array([.measured(-extent), .measured(extent)])), .init("domainMid", 0)]) : .colours("viridis")
    let heatmap = Chart(
      description: "", width: width, height: height, datasets: [("cells", map)],
      layers: [
        ChartLayer(
          "cells", .cell(),
          [
            .x: .field("column", .nominal, title: "", sort: .values(columnOrder.map { names[$0] })),
            .y: .field("row", .nominal, title: label?.name ?? "Row", sort: .values(rowOrder.map { labels[$0] })),
            .color: .field("value", .quantitative, title: standardize ? "Standard deviations" : "Value", scale: scale),
          ])
      ])
    let words = description(names.count, rows.count, rowTree != nil, columnTree != nil)
    let across = try columnTree.map { try Dendrogram($0).chart("column_tree", isUpright: true, length: width) }
    let along = try rowTree.map { try Dendrogram($0).chart("row_tree", isUpright: false, length: height) }
    switch (across, along) {
    case (nil, nil):
      var alone = heatmap
      alone.title = title
      alone.description = words
      figure = try alone.figure()
    case (let across?, nil): figure = try Chart.figure(of: [across, heatmap], columns: 1, title: title, description: words, spacing: 2)
    case (nil, let along?): figure = try Chart.figure(of: [heatmap, along], columns: 2, title: title, description: words, spacing: 2)
    case (let across?, let along?):
      figure = try Chart.figure(of: [across, Dendrogram.nothing(width: 60, height: 60), heatmap, along], columns: 2, title: title, description: words, spacing: 2)
    }
  }

  /// Each row's own name.
  private func rowLabels() throws -> [String] {
    guard let label else { return (0..<table.rowCount).map { String($0 + 1) } }
    let levels = ColumnLevels(try table.column(label.name, for: "label").values)
    var seen: [String: Int] = [:]
    return levels.codes.enumerated().map { row, code in
      let name = code < 0 ? "row \(row + 1)" : levels.names[Int(code)]
      seen[name, default: 0] += 1
      // Rows of one name stay apart.
      return seen[name] == 1 ? name : "\(name) (\(seen[name] ?? 0))"
    }
  }

  private func description(_ columns: Int, _ rows: Int, _ hasRowTree: Bool, _ hasColumnTree: Bool) -> String {
    let ordered = [hasRowTree ? "rows" : nil, hasColumnTree ? "columns" : nil].compactMap { $0 }.joined(separator: " and ")
    return "Heatmap of \(counted(columns, "column")) in \(counted(rows, "row"))" + (ordered.isEmpty ? "." : "; \(ordered) ordered by \(linkage.rawValue) linkage, with their tree.")
  }

  private static func standardized(_ numbers: [Double]) -> [Double] {
    let finite = numbers.filter(\.isFinite)
    let mean = finite.reduce(0, +) / Double(max(1, finite.count))
    let spread = (finite.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, finite.count))).squareRoot()
    return numbers.map { spread > 0 ? ($0 - mean) / spread : $0 - mean }
  }

  /// The greatest distance from 0, of all but the last hundredth of the values, so that an outlier does not pale the rest.
  private static func extent(_ columns: [[Double]]) -> Double {
    let sizes = columns.joined().filter(\.isFinite).map(abs).sorted()
    let reach = quantile(ofSorted: sizes, 0.99)
    return reach > 0 ? (reach * 10).rounded(.up) / 10 : 1
  }

  enum Clustered: String, ParameterChoice {
    case none, rows, columns, both

    var help: String {
      switch self {
      case .none: "Nothing: rows and columns stand as they are."
      case .rows: "Rows."
      case .columns: "Columns."
      case .both: "Rows and columns."
      }
    }
  }

  enum LinkageChoice: String, ParameterChoice {
    case average, complete, single, ward

    var rule: HierarchicalClustering.Linkage { HierarchicalClustering.Linkage(rawValue: rawValue) ?? .average }

    var help: String {
      switch self {
      case .average: "The mean distance between their rows."
      case .complete: "The greatest distance."
      case .single: "The least distance."
      case .ward: "How much joining them adds to the spread within clusters."
      }
    }
  }
}
