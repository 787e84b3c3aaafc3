import LinearAlgebra

/// The rows of one side of a join by their key's code: rows of a code stand together, in their order.
struct KeyedRows {
  /// Where the rows of each code start; nil where code and row are the same.
  private let starts: [Int32]?
  private let rows: [Int32]

  /// - Parameters:
  ///   - codes: one a row; -1 is left out.
  ///   - count: how many codes there are.
  init(_ codes: [Int32], count: Int) {
    if count == codes.count, codes.indices.allSatisfy({ Int(codes[$0]) == $0 }) {
      // Keys that all differ: nothing is to be kept.
      (starts, rows) = (nil, [])
      return
    }
    var places = [Int32](repeating: 0, count: count + 1)
    for code in codes where code >= 0 { places[Int(code) + 1] += 1 }
    for code in 0..<count { places[code + 1] += places[code] }
    starts = places
    var sorted = [Int32](repeating: 0, count: Int(places[count]))
    for (row, code) in codes.enumerated() where code >= 0 {
      sorted[Int(places[Int(code)])] = Int32(truncatingIfNeeded: row)
      places[Int(code)] += 1
    }
    rows = sorted
  }

  /// How many rows have the code.
  @inline(__always)
  func count(of code: Int32) -> Int {
    guard let starts else { return 1 }
    return Int(starts[Int(code) + 1] - starts[Int(code)])
  }

  @inline(__always)
  func row(_ place: Int, of code: Int32) -> Int32 {
    guard let starts else { return code }
    return rows[Int(starts[Int(code)]) + place]
  }

  /// For rows with `codes`, in their order: each beside every row here that has its code, and where `keepsUnmatched` once beside -1 if none has.
  ///
  /// - Throws: `TableError` where that is more rows than can be numbered.
  func pairs(with codes: [Int32], keepsUnmatched: Bool, cores: Int) throws(TableError) -> (probing: [Int32], found: [Int32]) {
    @Sendable func width(_ code: Int32) -> Int { code < 0 ? (keepsUnmatched ? 1 : 0) : max(count(of: code), keepsUnmatched ? 1 : 0) }
    let pieces = FixedPieces(of: codes.count, size: rowsPerPiece)
    var starts = mapPieces(pieces.count, cores: cores) { piece in pieces.range(piece).reduce(0) { $0 + width(codes[$1]) } }
    var total = 0
    for piece in starts.indices { (starts[piece], total) = (total, total + starts[piece]) }
    guard total < Int(Int32.max) else { throw TableError("the join would have \(total) rows, and \(Int32.max - 1) are the most there can be") }
    let starting = starts
    var found: [Int32] = []
    let probing: [Int32] = filled(total) { probing in
      found = filled(total) { found in
        nonisolated(unsafe) let (probing, found) = (probing, found)
        forEachPiece(pieces.count, cores: cores) { piece in
          var place = starting[piece]
          for row in pieces.range(piece) {
            let code = codes[row]
            let matches = code < 0 ? 0 : count(of: code)
            for match in 0..<matches {
              probing[place] = Int32(truncatingIfNeeded: row)
              found[place] = self.row(match, of: code)
              place += 1
            }
            if matches == 0, keepsUnmatched {
              probing[place] = Int32(truncatingIfNeeded: row)
              found[place] = -1
              place += 1
            }
          }
        }
      }
    }
    return (probing, found)
  }
}
