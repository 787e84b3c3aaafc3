/// The different texts met so far, each with a code: its place in order of first appearance.
///
/// Texts are equal where their bytes are. The index keeps where a text first stands, and no copy of it: it serves for cells that lie in
/// columns which are held meanwhile.
struct TextIndex {
  private struct Slot {
    var hash: UInt64
    /// -1 where the slot is free.
    var code: Int32
  }

  private var slots = [Slot](repeating: Slot(hash: 0, code: -1), count: 64)
  private var mask = 63
  /// The texts by their codes.
  private(set) var texts: [TextCell] = []
  var count: Int { texts.count }

  @inline(__always)
  func code(of text: TextCell) -> Int32 {
    let hash = text.hash
    var place = Int(truncatingIfNeeded: hash) & mask
    while true {
      let slot = slots[place]
      if slot.code < 0 || (slot.hash == hash && texts[Int(slot.code)] == text) { return slot.code }
      place = (place &+ 1) & mask
    }
  }

  @inline(__always)
  mutating func insert(_ text: TextCell) -> Int32 {
    let hash = text.hash
    var place = Int(truncatingIfNeeded: hash) & mask
    while true {
      let slot = slots[place]
      if slot.code >= 0 {
        if slot.hash == hash, texts[Int(slot.code)] == text { return slot.code }
        place = (place &+ 1) & mask
        continue
      }
      let code = Int32(truncatingIfNeeded: texts.count)
      slots[place] = Slot(hash: hash, code: code)
      texts.append(text)
      if 2 * texts.count > slots.count { grow() }
      return code
    }
  }

  private mutating func grow() {
    let old = slots
    slots = [Slot](repeating: Slot(hash: 0, code: -1), count: 2 * old.count)
    mask = slots.count - 1
    for slot in old where slot.code >= 0 {
      var place = Int(truncatingIfNeeded: slot.hash) & mask
      while slots[place].code >= 0 { place = (place &+ 1) & mask }
      slots[place] = slot
    }
  }
}
