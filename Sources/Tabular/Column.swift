/// One column of a table.
public struct Column: Sendable, Equatable {
  public var name: String
  public var values: Values

  public init(_ name: String, _ values: Values) {
    self.name = name
    self.values = values
  }

  /// What the cells hold. In every type a cell may be missing.
  public enum Values: Sendable, Equatable {
    /// Float64. A missing cell is NaN: there is one kind of absence, and arithmetic keeps it. Infinities are values.
    case number([Double])
    /// Int64.
    case integer(Optionals<Int64>)
    case boolean(Optionals<Bool>)
    case text(TextValues)
    /// Text with few different values: a code a cell, and the levels in their order.
    case dictionary(DictionaryValues)
    /// Points in time.
    case timestamp(TimestampValues)
  }

  public var count: Int { values.count }
}

/// Fixed-width cells, of which some may be missing.
public struct Optionals<Element: Sendable & Equatable>: Sendable, Equatable {
  /// One value a cell; at a missing cell the type's zero, so that equal columns have equal bytes.
  public private(set) var values: [Element]
  /// Which cells hold a value; empty where all do.
  public private(set) var isPresent: [Bool]

  /// - Parameter isPresent: empty where no cell is missing, else one flag a cell.
  /// - Parameter zero: what stands in a missing cell.
  public init(_ values: [Element], isPresent: [Bool] = [], zero: Element) {
    self.values = values
    self.isPresent = []
    guard isPresent.count == values.count, isPresent.contains(false) else { return }
    self.isPresent = isPresent
    for place in values.indices where !isPresent[place] { self.values[place] = zero }
  }

  /// - Parameter zeroed: values that are the type's zero at missing cells already, as those of another column are.
  package init(zeroed values: [Element], isPresent: [Bool]) {
    self.values = values
    self.isPresent = isPresent.contains(false) ? isPresent : []
  }

  public init(_ cells: [Element?], zero: Element) {
    self.init(cells.map { $0 ?? zero }, isPresent: cells.map { $0 != nil }, zero: zero)
  }

  public var count: Int { values.count }
  public subscript(row: Int) -> Element? { isPresent.isEmpty || isPresent[row] ? values[row] : nil }
  public var missingCount: Int { isPresent.count { !$0 } }

  func selecting(_ rows: [Int]) -> Self {
    var copy = self
    copy.values = rows.map { values[$0] }
    copy.isPresent = isPresent.isEmpty ? [] : rows.map { isPresent[$0] }
    if !copy.isPresent.contains(false) { copy.isPresent = [] }
    return copy
  }
}

/// Text cells: UTF-8 bytes end to end, and where each cell ends.
public struct TextValues: Sendable, Equatable {
  public private(set) var bytes: [UInt8]
  /// `count + 1` ascending offsets into `bytes`.
  public private(set) var offsets: [Int]
  /// Which cells hold a value; empty where all do. A missing cell has no bytes.
  public private(set) var isPresent: [Bool]

  /// - Precondition (the caller's word, kept by every reader): `offsets` ascend from 0 to `bytes.count` and cut valid UTF-8.
  public init(bytes: [UInt8], offsets: [Int], isPresent: [Bool] = []) {
    self.bytes = bytes
    self.offsets = offsets.isEmpty ? [0] : offsets
    self.isPresent = isPresent.contains(false) ? isPresent : []
  }

  public init(_ cells: [String?]) {
    var bytes: [UInt8] = []
    var offsets = [0]
    offsets.reserveCapacity(cells.count + 1)
    for cell in cells {
      if let cell { bytes.append(contentsOf: cell.utf8) }
      offsets.append(bytes.count)
    }
    self.init(bytes: bytes, offsets: offsets, isPresent: cells.map { $0 != nil })
  }

  public var count: Int { offsets.count - 1 }
  public subscript(row: Int) -> String? {
    guard isPresent.isEmpty || isPresent[row] else { return nil }
    return String(decoding: bytes[offsets[row]..<offsets[row + 1]], as: UTF8.self)
  }
  public var missingCount: Int { isPresent.count { !$0 } }

  func selecting(_ rows: [Int]) -> Self {
    var chosen: [UInt8] = []
    var ends = [0]
    ends.reserveCapacity(rows.count + 1)
    for row in rows {
      chosen.append(contentsOf: bytes[offsets[row]..<offsets[row + 1]])
      ends.append(chosen.count)
    }
    return TextValues(bytes: chosen, offsets: ends, isPresent: isPresent.isEmpty ? [] : rows.map { isPresent[$0] })
  }
}

/// Text cells as codes into a list of levels.
public struct DictionaryValues: Sendable, Equatable {
  /// One code a cell: a place in `levels`, or -1 where the cell is missing.
  public let codes: [Int32]
  public let levels: [String]
  public let isOrdered: Bool

  public init(codes: [Int32], levels: [String], isOrdered: Bool = false) {
    self.codes = codes
    self.levels = levels
    self.isOrdered = isOrdered
  }

  public var count: Int { codes.count }
  public subscript(row: Int) -> String? { codes[row] < 0 ? nil : levels[Int(codes[row])] }
  public var missingCount: Int { codes.count { $0 < 0 } }

  func selecting(_ rows: [Int]) -> Self { Self(codes: rows.map { codes[$0] }, levels: levels, isOrdered: isOrdered) }
}

/// Points in time, counted from 1970-01-01T00:00:00 UTC.
public struct TimestampValues: Sendable, Equatable {
  public enum Unit: Sendable, Equatable, CaseIterable { case second, millisecond, microsecond, nanosecond }
  public let ticks: Optionals<Int64>
  public let unit: Unit
  /// An IANA zone; without one the times are local to nowhere, as in pandas.
  public let zone: String?

  public init(_ ticks: Optionals<Int64>, unit: Unit, zone: String? = nil) {
    self.ticks = ticks
    self.unit = unit
    self.zone = zone
  }
}

extension Column.Values {
  public var count: Int {
    switch self {
    case .number(let values): values.count
    case .integer(let values): values.count
    case .boolean(let values): values.count
    case .text(let values): values.count
    case .dictionary(let values): values.count
    case .timestamp(let values): values.ticks.count
    }
  }

  public var missingCount: Int {
    switch self {
    case .number(let values): values.count { $0.isNaN }
    case .integer(let values): values.missingCount
    case .boolean(let values): values.missingCount
    case .text(let values): values.missingCount
    case .dictionary(let values): values.missingCount
    case .timestamp(let values): values.ticks.missingCount
    }
  }

  /// Which cells are missing; empty where none is.
  package var missing: [Bool] {
    guard missingCount > 0 else { return [] }
    return switch self {
    case .number(let numbers): numbers.map(\.isNaN)
    case .integer(let cells): cells.isPresent.map { !$0 }
    case .boolean(let cells): cells.isPresent.map { !$0 }
    case .text(let cells): cells.isPresent.map { !$0 }
    case .dictionary(let cells): cells.codes.map { $0 < 0 }
    case .timestamp(let cells): cells.ticks.isPresent.map { !$0 }
    }
  }

  /// What the type is called to a person: `number`, `integer`, `boolean`, `text`, `dictionary`, `timestamp`.
  public var typeName: String {
    switch self {
    case .number: "number"
    case .integer: "integer"
    case .boolean: "boolean"
    case .text: "text"
    case .dictionary: "dictionary"
    case .timestamp: "timestamp"
    }
  }

  /// The cells as float64, missing ones as NaN: of numbers, integers and booleans (0 and 1); nil for the rest.
  public var numbers: [Double]? {
    switch self {
    case .number(let values): values
    case .integer(let values):
      values.isPresent.isEmpty ? values.values.map(Double.init) : (0..<values.count).map { values[$0].map(Double.init) ?? .nan }
    case .boolean(let values): (0..<values.count).map { row in values[row].map { $0 ? 1 : 0 } ?? .nan }
    case .text, .dictionary, .timestamp: nil
    }
  }

  /// The cells of text and dictionary columns, nil where missing; nil for the rest.
  public var strings: [String?]? {
    switch self {
    case .text(let values): (0..<values.count).map { values[$0] }
    case .dictionary(let values): (0..<values.count).map { values[$0] }
    default: nil
    }
  }

  public func selecting(_ rows: [Int]) -> Self {
    switch self {
    case .number(let values): .number(rows.map { values[$0] })
    case .integer(let values): .integer(values.selecting(rows))
    case .boolean(let values): .boolean(values.selecting(rows))
    case .text(let values): .text(values.selecting(rows))
    case .dictionary(let values): .dictionary(values.selecting(rows))
    case .timestamp(let values): .timestamp(TimestampValues(values.ticks.selecting(rows), unit: values.unit, zone: values.zone))
    }
  }

  /// Numbers are equal where their bits are, so that missing equals missing.
  public static func == (a: Self, b: Self) -> Bool {
    switch (a, b) {
    case (.number(let a), .number(let b)): a.elementsEqual(b) { $0 == $1 || ($0.isNaN && $1.isNaN) }
    case (.integer(let a), .integer(let b)): a == b
    case (.boolean(let a), .boolean(let b)): a == b
    case (.text(let a), .text(let b)): a == b
    case (.dictionary(let a), .dictionary(let b)): a == b
    case (.timestamp(let a), .timestamp(let b)): a == b
    default: false
    }
  }
}
