/// SHA-256 (FIPS 180-4) of the page's script, which its Content-Security-Policy names: a browser runs that script and no other.
///
/// A few kilobytes a page; artifacts are never hashed here.
package enum ScriptHash {
  /// The policy's source expression, `sha256-` and base64.
  package static func source(of script: String) -> String {
    let digest = sha256(Array(script.utf8))
    let base64 = PageWriter.text { writer in
      writer.writeBase64 { stream in digest.withUnsafeBytes { stream.write($0) } }
    }
    return "sha256-" + base64
  }

  package static func sha256(_ message: [UInt8]) -> [UInt8] {
    var padded = message + [0x80]
    while padded.count % 64 != 56 { padded.append(0) }
    let bitCount = UInt64(message.count) << 3
    for shift in stride(from: UInt64(56), through: 0, by: -8) { padded.append(UInt8(truncatingIfNeeded: bitCount >> shift)) }

    var state = initialState
    var schedule = [UInt32](repeating: 0, count: 64)
    for block in stride(from: 0, to: padded.count, by: 64) {
      for word in 0..<16 {
        let place = block + 4 * word
        schedule[word] =
          UInt32(padded[place]) << 24 | UInt32(padded[place + 1]) << 16 | UInt32(padded[place + 2]) << 8 | UInt32(padded[place + 3])
      }
      for word in 16..<64 {
        let a = schedule[word - 15], b = schedule[word - 2]
        let s0 = turn(a, 7) ^ turn(a, 18) ^ a >> 3
        let s1 = turn(b, 17) ^ turn(b, 19) ^ b >> 10
        schedule[word] = schedule[word - 16] &+ s0 &+ schedule[word - 7] &+ s1
      }
      compress(&state, schedule)
    }
    return state.flatMap { word in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> UInt32($0)) } }
  }

  private static func compress(_ state: inout [UInt32], _ schedule: [UInt32]) {
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    for round in 0..<64 {
      let s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)
      let first = h &+ s1 &+ (e & f ^ ~e & g) &+ constants[round] &+ schedule[round]
      let s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)
      let second = s0 &+ (a & b ^ a & c ^ b & c)
      (h, g, f, e) = (g, f, e, d &+ first)
      (d, c, b, a) = (c, b, a, first &+ second)
    }
    for (place, value) in [a, b, c, d, e, f, g, h].enumerated() { state[place] &+= value }
  }

  private static func turn(_ word: UInt32, _ count: UInt32) -> UInt32 { word >> count | word << (32 - count) }

  /// The first 32 bits of the fractional parts of the roots of the first primes: square roots, and cube roots below.
  private static let initialState: [UInt32] = primes.prefix(8).map { fraction(Double($0).squareRoot()) }
  private static let constants: [UInt32] = primes.map { cubeRootFraction(of: $0) }
  private static let primes = (2..<312).filter { n in !(2..<n).contains { $0 * $0 <= n && n % $0 == 0 } }
  private static func fraction(_ root: Double) -> UInt32 { UInt32((root - root.rounded(.down)) * 4_294_967_296) }

  /// By integers, bit after bit: ⌊∛(n · 2⁹⁶)⌋ modulo 2³².
  private static func cubeRootFraction(of number: Int) -> UInt32 {
    var root: UInt64 = 0
    for bit in stride(from: 34, through: 0, by: -1) {
      let trial = root | 1 << UInt64(bit)
      let wide = UInt128(trial)
      if wide * wide * wide <= UInt128(number) << 96 { root = trial }
    }
    return UInt32(truncatingIfNeeded: root)
  }
}
