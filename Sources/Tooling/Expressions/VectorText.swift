import Tabular

extension VectorEvaluator {
  /// A function of text. In a column of levels each level is worked on once where the other arguments are the same in all rows.
  func textual(_ function: Expression.Function, _ arguments: [Expression]) throws -> CellVector {
    let first = try vector(arguments[0])
    let others = try arguments.dropFirst().map { try texts($0, of: function.rawValue) }
    if case .levels(let values) = first, others.allSatisfy({ $0.one != nil }) {
      let levels = try applied(function, TextOperand(TextValues(values.levels), isOne: false), others, rows: values.levels.count)
      return CellVector(levels.values(rows: values.levels.count).gathering(values.codes))
    }
    return try applied(function, texts(arguments[0], of: function.rawValue), others, rows: rows)
  }

  private func applied(_ function: Expression.Function, _ texts: TextOperand, _ others: [TextOperand], rows: Int) throws -> CellVector {
    switch function {
    case .lower where texts.isPlain: return .text(bytewise(texts) { $0.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 } })
    case .upper where texts.isPlain: return .text(bytewise(texts) { $0.map { (0x61...0x7A).contains($0) ? $0 & 0xDF : $0 } })
    case .lower: return .text(textwise(texts, rows) { $0.lowercased() })
    case .upper: return .text(textwise(texts, rows) { $0.uppercased() })
    case .trim: return .text(textwise(texts, rows) { $0.trimmed })
    case .replace:
      return .text(
        TextValues(
          (0..<rows).map { row in
            guard let text = texts[row], let part = others[0][row], let other = others[1][row] else { return nil }
            return Scalar.replaced(text, part, other)
          }))
    case .length where texts.isPlain:
      let counts = (0..<rows).map { texts.range($0)?.count }
      return .integers(Optionals(counts.map { Int64($0 ?? 0) }, isPresent: counts.map { $0 != nil }, zero: 0))
    case .length:
      let counts = (0..<rows).map { texts[$0]?.count }
      return .integers(Optionals(counts.map { Int64($0 ?? 0) }, isPresent: counts.map { $0 != nil }, zero: 0))
    case .matches:
      // A pattern that is the same in all rows is read once.
      let pattern = try others[0].one.map { try TextPattern($0) }
      return .truths(
        try (0..<rows).map { row in
          guard let text = texts[row], let written = others[0][row] else { return -1 }
          return try (pattern ?? TextPattern(written)).isFound(in: text) ? 1 : 0
        })
    default: return .truths(found(function, texts, others[0], rows))
    }
  }

  /// `contains`, `starts_with` and `ends_with`: by bytes where bytes are characters.
  private func found(_ function: Expression.Function, _ texts: TextOperand, _ parts: TextOperand, _ rows: Int) -> [Int8] {
    let isPlain = texts.isPlain && parts.isPlain
    return (0..<rows).map { row in
      guard let range = texts.range(row), let other = parts.range(row) else { return -1 }
      let (text, part) = (texts.bytes[range], parts.bytes[other])
      switch function {
      case .contains: return Scalar.contains(text, part) ? 1 : 0
      case .startsWith where isPlain: return text.starts(with: part) ? 1 : 0
      case .endsWith where isPlain: return text.reversed().starts(with: part.reversed()) ? 1 : 0
      default:
        let (text, part) = (String(decoding: text, as: UTF8.self), String(decoding: part, as: UTF8.self))
        return (function == .startsWith ? text.hasPrefix(part) : text.hasSuffix(part)) ? 1 : 0
      }
    }
  }

  /// Changes all bytes at once: as many come out as went in.
  private func bytewise(_ texts: TextOperand, _ change: ([UInt8]) -> [UInt8]) -> TextValues {
    TextValues(bytes: change(texts.cells.bytes), offsets: texts.cells.offsets, isPresent: texts.cells.isPresent)
  }

  private func textwise(_ texts: TextOperand, _ rows: Int, _ change: (String) -> String) -> TextValues {
    TextValues((0..<rows).map { texts[$0].map(change) })
  }
}
