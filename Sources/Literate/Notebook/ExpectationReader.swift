import Tooling

/// Reads the expressions of `{expect}` blocks, one a line.
enum ExpectationReader {
  static func read(_ fence: Fence, diagnostics: inout [Diagnostic]) -> ExpectationBlock {
    var expectations: [Expectation] = []
    var hasLines = false
    for (number, line) in fence.body.lines.enumerated() {
      let code = withoutComment(line.text).trimmed
      guard !code.isEmpty else { continue }
      hasLines = true
      let offset = code.startIndex - line.text.startIndex
      func range(_ place: Expression.SourceOffset) -> SourceRange {
        fence.body.range(line: number, offset: offset + place.offset, length: place.length)
      }
      do throws(ExpressionError) {
        let expression = try Expression(parsing: code.string, allowsTolerance: true)
        let before = diagnostics.count
        expression.visit { part in
          switch part {
          case .column(let name, let place): diagnostics.append(.columnInExpect(name, at: range(place)))
          default: break
          }
        }
        guard diagnostics.count == before else { continue }
        expectations.append(
          Expectation(text: code.string, expression: expression, range: range(.init(offset: 0, length: code.count))))
      } catch {
        diagnostics.append(.error(error.message, at: range(error.place), remedy: error.remedy))
      }
    }
    if !hasLines { diagnostics.append(.emptyExpect(at: fence.range)) }
    return ExpectationBlock(expectations: expectations)
  }

  /// Up to a `#` that stands in no text and in no back-quotes.
  private static func withoutComment(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var quote: UInt8?
    for place in line.indices {
      let byte = line[place]
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "`") {
        quote = byte
      } else if byte == UInt8(ascii: "#") {
        return line[..<place]
      }
    }
    return line
  }
}
