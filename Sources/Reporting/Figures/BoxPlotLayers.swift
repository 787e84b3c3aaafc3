import Tabular
import Tooling

/// Box plots of raw values, as the layers they are made of: whiskers, box, median, points beyond (Tukey's rule, 1.5 times the
/// interquartile range; quartiles by linear interpolation).
enum BoxPlotLayers {
  static func expanded(_ layer: LayerData) throws(FigureError) -> [LayerData] {
    guard layer.mark.shape == .boxplot else { return [layer] }
    let isVertical = layer.growsAlong("y")
    let (value, group) = isVertical ? ("y", "x") : ("x", "y")
    guard let numbers = layer.numbers(value), let channel = layer.channel(value) else { throw FigureError("a box plot needs numbers") }
    let labels = layer.labels(group) ?? [String?](repeating: "", count: numbers.count)
    var groups: [String: [Double]] = [:]
    for (label, number) in zip(labels, numbers) { if let label, number.isFinite { groups[label, default: []].append(number) } }
    let names = layer.has(group) ? layer.categories(group).filter { groups[$0] != nil } : [""]

    var boxes: [[Double]] = [[], [], [], [], []]
    var outlierNames: [String] = [], outliers: [Double] = []
    var drawn: [String] = []
    for name in names {
      let values = (groups[name] ?? []).sorted()
      guard !values.isEmpty else { continue }
      drawn.append(name)
      let (q1, median, q3) = (quantile(values, 0.25), quantile(values, 0.5), quantile(values, 0.75))
      let reach = 1.5 * (q3 - q1)
      let inside = values.filter { $0 >= q1 - reach && $0 <= q3 + reach }
      for (place, number) in [inside.first ?? q1, q1, median, q3, inside.last ?? q3].enumerated() { boxes[place].append(number) }
      for number in values where number < q1 - reach || number > q3 + reach {
        outlierNames.append(name)
        outliers.append(number)
      }
    }
    do {
      let text = Column("group", .text(TextValues(drawn)))
      let table = try Table([text] + zip(["low", "q1", "median", "q3", "high"], boxes).map { Column($0, .number($1)) })
      let points = try Table([Column("group", .text(TextValues(outlierNames))), Column("value", .number(outliers))])
      let title = channel.label.map(JSON.text) ?? .null
      func axis(_ field: String) -> FigureChannel {
        var channel = channel
        channel.field = field
        channel.options = .object((channel.options.members ?? []).filter { $0.name != "title" } + [.init("title", title)])
        return channel
      }
      func plain(_ field: String) -> FigureChannel { FigureChannel(["field": .text(field), "type": "quantitative"]) }
      let groupTitle = layer.channel(group)?.label.map(JSON.text) ?? .null
      let by = FigureChannel(["field": "group", "type": "nominal", "title": groupTitle, "scale": ["domain": .array(names.map(JSON.text))]])
      func make(_ mark: JSON, _ table: Table, _ encoding: [String: FigureChannel]) throws(FigureError) -> LayerData {
        let figure = Figure(specification: .null, datasets: [("rows", table)])
        return try LayerData(FigureLayer(mark: FigureMark(mark), encoding: encoding, dataset: "rows"), of: figure)
      }
      return [
        try make("rule", table, [group: by, value: axis("low"), value + "2": plain("high")]),
        try make(["type": "bar"], table, [group: by, value: axis("q1"), value + "2": plain("q3")]),
        try make(["type": "tick", "thickness": 2, "color": "white"], table, [group: by, value: axis("median")]),
        try make(["type": "point", "opacity": 0.6], points, [group: by, value: axis("value")]),
      ]
    } catch let error as FigureError {
      throw error
    } catch {
      throw FigureError("the box plot's table cannot be made: \(error)")
    }
  }

  /// Linear interpolation between order statistics (Hyndman and Fan's type 7).
  private static func quantile(_ sorted: [Double], _ share: Double) -> Double {
    let place = share * Double(sorted.count - 1)
    let lower = Int(place)
    let upper = min(sorted.count - 1, lower + 1)
    return sorted[lower] + (sorted[upper] - sorted[lower]) * (place - Double(lower))
  }
}
