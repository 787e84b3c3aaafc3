import LinearAlgebra
package import Tooling

/// JSON of many equal parts, written side by side on the cores: what a run of a thousand reused steps tells is a tenth of its time.
package struct JSONPieces: Sendable {
  /// In order.
  package let written: [JSONWriter]

  package init(of count: Int, _ write: @Sendable (_ place: Int, inout JSONWriter) -> Void) {
    let pieces = FixedPieces(of: count, size: 64)
    written = mapPieces(pieces.count, cores: Host.coreCount) { piece in
      var json = JSONWriter()
      for place in pieces.range(piece) { write(place, &json) }
      return json
    }
  }
}
