/// The different 64-bit words met so far, each with a code: its place in order of first appearance.
///
/// A hash table with open addressing, a word and its code in one slot, so that a look-up is one jump into memory.
struct WordIndex {
  private struct Slot {
    var word: UInt64
    /// -1 where the slot is free.
    var code: Int32
  }

  private var slots: [Slot]
  private var mask: Int
  private(set) var count = 0

  init(expecting count: Int = 0) {
    var capacity = 64
    while capacity < 2 * count { capacity *= 2 }
    slots = [Slot](repeating: Slot(word: 0, code: -1), count: capacity)
    mask = capacity - 1
  }

  /// The code of `word`; -1 where it was never put in.
  @inline(__always)
  func code(of word: UInt64) -> Int32 {
    var place = Int(truncatingIfNeeded: mixed(word)) & mask
    while true {
      let slot = slots[place]
      if slot.code < 0 || slot.word == word { return slot.code }
      place = (place &+ 1) & mask
    }
  }

  /// The code of `word`, a new one where it is new.
  @inline(__always)
  mutating func insert(_ word: UInt64) -> Int32 {
    var place = Int(truncatingIfNeeded: mixed(word)) & mask
    while true {
      let slot = slots[place]
      if slot.code >= 0 {
        if slot.word == word { return slot.code }
        place = (place &+ 1) & mask
        continue
      }
      let code = Int32(truncatingIfNeeded: count)
      slots[place] = Slot(word: word, code: code)
      count += 1
      if 2 * count > slots.count { grow() }
      return code
    }
  }

  private mutating func grow() {
    let old = slots
    slots = [Slot](repeating: Slot(word: 0, code: -1), count: 2 * old.count)
    mask = slots.count - 1
    for slot in old where slot.code >= 0 {
      var place = Int(truncatingIfNeeded: mixed(slot.word)) & mask
      while slots[place].code >= 0 { place = (place &+ 1) & mask }
      slots[place] = slot
    }
  }
}

/// Spreads a word's bits over all of the result (the finaliser of MurmurHash3; a bijection).
@inline(__always)
func mixed(_ word: UInt64) -> UInt64 {
  var hash = word
  hash = (hash ^ (hash >> 33)) &* 0xFF51_AFD7_ED55_8CCD
  hash = (hash ^ (hash >> 33)) &* 0xC4CE_B9FE_1A85_EC53
  return hash ^ (hash >> 33)
}
