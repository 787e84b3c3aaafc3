/// Finds the fields of delimited text one after the other.
///
/// A field that starts with the quote goes to the closing quote, with separators, line ends and doubled quotes (one
/// quote) inside; what follows the closing quote belongs to it as it is. In any other field a quote is a character.
/// Lines end with LF, CR LF or CR. (RFC 4180, read as kindly as pandas does.)
struct FieldScanner: ~Copyable {
  let bytes: UnsafePointer<UInt8>
  let end: Int
  let separator: UInt8
  private let quote: UInt8
  private let hasQuote: Bool
  private let separators: UInt64
  private var scratch: UnsafeMutablePointer<UInt8>?
  private var scratchCapacity = 0
  /// Where a quoted field starts whose closing quote was not found.
  private(set) var unclosedQuote: Int?

  init(_ bytes: UnsafePointer<UInt8>, end: Int, separator: UInt8, quote: UInt8?) {
    self.bytes = bytes
    self.end = end
    self.separator = separator
    self.quote = quote ?? 0
    self.hasQuote = quote != nil
    self.separators = UInt64(separator) &* Self.ones
  }

  deinit { scratch?.deallocate() }

  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let tops: UInt64 = 0x8080_8080_8080_8080

  /// The field that starts at `place`, which is moved to the separator or line end after it. The field's bytes are good
  /// until the next call.
  @inline(__always)
  mutating func next(at place: inout Int) -> UnsafeBufferPointer<UInt8> {
    if hasQuote, place < end, bytes[place] == quote { return nextQuoted(at: &place) }
    let start = place
    place = fieldEnd(from: start)
    return UnsafeBufferPointer(start: bytes + start, count: place &- start)
  }

  /// The place of the next separator or line end.
  @inline(__always)
  func fieldEnd(from start: Int) -> Int {
    var place = start
    while place &+ 8 <= end {
      // In `(x - 1) & ~x & 0x80` of each byte the lowest bit that is set stands in the first byte that is zero.
      let word = UInt64(littleEndian: UnsafeRawPointer(bytes + place).loadUnaligned(as: UInt64.self))
      let a = word ^ separators
      let b = word ^ (10 &* Self.ones)
      let c = word ^ (13 &* Self.ones)
      let hits = (((a &- Self.ones) & ~a) | ((b &- Self.ones) & ~b) | ((c &- Self.ones) & ~c)) & Self.tops
      if hits != 0 { return place &+ hits.trailingZeroBitCount >> 3 }
      place &+= 8
    }
    while place < end, !isTerminator(bytes[place]) { place &+= 1 }
    return place
  }

  /// The place of the next quote, or the end.
  @inline(__always)
  private func quoteEnd(from start: Int) -> Int {
    var place = start
    while place &+ 8 <= end {
      let word = UInt64(littleEndian: UnsafeRawPointer(bytes + place).loadUnaligned(as: UInt64.self)) ^ (UInt64(quote) &* Self.ones)
      let hits = (word &- Self.ones) & ~word & Self.tops
      if hits != 0 { return place &+ hits.trailingZeroBitCount >> 3 }
      place &+= 8
    }
    while place < end, bytes[place] != quote { place &+= 1 }
    return place
  }

  @inline(__always)
  func isTerminator(_ byte: UInt8) -> Bool { byte == separator || byte == 10 || byte == 13 }

  @inline(__always)
  func isAtLineEnd(_ place: Int) -> Bool { place >= end || bytes[place] == 10 || bytes[place] == 13 }

  /// Moves over one line end.
  @inline(__always)
  func skipLineEnd(_ place: inout Int) {
    guard place < end else { return }
    if bytes[place] == 13, place &+ 1 < end, bytes[place &+ 1] == 10 { place &+= 1 }
    place &+= 1
  }

  /// Moves to the start of the next line, quotes or not.
  func skipLine(_ place: inout Int) {
    while !isAtLineEnd(place) { place &+= 1 }
    skipLineEnd(&place)
  }

  @inline(never)
  private mutating func nextQuoted(at place: inout Int) -> UnsafeBufferPointer<UInt8> {
    let start = place
    var next = quoteEnd(from: place &+ 1)
    if next >= end {
      unclosedQuote = start
      place = end
      return UnsafeBufferPointer(start: bytes + start, count: end &- start)
    }
    if next &+ 1 >= end || isTerminator(bytes[next &+ 1]) {
      place = next &+ 1
      return UnsafeBufferPointer(start: bytes + start + 1, count: next &- start &- 1)
    }

    // The field is put together: parts between doubled quotes, then what follows the closing quote.
    var count = 0
    var partStart = start &+ 1
    while true {
      append(partStart, next, at: &count)
      guard next &+ 1 < end, bytes[next &+ 1] == quote else { break }
      partStart = next &+ 1
      next = quoteEnd(from: partStart &+ 1)
      if next >= end {
        unclosedQuote = start
        place = end
        return UnsafeBufferPointer(start: bytes + start, count: end &- start)
      }
    }
    place = fieldEnd(from: next &+ 1)
    append(next &+ 1, place, at: &count)
    return UnsafeBufferPointer(start: scratch, count: count)
  }

  private mutating func append(_ start: Int, _ end: Int, at count: inout Int) {
    let needed = count + end - start
    if needed > scratchCapacity || scratch == nil {
      let capacity = max(2 * needed, 64)
      let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
      if let scratch {
        larger.update(from: scratch, count: count)
        scratch.deallocate()
      }
      scratch = larger
      scratchCapacity = capacity
    }
    scratch?.advanced(by: count).update(from: bytes + start, count: end - start)
    count = needed
  }
}
