extension Expression.Function {
  /// How many arguments it takes.
  var arity: ClosedRange<Int> {
    switch self {
    case .if: 3...3
    case .round: 1...2
    case .replace: 3...3
    case .contains, .startsWith, .endsWith, .matches: 2...2
    case .concat: 1...64
    case .coalesce, .least, .greatest: 2...64
    case .count: 0...1
    case .quantile: 2...2
    default: 1...1
    }
  }

  var arityPhrase: String {
    switch self {
    case .concat: "1 to 64 values"
    case .coalesce, .least, .greatest: "2 to 64 values"
    case .round: "1 or 2 values"
    case .quantile: "a column and a share"
    case .count: "one column or nothing"
    case _ where isOverColumn: "one column"
    default: arity.lowerBound == 1 ? "1 value" : "\(arity.lowerBound) values"
    }
  }

  /// Whether it takes one column and makes one value of all its rows.
  package var isOverColumn: Bool {
    switch self {
    case .min, .max, .mean, .sd, .variance, .median, .quantile, .sum, .count, .distinctCount, .first, .last: true
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
    case .endsWith: "ends_with(text, 'part')"
    case .replace: "replace(text, 'part', 'other')"
    case .coalesce, .least, .greatest: "\(rawValue)(a, b, …)"
    case .matches: "matches(text, 'regular expression')"
    case .concat: "concat(a, b, …)"
    case .lower, .upper, .trim, .length: "\(rawValue)(text)"
    case .abs, .log, .log2, .log10, .exp, .sqrt, .floor, .ceil, .text: "\(rawValue)(x)"
    case .number: "number(text)"
    case .quantile: "quantile(column, 0.25)"
    case .count: "count(column) or count()"
    case .min, .max, .mean, .sd, .variance, .median, .sum, .distinctCount, .first, .last: "\(rawValue)(column)"
    }
  }

  /// What it gives, in one line.
  public var help: String {
    switch self {
    case .if: "The second value where the condition is true, the third where it is false, missing where it is missing."
    case .abs: "The absolute value."
    case .coalesce: "The first of the values that is not missing."
    case .least: "The least of the values of a row; missing where one is."
    case .greatest: "The greatest of the values of a row; missing where one is."
    case .log2: "The logarithm to base 2; missing below zero."
    case .log10: "The logarithm to base 10; missing below zero."
    case .floor: "The next whole number below."
    case .ceil: "The next whole number above."
    case .median: "The middle value of a column."
    case .sum: "The sum of a column."
    case .replace: "The text with every occurrence of the part replaced."
    case .endsWith: "Whether the text ends with the part."
    case .number: "The number that a text says; missing where it says none."
    case .text: "The value as text."
    case .log: "The natural logarithm; missing below zero."
    case .exp: "e to the power of x."
    case .sqrt: "The square root; missing below zero."
    case .round: "The nearest whole number, or the nearest with so many digits after the point; halves go to the even one."
    case .min: "The least value of a column."
    case .max: "The greatest value of a column."
    case .mean: "The arithmetic mean of a column."
    case .sd: "The standard deviation of a column, over n - 1; missing under two values."
    case .count: "How many rows of a column are not missing; without a column, how many there are."
    case .variance: "The variance of a column, over n - 1; missing under two values."
    case .quantile: "The value below which that share of a column lies, interpolated between values."
    case .distinctCount: "How many different values a column has."
    case .first: "The first value of a column that is not missing."
    case .last: "The last value of a column that is not missing."
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
