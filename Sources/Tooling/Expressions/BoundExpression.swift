public import Tabular

/// An expression as a tool's parameter: its text, parsed, with what its references were worth when the step began.
///
/// ```swift
/// @Param("Which rows to keep.") var `where`: BoundExpression
/// let kept = table.selecting(rows: try `where`.rows(of: table))
/// ```
public struct BoundExpression: Sendable, Hashable {
  public var expression: Expression
  public var values: [Reference: TypedValue]

  public init(_ expression: Expression, values: [Reference: TypedValue] = [:]) {
    self.expression = expression
    self.values = values
  }

  /// The columns that it reads.
  public var columns: [String] { expression.columns }

  /// The value for every row, as a column. Throws as `Expression.evaluate(over:_:)`.
  public func evaluate(over table: Table) throws -> Column.Values { try expression.evaluate(over: table, value) }

  /// The rows for which it is true. Throws as `Expression.rows(of:_:)`.
  public func rows(of table: Table) throws -> [Int] { try expression.rows(of: table, value) }

  private func value(_ reference: Reference) throws -> TypedValue {
    guard let value = values[reference] else { throw EvaluationError("nothing is known of \(reference)") }
    return value
  }
}

extension BoundExpression: ParameterValue {
  public static var type: ParameterType { .expression }
  public static var placeholder: Self { Self(.literal(.boolean(true))) }

  public var typedValue: TypedValue {
    let values = expression.references.map { TypedValue.Field($0.description, self.values[$0] ?? .null) }
    return .record([.init("text", .text(expression.description)), .init("values", .record(values))])
  }

  public init(_ value: TypedValue) throws {
    guard case .text(let text)? = value["text"] else { throw Self.mismatch(value) }
    do throws(ExpressionError) {
      expression = try Expression(parsing: text)
    } catch {
      throw ToolError("'\(text)' is no expression: \(error.message)")
    }
    values = [:]
    guard case .record(let fields)? = value["values"] else { return }
    for field in fields { if let reference = Reference(field.name) { values[reference] = field.value } }
  }
}
