public import Tabular

/// Where a value shows: a place, a colour, a size.
public enum Channel: String, Sendable, Hashable, CaseIterable {
  case x, y, x2, y2, xOffset, yOffset
  case color, fill, opacity, size, shape, strokeDash
  case text, detail, order, tooltip
  /// Panels beside and above one another, one a value; `facet` goes on in a new row where one is full.
  case row, column, facet
}

/// What a channel shows: a column of the dataset, or one value for all rows.
public struct Encoding: Sendable, Equatable {
  /// What kind of thing a column measures.
  public enum Measure: String, Sendable, Equatable {
    case quantitative, temporal, nominal, ordinal

    /// The measure of a column: numbers are quantities, times temporal, the rest names.
    public init(_ values: Column.Values) {
      self =
        switch values {
        case .number, .integer: .quantitative
        case .timestamp: .temporal
        case .dictionary(let values): values.isOrdered ? .ordinal : .nominal
        case .text, .boolean: .nominal
        }
    }
  }

  /// In which order discrete values stand, and the rows of a line.
  public enum Sort: Sendable, Equatable {
    case ascending, descending
    /// As the rows stand.
    case none
    case values([String])

    var json: JSON {
      switch self {
      case .ascending: "ascending"
      case .descending: "descending"
      case .none: .null
      case .values(let values): .array(values.map(JSON.text))
      }
    }
  }

  /// From data to pixels or colours.
  public struct Scale: Sendable, Equatable {
    public var members: [JSON.Member]
    public init(_ members: [JSON.Member]) { self.members = members }

    /// From `low` to `high`.
    public static func domain(_ low: Double, _ high: Double) -> Scale { Scale([.init("domain", .array([.measured(low), .measured(high)]))]) }
    /// Wherever the data are, with or without zero.
    public static let withoutZero = Scale([.init("zero", false)])
    public static let logarithmic = Scale([.init("type", "log")])
    /// Colours by the name of one of Vega's schemes: `blues`, `viridis`, `redblue`.
    public static func colours(_ scheme: String) -> Scale { Scale([.init("scheme", .text(scheme))]) }

    /// Both scales' properties.
    public func and(_ other: Scale) -> Scale { Scale(members + other.members) }
  }

  /// The column shown; nil for one value.
  public var column: String?
  private var members: [JSON.Member]

  /// The rows' values of `column`.
  ///
  /// - Parameters:
  ///   - title: of the axis or legend; the column's name where nil.
  ///   - hasGuide: whether there is an axis or a legend.
  ///   - format: of numbers, after d3-format: `.0%`, `.2f`.
  ///   - isBinned: whether the column is the start of a bin whose end `x2` or `y2` shows.
  ///   - isStacked: for bars: whether those at one place stand on one another. Nil leaves it to the vocabulary.
  public static func field(
    _ column: String, _ measure: Measure, title: String? = nil, scale: Scale? = nil, sort: Sort? = nil, format: String? = nil,
    hasGuide: Bool = true, isBinned: Bool = false, isStacked: Bool? = nil
  ) -> Encoding {
    var members: [JSON.Member] = [.init("field", .text(fieldPath(of: column))), .init("type", .text(measure.rawValue))]
    members.append(.init("title", .text(title ?? column)))
    if let scale { members.append(.init("scale", .object(scale.members))) }
    if let sort { members.append(.init("sort", sort.json)) }
    if isBinned { members.append(.init("bin", "binned")) }
    if let isStacked { members.append(.init("stack", isStacked ? "zero" : .null)) }
    var encoding = Encoding(column: column, members: members)
    encoding.format = format
    encoding.hasGuide = hasGuide
    return encoding
  }

  /// The encoding with one property more, or another value of one that it has: `axis`, `stack`, `legend`.
  public func with(_ name: String, _ value: JSON) -> Encoding {
    var encoding = self
    encoding.members = members.filter { $0.name != name } + [.init(name, value)]
    // What is said outright stands in the place of what would be made of a format.
    if name == "axis" || name == "legend" {
      encoding.format = nil
      encoding.hasGuide = true
    }
    return encoding
  }

  /// The end of an interval whose start another channel shows: `x2`, `y2`.
  public static func end(_ column: String) -> Encoding {
    Encoding(column: column, members: [.init("field", .text(fieldPath(of: column)))])
  }

  /// The same for all rows: pixels, a colour.
  public static func value(_ value: JSON) -> Encoding { Encoding(column: nil, members: [.init("value", value)]) }

  /// The same for all rows, in the data's own units.
  public static func datum(_ value: JSON) -> Encoding { Encoding(column: nil, members: [.init("datum", value)]) }

  private init(column: String?, members: [JSON.Member]) {
    self.column = column
    self.members = members
  }

  private var format: String?
  private var hasGuide = true

  /// Axes for places, legends for the rest: the guide's properties have another home in each.
  func json(for channel: Channel) -> JSON {
    var members = members
    // x2, y2 and value definitions have neither type nor guide.
    guard members.contains(where: { $0.name == "type" }) else { return .object(members) }
    switch channel {
    case .x, .y:
      if !hasGuide { members.append(.init("axis", .null)) } else if let format { members.append(.init("axis", .object([.init("format", .text(format))]))) }
    case .color, .fill, .opacity, .size, .shape, .strokeDash:
      if !hasGuide { members.append(.init("legend", .null)) } else if let format { members.append(.init("legend", .object([.init("format", .text(format))]))) }
    case .text, .tooltip: if let format { members.append(.init("format", .text(format))) }
    case .x2, .y2, .xOffset, .yOffset, .detail, .order, .row, .column, .facet: break
    }
    return .object(members)
  }
}

/// A column's name as Vega-Lite's `field`, in which dots and brackets lead into objects unless a backslash stands before them.
public func fieldPath(of column: String) -> String {
  var path = ""
  for scalar in column.unicodeScalars {
    if #"\.[]"#.unicodeScalars.contains(scalar) { path.unicodeScalars.append("\\") }
    path.unicodeScalars.append(scalar)
  }
  return path
}

/// The column that a `field` without unescaped dots and brackets names: the inverse of `fieldPath(of:)`.
public func columnName(ofFieldPath path: String) -> String {
  var name = ""
  var isEscaped = false
  for scalar in path.unicodeScalars {
    if scalar == "\\", !isEscaped {
      isEscaped = true
    } else {
      name.unicodeScalars.append(scalar)
      isEscaped = false
    }
  }
  return name
}
