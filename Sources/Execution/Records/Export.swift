import Glibc
import LinearAlgebra
public import Tabular
public import Tooling

/// Writes an artifact as a file for other programs, converted by the file's suffix.
///
/// Tables become `.csv`, `.tsv`, `.json` (a list of rows) and, where all columns are numbers, `.npy`; matrices `.csv`, `.tsv` and
/// `.json`. With any other suffix, and for other kinds, the artifact's own bytes are written.
public struct Export {
  private let artifact: StoredArtifact

  public init(_ artifact: StoredArtifact) { self.artifact = artifact }

  public func write(to path: String) throws {
    let suffix = path.split(separator: "/").last.flatMap { $0.contains(".") ? $0.split(separator: ".").last : nil }.map(String.init) ?? ""
    var file = try FileSink(path: path, keepsEqual: true)
    try write(suffix: suffix.lowercased(), to: &file)
    try file.finish()
  }

  private func write(suffix: String, to file: inout FileSink) throws {
    switch (artifact.kind, suffix) {
    case (.table, "csv"): try Table(artifact).writeDelimited(separator: UInt8(ascii: ","), to: &file)
    case (.table, "tsv"): try Table(artifact).writeDelimited(separator: UInt8(ascii: "\t"), to: &file)
    case (.table, "json"): try writeRows(of: Table(artifact), to: &file)
    case (.table, "npy"): try file.write(NPYArray(try numbers(of: Table(artifact))).encoded())
    case (.matrix, "csv"): try table(of: Matrix(artifact)).writeDelimited(separator: UInt8(ascii: ","), to: &file)
    case (.matrix, "tsv"): try table(of: Matrix(artifact)).writeDelimited(separator: UInt8(ascii: "\t"), to: &file)
    case (.matrix, "json"): try writeRows(of: table(of: Matrix(artifact)), to: &file)
    default: try artifact.withBytes { try file.write($0) }
    }
  }

  private func writeRows(of table: Table, to file: inout FileSink) throws {
    try file.write("[")
    for row in 0..<table.rowCount {
      let members = table.columns.map { JSON.Member($0.name, JSON($0.values.typedValue(at: row))) }
      try file.write((row == 0 ? "\n" : ",\n") + JSON.object(members).text)
    }
    try file.write("\n]\n")
  }

  private func numbers(of table: Table) throws -> Matrix {
    let columns = try table.columns.map { column in
      guard let numbers = column.values.numbers else {
        throw ToolError("column '\(column.name)' is \(column.values.typeName), and .npy holds numbers alone")
      }
      return numbers
    }
    var matrix = Matrix(rowCount: table.rowCount, columnCount: columns.count)
    for (place, column) in columns.enumerated() {
      for (row, number) in column.enumerated() { matrix[row, place] = number }
    }
    return matrix
  }

  private func table(of matrix: Matrix) throws -> Table {
    try Table((0..<matrix.columnCount).map { column in
      Column("column_\(column + 1)", .number((0..<matrix.rowCount).map { matrix[$0, column] }))
    })
  }
}

/// A file written beside its place and renamed when it is whole.
public struct FileSink: ByteSink {
  private let path: String
  private let file: TemporaryFile
  private let keepsEqual: Bool

  /// - Parameter keepsEqual: whether a file with the same bytes stays, its times with it.
  /// - Throws: `FileError` where the folder cannot be made or written.
  public init(path: String, keepsEqual: Bool = false) throws(FileError) {
    self.path = path
    self.keepsEqual = keepsEqual
    // A pipe or a device would be replaced by a file of its name.
    if let stamp = try? FileStamp(path: path), stamp.isSpecial {
      throw FileError(message: "cannot write '\(path)': it is a pipe or a device, and a file is needed", path: path)
    }
    if let slash = path.lastIndex(of: "/"), slash != path.startIndex { try FileSystem.makeFolder(String(path[..<slash])) }
    file = try TemporaryFile(path: "\(path).\(String(UInt64.random(in: .min ... .max), radix: 36)).part")
  }

  public mutating func write(_ bytes: UnsafeRawBufferPointer) throws { try file.write(bytes) }

  /// Puts the file in its place. A sink that is never finished leaves nothing.
  public func finish() throws(FileError) {
    try file.finish()
    if keepsEqual, let digest = try? FileSystem.digest(of: path), digest == (try? FileSystem.digest(of: file.path)) {
      unlink(file.path)
      return
    }
    do { try FileSystem.rename(file.path, path) } catch {
      unlink(file.path)
      throw error
    }
  }
}
