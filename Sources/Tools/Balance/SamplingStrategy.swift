import Tooling

/// How many rows classes are to have: imbalanced-learn's `sampling_strategy`.
enum SamplingStrategy: ParameterValue {
  case word(Word)
  /// Of two classes: the smaller's rows for each row of the larger.
  case ratio(Double)
  /// By the class.
  case counts([(name: String, value: Int)])

  enum Word: String, ParameterChoice {
    case auto, minority, majority, all
    case notMinority = "not_minority"
    case notMajority = "not_majority"
    var help: String {
      switch self {
      case .auto: "All classes but the largest when rows are added, all but the smallest when they are taken away."
      case .minority: "The smallest class alone."
      case .majority: "The largest class alone."
      case .all: "All classes."
      case .notMinority: "All classes but the smallest."
      case .notMajority: "All classes but the largest."
      }
    }
  }

  static var type: ParameterType { .oneOf([Word.type, .number, .mapping(.integer)]) }
  static var placeholder: Self { .word(.auto) }

  var typedValue: TypedValue {
    switch self {
    case .word(let word): word.typedValue
    case .ratio(let ratio): .number(ratio)
    case .counts(let counts): ParameterMapping(counts).typedValue
    }
  }

  init(_ value: TypedValue) throws {
    if let ratio = value.double {
      self = .ratio(ratio)
    } else if case .record = value {
      self = .counts(try ParameterMapping<Int>(value).fields)
    } else {
      self = .word(try Word(value))
    }
  }

  /// How many rows each class is to have.
  ///
  /// - Parameters:
  ///   - rowCounts: how many it has; classes without rows stay so.
  ///   - adds: whether rows are added, not taken away.
  /// - Throws: `ToolError`: a class that is not there, a number that the other direction would lead to.
  func counts(of classes: [String], _ rowCounts: [Int], adds: Bool) throws(ToolError) -> [Int] {
    var wanted = rowCounts
    let present = rowCounts.indices.filter { rowCounts[$0] > 0 }
    guard let most = present.max(by: { rowCounts[$0] < rowCounts[$1] }), let least = present.min(by: { rowCounts[$0] < rowCounts[$1] }) else { return wanted }
    func refuse(_ phrase: String, _ written: String) -> ToolError {
      ToolError(ParameterDeclaration.refusal("sampling_strategy", phrase, not: written), parameter: "sampling_strategy")
    }
    switch self {
    case .word(let word):
      guard word != (adds ? .majority : .minority) else {
        throw refuse("a strategy that \(adds ? "adds" : "takes away") rows, such as \(adds ? "not_majority" : "not_minority")", "'\(word.rawValue)'")
      }
      for place in present {
        let isMeant =
          switch word {
          case .auto: place != (adds ? most : least)
          case .all: true
          case .minority: place == least
          case .majority: place == most
          case .notMinority: place != least
          case .notMajority: place != most
          }
        if isMeant { wanted[place] = rowCounts[adds ? most : least] }
      }
    case .ratio(let ratio):
      guard present.count == 2, most != least else {
        throw refuse("a word or counts of classes, where there are not two classes", TypedValue.shortest(ratio))
      }
      guard ratio > 0, ratio <= 1 else { throw refuse("a ratio above 0 and at most 1", TypedValue.shortest(ratio)) }
      let target = adds ? ratio * Double(rowCounts[most]) : Double(rowCounts[least]) / ratio
      let changed = adds ? least : most
      guard adds ? Int(target) >= rowCounts[changed] : target < Double(rowCounts[changed]) + 1 else {
        let now = Double(rowCounts[least]) / Double(rowCounts[most])
        throw refuse("at least \(TypedValue.shortest(now)), what it is without", TypedValue.shortest(ratio))
      }
      wanted[changed] = Int(target)
    case .counts(let counts):
      for (name, count) in counts {
        guard let place = classes.firstIndex(of: name), rowCounts[place] > 0 else {
          throw ToolError(
            "'sampling_strategy' names '\(shortened(name))', which is no class\(didYouMean(name, among: classes))", parameter: "sampling_strategy")
        }
        guard adds ? count >= rowCounts[place] : (0...rowCounts[place]).contains(count) else {
          throw refuse("\(adds ? "at least" : "at most") \(rowCounts[place]) for '\(shortened(name))', the rows that it has", "\(count)")
        }
        wanted[place] = count
      }
    }
    guard wanted.reduce(0, { $0 &+ $1 }) <= 100_000_000, wanted.allSatisfy({ $0 <= 100_000_000 }) else {
      throw ToolError("the classes would have more than 100000000 rows", parameter: "sampling_strategy")
    }
    return wanted
  }
}
