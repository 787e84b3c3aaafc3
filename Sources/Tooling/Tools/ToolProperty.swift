/// A wrapper of a tool's property: a parameter, an input or an output. It is what `Mirror` looks for, one protocol for all, because
/// asking whether a value has a protocol is a search.
package protocol ToolProperty {
  /// - Parameter name: the property's name, as notebooks write it.
  func declaration(named name: String) -> PropertyDeclaration
  var held: PropertyContent { get }
}

package enum PropertyDeclaration {
  case parameter(ParameterDeclaration)
  case input(InputDeclaration)
  case output(OutputDeclaration)
}

/// What a wrapper holds now.
package enum PropertyContent {
  case parameter(TypedValue)
  case input
  /// Nil until the tool sets it.
  case output((any ArtifactValue)?)
}

/// The wrappers of `subject`, in the order written, by the names that notebooks use.
func toolProperties(of subject: Any) -> [(name: String, property: any ToolProperty)] {
  Mirror(reflecting: subject).children.compactMap { child in
    guard let label = child.label, let property = child.value as? any ToolProperty else { return nil }
    return (snakeCase(label), property)
  }
}

/// What the wrappers of `subject` declare, in the order written.
func propertyDeclarations(of subject: Any) -> [PropertyDeclaration] {
  toolProperties(of: subject).map { $0.property.declaration(named: $0.name) }
}

/// The parameters that `subject`'s wrappers declare, in the order written.
func parameterDeclarations(of subject: Any) -> [ParameterDeclaration] {
  propertyDeclarations(of: subject).compactMap { if case .parameter(let declaration) = $0 { declaration } else { nil } }
}
