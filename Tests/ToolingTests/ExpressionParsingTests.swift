import Testing
import Tooling

@Suite("Expressions: reading") struct ExpressionParsingTests {
  /// What a text is read as, or what is wrong with it and where.
  private func read(_ text: String, allowsTolerance: Bool = false) -> String {
    do throws(ExpressionError) {
      return try Expression(parsing: text, allowsTolerance: allowsTolerance).description
    } catch {
      let place = error.place
      return "\(place.offset)+\(place.length): \(error.message)" + (error.remedy.map { " (\($0))" } ?? "")
    }
  }

  @Test(
    "Precedence, shown by the parentheses that are left",
    arguments: [
      ("a or b and not c == d", "a or b and not c == d"),
      ("(a or b) and c", "(a or b) and c"),
      ("not (a and b)", "not (a and b)"),
      ("not not a", "not not a"),
      ("1+2*3-4", "1 + 2 * 3 - 4"),
      ("(1+2)*3", "(1 + 2) * 3"),
      ("1-(2-3)", "1 - (2 - 3)"),
      ("(1-2)-3", "1 - 2 - 3"),
      ("a/(b*c)", "a / (b * c)"),
      ("a % b / c", "a % b / c"),
      ("-2^2", "-2 ^ 2"),
      ("(-2)^2", "(-2) ^ 2"),
      ("2^-1^2", "2 ^ -1 ^ 2"),
      ("(2^3)^4", "(2 ^ 3) ^ 4"),
      ("--a", "--a"),
      ("-a*b", "-a * b"),
      ("-(a*b)", "-(a * b)"),
      ("a+b>c*2", "a + b > c * 2"),
      ("x in ['a','b''c', 1.50]", "x in ['a', 'b''c', 1.5]"),
      ("x not in [1]", "x not in [1]"),
      ("x in []", "x in []"),
      ("x is missing or y is not missing", "x is missing or y is not missing"),
      ("not x is missing", "x is not missing"),
      ("`odd ``name` > .5e1", "`odd ``name` > 5"),
      ("`missing` == 1", "`missing` == 1"),
      ("größe_2 > 3", "`größe_2` > 3"),
      ("$s.m['a b'].r == $params.k", "$s.m['a b'].r == $params.k"),
      ("if(a > 1, 'x', lower(b))", "if(a > 1, 'x', lower(b))"),
      ("mean(area)-min(`a b`)", "mean(area) - min(`a b`)"),
      ("round(x, 2) == round(x)", "round(x, 2) == round(x)"),
      ("true and false", "true and false"),
      ("99999999999999999999", "1e+20"),
      (" \n a\t== 1 ", "a == 1"),
    ])
  func precedence(text: String, expected: String) throws {
    #expect(read(text) == expected)
    // Written canonically, an expression is read as itself.
    #expect(read(expected) == expected)
  }

  @Test("Tolerances, where they may stand")
  func tolerance() {
    #expect(read("$m.r2 ~= 0.93 ± 0.01", allowsTolerance: true) == "$m.r2 ~= 0.93 ± 0.01")
    #expect(read("a+1~=2*b+/-c+1", allowsTolerance: true) == "a + 1 ~= 2 * b ± c + 1")
    #expect(read("a ~= 1 ± 2") == "2+2: '~=' stands only in an {expect} block (compare with abs(a - b) <= 0.01)")
    #expect(read("a ~= 1", allowsTolerance: true) == "2+2: '~=' needs a tolerance (write $step.metrics.r2 ~= 0.93 ± 0.01)")
    #expect(read("a ± 1", allowsTolerance: true) == "2+2: '±' stands only after '~=' (write $step.metrics.r2 ~= 0.93 ± 0.01)")
  }

  @Test(
    "What is wrong, and where",
    arguments: [
      ("", "0+1: an expression should stand here"),
      ("a >", "3+1: the expression ends where a value should stand"),
      ("a < b < c", "6+1: comparisons are not chained (write a < b and b < c)"),
      ("a == b in [1]", "7+2: comparisons are not chained (write a < b and b < c)"),
      ("a = 1", "2+1: '=' is not known here; did you mean '=='?"),
      ("a && b", "2+2: '&&' is not known here; did you mean 'and'?"),
      ("a <> b", "2+2: '<>' is not known here; did you mean '!='?"),
      ("a ≥ 1", "2+3: '≥' is not known here; did you mean '>='?"),
      ("a ** 2", "2+2: '**' is not known here; did you mean '^'?"),
      ("!a", "0+1: '!' is not known here; did you mean 'not'?"),
      ("a > 3 AND b", "6+3: 'AND' cannot stand here; did you mean 'and'?"),
      ("kind == \"M\"", "8+3: text stands in single quotes here (write 'text'; a single quote inside is doubled)"),
      ("kind == 'M", "8+1: this text never ends (close it with '; inside, the sign is doubled)"),
      ("`a > 1", "0+1: this column name never ends (close it with `; inside, the sign is doubled)"),
      ("mean area > 1", "5+4: 'area' cannot stand here (between two values stands an operator; a column name with spaces stands in back-quotes)"),
      ("a.b > 1", "0+3: a column name with a dot stands in back-quotes (write `a.b`, or $a.b for a step's output)"),
      ("2nd > 1", "0+3: '2nd' is neither a number nor a name (a column of that name stands in back-quotes: `2nd`)"),
      ("$ > 1", "0+1: '$' begins a reference, and none follows (write $step.output or $params.name)"),
      ("lenght(a)", "0+6: there is no function 'lenght'; did you mean 'length'? (functions: if coalesce least greatest abs log log2 log10 exp sqrt round floor ceil min max mean sd var median quantile sum count n_distinct first last lower upper trim replace contains starts_with ends_with matches length concat number text)"),
      ("if(a, 1)", "0+2: 'if' takes 3 values, not 2 (write if(condition, value, otherwise))"),
      ("mean(a + 1)", "5+1: 'mean' takes the name of one column (write mean(column))"),
      ("mean()", "0+4: 'mean' takes one column, not 0 (write mean(column))"),
      ("matches(a, '(')", "11+3: '(' is no regular expression"),
      ("a in (1, 2)", "5+1: after 'in' stands a list in brackets (write in ['a', 'b'])"),
      ("a in [1, 2", "10+1: this list never ends (close it with ]; commas stand between its values)"),
      ("[1] == a", "0+1: a list stands only after 'in' (write x in ['a', 'b'])"),
      ("a is 3", "5+1: after 'is' stands 'missing' or 'not missing' (equality is written ==)"),
      ("(a + 1", "0+1: this parenthesis is never closed (close it with ))"),
      ("lower(a", "0+5: the parenthesis after 'lower' is never closed (close it with ))"),
      ("a; b", "1+1: ';' has no meaning in an expression (text stands in single quotes)"),
      ("1e999", "0+5: '1e999' is beyond the range of numbers"),
      ("and", "0+3: 'and' cannot stand here (between two values stands an operator; a column name with spaces stands in back-quotes)"),
    ])
  func mistakes(text: String, expected: String) { #expect(read(text) == expected) }

  @Test("Deep and long texts are refused, not followed off the stack")
  func depth() {
    let many = 100_000
    for text in [
      String(repeating: "(", count: many), String(repeating: "-", count: many) + "1", String(repeating: "not ", count: many) + "a",
      "1" + String(repeating: " + 1", count: many), "a" + String(repeating: " and a", count: many), "2" + String(repeating: "^2", count: many),
      String(repeating: "abs(", count: many), "x in [" + String(repeating: "(", count: many),
    ] { #expect(read(text).hasSuffix(": the expression is nested too deeply or too long (cut it into several)"), "\(text.prefix(10))") }
    #expect(read("x in [" + Array(repeating: "1", count: 5000).joined(separator: ",") + "]").hasPrefix("x in [1, 1"))
  }

  @Test("Columns and references, each once, in order")
  func names() throws {
    let expression = try Expression(parsing: "$a.b > x and if(y is missing, `odd name`, x) in [$c.d, $a.b] and mean(z) > 1")
    #expect(expression.columns == ["x", "y", "odd name", "z"])
    #expect(expression.references.map(\.description) == ["$a.b", "$c.d"])
  }

  @Test("Random texts never trap")
  func noise() {
    let pieces = ["a", "1", ".", "'", "`", "$", "$a.b", "[", "]", "(", ")", ",", "+", "-", "^", "±", "~=", "==", "<", " ", "and ", "not ", "in ", "is ", "missing", "if(", "mean(", "é", "\"", "\u{0}"]
    var state: UInt64 = 7
    for _ in 0..<20_000 {
      var text = ""
      for _ in 0..<12 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        text += pieces[Int(state >> 33) % pieces.count]
      }
      let first = read(text, allowsTolerance: true)
      if (try? Expression(parsing: text, allowsTolerance: true)) != nil { #expect(read(first, allowsTolerance: true) == first) }
    }
  }
}
