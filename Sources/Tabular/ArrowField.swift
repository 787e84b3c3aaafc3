/// A field of an Arrow schema: name, type, dictionary.
struct ArrowField {
  let name: String
  /// The type of the values; with a dictionary that of its values.
  let type: ValueType
  let dictionary: Dictionary?

  enum ValueType {
    case null
    case integer(bits: Int, isSigned: Bool)
    case float(bits: Int)
    case boolean
    case text
    case largeText
    case textView
    /// Days since 1970.
    case date32
    /// Milliseconds since 1970.
    case date64
    case timestamp(TimestampValues.Unit, zone: String?)
    /// A type that tables here do not have.
    case other(String)
  }

  struct Dictionary {
    let id: Int64
    let indexBits: Int
    let indexIsSigned: Bool
    let isOrdered: Bool
  }

  init(_ field: FlatTable, place: Int) throws(TableError) {
    typealias Slot = ArrowFormat.Slot
    name = try field.string(Slot.Field.name) ?? ""
    type = try Self.type(field)
    guard let encoding = try field.table(Slot.Field.dictionary) else {
      dictionary = nil
      return
    }
    let index = try encoding.table(Slot.DictionaryEncoding.indexType)
    let bits = try index?.integer(0, default: Int32(0)) ?? 32
    guard [8, 16, 32, 64].contains(bits) else { throw .damagedArrow("column '\(name)' has dictionary indices of \(bits) bits") }
    dictionary = Dictionary(
      id: try encoding.integer(Slot.DictionaryEncoding.id, default: Int64(0)),
      indexBits: Int(bits),
      indexIsSigned: try index?.bool(1) ?? true,
      isOrdered: try encoding.bool(Slot.DictionaryEncoding.isOrdered))
  }

  private init(name: String, type: ValueType) {
    self.name = name
    self.type = type
    self.dictionary = nil
  }

  /// The field that the dictionary's values are read as.
  var valueField: ArrowField { ArrowField(name: name, type: type) }

  private static func type(_ field: FlatTable) throws(TableError) -> ValueType {
    typealias Code = ArrowFormat.TypeCode
    let code = try field.integer(ArrowFormat.Slot.Field.typeType, default: UInt8(0))
    guard let type = try field.table(ArrowFormat.Slot.Field.type) else { throw .damagedArrow("a column has no type") }
    switch code {
    case Code.null: return .null
    case Code.int:
      let bits = try type.integer(0, default: Int32(0))
      guard [8, 16, 32, 64].contains(bits) else { throw .damagedArrow("a column has integers of \(bits) bits") }
      return .integer(bits: Int(bits), isSigned: try type.bool(1))
    case Code.floatingPoint:
      let precision = try type.integer(0, default: Int16(0))
      guard (0...2).contains(precision) else { throw .damagedArrow("a column has floats of precision \(precision)") }
      return .float(bits: 16 << Int(precision))
    case Code.bool: return .boolean
    case Code.utf8: return .text
    case Code.largeUtf8: return .largeText
    case Code.utf8View: return .textView
    case Code.date: return try type.integer(0, default: Int16(1)) == 0 ? .date32 : .date64
    case Code.timestamp:
      guard let unit = TimestampValues.Unit(arrowCode: try type.integer(0, default: Int16(0))) else {
        throw .damagedArrow("a column has times of no known unit")
      }
      let zone = try type.string(1)
      return .timestamp(unit, zone: zone == "" ? nil : zone)
    default:
      return .other(Int(code) < Code.names.count ? Code.names[Int(code)] : "unknown type \(code)")
    }
  }
}
