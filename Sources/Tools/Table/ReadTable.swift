import Tabular
import Tooling

/// Reads a table from a file: delimited text such as CSV and TSV, plain or compressed with gzip, or an Arrow file (Feather
/// version 2). Which it is, the file's content says; its name is not looked at.
///
/// In delimited text the separator is found by itself, and so is whether the first line holds names. What was guessed or
/// mended is noted with the result. A column's type is settled by all of its cells, as integer, number, boolean, timestamp or
/// text: codes with leading zeros (`007`) are text, and a cell in quotes is read as one without. A cell is missing where it is
/// empty or says so as pandas knows it (`NA`, `NaN`, `null`, `n/a`, …).
///
///     ```{table.read patients}
///     path: data/patients.csv
///     missing: ['?', '-999']
///     types: {postcode: text, stage: dictionary}
///     ```
///
/// Unlike in pandas, `missing` stands in place of the usual texts and not beside them, so that a country's code `NA` can be
/// kept; the empty cell is always missing. An Arrow file brings its own types, and of the parameters only `columns` is for it.
struct ReadTable: Tool {
  static let name = "table.read"
  static let summary = "Read a table from a CSV, TSV or Arrow file."
  static let version = "1"

  @Input("The file to read.") var path: FileBytes
  @Param("The character between fields, or tab; by default the one of comma, tab, semicolon and bar that fits.", .notEmpty)
  var separator: String?
  @Param("Whether the first line holds the names of the columns.") var header = Header.auto
  @Param("The character around fields that hold separators or line ends; empty: there is none.") var quote = "\""
  @Param("Lines that begin with this character are left out.", .notEmpty) var comment: String?
  @Param("How many lines to leave out at the start, whatever is in them.", .atLeast(0)) var skipRows = 0
  @Param("The texts that stand for a missing cell, besides the empty one; by default those of pandas.") var missing: [String]?
  @Param("The mark between a number's whole and its fraction.") var decimal = DecimalMark.point
  @Param("Types of columns by name, for those that are not to be guessed.") var types = ParameterMapping<CellType>()
  @Param("The columns to keep, in the file's order; by default all.", .notEmpty) var columns: [ColumnName]?
  @Output("The table.", isMain: true) var table: Table?

  mutating func run(_ context: RunContext) throws {
    let reader = try delimitedReader()
    var whole: Table
    do {
      whole = try path.withBytes { bytes throws -> Table in
        if bytes.starts(with: "ARROW1".utf8) { return try readArrow(bytes) }
        if bytes.starts(with: "FEA1".utf8) {
          throw ToolError(
            "the file is Feather of version 1, which is no longer written", remedy: "write it as version 2, or as CSV", parameter: "path")
        }
        let reading = try reader.read(bytes, cores: context.cores)
        for note in reading.notes { context.note(note, parameter: "path") }
        return reading.table
      }
    } catch let error as TableError {
      throw unknownTypedColumn(reader) ?? ToolError("the file cannot be read: \(error.message)", parameter: "path")
    }
    if let columns {
      let kept = Set(try columns.map { try whole.column($0.name, for: "columns").name })
      whole = try whole.selecting(columns: whole.names.filter(kept.contains))
    }
    table = whole
  }

  private func readArrow(_ bytes: UnsafeRawBufferPointer) throws -> Table {
    guard types.fields.isEmpty else {
      throw ToolError("the file is Arrow, and its columns have types of their own", remedy: "leave 'types' out", parameter: "types")
    }
    return try Table(arrow: bytes)
  }

  private func delimitedReader() throws(ToolError) -> DelimitedReader {
    var reader = DelimitedReader()
    reader.separator = try separator.map { text throws(ToolError) in
      try Self.byte(text, of: "separator", ["tab": 9, "\\t": 9], or: "one ASCII character, or tab")
    }
    reader.quote = quote.isEmpty ? nil : try Self.byte(quote, of: "quote", or: "one ASCII character, or empty")
    reader.comment = try comment.map { text throws(ToolError) in try Self.byte(text, of: "comment", or: "one ASCII character") }
    reader.header = header.reading
    reader.skipRows = skipRows
    if let missing { reader.missing = [""] + missing }
    reader.decimalMark = decimal.byte
    for field in types.fields { reader.types[field.name] = field.value.reading }
    return reader
  }

  private static func byte(_ text: String, of parameter: String, _ names: [String: UInt8] = [:], or phrase: String) throws(ToolError) -> UInt8 {
    if let byte = names[text] { return byte }
    guard text.utf8.count == 1, let byte = text.utf8.first, byte < 0x80, byte != 10, byte != 13 else {
      throw ToolError(ParameterDeclaration.refusal(parameter, phrase, not: "'\(text)'"), parameter: parameter)
    }
    return byte
  }

  /// The error for a column in `types` that the file lacks; nil where reading failed for another reason.
  private func unknownTypedColumn(_ reader: DelimitedReader) -> ToolError? {
    guard !types.fields.isEmpty else { return nil }
    var untyped = reader
    untyped.types = [:]
    guard let table = try? path.withBytes({ try untyped.read($0).table }) else { return nil }
    for field in types.fields {
      do { _ = try table.column(field.name, for: "types") } catch { return error }
    }
    return nil
  }

  enum Header: String, ParameterChoice {
    case auto, present, absent

    var help: String {
      switch self {
      case .auto: "It does, unless it looks like the lines below."
      case .present: "It does."
      case .absent: "It holds data; the columns are called column_1 and so on."
      }
    }

    var reading: DelimitedReader.Header {
      switch self {
      case .auto: .auto
      case .present: .present
      case .absent: .absent
      }
    }
  }

  enum DecimalMark: String, ParameterChoice {
    case point = "."
    case comma = ","

    var help: String { self == .point ? "As in 2.5." : "As in 2,5; fields are then hardly separated by commas." }
    var byte: UInt8 { self == .point ? UInt8(ascii: ".") : UInt8(ascii: ",") }
  }

  enum CellType: String, ParameterChoice {
    case number, integer, text, boolean, dictionary, timestamp

    var help: String {
      switch self {
      case .number: "Decimals, float64."
      case .integer: "Whole numbers of 64 bits."
      case .text: "Text as it stands."
      case .boolean: "True and false; 1 and 0 are taken too."
      case .dictionary: "Text with few different values: categories."
      case .timestamp: "Dates, or dates with times, by ISO 8601."
      }
    }

    var reading: ColumnType {
      switch self {
      case .number: .number
      case .integer: .integer
      case .text: .text
      case .boolean: .boolean
      case .dictionary: .dictionary
      case .timestamp: .timestamp
      }
    }
  }
}
