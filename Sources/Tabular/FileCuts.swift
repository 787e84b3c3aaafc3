internal import LinearAlgebra

/// Where a delimited file is cut, so that its pieces can be read side by side.
///
/// A cut stands after a line end outside of quotes, as far as counting quotes can tell: a quote inside a field that is
/// not quoted leads it astray. Whoever reads the pieces must see that each ends where the next begins, and read from
/// there where it does not.
struct FileCuts {
  /// Ascending; the first is where the records begin.
  let starts: [Int]
  /// About how many records start in each piece: its line feeds.
  let rowCounts: [Int]

  init(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, pieceSize: Int, quote: UInt8?, cores: Int) {
    let cutCount = max((bytes.count - start + pieceSize - 1) / pieceSize, 1)
    nonisolated(unsafe) let bytes = bytes
    @Sendable func part(_ place: Int) -> UnsafeBufferPointer<UInt8> {
      UnsafeBufferPointer(rebasing: bytes[start + place * pieceSize..<min(start + (place + 1) * pieceSize, bytes.count)])
    }
    let counts = mapPieces(cutCount, cores: cores) { place in
      (lines: part(place).count(of: 10), quotes: quote.map { part(place).count(of: $0) } ?? 0)
    }
    var starts = [start]
    var rowCounts = [counts[0].lines + 1]
    var isQuoted = false
    for place in 1..<max(cutCount, 1) {
      if counts[place - 1].quotes & 1 == 1 { isQuoted.toggle() }
      var isInside = isQuoted
      var next = start + place * pieceSize
      while next < bytes.count, isInside || bytes[next] != 10 {
        if let quote, bytes[next] == quote { isInside.toggle() }
        next += 1
      }
      next += 1
      if next >= bytes.count || next <= starts[starts.count - 1] {
        rowCounts[rowCounts.count - 1] += counts[place].lines
        continue
      }
      starts.append(next)
      rowCounts.append(counts[place].lines + 1)
    }
    self.starts = starts
    self.rowCounts = rowCounts
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// How often `byte` stands in the bytes.
  fileprivate func count(of byte: UInt8) -> Int {
    guard let base = baseAddress else { return 0 }
    var total = 0
    var place = 0
    let ones: UInt64 = 0x0101_0101_0101_0101
    let low = ones &* 0x7F
    while place &+ 8 <= count {
      // Each byte of `sums` counts in its own lane, which holds 255.
      var sums: UInt64 = 0
      let end = place &+ Swift.min(255, (count &- place) / 8) &* 8
      while place < end {
        let word = UnsafeRawPointer(base + place).loadUnaligned(as: UInt64.self) ^ (ones &* UInt64(byte))
        let zeros = ~(((word & low) &+ low) | word | low)
        sums &+= zeros >> 7
        place &+= 8
      }
      let pairs = (sums & 0x00FF_00FF_00FF_00FF) &+ (sums >> 8 & 0x00FF_00FF_00FF_00FF)
      total &+= Int((pairs &* 0x0001_0001_0001_0001) >> 48)
    }
    while place < count {
      if base[place] == byte { total &+= 1 }
      place &+= 1
    }
    return total
  }
}
