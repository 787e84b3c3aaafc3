extension ToolDeclaration {
  /// The whole set of arguments: what was given, converted and checked, and the defaults of the rest, in declared order.
  ///
  /// - Throws: `ToolError` that names the parameter, in the one shape of refusals.
  public func arguments(given: [TypedValue.Field]) throws(ToolError) -> TypedValue {
    for field in given where parameter(field.name) == nil {
      throw ToolError("'\(name)' has no parameter '\(field.name)'\(didYouMean(field.name, among: parameters.map(\.name)))")
    }
    return .record(try Self.complete(given, parameters, of: name))
  }

  private static func complete(
    _ given: [TypedValue.Field], _ declarations: [ParameterDeclaration], of owner: String
  ) throws(ToolError) -> [TypedValue.Field] {
    var fields: [TypedValue.Field] = []
    for declaration in declarations {
      guard let value = given.first(where: { $0.name == declaration.name })?.value else {
        guard let standard = declaration.standard else {
          throw ToolError("'\(owner)' needs '\(declaration.name)' (\(declaration.phrase))", parameter: declaration.name)
        }
        fields.append(.init(declaration.name, standard))
        continue
      }
      fields.append(.init(declaration.name, try declaration.checked(value)))
    }
    return fields
  }
}

extension ParameterDeclaration {
  /// `value` as the parameter's type, or the refusal.
  public func checked(_ value: TypedValue) throws(ToolError) -> TypedValue {
    if value == .null, standard == .null { return .null }
    guard let converted = type.convert(value) else {
      throw ToolError(Self.refusal(name, type.phrase, not: value.quoted), remedy: elsewhere[value.description], parameter: name)
    }
    if let refusal = constraint?.refusal(of: converted) {
      throw ToolError(Self.refusal(name + refusal.path, refusal.phrase, not: refusal.value.quoted), parameter: name + refusal.path)
    }
    return converted
  }
}

extension TypedValue {
  /// For a refusal: numbers as they are, text in quotes.
  public var quoted: String {
    switch self {
    case .text(let text): "'\(text)'"
    case .record(let fields) where fields.isEmpty: "{}"
    default: description
    }
  }
}
