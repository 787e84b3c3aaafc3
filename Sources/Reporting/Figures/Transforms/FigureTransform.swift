import Learning
package import Tabular
package import Tooling

/// Steps of a specification's `transform`, each from a table to a table.
package enum FigureTransform {
  /// - Parameter step: one of `FigureGrammar.transforms`, as Vega-Lite writes it.
  package static func apply(_ step: JSON, to table: Table) throws(FigureError) -> Table {
    let groups = (step["groupby"]?.array ?? []).compactMap(\.string).map(columnName(ofFieldPath:))
    let names = (step["as"]?.array ?? []).compactMap(\.string)
    func name(_ place: Int, _ standard: String) -> String { names.indices.contains(place) ? names[place] : standard }
    func field(_ part: String) -> String { columnName(ofFieldPath: step[part]?.string ?? "") }
    if let test = step["filter"] {
      let holds = try FigurePredicate.rows(test, table)
      return table.selecting(rows: holds.indices.filter { holds[$0] })
    }
    if let text = step["calculate"]?.string {
      let expression = try DatumEvaluation.parsed(text)
      return try table.adding([DatumEvaluation(table).column(step["as"]?.string ?? "calculated", expression)])
    }
    if let operations = step["window"]?.array { return try WindowTransform(operations, step, table, by: groups).apply() }
    if let operations = step["aggregate"]?.array { return try aggregate(operations, table, by: groups) }
    if let operations = step["joinaggregate"]?.array {
      let groups = try TableGroups(table, by: groups)
      return try table.adding(try summaries(operations, table, groups, isJoined: true))
    }
    if let options = step["bin"] {
      let column = field("field")
      let bins = FigureBins(try table.figureNumbers(column), options)
      let start = step["as"]?.string ?? name(0, "bin_\(column)")
      return try table.adding(try bins.columns(of: table.figureNumbers(column), start: start, end: names.count > 1 ? names[1] : start + "_end"))
    }
    if step["density"] != nil { return try density(field("density"), step, table, by: groups, value: name(0, "value"), density: name(1, "density")) }
    if step["regression"] != nil || step["loess"] != nil {
      return try trend(step, table, by: groups, x: (field("on"), name(0, field("on"))), y: (step["regression"] ?? step["loess"])?.string ?? "", names)
    }
    if step["quantile"] != nil { return try quantiles(field("quantile"), step, table, by: groups, name(0, "prob"), name(1, "value")) }
    if let fields = step["fold"]?.array { return try fold(fields.compactMap(\.string).map(columnName(ofFieldPath:)), table, name(0, "key"), name(1, "value")) }
    if step["stack"] != nil {
      return try stack(field("stack"), step, table, by: groups, start: step["as"]?.string ?? name(0, "start"), end: name(1, "end"))
    }
    let kind = step.members?.first { FigureGrammar.transforms.contains($0.name) }?.name ?? step.members?.first?.name ?? ""
    throw FigureError("the transform '\(kind)' is not drawn here\(didYouMean(kind, among: FigureGrammar.transforms))")
  }

  // MARK: Summaries

  private static func aggregate(_ operations: [JSON], _ table: Table, by fields: [String]) throws(FigureError) -> Table {
    let groups = try TableGroups(table, by: fields)
    return try Table.figure(groups.keys() + (try summaries(operations, table, groups, isJoined: false)))
  }

  /// A column an operation, a row a group; joined, a row a row.
  private static func summaries(_ operations: [JSON], _ table: Table, _ groups: TableGroups, isJoined: Bool) throws(FigureError) -> [Column] {
    var columns: [Column] = []
    for operation in operations {
      let field = operation["field"]?.string.map(columnName(ofFieldPath:))
      let word = operation["op"]?.string ?? ""
      guard let kind = AggregateOperation(rawValue: word) else {
        throw FigureError("there is no aggregate '\(word)'\(didYouMean(word, among: FigureGrammar.aggregates))")
      }
      let summaries = try summaries(kind, field, table, groups)
      var values = summaries
      if isJoined {
        values = [Double](repeating: .nan, count: table.rowCount)
        for (group, rows) in groups.rows.enumerated() { for row in rows { values[row] = summaries[group] } }
      }
      columns.append(Column(operation["as"]?.string ?? (field.map { "\(word)_\($0)" } ?? word), .number(values)))
    }
    return columns
  }

  /// What `kind` says of each group.
  static func summaries(_ kind: AggregateOperation, _ field: String?, _ table: Table, _ groups: TableGroups) throws(FigureError) -> [Double] {
    guard kind != .count, let field else { return groups.rows.map { Double($0.count) } }
    let column = try table.figureColumn(field)
    let numbers: [Double]
    if let measured = column.values.numbers ?? FigureTime.seconds(column.values) {
      numbers = measured
    } else if [.valid, .missing, .distinct].contains(kind) {
      numbers = ColumnLevels(column.values).codes.map { $0 < 0 ? .nan : Double($0) }
    } else {
      throw FigureError("'\(kind.rawValue)' needs numbers, and '\(field)' is \(column.values.typeName)")
    }
    return groups.rows.map { rows in kind.value(rows.map { numbers[$0] }) }
  }

  // MARK: Curves

  private static func density(
    _ field: String, _ step: JSON, _ table: Table, by fields: [String], value: String, density: String
  ) throws(FigureError) -> Table {
    let numbers = try table.figureNumbers(field)
    let groups = try TableGroups(table, by: fields)
    let given = step["extent"]?.array?.compactMap(\.double) ?? []
    let isShared = step["resolve"]?.string == "shared" && given.count != 2
    let whole = isShared ? extent(numbers) : given.count == 2 ? (given[0], given[1]) : nil
    let count = max(2, min(1000, step["steps"]?.int ?? step["minsteps"]?.int ?? 100))
    var counts: [Int] = [], places: [Double] = [], heights: [Double] = []
    for rows in groups.rows {
      let values = rows.map { numbers[$0] }
      guard let kernel = KernelDensity(values, bandwidth: step["bandwidth"]?.double), let (low, high) = whole ?? extent(values) else {
        counts.append(0)
        continue
      }
      let scale = step["counts"]?.bool == true ? Double(kernel.count) : 1
      for place in 0...count {
        let at = low + (high - low) * Double(place) / Double(count)
        places.append(at)
        heights.append(scale * (step["cumulative"]?.bool == true ? kernel.cumulative(at: at) : kernel.density(at: at)))
      }
      counts.append(count + 1)
    }
    return try Table.figure(groups.keys(repeating: counts) + [Column(value, .number(places)), Column(density, .number(heights))])
  }

  private static func trend(
    _ step: JSON, _ table: Table, by fields: [String], x: (field: String, name: String), y path: String, _ names: [String]
  ) throws(FigureError) -> Table {
    let field = columnName(ofFieldPath: path)
    let xs = try table.figureNumbers(x.field), ys = try table.figureNumbers(field)
    let groups = try TableGroups(table, by: fields)
    var counts: [Int] = [], line: [(x: Double, y: Double)] = []
    for rows in groups.rows {
      let points = rows.map { (x: xs[$0], y: ys[$0]) }
      var fitted: [(x: Double, y: Double)] = []
      if step["loess"] != nil {
        if let smooth = LocalRegression(points, bandwidth: step["bandwidth"]?.double ?? 0.3) { fitted = zip(smooth.x, smooth.y).map { ($0, $1) } }
      } else {
        let method = step["method"]?.string ?? "linear"
        guard let form = CurveRegression.Form(rawValue: method) else {
          throw FigureError("there is no method '\(method)'\(didYouMean(method, among: CurveRegression.Form.allCases.map(\.rawValue)))")
        }
        if let curve = CurveRegression(points, form: form, order: step["order"]?.int ?? 3) {
          let given = step["extent"]?.array?.compactMap(\.double) ?? []
          fitted = curve.line(from: given.count == 2 ? given[0] : curve.extent.low, to: given.count == 2 ? given[1] : curve.extent.high)
        }
      }
      counts.append(fitted.count)
      line += fitted
    }
    let yName = names.count > 1 ? names[1] : field
    return try Table.figure(groups.keys(repeating: counts) + [Column(x.name, .number(line.map(\.x))), Column(yName, .number(line.map(\.y)))])
  }

  private static func quantiles(
    _ field: String, _ step: JSON, _ table: Table, by fields: [String], _ share: String, _ value: String
  ) throws(FigureError) -> Table {
    let numbers = try table.figureNumbers(field)
    let groups = try TableGroups(table, by: fields)
    let width = min(0.5, max(0.001, step["step"]?.double ?? 0.01))
    let given = (step["probs"]?.array ?? []).compactMap(\.double).filter { $0 >= 0 && $0 <= 1 }
    let shares = given.isEmpty ? Array(stride(from: width / 2, to: 1, by: width)) : given
    var places: [Double] = [], values: [Double] = []
    for rows in groups.rows {
      let sorted = rows.map { numbers[$0] }.filter { !$0.isNaN }.sorted()
      places += shares
      values += shares.map { quantile(ofSorted: sorted, $0) }
    }
    return try Table.figure(
      groups.keys(repeating: groups.rows.map { _ in shares.count }) + [Column(share, .number(places)), Column(value, .number(values))])
  }

  // MARK: Shapes of tables

  /// Columns end to end: a row for each of them and each row.
  private static func fold(_ fields: [String], _ table: Table, _ key: String, _ value: String) throws(FigureError) -> Table {
    var values: [Double] = [], keys: [String?] = [], rows: [Int] = []
    let folded = try fields.map { (field) throws(FigureError) in try table.figureNumbers(field) }
    for row in 0..<table.rowCount {
      for (place, field) in fields.enumerated() {
        rows.append(row)
        keys.append(field)
        values.append(folded[place][row])
      }
    }
    let kept = table.columns.filter { $0.name != key && $0.name != value }.map { Column($0.name, $0.values.selecting(rows)) }
    return try Table.figure(kept + [Column(key, .text(TextValues(keys))), Column(value, .number(values))])
  }

  /// Where each row starts and ends when the rows of a group stand on one another.
  private static func stack(_ field: String, _ step: JSON, _ table: Table, by fields: [String], start: String, end: String) throws(FigureError) -> Table {
    let numbers = try table.figureNumbers(field)
    var starts = [Double](repeating: .nan, count: table.rowCount), ends = starts
    let sorts = try (step["sort"]?.array ?? []).map { (part) throws(FigureError) in
      (levels: ColumnLevels(try table.figureColumn(columnName(ofFieldPath: part["field"]?.string ?? "")).values).codes, isDescending: part["order"]?.string == "descending")
    }
    func precedes(_ a: Int, _ b: Int) -> Bool {
      for sort in sorts where sort.levels[a] != sort.levels[b] { return (sort.levels[a] < sort.levels[b]) != sort.isDescending }
      return a < b
    }
    for rows in try TableGroups(table, by: fields).rows {
      var (above, below) = (0.0, 0.0)
      for row in rows.sorted(by: precedes) where numbers[row].isFinite {
        let foot = numbers[row] < 0 ? below : above
        (starts[row], ends[row]) = (foot, foot + numbers[row])
        if numbers[row] < 0 { below = ends[row] } else { above = ends[row] }
      }
      let offset = step["offset"]?.string
      let (low, high) = (below, above)
      for row in rows where high > low {
        if offset == "normalize" {
          starts[row] /= high - low
          ends[row] /= high - low
        } else if offset == "center" {
          starts[row] -= (high + low) / 2
          ends[row] -= (high + low) / 2
        }
      }
    }
    return try table.adding([Column(start, .number(starts)), Column(end, .number(ends))])
  }

  /// The least and the greatest of the finite numbers; nil where there are none.
  static func extent(_ numbers: [Double]) -> (Double, Double)? {
    var (low, high) = (Double.infinity, -Double.infinity)
    for number in numbers where number.isFinite { (low, high) = (min(low, number), max(high, number)) }
    return low <= high ? (low, high) : nil
  }
}
