public import Tabular

/// A chart to be: layers of marks over named tables. `figure()` writes it in Vega-Lite's vocabulary.
///
/// ```swift
/// let chart = Chart(
///   description: "ROC curve of the class M; area 0.99.", datasets: [("curve", curve)],
///   layers: [
///     ChartLayer(
///       "curve", .line(),
///       [.x: .field("fpr", .quantitative, title: "False positive rate", sort: .none), .y: .field("tpr", .quantitative)])
///   ])
/// outputs.figure = try chart.figure()
/// ```
///
/// Tools compute their rows, which are fewer than those that they come from, and leave marks, encodings and scales to the drawing.
public struct Chart: Sendable {
  public var title: String?
  /// The alt text: what is shown, with the numbers that matter.
  public var description: String
  /// Of the plot area, in pixels.
  public var width: Int
  public var height: Int
  public var datasets: [(name: String, table: Table)]
  /// Drawn from first to last.
  public var layers: [ChartLayer]

  public init(
    title: String? = nil, description: String, width: Int = 520, height: Int = 320, datasets: [(name: String, table: Table)],
    layers: [ChartLayer]
  ) {
    self.title = title
    self.description = description
    self.width = width
    self.height = height
    self.datasets = datasets
    self.layers = layers
  }

  /// The chart as an artifact. Its tables keep only the columns that are encoded.
  ///
  /// - Throws: `TableError` where a layer encodes a column that its dataset lacks.
  public func figure() throws(TableError) -> Figure {
    var head: [JSON.Member] = [.init("$schema", .text(Self.schema)), .init("description", .text(description))]
    if let title { head.append(.init("title", .text(title))) }
    return Figure(specification: .object(head + view), datasets: try tables())
  }

  /// The version of the vocabulary that figures are written in.
  public static let schema = "https://vega.github.io/schema/vega-lite/v6.json"

  /// The datasets, with the columns that are encoded.
  private func tables() throws(TableError) -> [(name: String, table: Table)] {
    var tables: [(name: String, table: Table)] = []
    for dataset in datasets {
      let used = layers.filter { $0.dataset == dataset.name }.flatMap(\.columns)
      if let unknown = used.first(where: { dataset.table.column($0) == nil }) {
        throw TableError("the figure's dataset '\(dataset.name)' has no column '\(unknown)'")
      }
      tables.append((dataset.name, try dataset.table.selecting(columns: dataset.table.names.filter(used.contains))))
    }
    if let unknown = layers.first(where: { layer in !datasets.contains { $0.name == layer.dataset } }) {
      throw TableError("the figure has no dataset '\(unknown.dataset)'")
    }
    return tables
  }

  /// The specification without title and description. A chart of panels says no size: its panels find their own.
  private var view: [JSON.Member] {
    let isFaceted = layers.contains { $0.encodings.contains { [.row, .column, .facet].contains($0.channel) } }
    let size: [JSON.Member] = isFaceted ? [] : [.init("width", .integer(width)), .init("height", .integer(height))]
    return size + (layers.count == 1 ? layers[0].members : [.init("layer", .array(layers.map { .object($0.members) }))])
  }

  /// Charts in rows of `columns`, as one artifact. Datasets of one name are one table.
  ///
  /// - Throws: as `figure()`.
  public static func figure(
    of charts: [Chart], columns: Int, title: String? = nil, description: String, spacing: Int? = nil
  ) throws(TableError) -> Figure {
    var datasets: [(name: String, table: Table)] = []
    for chart in charts {
      for dataset in try chart.tables() {
        guard let place = datasets.firstIndex(where: { $0.name == dataset.name }) else {
          datasets.append(dataset)
          continue
        }
        let more = dataset.table.columns.filter { datasets[place].table.column($0.name) == nil }
        datasets[place].table = try Table(datasets[place].table.columns + more)
      }
    }
    var members: [JSON.Member] = [.init("$schema", .text(schema)), .init("description", .text(description))]
    if let title { members.append(.init("title", .text(title))) }
    members += [
      .init("concat", .array(charts.map { chart in .object((chart.title.map { [.init("title", .text($0))] } ?? []) + chart.view) })),
      .init("columns", .integer(columns)),
    ]
    if let spacing { members.append(.init("spacing", .integer(spacing))) }
    return Figure(specification: .object(members), datasets: datasets)
  }
}

/// One kind of mark over one dataset.
public struct ChartLayer: Sendable {
  public var dataset: String
  public var mark: Mark
  public var encodings: [(channel: Channel, encoding: Encoding)]

  public init(_ dataset: String, _ mark: Mark, _ encodings: KeyValuePairs<Channel, Encoding>) {
    self.dataset = dataset
    self.mark = mark
    self.encodings = encodings.map { ($0.key, $0.value) }
  }

  /// Adds or replaces what `channel` shows.
  public mutating func encode(_ channel: Channel, _ encoding: Encoding) {
    encodings.removeAll { $0.channel == channel }
    encodings.append((channel, encoding))
  }

  var columns: [String] { encodings.compactMap { $0.encoding.column } }

  var members: [JSON.Member] {
    [
      .init("data", .object([.init("name", .text(dataset))])), .init("mark", mark.json),
      .init("encoding", .object(encodings.map { .init($0.channel.rawValue, $0.encoding.json(for: $0.channel)) })),
    ]
  }
}
