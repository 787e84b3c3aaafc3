import Tabular
import TestSupport

/// The folder of this module's fixtures.
let fixtures = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(2).joined(separator: "/") + "/Fixtures/tabular"

/// A table with every type, with and without missing cells.
func everyType(rows: Int) throws -> Table {
  func missing<T>(_ values: [T], every step: Int) -> [T?] { values.enumerated().map { $0.offset % step == 1 ? nil : $0.element } }
  let rows = 0..<rows
  let integers = rows.map { Int64($0 * $0 - 50) }
  let texts = rows.map { "größe \($0), \"x\"" }
  return try Table([
    Column("number", .number(rows.map { Double($0) / 7 })),
    Column("number missing", .number(rows.map { $0 % 3 == 1 ? .nan : Double($0) * 1e-9 })),
    Column("integer", .integer(Optionals(integers, zero: 0))),
    Column("integer missing", .integer(Optionals(missing(integers, every: 4), zero: 0))),
    Column("boolean", .boolean(Optionals(rows.map { $0 % 3 == 0 }, zero: false))),
    Column("boolean missing", .boolean(Optionals(missing(rows.map { $0 % 3 == 0 }, every: 5), zero: false))),
    Column("text", .text(TextValues(texts))),
    Column("text missing", .text(TextValues(missing(texts, every: 3)))),
    Column("dictionary", .dictionary(DictionaryValues(codes: rows.map { Int32($0 % 4) }, levels: ["a", "b", "", "ü"], isOrdered: true))),
    Column("dictionary missing", .dictionary(DictionaryValues(codes: rows.map { Int32($0 % 4 - 1) }, levels: ["x", "y", "z"]))),
    Column("second", .timestamp(TimestampValues(Optionals(integers, zero: 0), unit: .second))),
    Column("millisecond", .timestamp(TimestampValues(Optionals(missing(integers, every: 4), zero: 0), unit: .millisecond))),
    Column("microsecond", .timestamp(TimestampValues(Optionals(integers, zero: 0), unit: .microsecond, zone: "Europe/Zurich"))),
    Column("nanosecond", .timestamp(TimestampValues(Optionals(integers, zero: 0), unit: .nanosecond, zone: "UTC"))),
  ])
}

/// What reading gave: a table, or the message of the error.
func attempt(_ read: () throws -> Table) -> Result<Table, TableError> {
  do { return .success(try read()) } catch { return .failure(error as? TableError ?? TableError("\(error)")) }
}
