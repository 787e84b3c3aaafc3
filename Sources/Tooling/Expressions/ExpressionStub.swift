extension Expression {
  public init(parsing text: String) throws(ExpressionError) { throw ExpressionError("expressions are not read yet", at: .init(offset: 0, length: 1)) }
  public var references: [Reference] { [] }
}
