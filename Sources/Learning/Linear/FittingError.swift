/// Why a model cannot be fitted to what it was given, or cannot be read back, and how to mend it.
public struct FittingError: Error, Equatable, CustomStringConvertible {
  public let description: String

  package init(_ description: String) { self.description = description }
}
