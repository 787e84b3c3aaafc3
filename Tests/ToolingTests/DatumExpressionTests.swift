import Testing
import Tooling

/// The language of `calculate`, `filter` and `test`.
struct DatumExpressionTests {
  @Test(arguments: [
    ("1 + 2 * 3", DatumExpression.arithmetic(.add, .number(1), .arithmetic(.multiply, .number(2), .number(3)))),
    ("10 - 4 - 3", .arithmetic(.subtract, .arithmetic(.subtract, .number(10), .number(4)), .number(3))),
    ("!datum.a && datum['b c'] >= -1.5e3", .both(.not(.field("a")), .comparison(.greaterOrEqual, .field("b c"), .negate(.number(1500))))),
    ("datum.a ? 'x' : datum.b ? \"y\" : null", .choice(.field("a"), then: .text("x"), otherwise: .choice(.field("b"), then: .text("y"), otherwise: .missing))),
    ("abs(min(datum.a, .5))", .call(.abs, [.call(.min, [.field("a"), .number(0.5)])])),
    ("(1 || 2) === 'it\\'s'", .comparison(.identical, .either(.number(1), .number(2)), .text("it's"))),
  ])
  func trees(_ text: String, _ expected: DatumExpression) throws {
    #expect(try DatumExpression(parsing: text) == expected)
  }

  @Test(arguments: [
    ("datum.a >", "the expression ends where a value should stand", 9), ("datum.a = 3", "'=' has no meaning here", 8), ("a > 3", "there is nothing called 'a'", 0),
    ("datum.a and datum.b", "'and' cannot stand here", 8), ("sqr(2)", "there is no function 'sqr'; did you mean 'sqrt'?", 0), ("log10(2)", "there is no function 'log10'", 0),
    ("pow(2)", "'pow' takes 2 values, not 1", 0), ("min()", "'min' takes at least one value, not 0", 0), ("(1", "a bracket is never closed", 2),
    ("datum", "'datum' is the whole row", 5), ("datum.", "after 'datum.' stands a column's name", 6), ("'a", "this text never ends", 0),
    ("datum.a ? 1", "after '?' and a value stands ':' and another", 11), ("", "an expression should stand here", 0), ("1 2", "2 cannot stand here", 2), ("#", "'#' has no meaning here", 0),
  ])
  func mistakesHaveTheirPlaces(_ text: String, _ message: String, _ offset: Int) throws {
    let error = #expect(throws: ExpressionError.self) { try DatumExpression(parsing: text) }
    #expect(error?.message == message)
    #expect(error?.place.offset == offset)
  }

  @Test func whatIsTooDeepIsRefused() {
    for text in [String(repeating: "(", count: 10_000), String(repeating: "-", count: 10_000) + "1", "1" + String(repeating: " + 1", count: 10_000), String(repeating: "1 ? ", count: 10_000)] {
      #expect(throws: ExpressionError.self) { try DatumExpression(parsing: text) }
    }
  }

  @Test func whatItReadsAndGives() throws {
    let expression = try DatumExpression(parsing: "datum.a > datum.b && datum.a < 3 ? datum.c + 1 : 'none'")
    #expect(expression.fields == ["a", "b", "c"])
    #expect(expression.kind { $0 == "c" ? .text : .number } == .text)
    #expect(try DatumExpression(parsing: "datum.a > 1").kind { _ in .number } == .flag)
    #expect(try DatumExpression(parsing: "datum.a + 1").kind { _ in .number } == .number)
  }
}
