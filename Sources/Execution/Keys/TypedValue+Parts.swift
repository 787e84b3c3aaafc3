import Tooling

/// What a value is, where it is of that kind.
extension TypedValue {
  var integer: Int? { if case .integer(let value) = self { value } else { nil } }
  var text: String? { if case .text(let value) = self { value } else { nil } }
  var list: [TypedValue]? { if case .list(let values) = self { values } else { nil } }
}
