import Tabular
import Tooling

/// A specification as an author writes it, made whole: channels that are a column's name alone become definitions, types are
/// filled in from the columns, and every column is checked.
struct ChartSpecification {
  private(set) var members: [JSON.Member] = []
  private let tables: [(name: String, table: Table)]
  /// What channels show, in the order written, for the alt text.
  private var shown: [(channel: String, text: String)] = []
  private var marks: [String] = []
  /// Columns that expressions read.
  private var calculatedFrom: Set<String> = []

  /// A column that a view can name, and what it measures.
  private typealias Columns = [(name: String, measure: Encoding.Measure)]

  /// - Throws: `ToolError` at the part of the specification that names a column or a table that is not there.
  init(_ json: JSON, _ tables: [(name: String, table: Table)]) throws {
    self.tables = tables
    members = try view(json, "", []).members ?? []
  }

  /// The tables, with the columns that are named anywhere.
  func datasets() throws -> [(name: String, table: Table)] {
    var words = Set(calculatedFrom.map(fieldPath(of:)))
    Self.gather(.object(members), into: &words)
    return try tables.map { dataset in
      (dataset.name, try dataset.table.selecting(columns: dataset.table.names.filter { words.contains(fieldPath(of: $0)) }))
    }
  }

  /// `Point chart: y mean_texture, x mean_radius, color diagnosis; 569 rows.`
  func description(rows: Int) -> String {
    var told: Set<String> = []
    let channels = shown.filter { told.insert("\($0.channel) \($0.text)").inserted }.prefix(12).map { "\($0.channel) \(shortened($0.text))" }
    var kinds: [String] = []
    for mark in marks where !kinds.contains(mark) { kinds.append(mark) }
    return "Chart of \(kinds.isEmpty ? "marks" : kinds.joined(separator: " and "))\(channels.isEmpty ? "" : ": " + channels.joined(separator: ", ")); \(counted(rows, "row"))."
  }

  private static func gather(_ json: JSON, into words: inout Set<String>) {
    switch json {
    case .text(let text): words.insert(text)
    case .array(let values): for value in values { gather(value, into: &words) }
    case .object(let members): for member in members { gather(member.value, into: &words) }
    default: break
    }
  }

  // MARK: Views

  private mutating func view(_ written: JSON, _ path: String, _ outer: Columns) throws -> JSON {
    func at(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }
    let json = try RepeatedView.expanded(written, at: at("repeat"))
    var columns = outer
    if let data = json["data"] {
      let name = data["name"]?.string ?? ""
      guard let table = tables.first(where: { $0.name == name })?.table else {
        throw ToolError("the chart has no table '\(name)'", remedy: "write 'data: $step'", parameter: at("data"))
      }
      columns = table.columns.map { ($0.name, Encoding.Measure($0.values)) }
    }
    for (place, step) in (json["transform"]?.array ?? []).enumerated() {
      columns = try self.columns(after: step, columns, "\(at("transform"))[\(place + 1)]")
    }
    if let mark = json["mark"], let name = mark.string ?? mark["type"]?.string { marks.append(name) }
    var whole: [JSON.Member] = []
    for member in json.members ?? [] {
      var value = member.value
      switch member.name {
      case "encoding": value = try encoding(value, at("encoding"), columns)
      case "facet": value = try facet(value, at("facet"), columns)
      case "spec": value = try view(value, at("spec"), columns)
      case "layer", "hconcat", "vconcat", "concat":
        var views: [JSON] = []
        for (place, inner) in (value.array ?? []).enumerated() {
          // What is repeated stands once in the notebook.
          views.append(try view(inner, written["repeat"] == nil ? "\(at(member.name))[\(place + 1)]" : at("spec"), columns))
        }
        value = .array(views)
      default: break
      }
      whole.append(.init(member.name, value))
    }
    return .object(whole)
  }

  private mutating func encoding(_ json: JSON, _ path: String, _ columns: Columns) throws -> JSON {
    .object(
      try (json.members ?? []).map { member in
        if let several = member.value.array {
          return .init(member.name, .array(try several.map { try channel($0, member.name, "\(path).\(member.name)", columns) }))
        }
        return .init(member.name, try channel(member.value, member.name, "\(path).\(member.name)", columns))
      })
  }

  private mutating func facet(_ json: JSON, _ path: String, _ columns: Columns) throws -> JSON {
    let parts = (json.members ?? []).filter { $0.name == "row" || $0.name == "column" }
    guard !parts.isEmpty else { return try channel(json, "facet", path, columns) }
    return .object(try parts.map { .init($0.name, try channel($0.value, $0.name, "\(path).\($0.name)", columns)) })
  }

  /// A definition with its type, which Vega-Lite wants wherever a column is shown.
  private mutating func channel(_ json: JSON, _ name: String, _ path: String, _ columns: Columns) throws -> JSON {
    guard json.members != nil || json.string != nil else { return json }
    var members = json.string.map { [JSON.Member("field", .text(fieldPath(of: $0)))] } ?? json.members ?? []
    if let place = members.firstIndex(where: { $0.name == "condition" }) { members[place].value = try condition(members[place].value, name, path, columns) }
    let definition = JSON.object(members)
    if let repeated = definition["field"]?["repeat"]?.string {
      throw ToolError("nothing is repeated here as '\(repeated)'", remedy: "'repeat' names what its 'spec' may take: a list, or row, column, layer", parameter: "\(path).field")
    }
    let aggregate = definition["aggregate"]?.string
    guard let field = definition["field"]?.string.map(columnName(ofFieldPath:)) else {
      if let aggregate {
        shown.append((name, aggregate))
        if definition["type"] == nil { members.append(.init("type", "quantitative")) }
      }
      return .object(members)
    }
    guard let column = columns.first(where: { $0.name == field }) else {
      throw Self.unknown(field, columns, json.string == nil ? "\(path).field" : path)
    }
    if name != "x2", name != "y2" { shown.append((name, aggregate.map { "\($0) of \(field)" } ?? field)) }
    guard definition["type"] == nil, name != "x2", name != "y2" else { return .object(members) }
    let isDiscrete = ["row", "column", "facet", "shape", "strokeDash", "detail"].contains(name)
    let measure: Encoding.Measure =
      definition["timeUnit"] != nil ? .temporal
      : aggregate != nil || (definition["bin"] != nil && definition["bin"] != .null && definition["bin"] != .boolean(false)) ? .quantitative
      : isDiscrete && column.measure == .quantitative ? .ordinal : column.measure
    members.append(.init("type", .text(measure.rawValue)))
    return .object(members)
  }

  /// Conditions with their types, their tests checked.
  private mutating func condition(_ json: JSON, _ name: String, _ path: String, _ columns: Columns) throws -> JSON {
    if let several = json.array { return .array(try several.map { try condition($0, name, path, columns) }) }
    if let test = json["test"] { try check(test, columns, "\(path).condition.test") }
    return try channel(json, name, "\(path).condition", columns)
  }

  // MARK: Columns

  /// Checks the columns of an expression or a predicate.
  private mutating func check(_ test: JSON, _ columns: Columns, _ path: String) throws {
    switch test {
    case .text(let text): _ = try expression(text, columns, path)
    case .array(let parts): for part in parts { try check(part, columns, path) }
    case .object(let members):
      if let field = test["field"]?.string.map(columnName(ofFieldPath:)) {
        guard columns.contains(where: { $0.name == field }) else { throw Self.unknown(field, columns, path) }
      }
      for member in members where ["and", "or", "not"].contains(member.name) { try check(member.value, columns, path) }
    default: break
    }
  }

  private mutating func expression(_ text: String, _ columns: Columns, _ path: String) throws -> DatumExpression {
    let expression: DatumExpression
    do throws(ExpressionError) { expression = try DatumExpression(parsing: text) } catch {
      throw ToolError(error.message, remedy: error.remedy, parameter: path)
    }
    for field in expression.fields {
      guard columns.contains(where: { $0.name == field }) else { throw Self.unknown(field, columns, path) }
      calculatedFrom.insert(field)
    }
    return expression
  }

  /// The columns that a transform leaves.
  private mutating func columns(after step: JSON, _ columns: Columns, _ path: String) throws -> Columns {
    func known(_ name: String) throws {
      guard columns.contains(where: { $0.name == name }) else { throw Self.unknown(name, columns, path) }
    }
    if let test = step["filter"] {
      try check(test, columns, "\(path).filter")
      return columns
    }
    if let text = step["calculate"]?.string {
      let kind = try expression(text, columns, "\(path).calculate").kind { name in
        columns.first { $0.name == name }.map { $0.measure == .quantitative || $0.measure == .temporal ? .number : .text } ?? .number
      }
      let name = step["as"]?.string ?? "calculated"
      return columns.filter { $0.name != name } + [(name, kind == .number ? .quantitative : .nominal)]
    }
    func field(_ part: String) throws -> String {
      let name = columnName(ofFieldPath: step[part]?.string ?? "")
      try known(name)
      return name
    }
    let given = (step["as"]?.array ?? step["as"].map { [$0] } ?? []).compactMap(\.string)
    func name(_ place: Int, _ standard: String) -> String { given.indices.contains(place) ? given[place] : standard }
    let groups = (step["groupby"]?.array ?? []).compactMap(\.string).map(columnName(ofFieldPath:))
    for group in groups { try known(group) }
    let kept = columns.filter { groups.contains($0.name) }
    func numbers(_ names: [String]) -> Columns { names.map { ($0, .quantitative) } }
    for operations in [step["aggregate"], step["joinaggregate"]].compactMap(\.?.array) {
      var made: [String] = []
      for operation in operations {
        let measured = operation["field"]?.string.map(columnName(ofFieldPath:))
        if let measured { try known(measured) }
        let word = operation["op"]?.string ?? ""
        made.append(operation["as"]?.string ?? (measured.map { "\(word)_\($0)" } ?? word))
      }
      return (step["aggregate"] == nil ? columns : kept) + numbers(made)
    }
    if let operations = step["window"]?.array {
      for part in step["sort"]?.array ?? [] { try known(columnName(ofFieldPath: part["field"]?.string ?? "")) }
      var made: Columns = []
      for operation in operations {
        let measured = operation["field"]?.string.map(columnName(ofFieldPath:)), word = operation["op"]?.string ?? ""
        if let measured { try known(measured) }
        let takes = ["lag", "lead", "first_value", "last_value", "nth_value"].contains(word)
        if takes, measured == nil { throw ToolError("'\(word)' needs its 'field'", parameter: path) }
        let measure = takes ? columns.first { $0.name == measured }?.measure : nil
        made.append((operation["as"]?.string ?? (measured.map { "\(word)_\($0)" } ?? word), measure ?? .quantitative))
      }
      return columns + made
    }
    if step["bin"] != nil {
      let start = name(0, "bin_\(try field("field"))")
      return columns + numbers([start, name(1, start + "_end")])
    }
    if step["density"] != nil {
      _ = try field("density")
      return kept + numbers([name(0, "value"), name(1, "density")])
    }
    if step["regression"] != nil || step["loess"] != nil {
      let (x, y) = (try field("on"), try field(step["regression"] == nil ? "loess" : "regression"))
      return kept + numbers([name(0, x), name(1, y)])
    }
    if step["quantile"] != nil {
      _ = try field("quantile")
      return kept + numbers([name(0, "prob"), name(1, "value")])
    }
    if let folded = step["fold"]?.array {
      for part in folded.compactMap(\.string) { try known(columnName(ofFieldPath: part)) }
      return columns + [(name(0, "key"), .nominal), (name(1, "value"), .quantitative)]
    }
    if step["stack"] != nil {
      _ = try field("stack")
      return columns + numbers([name(0, "start"), name(1, "end")])
    }
    return columns
  }

  private static func unknown(_ name: String, _ columns: Columns, _ path: String) -> ToolError {
    let names = columns.map(\.name)
    return ToolError(
      "there is no column '\(name)'\(didYouMean(name, among: names))",
      remedy: nearName(to: name, among: names) == nil ? "columns are \(names.prefix(12).joined(separator: ", "))\(names.count > 12 ? ", …" : "")" : nil,
      parameter: path)
  }
}
