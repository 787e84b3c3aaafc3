import Learning
import Tooling

/// How a tree's splits are judged.
enum TreeCriterion: String, ParameterChoice {
  case auto, gini, entropy
  case logLoss = "log_loss"
  case squaredError = "squared_error"

  var help: String {
    switch self {
    case .auto: "Gini for classes, squared_error for numbers."
    case .gini: "The Gini impurity, of classes."
    case .entropy: "The entropy, of classes."
    case .logLoss: "The same as entropy."
    case .squaredError: "The variance, of numbers."
    }
  }

  /// - Throws: `ToolError` where the criterion is not one of the task's.
  func parameter(_ target: TargetDescription) throws(ToolError) -> RandomForestParameters.Criterion? {
    guard self != .auto else { return nil }
    guard (self == .squaredError) != target.isClassification else {
      let right = target.isClassification ? "one of gini, entropy, log_loss for classes" : "squared_error for numbers"
      throw ToolError(ParameterDeclaration.refusal("criterion", right, not: "'\(rawValue)'"), parameter: "criterion")
    }
    return RandomForestParameters.Criterion(rawValue: rawValue)
  }
}

/// Whether classes weigh by their rows, or each the same.
enum ClassWeighting: String, ParameterChoice {
  case none, balanced

  var help: String {
    switch self {
    case .none: "Every row weighs the same."
    case .balanced: "Every class weighs the same, however few its rows."
    }
  }
}

/// How many features a split chooses from: a word, a count (`3`) or a fraction (`0.5`).
enum ForestMaxFeatures: ParameterValue, Equatable {
  case word(Word)
  case count(Int)
  case fraction(Double)

  enum Word: String, ParameterChoice {
    case sqrt, log2, all
    var help: String {
      switch self {
      case .sqrt: "The square root of their number."
      case .log2: "The binary logarithm of their number."
      case .all: "All of them."
      }
    }
  }

  static var type: ParameterType { .oneOf([Word.type, .integer, .number]) }
  static var placeholder: Self { .word(.sqrt) }
  var typedValue: TypedValue {
    switch self {
    case .word(let word): word.typedValue
    case .count(let count): .integer(count)
    case .fraction(let fraction): .number(fraction)
    }
  }

  init(_ value: TypedValue) throws {
    switch value {
    case .integer(let count): self = .count(count)
    case .number(let fraction): self = .fraction(fraction)
    default: self = .word(try Word(value))
    }
  }

  func parameter() throws(ToolError) -> RandomForestParameters.MaxFeatures {
    switch self {
    case .word(.sqrt): return .sqrt
    case .word(.log2): return .log2
    case .word(.all): return .all
    case .count(let count): return .count(count)
    case .fraction(let fraction):
      try requireFraction(fraction, "max_features")
      return .fraction(fraction)
    }
  }
}

/// How many rows a tree draws: a count (`500`) or a fraction (`0.5`).
enum CountOrFraction: ParameterValue, Equatable {
  case count(Int)
  case fraction(Double)

  static var type: ParameterType { .oneOf([.integer, .number]) }
  static var placeholder: Self { .fraction(1) }
  var typedValue: TypedValue {
    switch self {
    case .count(let count): .integer(count)
    case .fraction(let fraction): .number(fraction)
    }
  }

  init(_ value: TypedValue) throws {
    if case .integer(let count) = value { self = .count(count) } else { self = .fraction(try Double(value)) }
  }

  /// How many of `total` they are: at least 1, at most all.
  ///
  /// - Parameters:
  ///   - name: the parameter's, for the error's place.
  ///   - units: what there are so many of.
  func count(of total: Int, _ name: String, units: String) throws(ToolError) -> Int {
    switch self {
    case .count(let count):
      guard count <= total else { throw ToolError("'\(name)' is \(count), and there are \(total) \(units)", parameter: name) }
      return count
    case .fraction(let fraction):
      try requireFraction(fraction, name)
      return max(1, Int(fraction * Double(total)))
    }
  }

  func parameter() throws(ToolError) -> RandomForestParameters.MaxSamples {
    switch self {
    case .count(let count): return .count(count)
    case .fraction(let fraction):
      try requireFraction(fraction, "max_samples")
      return .fraction(fraction)
    }
  }
}

private func requireFraction(_ fraction: Double, _ name: String) throws(ToolError) {
  guard fraction > 0, fraction <= 1 else {
    throw ToolError(
      ParameterDeclaration.refusal(name, "above 0 and at most 1 as a fraction", not: TypedValue.shortest(fraction)),
      remedy: "write a count without a point", parameter: name)
  }
}
