#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif
import Tabular
import Tooling

/// The values of expressions over `datum`, a column at a time.
///
/// Numbers that are missing are NaN and texts nil. Text in a place for numbers is read as one, and what is no number is missing.
struct DatumEvaluation {
  private let table: Table
  private let count: Int

  init(_ table: Table) {
    self.table = table
    count = table.rowCount
  }

  static func parsed(_ text: String) throws(FigureError) -> DatumExpression {
    do throws(ExpressionError) { return try DatumExpression(parsing: text) } catch {
      throw FigureError("'\(text)': \(error.message)\(error.remedy.map { "; \($0)" } ?? "")")
    }
  }

  /// What the expression gives, as a column of its kind.
  func column(_ name: String, _ expression: DatumExpression) throws(FigureError) -> Column {
    for field in expression.fields { _ = try table.figureColumn(field) }
    switch kind(expression) {
    case .number: return Column(name, .number(numbers(expression)))
    case .text: return Column(name, .text(TextValues(texts(expression))))
    case .flag: return Column(name, .boolean(Optionals(flags(expression).map(Optional.some), zero: false)))
    }
  }

  /// Where the expression is true.
  func rows(_ expression: DatumExpression) throws(FigureError) -> [Bool] {
    for field in expression.fields { _ = try table.figureColumn(field) }
    return flags(expression)
  }

  private func kind(_ expression: DatumExpression) -> DatumExpression.Kind {
    expression.kind { table.column($0).map { DatumExpression.Kind($0.values) } ?? .number }
  }

  // MARK: Numbers

  private func numbers(_ expression: DatumExpression) -> [Double] {
    switch expression {
    case .number(let number): return [Double](repeating: number, count: count)
    case .missing: return [Double](repeating: .nan, count: count)
    case .field(let name):
      guard let values = table.column(name)?.values else { return [Double](repeating: .nan, count: count) }
      // Times are milliseconds since 1970, as they are to a browser.
      return values.numbers ?? FigureTime.seconds(values)?.map { $0 * 1000 } ?? Self.numbers(texts(expression))
    case .negate(let inner): return numbers(inner).map { -$0 }
    case .arithmetic(let operation, let a, let b):
      guard kind(expression) == .number else { return Self.numbers(texts(expression)) }
      return Self.combined(numbers(a), numbers(b), operation)
    case .call(let function, let arguments) where kind(expression) == .number && function != .if: return numbers(function, arguments)
    case .both, .either, .choice, .call:
      switch kind(expression) {
      case .number: return chosen(expression, numbers)
      case .text: return Self.numbers(texts(expression))
      case .flag: return flags(expression).map { $0 ? 1 : 0 }
      }
    case .flag, .not, .comparison: return flags(expression).map { $0 ? 1 : 0 }
    case .text: return Self.numbers(texts(expression))
    }
  }

  private static func numbers(_ texts: [String?]) -> [Double] { texts.map { $0.flatMap(Double.init) ?? .nan } }

  private static func combined(_ a: [Double], _ b: [Double], _ operation: DatumExpression.Arithmetic) -> [Double] {
    switch operation {
    case .add: zip(a, b).map { $0 + $1 }
    case .subtract: zip(a, b).map { $0 - $1 }
    case .multiply: zip(a, b).map { $0 * $1 }
    case .divide: zip(a, b).map { $0 / $1 }
    case .remainder: zip(a, b).map { fmod($0, $1) }
    }
  }

  private func numbers(_ function: DatumExpression.Function, _ arguments: [DatumExpression]) -> [Double] {
    if function == .length { return texts(arguments[0]).map { $0.map { Double($0.utf16.count) } ?? .nan } }
    let parts = arguments.map(numbers)
    let first = parts[0]
    func pairs(_ operation: (Double, Double) -> Double) -> [Double] { zip(first, parts[1]).map(operation) }
    func folded(_ keep: (Double, Double) -> Double) -> [Double] {
      parts.dropFirst().reduce(first) { zip($0, $1).map { $0.isNaN || $1.isNaN ? .nan : keep($0, $1) } }
    }
    switch function {
    case .abs: return first.map(Swift.abs)
    case .ceil: return first.map { $0.rounded(.up) }
    case .floor: return first.map { $0.rounded(.down) }
    // Halves go up, as in a browser.
    case .round: return first.map { ($0 + 0.5).rounded(.down) }
    case .sqrt: return first.map { $0.squareRoot() }
    case .exp: return first.map { exp($0) }
    case .log: return first.map { log($0) }
    case .sin: return first.map { sin($0) }
    case .cos: return first.map { cos($0) }
    case .tan: return first.map { tan($0) }
    case .asin: return first.map { asin($0) }
    case .acos: return first.map { acos($0) }
    case .atan: return first.map { atan($0) }
    case .pow: return pairs { pow($0, $1) }
    case .hypot: return pairs { ($0 * $0 + $1 * $1).squareRoot() }
    case .min: return folded { Swift.min($0, $1) }
    case .max: return folded { Swift.max($0, $1) }
    case .clamp: return first.indices.map { Swift.max(parts[1][$0], Swift.min(parts[2][$0], first[$0])) }
    default: return first
    }
  }

  // MARK: Texts

  private func texts(_ expression: DatumExpression) -> [String?] {
    switch expression {
    case .text(let text): return [String?](repeating: text, count: count)
    case .field(let name): return (0..<count).map { row in table.column(name).flatMap { CellText.text($0.values, row) } }
    case .arithmetic(.add, let a, let b) where kind(expression) == .text:
      return zip(texts(a), texts(b)).map { first, second in first.flatMap { first in second.map { first + $0 } } }
    case .call(.lower, let arguments): return texts(arguments[0]).map { $0?.lowercased() }
    case .call(.upper, let arguments): return texts(arguments[0]).map { $0?.uppercased() }
    case .call(.toString, let arguments): return texts(arguments[0])
    case .both, .either, .choice, .call(.if, _): if kind(expression) == .text { return chosen(expression, texts) }
    default: break
    }
    switch kind(expression) {
    case .flag: return flags(expression).map { $0 ? "true" : "false" }
    default: return numbers(expression).map { $0.isNaN ? nil : TypedValue.shortest($0) }
    }
  }

  // MARK: Truth

  private func flags(_ expression: DatumExpression) -> [Bool] {
    switch expression {
    case .flag(let flag): return [Bool](repeating: flag, count: count)
    case .not(let inner): return flags(inner).map { !$0 }
    case .both(let a, let b): return zip(flags(a), flags(b)).map { $0 && $1 }
    case .either(let a, let b): return zip(flags(a), flags(b)).map { $0 || $1 }
    case .comparison(let comparison, let a, let b): return compared(comparison, a, b)
    case .call(.isValid, let arguments):
      return kind(arguments[0]) == .text ? texts(arguments[0]).map { $0 != nil } : numbers(arguments[0]).map { !$0.isNaN }
    case .call(.isNaN, let arguments): return numbers(arguments[0]).map(\.isNaN)
    case .call(.isFinite, let arguments): return numbers(arguments[0]).map(\.isFinite)
    case .field(let name):
      if case .boolean(let values)? = table.column(name)?.values { return (0..<count).map { values[$0] ?? false } }
    case .choice, .call(.if, _): if kind(expression) == .flag { return chosen(expression, flags) }
    default: break
    }
    return kind(expression) == .text ? texts(expression).map { $0?.isEmpty == false } : numbers(expression).map { !$0.isNaN && $0 != 0 }
  }

  private func compared(_ comparison: DatumExpression.Comparison, _ a: DatumExpression, _ b: DatumExpression) -> [Bool] {
    // Against null only the question whether a value is there makes sense.
    if a == .missing || b == .missing {
      let isThere = try? rows(.call(.isValid, [a == .missing ? b : a]))
      let isEqual = comparison == .equal || comparison == .identical, isOther = comparison == .notEqual || comparison == .notIdentical
      return (isThere ?? []).map { isEqual ? !$0 : isOther && $0 }
    }
    let (first, second) = (kind(a), kind(b))
    if first != second, comparison == .identical || comparison == .notIdentical { return [Bool](repeating: comparison == .notIdentical, count: count) }
    if first == .text, second == .text {
      return zip(texts(a), texts(b)).map { a, b in
        guard let a, let b else { return (comparison == .notEqual || comparison == .notIdentical) && a != b }
        return Self.holds(comparison, isEqual: a == b, isLess: a.utf16.lexicographicallyPrecedes(b.utf16))
      }
    }
    return zip(numbers(a), numbers(b)).map { a, b in
      if a.isNaN || b.isNaN { return comparison == .notEqual || comparison == .notIdentical }
      return Self.holds(comparison, isEqual: a == b, isLess: a < b)
    }
  }

  private static func holds(_ comparison: DatumExpression.Comparison, isEqual: Bool, isLess: Bool) -> Bool {
    switch comparison {
    case .equal, .identical: isEqual
    case .notEqual, .notIdentical: !isEqual
    case .less: isLess
    case .lessOrEqual: isLess || isEqual
    case .greater: !isLess && !isEqual
    case .greaterOrEqual: !isLess
    }
  }

  // MARK: Choices

  /// `test ? a : b`, and `a || b` and `a && b` as the value of the one that decides.
  private func chosen<Value>(_ expression: DatumExpression, _ values: (DatumExpression) -> [Value]) -> [Value] {
    func pick(_ test: [Bool], _ a: DatumExpression, _ b: DatumExpression) -> [Value] {
      let (a, b) = (values(a), values(b))
      return test.indices.map { test[$0] ? a[$0] : b[$0] }
    }
    switch expression {
    case .choice(let test, let a, let b): return pick(flags(test), a, b)
    case .call(_, let arguments): return pick(flags(arguments[0]), arguments[1], arguments[2])
    case .either(let a, let b): return pick(flags(a), a, b)
    case .both(let a, let b): return pick(flags(a), b, a)
    default: return []
    }
  }
}

extension DatumExpression.Kind {
  init(_ values: Column.Values) {
    self =
      switch values {
      case .number, .integer, .timestamp: .number
      case .boolean: .flag
      case .text, .dictionary: .text
      }
  }
}
