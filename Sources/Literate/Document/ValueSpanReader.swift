import Tooling

extension ValueFilter {
  static let names = ["round", "percent", "thousands", "scientific", "duration", "bytes", "date"]
}

/// Reads code spans that are values: `$scores.metrics.accuracy, percent 1`.
enum ValueSpanReader {
  enum Reading {
    case code
    case value(Reference, ValueFilter?)
    case mistake(Diagnostic)
  }

  /// - Parameters:
  ///   - literal: what stands between the back-quotes.
  ///   - isStep: whether a step has a name: `$PATH` is code.
  ///   - place: where the literal begins.
  static func read(_ literal: String, at place: SourcePosition, isStep: (String) -> Bool) -> Reading {
    var rest = Array(literal.utf8)[...]
    guard rest.first == UInt8(ascii: "$"), let reference = Reference.take(from: &rest) else { return .code }
    let filter = rest.trimmed
    guard filter.isEmpty || filter.first == UInt8(ascii: ",") else { return .code }
    if reference.path.isEmpty, !isStep(reference.root) { return .code }
    if filter.isEmpty { return .value(reference, nil) }
    let words = filter.dropFirst().split { $0 == 0x20 || $0 == 0x09 }
    guard let name = words.first else { return .code }
    let range = SourceRange(line: place.line, column: place.column + name.startIndex, length: name.count)
    switch self.filter(name.string, words.dropFirst().map(\.string).joined(separator: " "), at: range) {
    case .success(let filter): return .value(reference, filter)
    case .failure(let diagnostic): return .mistake(diagnostic)
    }
  }

  /// `percent 1`, as it stands alone.
  static func filter(_ text: String, at range: SourceRange) -> Result<ValueFilter, Diagnostic> {
    let words = text.split(separator: " ").map(String.init)
    return filter(words.first ?? "", words.dropFirst().joined(separator: " "), at: range)
  }

  private static func filter(_ name: String, _ argument: String, at range: SourceRange) -> Result<ValueFilter, Diagnostic> {
    let digits = Int(argument).flatMap { (0...15).contains($0) ? $0 : nil }
    switch name {
    case "round", "percent", "scientific":
      guard let digits else { return .failure(.filterNeedsDigits(name, argument, at: range)) }
      return .success(name == "round" ? .round(digits) : name == "percent" ? .percent(digits) : .scientific(digits))
    case "thousands", "duration", "bytes", "date":
      guard argument.isEmpty else { return .failure(.filterTakesNothing(name, argument, at: range)) }
      return .success(name == "thousands" ? .thousands : name == "duration" ? .duration : name == "bytes" ? .bytes : .date)
    default: return .failure(.unknownFilter(name, among: ValueFilter.names, at: range))
    }
  }
}
