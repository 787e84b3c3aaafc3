import Catalogue
import Tabular
import TestSupport
import Testing
import Tooling

/// Tools that prepare tables, against the field's own libraries: cases from `Fixtures/learning_preparation.py` and
/// `Fixtures/learning_selection.py`.
@Suite struct PreparationReferenceTests {
  struct Case: Sendable, CustomStringConvertible {
    let json: JSON
    var tool: String { json["tool"]?.string ?? "" }
    var description: String { "\(tool) \(json["arguments"]?.text ?? "")" }
    /// A relative error, and near 0 an absolute one.
    var tolerance: Double { json["tolerance"]?.double ?? 1e-9 }
  }

  private static let references = ["preparation", "selection"].map { name in
    (try? JSON(parsing: readFile("\(ModelFixtures.folder)/learning_\(name).json"))) ?? .null
  }
  static let cases = references.flatMap { ($0["cases"]?.array ?? []).map(Case.init) }

  /// A table of the references: lists of numbers, whole numbers, texts, or true and false, null where missing.
  static func table(_ name: String) throws -> Table {
    let found = references.compactMap { $0["tables"]?[name]?.members }.first
    let members = try #require(found, "there is no table '\(name)'")
    return try Table(members.map { Column($0.name, values($0.value.array ?? [])) })
  }

  private static func values(_ cells: [JSON]) -> Column.Values {
    let present = cells.filter { $0 != .null }
    if present.allSatisfy({ $0.string != nil }), !present.isEmpty { return .text(TextValues(cells.map(\.string))) }
    if present.allSatisfy({ $0.bool != nil }), !present.isEmpty { return .boolean(Optionals(cells.map(\.bool), zero: false)) }
    if present.allSatisfy({ $0.int != nil }), !present.isEmpty {
      return .integer(Optionals(cells.map { $0.int.map(Int64.init) }, zero: 0))
    }
    return .number(cells.map { $0.double ?? .nan })
  }

  @Test func thereAreCases() { #expect(Self.cases.count > 80) }

  @Test(arguments: cases) func agrees(reference: Case) throws {
    let json = reference.json
    let subject = json["input"]?.string ?? "table"
    let run = try run(
      reference.tool, [subject: try Self.table(try #require(json["table"]?.string))], json["arguments"] ?? [:])
    for (output, expected) in [("table", json["expected"])] + (json["outputs"]?.members ?? []).map({ ($0.name, $0.value) }) {
      if let expected { expect(try run.value(output), expected, reference, output) }
    }
    guard let held = json["held"]?.string, let expected = json["expected_held"] else { return }
    let transformed = try CatalogueTests.run(
      "model.transform", ["transformer": try run.value("transformer", as: ModelArchive.self), "data": try Self.table(held)])
    expect(try transformed.value("table"), expected, reference, "other rows")
  }

  private func expect(_ table: Table, _ expected: JSON, _ reference: Case, _ output: String) {
    for member in expected.members ?? [] {
      guard let column = table.column(member.name) else {
        Issue.record("\(output) lacks '\(member.name)'; it has \(table.names)")
        continue
      }
      let cells = member.value.array ?? []
      if let strings = column.values.strings {
        #expect(strings == cells.map(\.string), "\(output) \(member.name)")
        continue
      }
      let numbers = column.values.numbers ?? []
      let wanted = cells.map { $0.double ?? $0.bool.map { $0 ? 1 : 0 } ?? .nan }
      let wrong = numbers.count == wanted.count
        ? numbers.indices.first { !agree(numbers[$0], wanted[$0], relative: reference.tolerance, absolute: reference.tolerance) } : 0
      #expect(wrong == nil, "\(output) \(member.name), row \(wrong ?? 0): \(numbers.dropFirst(wrong ?? 0).prefix(1)) for \(wanted.dropFirst(wrong ?? 0).prefix(1))")
    }
    if let names = reference.json["names"]?.array, output == "table" { #expect(table.names == names.compactMap(\.string)) }
  }
}
