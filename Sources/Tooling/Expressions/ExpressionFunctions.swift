extension Expression.Function {
  /// How many arguments it takes.
  var arity: ClosedRange<Int> {
    switch self {
    case .if: 3...3
    case .round: 1...2
    case .abs, .log, .exp, .sqrt, .min, .max, .mean, .sd, .count, .lower, .upper, .trim, .length: 1...1
    case .contains, .startsWith, .matches: 2...2
    case .concat: 1...64
    }
  }

  var arityPhrase: String {
    switch self {
    case .concat: "1 to 64 values"
    case .round: "1 or 2 values"
    case .min, .max, .mean, .sd, .count: "one column"
    default: arity.lowerBound == 1 ? "1 value" : "\(arity.lowerBound) values"
    }
  }

  /// Whether it takes one column and makes one value of all its rows.
  package var isOverColumn: Bool {
    switch self {
    case .min, .max, .mean, .sd, .count: true
    default: false
    }
  }

  /// How it is written.
  public var usage: String {
    switch self {
    case .if: "if(condition, value, otherwise)"
    case .round: "round(x) or round(x, digits)"
    case .contains: "contains(text, 'part')"
    case .startsWith: "starts_with(text, 'part')"
    case .matches: "matches(text, 'regular expression')"
    case .concat: "concat(a, b, …)"
    case .lower, .upper, .trim, .length: "\(rawValue)(text)"
    case .abs, .log, .exp, .sqrt: "\(rawValue)(x)"
    case .min, .max, .mean, .sd, .count: "\(rawValue)(column)"
    }
  }

  /// What it gives, in one line.
  public var help: String {
    switch self {
    case .if: "The second value where the condition is true, the third where it is false, missing where it is missing."
    case .abs: "The absolute value."
    case .log: "The natural logarithm; missing below zero."
    case .exp: "e to the power of x."
    case .sqrt: "The square root; missing below zero."
    case .round: "The nearest whole number, or the nearest with so many digits after the point; halves go to the even one."
    case .min: "The least value of a column."
    case .max: "The greatest value of a column."
    case .mean: "The arithmetic mean of a column."
    case .sd: "The standard deviation of a column, over n - 1; missing under two values."
    case .count: "How many rows of a column are not missing."
    case .lower: "The text in lower case."
    case .upper: "The text in upper case."
    case .trim: "The text without spaces at its ends."
    case .contains: "Whether the part stands anywhere in the text."
    case .startsWith: "Whether the text begins with the part."
    case .matches: "Whether the regular expression is found anywhere in the text."
    case .length: "How many characters the text has."
    case .concat: "All values as one text; missing where one is."
    }
  }
}
