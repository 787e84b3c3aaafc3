import Tabular
import Tooling

/// Why no key of one table is a key of another, as far as that can be seen: letter case, blanks, what the keys look like.
struct UnmatchedKeys {
  /// What to do about it.
  let remedy: String

  /// How many keys of each side are looked at.
  private static let most = 100_000

  init(_ left: [Column], _ right: [Column]) {
    for (a, b) in zip(left, right) {
      let (x, y) = (Self.texts(a.values), Self.texts(b.values))
      guard !x.isEmpty, !y.isEmpty, x.isDisjoint(with: y) else { continue }
      let names = a.name == b.name ? "'\(a.name)'" : "'\(a.name)' and '\(b.name)'"
      if Self.agree(x, y, { $0.trimmed }) {
        remedy = "\(names) would agree without blanks at the ends: put trim(…) in their place with table.derive"
        return
      }
      if Self.agree(x, y, { $0.lowercased() }) {
        remedy = "\(names) would agree without regard to letter case: put lower(…) in their place with table.derive"
        return
      }
      if Self.agree(x, y, { $0.trimmed.lowercased() }) {
        remedy = "\(names) would agree without blanks at the ends and without regard to letter case: put lower(trim(…)) in their place with table.derive"
        return
      }
      if let first = Self.firstText(a.values), let second = Self.firstText(b.values) {
        remedy = "\(names): the left table has '\(shortened(first))', the right '\(shortened(second))'"
        return
      }
    }
    remedy = left.count > 1 ? "each column has values that both tables share, but no row has them together" : "look at the keys of both tables with table.describe"
  }

  private static func firstText(_ values: Column.Values) -> String? { (0..<values.count).lazy.compactMap { values.text(at: $0) }.first }

  private static func agree(_ x: Set<String>, _ y: Set<String>, _ change: (String) -> String) -> Bool {
    let changed = Set(y.map(change))
    return x.contains { changed.contains(change($0)) }
  }

  /// The different texts among the first rows; none of columns of another type.
  private static func texts(_ values: Column.Values) -> Set<String> {
    switch values {
    case .text(let cells): Set((0..<min(cells.count, most)).compactMap { cells[$0] })
    case .dictionary(let cells): Set(cells.codes.prefix(most).compactMap { $0 < 0 ? nil : cells.levels[Int($0)] })
    default: []
    }
  }
}

/// A key as a message shows it: `'P07'`, or `patient 'P07', visit 3`.
struct KeyText {
  let text: String

  init(_ keys: [Column], row: Int) {
    func cell(_ column: Column) -> String {
      guard let text = column.values.text(at: row) else { return "a missing value" }
      return column.values.cellType == .text ? "'\(shortened(text))'" : text
    }
    text = keys.count == 1 ? cell(keys[0]) : keys.map { "\($0.name) \(cell($0))" }.joined(separator: ", ")
  }
}
