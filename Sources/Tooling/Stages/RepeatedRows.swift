public import Tabular

/// Rows that are equal in every column to another one of some rows.
public struct RepeatedRows: Sendable {
  /// How many rows are repeated.
  public private(set) var count = 0
  /// The first such row and a row that it is equal to, from 0.
  public private(set) var first: (row: Int, original: Int)?

  /// O(rows × columns): rows are told apart by a hash, and compared where it is equal.
  public init(in table: Table, of rows: [Int], among originals: [Int]) {
    guard !table.columns.isEmpty else { return }
    let hashes = Self.hashes(table)
    var places: [UInt64: Int] = [:]
    places.reserveCapacity(originals.count)
    for row in originals where places[hashes[row]] == nil { places[hashes[row]] = row }
    for row in rows {
      guard let original = places[hashes[row]], original != row, Self.areEqual(table, row, original) else { continue }
      if first == nil { first = (row, original) }
      count += 1
    }
  }

  private static func hashes(_ table: Table) -> [UInt64] {
    var hashes = [UInt64](repeating: 0x9E37_79B9_7F4A_7C15, count: table.rowCount)
    func mix(_ row: Int, _ word: UInt64) {
      let product = (hashes[row] ^ word).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
      hashes[row] = product.low ^ product.high &+ 0x2545_F491_4F6C_DD1D
    }
    for column in table.columns {
      switch column.values {
      // Zero has two signs and missing many patterns.
      case .number(let cells): for (row, cell) in cells.enumerated() { mix(row, cell.isNaN ? 1 : (cell + 0).bitPattern) }
      case .integer(let cells): for row in hashes.indices { mix(row, cells[row].map(UInt64.init(bitPattern:)) ?? 1 << 63 | 1) }
      case .boolean(let cells): for row in hashes.indices { mix(row, cells[row].map { $0 ? 3 : 2 } ?? 1) }
      case .dictionary(let cells): for (row, code) in cells.codes.enumerated() { mix(row, UInt64(bitPattern: Int64(code))) }
      case .timestamp(let cells): for row in hashes.indices { mix(row, cells.ticks[row].map(UInt64.init(bitPattern:)) ?? 1 << 63 | 1) }
      case .text(let cells):
        for row in hashes.indices {
          var word: UInt64 = 0xCBF2_9CE4_8422_2325
          for place in cells.offsets[row]..<cells.offsets[row + 1] { word = (word ^ UInt64(cells.bytes[place])) &* 0x0000_0100_0000_01B3 }
          mix(row, word)
        }
      }
    }
    return hashes
  }

  private static func areEqual(_ table: Table, _ a: Int, _ b: Int) -> Bool {
    table.columns.allSatisfy { column in
      switch column.values {
      case .number(let cells): cells[a] == cells[b] || (cells[a].isNaN && cells[b].isNaN)
      case .integer(let cells): cells[a] == cells[b]
      case .boolean(let cells): cells[a] == cells[b]
      case .text(let cells): cells[a] == cells[b]
      case .dictionary(let cells): cells.codes[a] == cells.codes[b]
      case .timestamp(let cells): cells.ticks[a] == cells.ticks[b]
      }
    }
  }
}
