/// Rows sorted by their words, ascending and stable: from `order`, or as they stand where that is nil.
///
/// Digits of 11 bits from the last to the first, those left out that are the same in all words. Sorted words take turns with a second buffer,
/// each beside its row, so that a pass reads memory from end to end. Words that differ in few bits only are made narrow first: half the memory
/// and half the passes, where values are whole numbers of a small range, ranks or categories.
func radixSorted(_ words: [UInt64], _ order: [Int32]?) -> [Int32] {
  guard let least = words.min(), let greatest = words.max(), least < greatest else {
    return order ?? words.indices.map { Int32(truncatingIfNeeded: $0) }
  }
  if greatest - least <= UInt64(UInt32.max) {
    return radixSorted(count: words.count, order, significantBits: 64 - (greatest - least).leadingZeroBitCount) { UInt32(truncatingIfNeeded: words[$0] - least) }
  }
  return radixSorted(count: words.count, order, significantBits: 64 - (greatest - least).leadingZeroBitCount) { words[$0] - least }
}

private struct SortEntry<Word: BitwiseCopyable>: BitwiseCopyable {
  var word: Word
  var row: Int32
}

@inline(__always)
private func radixSorted<Word: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
  count: Int, _ order: [Int32]?, significantBits: Int, _ word: (Int) -> Word
) -> [Int32] {
  let digitBits = 11
  let digitCount = 1 << digitBits
  let passCount = (significantBits + digitBits - 1) / digitBits
  var histograms = [Int32](repeating: 0, count: passCount * digitCount)
  var entries: [SortEntry<Word>] = filled(count) { target in
    for place in 0..<count {
      let row = order?[place] ?? Int32(truncatingIfNeeded: place)
      let key = word(Int(row))
      target[place] = SortEntry(word: key, row: row)
      for pass in 0..<passCount {
        histograms[pass &* digitCount &+ Int(truncatingIfNeeded: key >> Word(truncatingIfNeeded: pass &* digitBits)) & (digitCount &- 1)] &+= 1
      }
    }
  }
  var other = entries
  for pass in 0..<passCount {
    var starts = Array(histograms[pass * digitCount..<(pass + 1) * digitCount])
    if starts.contains(Int32(truncatingIfNeeded: count)) { continue }
    var sum: Int32 = 0
    for digit in starts.indices { (starts[digit], sum) = (sum, sum &+ starts[digit]) }
    let shift = Word(truncatingIfNeeded: pass * digitBits)
    entries.withUnsafeBufferPointer { source in
      other.withUnsafeMutableBufferPointer { target in
        for entry in source {
          let digit = Int(truncatingIfNeeded: entry.word >> shift) & (digitCount - 1)
          target[Int(starts[digit])] = entry
          starts[digit] &+= 1
        }
      }
    }
    swap(&entries, &other)
  }
  return entries.map(\.row)
}
