import Tooling

/// A chart for each of several columns: `repeat` and its `spec`, written out as charts beside and over one another.
enum RepeatedView {
  /// More charts than this cannot be read on a page.
  private static let limit = 100

  /// The view without `repeat`: a `concat` of its `spec`, or a `layer` where columns are laid over one another. A view without one is as it was.
  ///
  /// - Parameter path: of the view's `repeat`, for what is wrong with it.
  static func expanded(_ view: JSON, at path: String) throws -> JSON {
    guard let repetition = view["repeat"] else { return view }
    guard let spec = view["spec"] else { throw ToolError("'repeat' needs its 'spec', the chart that is repeated", parameter: path) }
    let rest = (view.members ?? []).filter { !["repeat", "spec", "columns"].contains($0.name) }
    if let columns = repetition.array {
      let names = try columnNames(columns, at: path)
      let views = try names.map { try substituted(spec, ["repeat": $0], layers: [], view) }
      let wide = view["columns"]?.int ?? (1...4).first { $0 * $0 >= names.count } ?? 4
      return .object(rest + [.init("concat", .array(views)), .init("columns", .integer(max(1, min(wide, names.count))))])
    }
    func names(of part: String) throws -> [String]? { try repetition[part]?.array.map { try columnNames($0, at: "\(path).\(part)") } }
    let rows = try names(of: "row"), columns = try names(of: "column"), layers = try names(of: "layer") ?? []
    guard rows != nil || columns != nil || !layers.isEmpty else { throw ToolError("'repeat' names no columns", remedy: "write 'repeat: [a, b]', or row, column or layer", parameter: path) }
    guard (rows?.count ?? 1) * (columns?.count ?? 1) * max(1, layers.count) <= limit else {
      throw ToolError("'repeat' gives more than \(limit) charts", parameter: path)
    }
    if rows == nil, columns == nil {
      guard case .object(let members) = try substituted(spec, [:], layers: layers, view) else { return view }
      return .object(rest + members)
    }
    var views: [JSON] = []
    for row in rows ?? [""] {
      for column in columns ?? [""] {
        var named: [String: String] = [:]
        if rows != nil { named["row"] = row }
        if columns != nil { named["column"] = column }
        views.append(try substituted(spec, named, layers: layers, view))
      }
    }
    return .object(rest + [.init("concat", .array(views)), .init("columns", .integer(columns?.count ?? 1))])
  }

  private static func columnNames(_ columns: [JSON], at path: String) throws -> [String] {
    let names = columns.compactMap(\.string)
    guard names.count == columns.count, !names.isEmpty else { throw ToolError("'repeat' must be a list of columns' names", parameter: path) }
    guard names.count <= limit else { throw ToolError("'repeat' gives more than \(limit) charts", parameter: path) }
    return names
  }

  /// The spec with the columns in their places; a layer for each of `layers` where there are any.
  private static func substituted(_ spec: JSON, _ names: [String: String], layers: [String], _ view: JSON) throws -> JSON {
    guard !layers.isEmpty else { return replaced(spec, names) }
    return ["layer": .array(layers.map { layer in replaced(titled(spec, layers, view), names.merging(["layer": layer]) { first, _ in first }) })]
  }

  /// One axis for several columns is called by all of them.
  private static func titled(_ spec: JSON, _ layers: [String], _ view: JSON) -> JSON {
    guard let members = spec.members, let encoding = spec["encoding"]?.members else { return spec }
    let written = encoding.map { member -> JSON.Member in
      let isOwn = view["resolve"]?["scale"]?[member.name] == "independent"
      guard ["x", "y"].contains(member.name), !isOwn, member.value["field"] == ["repeat": "layer"], member.value["title"] == nil,
        member.value["axis"]?["title"] == nil, let channel = member.value.members
      else { return member }
      return .init(member.name, .object(channel + [.init("title", .text(layers.joined(separator: ", ")))]))
    }
    return .object(members.map { $0.name == "encoding" ? .init("encoding", .object(written)) : $0 })
  }

  private static func replaced(_ json: JSON, _ names: [String: String], isField: Bool = false) -> JSON {
    switch json {
    case .array(let values): return .array(values.map { replaced($0, names) })
    case .object(let members):
      if members.count == 1, members[0].name == "repeat", let word = members[0].value.string, let name = names[word] { return .text(isField ? fieldPath(of: name) : name) }
      return .object(members.map { .init($0.name, replaced($0.value, names, isField: $0.name == "field")) })
    default: return json
    }
  }
}
