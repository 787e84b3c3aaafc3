import Catalogue
import Tabular
import TestSupport
import Testing
import Tooling

/// Data and scikit-learn's results, from `Fixtures/model_tools.py`.
enum ModelFixtures {
  static let folder = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(2).joined(separator: "/") + "/Fixtures"

  static let references: JSON = (try? JSON(parsing: readFile(folder + "/model_tools.json"))) ?? .null

  /// Columns `f0` and on, and a target.
  static func table(_ name: String, _ target: String, label: ((Int) -> String)?) throws -> Table {
    let text = String(decoding: try readFile("\(folder)/learning_linear_trees/\(name).csv"), as: UTF8.self)
    let rows = text.split(separator: "\n").map { $0.split(separator: ",").map { Double($0) ?? .nan } }
    let width = (rows.first?.count ?? 1) - 1
    let features = (0..<width).map { place in Column("f\(place)", .number(rows.map { $0[place] })) }
    let values: Column.Values =
      if let label { .text(TextValues(rows.map { label(Int($0[width])) })) } else { .number(rows.map { $0[width] }) }
    return try Table(features + [Column(target, values)])
  }

  static let tumours = Result { try table("breast_cancer", "diagnosis") { $0 == 0 ? "M" : "B" } }
  static let wine = Result { try table("wine", "cultivar") { "wine\($0)" } }
  static let diabetes = Result { try table("diabetes", "progression", label: nil) }

  /// Every fourth row, from the first, is held out.
  static func parts(_ table: Table) -> (train: Table, held: Table) {
    let rows = 0..<table.rowCount
    return (table.selecting(rows: rows.filter { $0 % 4 != 0 }), table.selecting(rows: rows.filter { $0 % 4 == 0 }))
  }
}

/// Runs a built-in tool by its name.
func run(_ tool: String, _ inputs: [String: any ArtifactValue], _ arguments: JSON = [:], cores: Int = 1) throws -> ToolRun {
  let declaration = try #require(builtInTools[tool], "there is no tool \(tool)")
  return try runTool(declaration, inputs: inputs, arguments: arguments, cores: cores, catalogue: builtInTools)
}

/// What a failing run says: its sentence, and its remedy after a bar.
func failure(_ body: () throws -> Any) -> String {
  do {
    _ = try body()
    return "no error"
  } catch let error as ToolError {
    return error.message + (error.remedy.map { " | " + $0 } ?? "")
  } catch let failure as BindingFailure {
    return failure.diagnostics.filter { $0.severity == .error }.map { $0.message + ($0.remedy.map { " | " + $0 } ?? "") }.joined(separator: "\n")
  } catch { return "\(error)" }
}

extension JSON {
  var doubles: [Double] { (array ?? []).compactMap(\.double) }
}

extension Table {
  func numbers(_ name: String) -> [Double] { column(name)?.values.numbers ?? [] }
  func strings(_ name: String) -> [String?] { column(name)?.values.strings ?? [] }
}

func isClose(_ a: [Double], _ b: [Double], within tolerance: Double) -> Bool {
  a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= tolerance }
}
