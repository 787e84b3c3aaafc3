import Tabular
import Testing
import Tooling

@Suite("Expressions: values") struct ExpressionEvaluationTests {
  /// Cells of every type, each with a missing one.
  private static let table: Table = {
    let levels = DictionaryValues(codes: [1, 0, -1, 1, 2], levels: ["b", "M", "c d"])
    return (try? Table([
      Column("x", .number([1.5, -2, .nan, 0, 4])), Column("y", .number([2, 2, 3, .nan, -1])),
      Column("i", .integer(Optionals([3, nil, -7, 0, 2], zero: 0))), Column("j", .integer(Optionals([2, 2, 2, nil, 3], zero: 0))),
      Column("b", .boolean(Optionals([true, false, nil, true, false], zero: false))),
      Column("t", .text(TextValues(["M", "Benign", nil, "", "c d"]))), Column("kind", .dictionary(levels)),
      Column("none", .number([.nan, .nan, .nan, .nan, .nan])),
    ])) ?? Table()
  }()

  private func value(_ text: String) -> String {
    do {
      let values: [String: TypedValue] = ["$params.k": .integer(3), "$s.m.a": .number(0.94), "$s.m.n": .null, "$s.t": .text("M")]
      let expression = try Expression(parsing: text, allowsTolerance: true)
      return try expression.evaluate { values[$0.description] ?? .null }.description
    } catch let error as EvaluationError {
      return error.message
    } catch {
      return "\(error)"
    }
  }

  @Test(
    "Single values",
    arguments: [
      ("1 + 2 * 3", "7"), ("7 / 2", "3.5"), ("6 / 2", "3"), ("-7 % 3", "2"), ("7 % -3", "-2"), ("-7.5 % 3", "1.5"), ("2 ^ 10", "1024"),
      ("-2 ^ 2", "-4"), ("2 ^ -1", "0.5"), ("9223372036854775807 + 1", "9.223372036854776e+18"), ("5 % 0", "none"), ("1 / 0", "inf"),
      ("0 / 0", "none"), ("log(-1)", "none"), ("log(0) < 0", "true"), ("sqrt(16)", "4"), ("exp(0)", "1"), ("abs(-3)", "3"), ("abs(-2.5)", "2.5"),
      ("round(2.5)", "2"), ("round(-1.005, 2)", "-1"), ("round(1234, -2)", "1200"), ("round(0.125, 2)", "0.12"),
      ("true and $s.m.n > 1", "none"), ("false and $s.m.n > 1", "false"), ("true or $s.m.n > 1", "true"), ("false or $s.m.n > 1", "none"),
      ("not $s.m.n", "none"), ("$s.m.n == $s.m.n", "none"), ("$s.m.n is missing", "true"), ("$s.m.a is not missing", "true"),
      ("3 in [1, 3]", "true"), ("3 in [1, $s.m.n]", "none"), ("3 in []", "false"), ("'a' in ['a', 'b']", "true"), ("1 not in [1]", "false"),
      ("if(1 < 2, 'yes', 'no')", "yes"), ("if($s.m.n, 1, 2)", "none"), ("$params.k + 0.5", "3.5"), ("3 == 3.0", "true"), ("'a' < 'b'", "true"),
      ("$s.m.a ~= 0.93 ± 0.01", "true"), ("$s.m.a ~= 0.93 ± 0.009", "false"), ("$s.m.n ~= 1 ± 1", "none"),
      ("lower('ÄB')", "äb"), ("upper('straße')", "STRASSE"), ("trim('  a b ')", "a b"), ("length('größe')", "5"),
      ("contains('abc', 'bc')", "true"), ("contains('abc', '')", "true"), ("starts_with('abc', 'ab')", "true"), ("matches('abc12', '[0-9]+$')", "true"),
      ("matches('abc', '^b')", "false"), ("concat('a', 1, 2.5, true)", "a12.5true"), ("concat('a', $s.m.n)", "none"), ("true == false", "false"),
      ("1 + 'a'", "'+' works on numbers, not on the text 'a'"), ("1 == 'a'", "cannot compare the number 1 and the text 'a'"),
      ("true < false", "cannot order true and false"), ("1 and true", "'and' works on true and false, not on the number 1"),
      ("x > 1", "there is no column 'x' here; text stands in single quotes: 'x'"),
      ("mean(x) > 1", "'mean' works on a column of a table, and there is none here"), ("lower(1)", "'lower' works on text, not on the number 1"),
      ("log2(8)", "3"), ("log10(0.001)", "-3"), ("floor(-1.5)", "-2"), ("ceil(1.2)", "2"), ("floor(3)", "3"), ("coalesce($s.m.n, 2, 3)", "2"),
      ("coalesce($s.m.n, $s.m.n)", "none"), ("least(3, 1.5, 2)", "1.5"), ("greatest('a', 'c', 'b')", "c"), ("least(1, $s.m.n)", "none"),
      ("ends_with('abc', 'bc')", "true"), ("replace('a-b-c', '-', '')", "abc"), ("replace('abc', '', 'x')", "abc"), ("number(' 2.50 ')", "2.5"),
      ("number('1e3')", "1000"), ("number('n/a')", "none"), ("number('0x10')", "none"), ("number('nan')", "none"), ("number(3)", "3"), ("number(true)", "1"),
      ("text(2.5)", "2.5"), ("text('a')", "a"), ("least(1, 'a')", "cannot order the text 'a' and the number 1"),
      ("round(1.5, 99)", "'round' takes a whole number of digits in -15...15, not 99"),
    ])
  func single(text: String, expected: String) { #expect(value(text) == expected) }

  private func column(_ text: String) throws -> Column.Values {
    try Expression(parsing: text).evaluate(over: Self.table) { $0.description == "$params.k" ? .integer(3) : .text("M") }
  }

  @Test("Columns keep their types where they can")
  func types() throws {
    #expect(try column("x + y") == .number([3.5, 0, .nan, .nan, 3]))
    #expect(try column("i * 2 + j") == .integer(Optionals([8, nil, -12, nil, 7], zero: 0)))
    #expect(try column("i / 2") == .number([1.5, .nan, -3.5, 0, 1]))
    #expect(try column("-i") == .integer(Optionals([-3, nil, 7, 0, -2], zero: 0)))
    #expect(try column("x > 0") == .boolean(Optionals([true, false, nil, false, true], zero: false)))
    #expect(try column("kind == 'M'") == .boolean(Optionals([true, false, nil, true, false], zero: false)))
    #expect(try column("t == 'M'") == .boolean(Optionals([true, false, nil, false, false], zero: false)))
    #expect(try column("kind in ['b', 'c d']") == .boolean(Optionals([false, true, nil, false, true], zero: false)))
    #expect(try column("kind == $s.t or x > 3") == .boolean(Optionals([true, false, nil, true, true], zero: false)))
    #expect(try column("if(b, 'yes', t)") == .text(TextValues(["yes", "Benign", nil, "yes", "c d"])))
    #expect(try column("if(b, i, j)") == .integer(Optionals([3, 2, nil, 0, 3], zero: 0)))
    #expect(try column("t is missing") == .boolean(Optionals([false, false, true, false, false], zero: false)))
    #expect(try column("length(kind)") == .integer(Optionals([1, 1, nil, 1, 3], zero: 0)))
    #expect(try column("'a'") == .text(TextValues(["a", "a", "a", "a", "a"])))
    #expect(try column("kind") == Self.table.column("kind")?.values)
    #expect(try column("upper(kind)") == .text(TextValues(["M", "B", nil, "M", "C D"])))
    #expect(try column("round(x)") == .integer(Optionals([2, -2, nil, 0, 4], zero: 0)))
    #expect(try column("coalesce(i, j, 9)") == .integer(Optionals([3, 2, -7, 0, 2], zero: 0)))
    #expect(try column("coalesce(x, i)") == .number([1.5, -2, -7, 0, 4]))
    #expect(try column("greatest(x, y)") == .number([2, 2, .nan, .nan, 4]))
    #expect(try column("coalesce(t, kind, 'none')") == .text(TextValues(["M", "Benign", "none", "", "c d"])))
    #expect(try column("i % 0") == .integer(Optionals([nil, nil, nil, nil, nil], zero: 0)))
    #expect(try column("text(i)") == .text(TextValues(["3", nil, "-7", "0", "2"])))
  }

  @Test("Functions of a column go over all rows without missing ones")
  func summaries() throws {
    #expect(try column("mean(x)") == .number(Array(repeating: 0.875, count: 5)))
    #expect(try column("max(i) - min(i)") == .integer(Optionals([10, 10, 10, 10, 10], zero: 0)))
    #expect(try column("count(t)") == .integer(Optionals([4, 4, 4, 4, 4], zero: 0)))
    #expect(try column("round(sd(x), 6)") == .number(Array(repeating: 2.528_998, count: 5)))
    #expect(try column("mean(none)") == .number(Array(repeating: .nan, count: 5)))
    #expect(try column("median(x)") == .number(Array(repeating: 0.75, count: 5)))
    #expect(try column("sum(i)") == .integer(Optionals([-2, -2, -2, -2, -2], zero: 0)))
    #expect(try Expression(parsing: "x > mean(x)").rows(of: Self.table).rows == [0, 4])
  }

  @Test("Rows for which it is true; what is missing is dropped")
  func rows() throws {
    func rows(_ text: String) throws -> [Int32] { try Expression(parsing: text).rows(of: Self.table).rows }
    #expect(try rows("x > 0") == [0, 4])
    #expect(try rows("not (x > 0)") == [1, 3])
    #expect(try rows("b") == [0, 3])
    #expect(try rows("true") == [0, 1, 2, 3, 4])
    #expect(try rows("x is missing or y is missing") == [2, 3])
    #expect(try Expression(parsing: "x > 0").rows(of: Self.table).missingCount == 1)
    let columns = "its columns are x, y, i, j, b, t, kind, none"
    #expect(throws: EvaluationError("'x + 1' gives numbers, not true and false", column: "x")) { try rows("x + 1") }
    #expect(throws: EvaluationError("there is no column 'knd'; did you mean 'kind'?", remedy: columns, column: "knd")) { try rows("knd == 'M'") }
    #expect(throws: EvaluationError("there is no column 'Benign'; text stands in single quotes: 'Benign'", remedy: columns, column: "Benign")) {
      try rows("t == Benign")
    }
    #expect(throws: EvaluationError("cannot compare text and the number 1", column: "t")) { try rows("x > 0 and t == 1") }
    #expect(throws: EvaluationError("'mean' works on numbers, and 't' is a column of text", column: "t")) { try rows("mean(t) > 1") }
    #expect(throws: EvaluationError("'+' works on numbers, not on text", remedy: "number(t) reads numbers from text", column: "t")) { try rows("x + t > 1") }
  }

  @Test("A table's rows have the values that each row has alone")
  func rowsAlone() throws {
    let leaves = [
      "number": ["x", "y", "i", "j", "none", "2", "0.5", "-3", "$params.k"], "text": ["t", "kind", "'M'", "'c d'", "$s.t"], "truth": ["b", "true", "x > 0", "false"],
    ]
    var state: UInt64 = 3
    func pick(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    func make(_ type: String, _ depth: Int) -> String {
      if depth == 0 || pick(5) == 0 {
        let choices = leaves[type] ?? []
        return choices[pick(choices.count)]
      }
      func of(_ type: String) -> String { make(type, depth - 1) }
      switch (type, pick(7)) {
      case ("number", 0): return "if(\(of("truth")), \(of("number")), \(of("number")))"
      case ("number", 1): return "abs(\(of("number")))"
      case ("number", 2): return "length(\(of("text")))"
      case ("number", 3): return "-(\(of("number")))"
      case ("number", _): return "(\(of("number")) \(["+", "-", "*", "/", "%", "^"][pick(6)]) \(of("number")))"
      case ("text", 0): return "if(\(of("truth")), \(of("text")), \(of("text")))"
      case ("text", 1): return "concat(\(of("text")), \(of("number")))"
      case ("text", _): return "upper(\(of("text")))"
      case (_, 0): return "(\(of("truth")) and \(of("truth")))"
      case (_, 1): return "(\(of("truth")) or \(of("truth")))"
      case (_, 2): return "not \(of("truth"))"
      case (_, 3): return "(\(of("text")) in [\(of("text")), \(of("text"))])"
      case (_, 4): return "(\(of("number")) is missing)"
      case (_, 5): return "contains(\(of("text")), \(of("text")))"
      default: return "(\(of("number")) \(["==", "!=", "<", "<=", ">", ">="][pick(6)]) \(of("number")))"
      }
    }
    func resolve(_ reference: Reference) -> TypedValue { reference.root == "params" ? .integer(3) : .text("M") }
    for _ in 0..<2000 {
      let text = make(["number", "text", "truth"][pick(3)], 3)
      let expression = try Expression(parsing: text)
      let values = try expression.evaluate(over: Self.table, resolve)
      for row in 0..<Self.table.rowCount {
        let alone = try expression.evaluate(resolve) { name in cell(Self.table.column(name)?.values, row) }
        let together = cell(values, row)
        #expect(together == alone || together.double == alone.double && alone.double != nil, "\(text) in row \(row): \(together), \(alone)")
      }
    }
  }

  private func cell(_ values: Column.Values?, _ row: Int) -> TypedValue {
    switch values {
    case .number(let values)?: values[row].isNaN ? .null : .number(values[row])
    case .integer(let values)?: values[row].map { .integer(Int($0)) } ?? .null
    case .boolean(let values)?: values[row].map { .boolean($0) } ?? .null
    case .text(let values)?: values[row].map { .text($0) } ?? .null
    case .dictionary(let values)?: values[row].map { .text($0) } ?? .null
    default: .null
    }
  }

  @Test("A whole number that does not fit makes numbers of all rows, wherever it stands and on however many cores")
  func overflow() throws {
    let count = 100_000
    var cells = (0..<count).map { Int64($0) }
    cells[70_000] = .max
    let table = try Table([Column("i", .integer(Optionals(cells, zero: 0)))])
    let expression = try Expression(parsing: "i * 2 - 1")
    let values = try expression.evaluate(over: table, cores: 3)
    #expect(values == .number(cells.map { Double($0) * 2 - 1 }))
    #expect(try expression.evaluate(over: table) == values)
    let halves = try Expression(parsing: "i % 7 + 1").evaluate(over: table, cores: 2)
    #expect(halves == .integer(Optionals(cells.map { $0 % 7 + 1 }, zero: 0)))
    #expect(try Expression(parsing: "i >= 99990").rows(of: table, cores: 2).rows == [70_000] + (99_990..<100_000).map { Int32($0) })
  }

  @Test("Types are told of a table without rows too")
  func noRows() throws {
    let empty = Self.table.selecting(rows: [])
    #expect(try Expression(parsing: "i + 1").evaluate(over: empty) == .integer(Optionals([Int64](), zero: 0)))
    #expect(try Expression(parsing: "concat(t, '!')").evaluate(over: empty) == .text(TextValues([])))
    #expect(throws: EvaluationError.self) { try Expression(parsing: "t + 1").evaluate(over: empty) }
  }

  @Test("As a parameter of a tool it comes back whole from the value that it is kept as")
  func parameter() throws {
    let value = TypedValue.record([
      .init("text", .text("x > $s.m.a")), .init("values", .record([.init("$s.m.a", .number(1))])),
    ])
    let bound = try BoundExpression(value)
    #expect(bound.typedValue == value)
    #expect(try bound.rows(of: Self.table, for: "where").rows == [0, 4])
    #expect(bound.columns == ["x"])
    #expect(throws: ToolError.self) { try BoundExpression(.text("x")) }
  }
}
