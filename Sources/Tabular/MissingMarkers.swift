/// The texts that stand for a missing cell, looked up cell by cell.
struct MissingMarkers: Sendable {
  /// pandas' own list (`pandas._libs.parsers.STR_NA_VALUES`).
  static let standard = [
    "", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>", "N/A", "NA", "NULL", "NaN", "None", "n/a",
    "nan", "null",
  ]

  let hasEmpty: Bool
  private let markers: [[UInt8]]
  private let maximumLength: Int
  /// A bit for each byte that a marker starts with.
  private let firstBytes: SIMD4<UInt64>
  /// Whether a marker is a number, so that cells must be looked up before they are read as numbers.
  let hasNumber: Bool

  init(_ texts: [String], decimalMark: UInt8) {
    markers = texts.map { Array($0.utf8) }.filter { !$0.isEmpty }
    hasEmpty = texts.contains("")
    maximumLength = markers.map(\.count).max() ?? 0
    var bits = SIMD4<UInt64>()
    for marker in markers { bits[Int(marker[0] >> 6)] |= 1 << UInt64(marker[0] & 63) }
    firstBytes = bits
    hasNumber = markers.contains { $0.withUnsafeBufferPointer { CellText($0, decimalMark: decimalMark).number(lenient: true) != nil } }
  }

  @inline(__always)
  func contains(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
    if cell.isEmpty { return hasEmpty }
    guard cell.count <= maximumLength else { return false }
    let first = cell[0]
    guard firstBytes[Int(first >> 6)] & (1 << UInt64(first & 63)) != 0 else { return false }
    return isMarker(cell)
  }

  @inline(never)
  private func isMarker(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
    markers.contains { $0.count == cell.count && $0.elementsEqual(cell) }
  }
}
