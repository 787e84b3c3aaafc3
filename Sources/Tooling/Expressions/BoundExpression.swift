public import Tabular

/// An expression as a tool's parameter: its text, parsed, with what its references were worth when the step began.
///
/// ```swift
/// @Param("Which rows to keep.") var `where`: BoundExpression
/// let kept = table.gathering(try `where`.rows(of: table, for: "where").rows)
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

  /// The value for every row, as a column.
  ///
  /// - Parameters:
  ///   - parameter: where in the step's body it stands: `where`, `columns.bmi`.
  ///   - cores: how many threads may work; the result does not depend on it.
  /// - Throws: `ToolError` at the column that is not there, or whose type does not go with what is done to it.
  public func evaluate(over table: Table, for parameter: String, cores: Int = 1) throws -> Column.Values {
    try located(parameter) { try expression.evaluate(over: table, cores: cores, value) }
  }

  /// The rows for which it is true, ascending. Throws as `evaluate(over:for:cores:)`.
  public func rows(of table: Table, for parameter: String, cores: Int = 1) throws -> SelectedRows {
    try located(parameter) { try expression.rows(of: table, cores: cores, value) }
  }

  /// The value for every group of rows, as a column. Throws as `evaluate(over:for:cores:)`.
  public func evaluate(over table: Table, groups: RowGroups, keys: Table, for parameter: String, cores: Int = 1) throws -> Column.Values {
    try located(parameter) { try expression.evaluate(over: table, groups: groups, keys: keys, cores: cores, value) }
  }

  private func located<Value>(_ parameter: String, _ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as EvaluationError {
      throw ToolError(error.message, remedy: error.remedy, parameter: error.column.map { "\(parameter)[\($0)]" } ?? parameter)
    }
  }

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
