/// Colours for code: comments, texts, numbers, and a language's own words. A scanner and no parser: it never fails, and what it does not
/// know stays plain.
enum CodeHighlighting {
  /// The code as HTML, with `span` elements of the classes `c` (comment), `s` (text), `n` (number), `k` (keyword or key).
  static func html(_ code: String, language: String) -> HTML {
    guard let rules = Rules(language: language.lowercased()), code.utf8.count < 200_000 else { return "\(code)" }
    var output: HTML = ""
    var rest = Substring(code)
    var isLineStart = true
    while let next = rest.first {
      let (length, kind) = token(rest, rules, isLineStart: isLineStart)
      let piece = rest.prefix(length)
      if let kind { output += "<span class=\"\(kind)\">\(piece)</span>" } else { output += "\(piece)" }
      isLineStart = piece.last == "\n" || (isLineStart && next.isWhitespace)
      rest = rest.dropFirst(length)
    }
    return output
  }

  /// How many characters the next token has, and its class.
  private static func token(_ rest: Substring, _ rules: Rules, isLineStart: Bool) -> (Int, String?) {
    guard let first = rest.first else { return (1, nil) }
    for mark in rules.comments where rest.hasPrefix(mark) {
      return (rest.prefix { $0 != "\n" }.count, "c")
    }
    if rules.quotes.contains(first) {
      let fence = String(repeating: first, count: 3)
      if rules.hasLongText, rest.hasPrefix(fence) {
        let end = rest.dropFirst(3).firstRange(of: fence)?.upperBound ?? rest.endIndex
        return (rest.distance(from: rest.startIndex, to: end), "s")
      }
      return (text(rest, quote: first), "s")
    }
    if first.isASCII, first.isNumber {
      return (rest.prefix { $0.isASCII && ($0.isNumber || $0.isLetter || $0 == "." || $0 == "_") }.count, "n")
    }
    if isName(first) {
      let word = rest.prefix { isName($0) || $0.isNumber || (rules.keys && $0 == "-") }
      if rules.keys, isLineStart, rest.dropFirst(word.count).first == ":" { return (word.count, "k") }
      return (word.count, rules.words.contains(String(word)) ? "k" : nil)
    }
    return (1, nil)
  }

  /// Up to the closing quote, or to the line's end where it is never closed.
  private static func text(_ rest: Substring, quote: Character) -> Int {
    var count = 1
    var isEscaped = false
    for character in rest.dropFirst() {
      if character == "\n" { return count }
      count += 1
      if isEscaped { isEscaped = false } else if character == "\\" { isEscaped = true } else if character == quote { return count }
    }
    return count
  }

  private static func isName(_ character: Character) -> Bool { character.isLetter || character == "_" }

  private struct Rules {
    var comments = ["#"]
    var quotes: Set<Character> = ["\"", "'"]
    var words: Set<String> = []
    var hasLongText = false
    /// Whether a word before a colon at a line's start is a key.
    var keys = false

    init?(language: String) {
      switch language {
      case "python", "py":
        hasLongText = true
        words = Self.set("False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield")
      case "r": words = Self.set("if else repeat while function for in next break TRUE FALSE NULL Inf NaN NA library require return")
      case "bash", "sh", "shell", "zsh": words = Self.set("if then else elif fi for in do done case esac while until function return export local set echo cd exit source")
      case "yaml", "yml", "galley":
        keys = true
        words = Self.set("true false null yes no")
      case "json":
        comments = []
        quotes = ["\""]
        words = Self.set("true false null")
      case "sql":
        comments = ["--"]
        words = Self.set("select from where group by order having join left right inner outer on as and or not null is in insert update delete create table distinct limit union case when then else end SELECT FROM WHERE GROUP BY ORDER HAVING JOIN LEFT RIGHT INNER OUTER ON AS AND OR NOT NULL IS IN INSERT UPDATE DELETE CREATE TABLE DISTINCT LIMIT UNION CASE WHEN THEN ELSE END")
      case "julia", "jl": words = Self.set("begin break catch const continue do else elseif end export false finally for function global if import let local macro module quote return struct true try using while")
      case "swift":
        comments = ["//"]
        quotes = ["\""]
        hasLongText = true
        words = Self.set("let var func struct class enum protocol extension import if else guard for in while repeat switch case default return throw throws try catch do as is nil true false self Self init public private package static mutating some any where async await")
      case "c", "cpp", "c++", "java", "javascript", "js", "typescript", "ts", "rust", "go":
        comments = ["//"]
        quotes = language == "rust" ? ["\""] : ["\"", "'"]
        words = Self.set("if else for while do switch case default break continue return struct class enum union typedef const static void int long double float char bool auto true false null nullptr new delete public private protected import export from function let var async await try catch throw finally extends implements interface package func fn mut impl trait use pub match type where defer go chan range map nil")
      default: return nil
      }
    }

    private static func set(_ words: String) -> Set<String> { Set(words.split(separator: " ").map(String.init)) }
  }
}
