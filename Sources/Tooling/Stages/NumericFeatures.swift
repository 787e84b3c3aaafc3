public import LinearAlgebra
import RealModule
public import Tabular

/// The columns `names` of `table` as a matrix, a row a row: numbers and integers as they are, false and true as 0 and 1,
/// missing cells as NaN.
///
/// - Throws: `ToolError` that names the column: one that is not there, is neither numeric nor boolean, or has infinities.
public func numericFeatures(of table: Table, _ names: [String], _ context: RunContext) throws(ToolError) -> Matrix {
  var columns: [[Double]] = []
  columns.reserveCapacity(names.count)
  for name in names { columns.append(try numbers(of: table, name, context)) }
  let pieces = FixedPieces(of: columns.count, size: max(1, 65_536 / max(1, table.rowCount)))
  let infinite = mapPieces(pieces.count, cores: context.cores) { [columns] piece in
    pieces.range(piece).first { firstInfinity(in: columns[$0]) != nil }
  }
  if let place = infinite.lazy.compactMap({ $0 }).first { try refuseInfinities(columns[place], names[place]) }
  return columns.isEmpty ? Matrix(rowCount: table.rowCount, columnCount: 0) : Matrix(columns: columns, cores: context.cores)
}

private func numbers(of table: Table, _ name: String, _ context: RunContext) throws(ToolError) -> [Double] {
  guard let column = table.column(name) else {
    throw ToolError("the table has no column '\(name)', which is one of the model's features\(didYouMean(name, among: table.names))")
  }
  if let numbers = column.values.numbers { return numbers }
  let encoders = ["encode.one_hot", "encode.ordinal"].filter { context.catalogue[$0] != nil }
  let leaveOut = "leave it out: list the columns to learn from under 'features:', or drop it before with table.select"
  throw ToolError(
    "the feature '\(name)' is \(column.values.typeName), and this tool learns from numbers and booleans",
    remedy: encoders.isEmpty ? leaveOut : "turn it into numbers with \(encoders.joined(separator: " or ")), or \(leaveOut)",
    parameter: "features")
}

extension Table {
  /// - Throws: `ToolError` that names the first column of numbers with an infinity, and its row.
  func refuseInfinities() throws(ToolError) {
    for column in columns {
      if case .number(let numbers) = column.values { try Tooling.refuseInfinities(numbers, column.name) }
    }
  }
}

private func refuseInfinities(_ numbers: [Double], _ name: String) throws(ToolError) {
  guard let row = firstInfinity(in: numbers) else { return }
  throw ToolError(
    "the feature '\(name)' is infinite in row \(row + 1)",
    remedy: "leave such rows out, or make the value missing", parameter: "features")
}

private func firstInfinity(in numbers: [Double]) -> Int? { areFinite(numbers) ? nil : numbers.firstIndex(where: \.isInfinite) }

/// Whether none is NaN or infinite, at the speed of memory: either gives NaN times 0.
private func areFinite(_ numbers: [Double]) -> Bool {
  var probe = 0.0
  for number in numbers { probe = Relaxed.multiplyAdd(number, 0, probe) }
  return !probe.isNaN
}

/// The first feature with missing values, and how many it has; nil where none is missing.
public func firstMissing(in matrix: Matrix, _ names: [String]) -> (name: String, count: Int)? {
  if areFinite(matrix.values) { return nil }
  var counts = [Int](repeating: 0, count: matrix.columnCount)
  for row in 0..<matrix.rowCount {
    for column in counts.indices where matrix[row, column].isNaN { counts[column] += 1 }
  }
  return zip(names, counts).first { $0.1 > 0 }.map { ($0.0, $0.1) }
}
