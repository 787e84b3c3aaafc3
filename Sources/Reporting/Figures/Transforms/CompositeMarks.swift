import Learning
import Tabular
import Tooling

/// Marks that are several: a box plot, an error bar and an error band, as the layers they are made of.
enum CompositeMarks {
  static func expanded(_ layer: LayerData) throws(FigureError) -> [LayerData] {
    switch layer.mark.shape {
    case .boxplot: try boxes(layer)
    case .errorbar, .errorband: try errors(layer)
    default: [layer]
    }
  }

  /// The channel that is summed up, and the one that has a box or a bar a value.
  private static func orientation(_ layer: LayerData) throws(FigureError) -> (value: String, group: String) {
    let isVertical = layer.growsAlong("y")
    let value = isVertical ? "y" : "x"
    guard layer.numbers(value) != nil, layer.channel(value)?.field != nil else { throw FigureError("'\(layer.mark.shape.rawValue)' needs numbers") }
    return (value, isVertical ? "x" : "y")
  }

  /// The fields that tell one box or bar from another.
  private static func groupFields(_ layer: LayerData, but value: String) -> [String] {
    var fields: [String] = []
    for (name, channel) in layer.encoding.sorted(by: { $0.key < $1.key }) where name != value && name != value + "2" {
      if let field = channel.field, !fields.contains(field) { fields.append(field) }
    }
    return fields
  }

  /// The layer's channels, with `fields` in the place of what is summed up.
  private static func encoding(_ layer: LayerData, _ value: String, _ field: String, to end: String? = nil) -> [String: FigureChannel] {
    var encoding = layer.encoding
    if var channel = encoding[value] {
      channel.derivedTitle = channel.derivedTitle ?? channel.field
      channel.field = field
      encoding[value] = channel
    }
    encoding[value + "2"] = end.map { FigureChannel(field: $0, .quantitative) }
    return encoding
  }

  /// Whiskers, box, median, and points beyond, after Tukey: whiskers of at most 1.5 interquartile ranges, or what `extent` says.
  private static func boxes(_ layer: LayerData) throws(FigureError) -> [LayerData] {
    let (value, group) = try orientation(layer)
    guard let field = layer.channel(value)?.field else { return [] }
    let numbers = try layer.table.figureNumbers(field)
    let groups = try TableGroups(layer.table, by: groupFields(layer, but: value))
    let isWhole = layer.mark.text("extent") == "min-max"
    let reach = layer.mark.number("extent") ?? 1.5
    var drawn: [Int] = [], beyond: [Int] = []
    var parts: [[Double]] = [[], [], [], [], []]
    for (place, rows) in groups.rows.enumerated() {
      let finite = rows.filter { numbers[$0].isFinite }
      guard let box = BoxPlotStatistics(finite.map { numbers[$0] }, reach: isWhole ? .greatestFiniteMagnitude : max(0, reach)) else { continue }
      drawn.append(place)
      for (part, number) in [box.lowerWhisker, box.lowerQuartile, box.median, box.upperQuartile, box.upperWhisker].enumerated() { parts[part].append(number) }
      beyond += finite.filter { numbers[$0] < box.lowerWhisker || numbers[$0] > box.upperWhisker }
    }
    let names = ["lower whisker", "lower quartile", "median", "upper quartile", "upper whisker"]
    let keys = groups.keys().map { Column($0.name, $0.values.selecting(drawn)) }
    let table = try Table.figure(keys.filter { !names.contains($0.name) } + zip(names, parts).map { Column($0, .number($1)) })
    var plain = layer.encoding
    plain["color"] = nil
    plain["fill"] = nil
    plain["stroke"] = nil
    var bare = layer
    bare.encoding = plain
    let width = layer.mark.number("size").map { [JSON.Member("size", .measured($0))] } ?? (layer.has(group) ? [] : [.init("size", 42)])
    return [
      try LayerData(FigureMark(.rule), (encoding(bare, value, names[0], to: names[1]), table)),
      try LayerData(FigureMark(.rule), (encoding(bare, value, names[3], to: names[4]), table)),
      try LayerData(FigureMark(.bar, width), (encoding(layer, value, names[1], to: names[3]), table)),
      try LayerData(FigureMark(.tick, width + [.init("thickness", 2), .init("color", "white")]), (encoding(bare, value, names[2]), table)),
      try LayerData(FigureMark(.point, [.init("opacity", 0.6)]), (encoding(layer, value, field), layer.table.selecting(rows: beyond))),
    ]
  }

  /// A mean or a median and what lies around it: `extent` is stderr, stdev, ci or iqr; or ends that the data have.
  private static func errors(_ layer: LayerData) throws(FigureError) -> [LayerData] {
    let (value, group) = try orientation(layer)
    guard let field = layer.channel(value)?.field else { return [] }
    let (low, high) = ("lower end", "upper end")
    var table = layer.table
    var ends = (low, high)
    if let end = layer.channel(value + "2")?.field {
      ends = (field, end)
    } else {
      let extent = layer.mark.text("extent") ?? (layer.mark.text("center") == "median" ? "iqr" : "stderr")
      let isMedian = layer.mark.text("center").map { $0 == "median" } ?? (extent == "iqr")
      let groups = try TableGroups(table, by: groupFields(layer, but: value))
      func summaries(_ kind: AggregateOperation) throws(FigureError) -> [Double] { try FigureTransform.summaries(kind, field, table, groups) }
      let lower: [Double], upper: [Double]
      switch extent {
      case "ci": (lower, upper) = (try summaries(.ci0), try summaries(.ci1))
      case "iqr": (lower, upper) = (try summaries(.q1), try summaries(.q3))
      case "stdev", "stderr":
        let centres = try summaries(isMedian ? .median : .mean), reach = try summaries(extent == "stdev" ? .stdev : .stderr)
        (lower, upper) = (zip(centres, reach).map { $0 - $1 }, zip(centres, reach).map { $0 + $1 })
      default: throw FigureError("'extent' must be one of ci, stderr, stdev, iqr, not '\(extent)'")
      }
      table = try Table.figure(groups.keys() + [Column(low, .number(lower)), Column(high, .number(upper))])
    }
    if layer.mark.shape == .errorband {
      let options = [JSON.Member("opacity", layer.mark.options["opacity"] ?? 0.3), .init("interpolate", layer.mark.options["interpolate"] ?? "linear")]
      return [try LayerData(FigureMark(.area, options), (encoding(layer, value, ends.0, to: ends.1), table))]
    }
    var stroke = (layer.mark.options.members ?? []).filter { ["color", "thickness", "opacity"].contains($0.name) }
    if !layer.has("color"), layer.mark.options["color"] == nil { stroke.append(.init("color", "black")) }
    var layers = [try LayerData(FigureMark(.rule, stroke), (encoding(layer, value, ends.0, to: ends.1), table))]
    if layer.has(group), layer.mark.options["ticks"] != .boolean(false) {
      for end in [ends.0, ends.1] {
        layers.append(try LayerData(FigureMark(.tick, stroke + [.init("size", 8)]), (encoding(layer, value, end), table)))
      }
    }
    return layers
  }
}
