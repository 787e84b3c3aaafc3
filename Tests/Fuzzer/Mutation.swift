import TestSupport

/// Makes an input of those that there are: turned bytes, cut and doubled pieces, splices, great numbers, runs.
enum Mutation {
  private static let notable: [UInt8] = [0, 1, 4, 0x1B, 0x20, 0x7F, 0x80, 0xFE, 0xFF]

  static func mutated(_ source: [UInt8], among files: [[UInt8]], _ pieces: [String], _ random: inout SplitMix) -> [UInt8] {
    var bytes = source
    for _ in 0...random.below(8) { change(&bytes, files, pieces, &random) }
    return bytes
  }

  private static func change(_ bytes: inout [UInt8], _ files: [[UInt8]], _ pieces: [String], _ random: inout SplitMix) {
    let place = random.below(bytes.count + 1)
    switch random.below(10) {
    case 0: if place < bytes.count { bytes[place] = UInt8(truncatingIfNeeded: random.next()) }
    case 1: if place < bytes.count { bytes[place] = random.pick(notable) }
    case 2: if place < bytes.count { bytes[place] ^= 1 << UInt8(random.below(8)) }
    case 3: bytes.removeSubrange(place..<min(bytes.count, place + 1 + random.below(80)))
    case 4: bytes.removeSubrange(place...)
    case 5:
      let start = random.below(bytes.count)
      bytes.insert(contentsOf: Array(bytes[start..<min(bytes.count, start + random.below(200))]), at: place)
    case 6:
      let other = random.pick(files)
      let start = random.below(other.count)
      bytes.insert(contentsOf: other[start..<min(other.count, start + random.below(200))], at: place)
    // A length or an offset that is far off.
    case 7:
      let number = random.pick([0, 1, 0x7FFF_FFFF, 0xFFFF_FFFF, 0x7FFF_FFFF_FFFF_FFFF, UInt64.max, UInt64(bytes.count)])
      let width = random.pick([4, 8])
      for offset in 0..<width where place + offset < bytes.count { bytes[place + offset] = UInt8(truncatingIfNeeded: number >> (8 * UInt64(offset))) }
    case 8 where !pieces.isEmpty: bytes.insert(contentsOf: random.pick(pieces).utf8, at: place)
    case 9 where !pieces.isEmpty: bytes.insert(contentsOf: String(repeating: random.pick(pieces), count: random.below(60)).utf8, at: place)
    default: if place < bytes.count { bytes[place] &+= 1 }
    }
  }
}
