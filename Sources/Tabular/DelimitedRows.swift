internal import LinearAlgebra

/// The rows of a delimited file: read in pieces side by side, then joined.
///
/// Each piece reads its cells into the narrowest types that hold them. The type of a column is the narrowest that holds
/// the types of all pieces; where that is text, pieces that took the column for something else read it again.
struct DelimitedRows: @unchecked Sendable {
  // `@unchecked`: the bytes are only read, and outlive the value.
  private let bytes: UnsafeBufferPointer<UInt8>
  private let layout: DelimitedLayout
  private let cores: Int
  private let asked: [ColumnType?]

  private let pieceSize: Int
  /// How many rows are read first, to learn what the columns are.
  private static let trialRows = 200

  init(_ bytes: UnsafeBufferPointer<UInt8>, layout: DelimitedLayout, types: [String: ColumnType], pieceSize: Int, cores: Int) {
    self.bytes = bytes
    self.layout = layout
    self.pieceSize = pieceSize
    self.cores = max(cores, 1)
    asked = layout.names.map { types[$0] }
  }

  func read(notes: inout [String]) throws(TableError) -> [Column] {
    let pieces = try readPieces()
    let kinds = layout.names.indices.map { kind(of: $0, in: pieces) }
    rereadText(pieces, kinds: kinds)

    for (column, name) in layout.names.enumerated() where kinds[column] == .number && asked[column] == nil {
      if pieces.contains(where: { $0.columns[column].hasLargeInteger }) {
        notes.append("column '\(name)' has integers beyond 64 bits and is read as numbers; set its type to text to keep every digit")
      }
    }
    let results = mapPieces(layout.names.count, cores: cores) { column in
      Result { () throws(TableError) in
        try ColumnAssembly(pieces, column: column, name: layout.names[column], kind: kinds[column], asked: asked[column]).values()
      }
    }
    var columns: [Column] = []
    for (name, result) in zip(layout.names, results) {
      let (values, note) = try result.get()
      columns.append(Column(name, values))
      if let note { notes.append(note) }
    }
    return columns
  }

  /// The narrowest type that holds a column's cells in all pieces.
  private func kind(of column: Int, in pieces: [FilePiece]) -> ColumnPiece.Kind {
    let kind = pieces.reduce(ColumnPiece.Kind.missing) { $0.joined(with: $1.columns[column].kind) }
    // Times with an offset and times without cannot be told by one count.
    if kind == .time, asked[column] == nil, Set(pieces.compactMap { $0.columns[column].hasZone }).count > 1 { return .text }
    return kind
  }

  // MARK: Pieces

  /// The pieces of the file from its first row to its last, each of which begins where the one before ends.
  private func readPieces() throws(TableError) -> [FilePiece] {
    let start = layout.dataStart
    let prescribed: [(kind: ColumnPiece.Kind, isLocked: Bool)] = asked.map { $0.map { ($0.pieceKind, true) } ?? (.missing, false) }
    if bytes.count - start <= pieceSize {
      let rows = FileCuts(bytes, from: start, pieceSize: pieceSize, quote: nil, cores: 1).rowCounts[0]
      return try [checked(piece(start..<bytes.count, prescribed, rows: rows))]
    }

    // A few rows tell what nearly every piece will find, so that it need not find it out and start anew.
    let trial = piece(start..<bytes.count, prescribed, rows: Self.trialRows, rowLimit: Self.trialRows)
    let kinds = prescribed.enumerated().map { column, kind in
      let found = trial.columns[column].kind
      return kind.isLocked ? kind : (found == .spoiled ? .text : found, false)
    }
    let cuts = FileCuts(bytes, from: start, pieceSize: pieceSize, quote: layout.format.quote, cores: cores)
    let found = mapPieces(cuts.starts.count, cores: cores) { place in
      piece(cuts.starts[place]..<(place + 1 < cuts.starts.count ? cuts.starts[place + 1] : bytes.count), kinds, rows: cuts.rowCounts[place])
    }

    // A piece counts only where it begins at a record; from elsewhere the file is read on until it meets one that does.
    var pieces: [FilePiece] = []
    var position = start
    var next = 0
    while position < bytes.count {
      while next < found.count, found[next].start < position { next += 1 }
      let piece: FilePiece
      if next < found.count, found[next].start == position {
        piece = found[next]
      } else {
        piece = self.piece(position..<(next < found.count ? found[next].start : bytes.count), kinds, rows: 1024)
      }
      pieces.append(try checked(piece))
      position = piece.end
    }
    return pieces
  }

  private func piece(_ range: Range<Int>, _ kinds: [(kind: ColumnPiece.Kind, isLocked: Bool)], rows: Int, rowLimit: Int = .max) -> FilePiece {
    FilePiece(bytes, range: range, format: layout.format, kinds: kinds, expectedRows: rows, rowLimit: rowLimit)
  }

  private func checked(_ piece: FilePiece) throws(TableError) -> FilePiece {
    guard let failure = piece.failure else { return piece }
    let line = bytes.lineNumber(at: failure.place)
    switch failure {
    case .ragged(_, let found):
      let expected = layout.names.count
      throw TableError(
        "line \(line) has \(found) field\(found == 1 ? "" : "s") and should have \(expected), as the first line; mend the line, or set the separator, the quote or the lines to skip")
    case .unclosedQuote:
      throw TableError("line \(line): a quote is opened and never closed; close it, or set another quote")
    case .unfit(_, let column, let text):
      let type = asked[column]?.rawValue ?? "text"
      throw TableError("line \(line): '\(text)' in column '\(layout.names[column])' is not of its type, \(type); mend the cell, or set another type or missing marker")
    case .notUTF8:
      throw DelimitedLayout.notUTF8(line: line)
    }
  }

  /// Reads again, as text, what pieces took for something else in columns that are text.
  private func rereadText(_ pieces: [FilePiece], kinds: [ColumnPiece.Kind]) {
    let work = pieces.indices.filter { place in
      kinds.indices.contains { kinds[$0] == .text && pieces[place].columns[$0].needsRereadingAsText }
    }
    forEachPiece(work.count, cores: cores) { item in
      let piece = pieces[work[item]]
      let wanted: [(kind: ColumnPiece.Kind, isLocked: Bool)] = kinds.indices.map { column in
        (kinds[column] == .text && piece.columns[column].needsRereadingAsText ? .text : .skip, true)
      }
      piece.adopt(self.piece(piece.start..<piece.end, wanted, rows: piece.rowCount + 1))
    }
  }
}

extension ColumnType {
  fileprivate var pieceKind: ColumnPiece.Kind {
    switch self {
    case .text, .dictionary: .text
    case .number: .number
    case .integer: .integer
    case .boolean: .boolean
    case .timestamp: .time
    }
  }
}

extension ColumnPiece {
  fileprivate var needsRereadingAsText: Bool {
    switch kind {
    case .text, .missing, .skip: false
    case .integer, .number, .boolean, .time, .spoiled: true
    }
  }
}

extension ColumnPiece.Kind {
  /// The narrowest type that holds both.
  fileprivate func joined(with found: Self) -> Self {
    let other = found == .spoiled ? .text : found
    switch (self, other) {
    case (.missing, let kind), (let kind, .missing): return kind
    case (.integer, .number), (.number, .integer): return .number
    default: return self == other ? self : .text
    }
  }
}
