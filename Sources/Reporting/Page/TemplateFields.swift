import Mustache

/// What the tags of a template stand for, by name.
///
/// Mustache asks of every value which protocols it conforms to. A dictionary is long in telling, since it does so only where its keys are
/// texts, and a text is printed as anything is; these two say at once what they are.
struct TemplateFields: ExpressibleByDictionaryLiteral, MustacheParent {
  // Few enough that looking through them is faster than hashing.
  private let fields: [(String, Any)]

  init(dictionaryLiteral fields: (String, Any)...) { self.fields = fields }

  subscript(_ name: String) -> Any? { fields.first { $0.0 == name }?.1 }

  func child(named name: String) -> Any? {
    guard let value = self[name] else { return nil }
    return (value as? String).map(TemplateText.init) ?? value
  }
}

private struct TemplateText: MustacheCustomRenderable {
  let renderText: String
  var isNull: Bool { false }
}
