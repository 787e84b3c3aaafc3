public import Tabular

extension Target {
  /// The target of a column without missing cells, by the contract: text, dictionary and boolean columns are classes, numbers
  /// are numbers unless the task says otherwise.
  ///
  /// Classes are sorted, whole numbers by size and text by its code points; the positive one of two is the last by default.
  /// - Throws: `ToolError`: one class alone, a task that the column's type cannot have, a positive class that is not there.
  init(_ column: Column, _ roles: ColumnRoles, _ context: RunContext) throws(ToolError) {
    let name = column.name
    switch (column.values, roles.task) {
    case (.timestamp, _):
      throw ToolError("the target '\(name)' is a point in time, which cannot be predicted", parameter: "target")
    case (.number(let numbers), .auto), (.number(let numbers), .regression):
      try self.init(numbers: numbers, name, roles, context)
    case (.integer, .auto), (.integer, .regression):
      try self.init(numbers: column.values.numbers ?? [], name, roles, context)
    case (.text, .regression), (.dictionary, .regression), (.boolean, .regression):
      throw ToolError(
        "the target '\(name)' is \(column.values.typeName), and regression predicts numbers",
        remedy: "leave 'task' out, or name a column of numbers", parameter: "target")
    case (.number(let numbers), .classification):
      if let row = numbers.firstIndex(where: { Int64(exactly: $0) == nil }) {
        throw ToolError(
          "the target '\(name)' has the value \(TypedValue.shortest(numbers[row])), and numbers as classes must be whole",
          remedy: "use task: regression to predict a number", parameter: "target")
      }
      try self.init(classesOf: column.values, isNumeric: true, name, roles, context)
    case (.integer, .classification): try self.init(classesOf: column.values, isNumeric: true, name, roles, context)
    case (.text, _), (.dictionary, _), (.boolean, _): try self.init(classesOf: column.values, isNumeric: false, name, roles, context)
    }
  }

  private init(numbers: [Double], _ name: String, _ roles: ColumnRoles, _ context: RunContext) throws(ToolError) {
    if let row = numbers.firstIndex(where: { !$0.isFinite }) {
      throw ToolError("the target '\(name)' is infinite in row \(row + 1) of those that have one", parameter: "target")
    }
    if let positive = roles.positive {
      throw ToolError(
        "'positive' names the class '\(positive)', and the target '\(name)' is numbers",
        remedy: "leave 'positive' out, or set task: classification", parameter: "positive")
    }
    if roles.task == .auto, let distinct = Self.distinctWholeNumbers(numbers, atMost: 10), numbers.count > distinct {
      context.warn(
        "the target '\(name)' has only \(distinct) different values, all whole numbers, and is predicted as a number",
        remedy: "if they are classes, set task: classification; if not, set task: regression", parameter: "target")
    }
    self = .numbers(numbers, TargetDescription(name: name))
  }

  /// How many different values there are; nil where some are not whole or there are more than `limit`.
  private static func distinctWholeNumbers(_ numbers: [Double], atMost limit: Int) -> Int? {
    var seen: Set<Double> = []
    for number in numbers {
      guard number == number.rounded() else { return nil }
      seen.insert(number)
      if seen.count > limit { return nil }
    }
    return seen.count
  }

  private init(
    classesOf values: Column.Values, isNumeric: Bool, _ name: String, _ roles: ColumnRoles, _ context: RunContext
  ) throws(ToolError) {
    var order: [String: Int] = [:]
    var found: [String] = []
    let firstCodes = (0..<values.count).map { row in
      let label = values.label(row)
      if let code = order[label] { return code }
      order[label] = found.count
      found.append(label)
      return found.count - 1
    }
    let sorted = isNumeric ? found.sorted { (Double($0) ?? 0, $0) < (Double($1) ?? 0, $1) } : found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    guard sorted.count > 1 else {
      throw ToolError(
        "the target '\(name)' has one class alone, '\(shortened(sorted.first ?? ""))'", remedy: "telling classes apart takes two or more", parameter: "target")
    }
    guard sorted.count <= 10_000 else {
      throw ToolError(
        "the target '\(name)' has \(sorted.count) classes, and at most 10000 are told apart",
        remedy: "name a column that says what a row is, not which row it is", parameter: "target")
    }
    if values.count > 20, sorted.count * 2 > values.count {
      context.warn(
        "the target '\(name)' has \(sorted.count) classes in \(values.count) rows",
        remedy: "check that it is not a name or a number of the row", parameter: "target")
    }
    var description = TargetDescription(name: name, classes: sorted)
    description.positive = try description.positiveClass(roles.positive)
    var place = [Int32](repeating: 0, count: found.count)
    for (code, label) in sorted.enumerated() { place[order[label] ?? 0] = Int32(truncatingIfNeeded: code) }
    self = .classes(firstCodes.map { place[$0] }, description)
  }
}

extension TargetDescription {
  /// The positive class: `chosen`, or the last of two; nil with more classes.
  ///
  /// - Throws: `ToolError` where `chosen` is no class, or there are more than two.
  public func positiveClass(_ chosen: String?) throws(ToolError) -> String? {
    guard let chosen else { return classes.count == 2 ? classes.last : nil }
    let listed = classes.prefix(20).map(shortened).joined(separator: ", ") + (classes.count > 20 ? ", …" : "")
    guard classes.contains(chosen) else {
      throw ToolError(
        "'positive' must be a class of '\(name)' (\(listed)), not '\(shortened(chosen))'\(didYouMean(chosen, among: classes))",
        parameter: "positive")
    }
    guard classes.count == 2 else {
      throw ToolError(
        "'positive' is for two classes, and '\(name)' has \(classes.count) (\(listed))", remedy: "leave 'positive' out", parameter: "positive")
    }
    return chosen
  }

  /// The code of the positive class; nil unless there are two.
  public var positiveCode: Int? { positive.flatMap { classes.count == 2 ? classes.firstIndex(of: $0) : nil } }

  /// Codes of a column's cells among the classes; nil where missing.
  ///
  /// - Throws: `ToolError` where a cell is a class that the model has not seen.
  public func codes(of column: Column) throws(ToolError) -> [Int32?] {
    let places = Dictionary(classes.enumerated().map { ($1, Int32(truncatingIfNeeded: $0)) }, uniquingKeysWith: { first, _ in first })
    let missing = column.values.missing
    var codes: [Int32?] = []
    codes.reserveCapacity(column.count)
    for row in 0..<column.count {
      if !missing.isEmpty, missing[row] {
        codes.append(nil)
        continue
      }
      let label = column.values.label(row)
      guard let code = places[label] else {
        throw ToolError(
          "row \(row + 1) of '\(column.name)' is of the class '\(shortened(label))', which the model has not learnt; it knows \(classes.prefix(20).map(shortened).joined(separator: ", "))",
          remedy: "leave such rows out, or learn from rows of this class too")
      }
      codes.append(code)
    }
    return codes
  }
}

/// A text from the data, such as a class's name, as an error shows it: long ones cut.
public func shortened(_ text: String) -> String { text.utf8.count > 240 ? text.prefix(57) + "…" : text }
