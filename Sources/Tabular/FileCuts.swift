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
    let wanted = SIMD32<UInt8>(repeating: byte)
    let one = SIMD32<UInt8>(repeating: 1)
    while place + 32 <= count {
      // A lane counts to 255 before it is added up.
      var sums = SIMD32<UInt8>()
      let end = Swift.min(place + 32 * 255, place + (count - place) / 32 * 32)
      while place < end {
        let word = UnsafeRawPointer(base + place).loadUnaligned(as: SIMD32<UInt8>.self)
        sums &+= SIMD32<UInt8>().replacing(with: one, where: word .== wanted)
        place += 32
      }
      for lane in 0..<32 { total += Int(sums[lane]) }
    }
    while place < count {
      if base[place] == byte { total += 1 }
      place += 1
    }
    return total
  }
}
