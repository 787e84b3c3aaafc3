import CZlib

/// Pixels as a PNG file (ISO/IEC 15948): 8 bits a channel, red, green, blue, alpha.
enum PNGImage {
  /// - Parameter pixels: rows from the top, four bytes a pixel.
  static func encode(pixels: [UInt8], width: Int, height: Int) -> [UInt8] {
    var rows: [UInt8] = []
    rows.reserveCapacity(pixels.count + height)
    for row in 0..<height {
      // Filter 0: most pixels are empty, so rows pack well as they are.
      rows.append(0)
      rows.append(contentsOf: pixels[(row * width * 4)..<((row + 1) * width * 4)])
    }
    var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    append("IHDR", bigEndian(width) + bigEndian(height) + [8, 6, 0, 0, 0], to: &file)
    append("IDAT", compressed(rows), to: &file)
    append("IEND", [], to: &file)
    return file
  }

  private static func compressed(_ bytes: [UInt8]) -> [UInt8] {
    var count = compressBound(uLong(bytes.count))
    var result = [UInt8](repeating: 0, count: Int(count))
    // Scattered points hardly pack better at higher levels, which take several times as long.
    let status = compress2(&result, &count, bytes, uLong(bytes.count), 4)
    return status == Z_OK ? Array(result.prefix(Int(count))) : []
  }

  private static func append(_ type: String, _ content: [UInt8], to file: inout [UInt8]) {
    let body = Array(type.utf8) + content
    file += bigEndian(content.count) + body + bigEndian(Int(crc32(0, body, uInt(body.count))))
  }

  private static func bigEndian(_ number: Int) -> [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) } }
}
