extension ToolDeclaration {
  /// Everything declared, as `galley tools --json` gives it.
  public var json: JSON {
    .object([
      .init("name", .text(name)), .init("family", .text(family)), .init("version", .text(version)), .init("summary", .text(summary)),
      .init("manual", .text(manual)), .init("can_be_stage", .boolean(stage != nil)), .init("has_sub_steps", .boolean(expands)),
      .init("inputs", .array(inputs.map(\.json))), .init("parameters", .array(parameters.map(\.json))),
      .init("outputs", .array(outputs.map(\.json))), .init("citations", .array(citations.map(\.json))), .init("schema", jsonSchema),
    ])
  }
}

extension InputDeclaration {
  fileprivate var json: JSON {
    [
      "name": .text(name), "kind": .text(kind.rawValue), "help": .text(help), "is_optional": .boolean(isOptional), "is_list": .boolean(isList),
      "takes_path": .boolean(takesPath),
    ]
  }
}

extension ParameterDeclaration {
  fileprivate var json: JSON {
    var members: [JSON.Member] = [
      .init("name", .text(name)), .init("type", .text(type.label)), .init("help", .text(help)), .init("is_required", .boolean(isRequired)),
    ]
    if let standard { members.append(.init("default", JSON(standard))) }
    if let constraint { members.append(.init("constraint", .text(constraint.phrase))) }
    if !type.choices.isEmpty {
      members.append(.init("choices", .array(type.choices.map { ["name": .text($0.name), "help": .text($0.help)] })))
    }
    if !type.fields.isEmpty { members.append(.init("fields", .array(type.fields.map(\.json)))) }
    return .object(members)
  }
}

extension OutputDeclaration {
  fileprivate var json: JSON {
    [
      "name": .text(name), "kind": .text(kind.rawValue), "help": .text(help), "is_main": .boolean(isMain),
      "is_optional": .boolean(isOptional), "fields": .array(fields.map(\.json)), "has_open_fields": .boolean(hasOpenFields),
    ]
  }
}

extension FieldDeclaration {
  fileprivate var json: JSON {
    ["name": .text(name), "help": .text(help), "fields": .array(fields.map(\.json)), "is_open": .boolean(isOpen)]
  }
}

extension Citation {
  fileprivate var json: JSON { ["text": .text(text), "doi": doi.map(JSON.text) ?? .null] }
}
