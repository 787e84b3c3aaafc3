import Foundation
import TableTools
import Tabular
import TestSupport
import Tooling

/// A file of `Tests/Fixtures/tools`.
func toolFixture(_ name: String) throws -> [UInt8] {
  let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  return [UInt8](try Data(contentsOf: tests.appendingPathComponent("Fixtures/tools/\(name)")))
}

/// Reference values of `Tests/Fixtures/tools`.
func toolReference(_ name: String) throws -> JSON { try JSON(parsing: toolFixture(name)) }

/// The table of `Tests/Fixtures/tools/mixed.csv`: numbers of several sizes, a constant, text with separators and quotes, booleans.
func mixedTable() throws -> Table {
  try runTool(tableTools.tool("table.read"), inputs: ["path": FileBytes(toolFixture("mixed.csv"))]).value("table")
}

/// The table that a text of comma-separated values gives.
func table(_ text: String) throws -> Table {
  try runTool(tableTools.tool("table.read"), inputs: ["path": file(text)]).value("table")
}

/// Whether two numbers agree to a relative error; missing ones agree with one another.
func agree(_ a: Double, _ b: Double, relative: Double = 1e-9, absolute: Double = 1e-12) -> Bool {
  a == b || (a.isNaN && b.isNaN) || abs(a - b) <= max(absolute, relative * max(abs(a), abs(b)))
}

extension JSON {
  /// Numbers of a list, null as NaN.
  var numbers: [Double] { (array ?? []).map { $0.double ?? .nan } }
}
