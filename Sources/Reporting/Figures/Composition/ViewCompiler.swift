import Tabular
import Tooling

/// Reads a specification, runs its transforms, and gives views whose layers have their rows.
struct ViewCompiler {
  private let figure: Figure

  /// What a view takes from those around it.
  private struct Surroundings {
    /// The rows after the transforms so far; nil where no data are named yet.
    var table: Table?
    var encoding: [String: FigureChannel] = [:]
    /// The values that a facet keeps, by column.
    var facets: [(field: String, value: String)] = []
    var depth = 0
  }

  /// More panels than this cannot be read on a page.
  private static let panelLimit = 100

  init(_ figure: Figure) { self.figure = figure }

  func compile() throws(FigureError) -> FigureView {
    guard figure.specification.members != nil else { throw FigureError("a figure's specification is an object") }
    guard let view = try view(figure.specification, Surroundings()) else { throw FigureError("the figure has no marks") }
    return view
  }

  private func view(_ json: JSON, _ outer: Surroundings) throws(FigureError) -> FigureView? {
    let around = try surroundings(json, outer)
    for (name, isRow) in [("hconcat", true), ("vconcat", false), ("concat", true)] {
      guard let views = json[name]?.array else { continue }
      let cells = try compiled(views, around)
      guard cells.contains(where: { $0 != nil }) else { return nil }
      let columns = name == "concat" ? json["columns"]?.int.map { max(1, min($0, cells.count)) } ?? cells.count : isRow ? cells.count : 1
      return .grid(
        GridView(
          cells: cells, columnCount: columns, isFacet: false, title: Self.title(json), spacing: json["spacing"]?.double,
          shared: Self.resolved(json, standard: ["color", "size", "shape", "opacity", "strokeDash"])))
    }
    if let facet = json["facet"], let inner = json["spec"] { return try self.facet(facet, json, of: inner, around) }
    // Facets among the channels are a facet of the rest.
    let channels = (json["encoding"]?.members ?? []).filter { ["row", "column", "facet"].contains($0.name) }
    if !channels.isEmpty {
      let rest = JSON.object((json.members ?? []).map { member in
        guard member.name == "encoding" else { return member }
        return .init("encoding", .object((member.value.members ?? []).filter { !["row", "column", "facet"].contains($0.name) }))
      }.filter { $0.name != "transform" && $0.name != "data" })
      let wrapped = channels.first { $0.name == "facet" }
      var options = wrapped?.value ?? .object(channels)
      var outer = json
      if let columns = wrapped?.value["columns"] { outer = .object((json.members ?? []) + [.init("columns", columns)]) }
      if wrapped == nil { options = .object(channels) }
      return try facet(options, outer, of: rest, around)
    }
    var layers: [LayerData] = []
    try gather(json, around, into: &layers)
    guard !layers.isEmpty else { return nil }
    return .plot(PlotView(layers: layers, width: json["width"]?.double, height: json["height"]?.double, title: Self.title(json)))
  }

  private func compiled(_ views: [JSON], _ around: Surroundings) throws(FigureError) -> [FigureView?] {
    guard views.count <= Self.panelLimit else { throw FigureError("the figure has \(views.count) views, and at most \(Self.panelLimit) are drawn") }
    var cells: [FigureView?] = []
    for view in views { cells.append(try self.view(view, around)) }
    return cells
  }

  /// The data, transforms and encodings that `json` adds to those around it.
  private func surroundings(_ json: JSON, _ outer: Surroundings) throws(FigureError) -> Surroundings {
    guard outer.depth < 8 else { throw FigureError("the figure's views are nested too deep") }
    var around = outer
    around.depth += 1
    if let data = json["data"] {
      let name = data["name"]?.string ?? ""
      guard let table = figure.datasets.first(where: { $0.name == name })?.table else {
        throw FigureError("the figure has no data called '\(name)'\(didYouMean(name, among: figure.datasets.map(\.name)))")
      }
      around.table = Self.kept(table, outer.facets)
    }
    let steps = json["transform"]?.array ?? []
    if !steps.isEmpty {
      var table = around.table ?? Self.kept(figure.datasets.first?.table ?? Table(), outer.facets)
      for step in steps { table = try FigureTransform.apply(step, to: table) }
      around.table = table
    }
    for member in json["encoding"]?.members ?? [] { around.encoding[member.name] = FigureChannel(member.value) }
    return around
  }

  /// Rows of the facet; all of them where the table does not have its columns.
  private static func kept(_ table: Table, _ facets: [(field: String, value: String)]) -> Table {
    var rows: [Int]?
    for facet in facets {
      guard let column = table.column(facet.field) else { continue }
      rows = (rows ?? Array(0..<table.rowCount)).filter { (CellText.text(column.values, $0) ?? PageWords.missing) == facet.value }
    }
    return rows.map { table.selecting(rows: $0) } ?? table
  }

  /// Layers may hold layers; what encloses them gives data and encodings that they do not give themselves.
  private func gather(_ json: JSON, _ around: Surroundings, into layers: inout [LayerData]) throws(FigureError) {
    if let inner = json["layer"]?.array {
      let own = Self.independent(json)
      for (place, layer) in inner.enumerated() {
        let first = layers.count
        try gather(layer, surroundings(layer, around), into: &layers)
        for added in layers.indices.dropFirst(first) { for channel in own { layers[added].sides[channel] = place } }
      }
    } else if let mark = json["mark"] {
      let table = around.table ?? Self.kept(figure.datasets.first?.table ?? Table(), around.facets)
      let shape = try FigureMark(mark)
      let layer = try LayerData(shape, EncodingTransforms.resolved(around.encoding, table, shape))
      layers.append(contentsOf: try CompositeMarks.expanded(layer))
    }
  }

  // MARK: Facets

  private func facet(_ facet: JSON, _ json: JSON, of inner: JSON, _ around: Surroundings) throws(FigureError) -> FigureView? {
    let table = around.table ?? figure.datasets.first?.table ?? Table()
    let isWrapped = facet["field"] != nil
    let rows = try isWrapped ? nil : levels(facet["row"], table)
    let columns = try levels(isWrapped ? facet : facet["column"], table)
    guard rows != nil || columns != nil else { throw FigureError("a facet names its field: 'row', 'column' or 'field'") }
    let count = (rows?.names.count ?? 1) * (columns?.names.count ?? 1)
    guard count <= Self.panelLimit else { throw FigureError("the facet has \(count) panels, and at most \(Self.panelLimit) are drawn") }
    var cells: [FigureView?] = []
    for row in rows?.names ?? [""] {
      for column in columns?.names ?? [""] {
        var around = around
        if let rows { around.facets.append((rows.field, row)) }
        if let columns { around.facets.append((columns.field, column)) }
        around.table = Self.kept(table, around.facets)
        cells.append(try view(inner, around))
      }
    }
    guard cells.contains(where: { $0 != nil }) else { return nil }
    // Beside rows alone there is no head to name their field.
    let rowTitles = (rows?.names ?? []).map { name in columns == nil ? [rows?.title, name].compactMap { $0 }.joined(separator: ": ") : name }
    let wrap = isWrapped ? max(1, min(cells.count, json["columns"]?.int ?? Self.columns(for: cells.count))) : columns?.names.count ?? 1
    return .grid(
      GridView(
        cells: cells, columnCount: max(1, wrap), isFacet: true, columnTitles: isWrapped ? [] : columns?.names ?? [], rowTitles: rowTitles,
        cellTitles: isWrapped ? columns?.names ?? [] : [], title: [columns?.title, rows?.title].compactMap { $0 }.joined(separator: ", "),
        spacing: json["spacing"]?.double ?? facet["spacing"]?.double ?? facet["column"]?["spacing"]?.double,
        shared: Self.resolved(json, standard: ["x", "y", "color", "size", "shape", "opacity", "strokeDash"])))
  }

  private func levels(_ json: JSON?, _ table: Table) throws(FigureError) -> (field: String, title: String?, names: [String])? {
    guard let json else { return nil }
    var channel = FigureChannel(json)
    if channel.type == nil || channel.type == .quantitative { channel.type = .nominal }
    if let title = json["header"]?["title"] { channel.options = .object((json.members ?? []).filter { $0.name != "title" } + [.init("title", title)]) }
    let layer = try LayerData(FigureMark(.point), (["facet": channel], table))
    guard let field = channel.field else { return nil }
    var names = layer.categories("facet").filter { !$0.isEmpty }
    let present = Set((layer.labels("facet") ?? []).compactMap { $0 })
    names.removeAll { !present.contains($0) }
    return (field, channel.label, names)
  }

  /// As square as panels that are wider than high allow, and no more beside one another than a page has room for.
  private static func columns(for count: Int) -> Int {
    (1...4).first { $0 * $0 >= count } ?? 4
  }

  private static func resolved(_ json: JSON, standard: Set<String>) -> Set<String> {
    var shared = standard
    for member in (json["resolve"]?["scale"]?.members ?? []) + (json["resolve"]?["axis"]?.members ?? []) {
      if member.value.string == "shared" { shared.insert(member.name) } else { shared.remove(member.name) }
    }
    return shared
  }

  /// Channels whose scale each layer has for itself. What is drawn as a colour is one, whatever it is called.
  private static func independent(_ json: JSON) -> [String] {
    let members = (json["resolve"]?["scale"]?.members ?? []) + (json["resolve"]?["axis"]?.members ?? []) + (json["resolve"]?["legend"]?.members ?? [])
    return members.filter { $0.value.string == "independent" }.map { ["fill", "stroke"].contains($0.name) ? "color" : $0.name }
  }

  private static func title(_ json: JSON) -> String? { json["title"]?.string ?? json["title"]?["text"]?.string }
}
