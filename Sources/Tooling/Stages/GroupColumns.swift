public import Tabular

/// Columns that look like names of what rows belong to, such as patients, although nothing says that they are groups: rows of one on both
/// sides of a division let a model be judged by what it has learnt.
public struct GroupColumns: Sendable {
  /// A column, and how many of its values stand on both sides.
  public let shared: [(name: String, count: Int)]

  private static let leastValues = 5
  private static let words: Set<String> = [
    "patient", "patients", "subject", "subjects", "donor", "donors", "participant", "participants", "individual", "individuals", "animal", "mouse", "mice",
    "rat", "family", "household", "case", "person", "proband", "specimen", "slide", "plate", "biopsy", "well", "litter", "cage",
  ]

  /// - Parameters:
  ///   - side: a number a row; rows of another number are on another side, and rows without one on none.
  ///   - excluded: columns that have a part of their own, such as the target.
  public init(in table: Table, sides: [Int?], except excluded: [String]) {
    shared = table.columns.compactMap { column in
      guard !excluded.contains(column.name), Self.isNameOfGroups(column.name), Self.isDiscrete(column.values) else { return nil }
      let missing = column.values.missing
      var sidesOf: [String: Int] = [:]
      var onBoth: Set<String> = []
      for (row, side) in sides.enumerated() where missing.isEmpty || !missing[row] {
        guard let side else { continue }
        let label = column.values.label(row)
        if let other = sidesOf[label], other != side { onBoth.insert(label) } else { sidesOf[label] = side }
      }
      // `case` may be a label of two kinds.
      return onBoth.isEmpty || sidesOf.count < Self.leastValues ? nil : (column.name, onBoth.count)
    }
  }

  /// `patient`, `patient_id`, `PatientID`, `donor.no`: words of the name, with or without what says that it is a number.
  private static func isNameOfGroups(_ name: String) -> Bool {
    var words: [String] = [""]
    for character in name {
      if !character.isLetter {
        words.append("")
      } else {
        if character.isUppercase, words[words.count - 1].last?.isLowercase == true { words.append("") }
        words[words.count - 1].append(character)
      }
    }
    let named = words.map { $0.lowercased() }.filter { !["", "id", "no", "nr", "number", "code", "name", "key", "index"].contains($0) }
    return named.count == 1 && Self.words.contains(named[0])
  }

  private static func isDiscrete(_ values: Column.Values) -> Bool {
    switch values {
    case .text, .dictionary, .integer: true
    case .number(let numbers): numbers.allSatisfy { $0.isNaN || $0 == $0.rounded() }
    case .boolean, .timestamp: false
    }
  }

  /// What to tell, where there is something; `parts` are what is divided, in words.
  public func warn(_ parts: String, _ context: RunContext, parameter: String) {
    for (name, count) in shared {
      context.warn(
        "\(counted(count, "value")) of '\(name)' \(count == 1 ? "stands" : "stand") in \(parts): a model would be judged on rows of a '\(name)' that it has learnt from",
        remedy: "set groups: \(name), so that its rows stay together", parameter: parameter)
    }
  }
}
