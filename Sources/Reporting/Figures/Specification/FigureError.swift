/// Why a figure is not drawn, in a sentence without a full stop.
package struct FigureError: Error, CustomStringConvertible {
  package var message: String
  init(_ message: String) { self.message = message }
  package var description: String { message }
}

/// How large a figure is, in CSS pixels, axes and legends included.
package struct FigureSize: Sendable, Equatable {
  var width: Double
  var height: Double
  package static let full = FigureSize(width: 580, height: 360)
  package static let small = FigureSize(width: 350, height: 290)
}
