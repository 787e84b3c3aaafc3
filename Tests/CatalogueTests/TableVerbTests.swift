import TableTools
import Tabular
import TestSupport
import Testing
import Tooling

/// What the tools that cut, sort and join tables say and refuse; what they give is held to pandas in `TableVerbReferenceTests`.
struct TableVerbTests {
  private func run(_ tool: String, _ text: String, _ arguments: JSON) throws -> (csv: String, messages: [String]) {
    let run = try runTool(tableTools.tool(tool), inputs: ["table": table(text)], arguments: arguments)
    return (try run.value("table", as: Table.self).csv, run.messages)
  }

  private static let patients = "id,age,sex,weight\n1,61,F,70\n2,,M,80\n3,45,F,\n4,70,F,52\n"

  @Test func `filter keeps what is true, in order`() throws {
    let (csv, messages) = try run("table.filter", Self.patients, ["where": "age >= 60 and sex == 'F'"])
    #expect(csv == "id,age,sex,weight\n1,61,F,70\n4,70,F,52\n")
    #expect(messages == ["2 of 4 rows are kept"])
    let unknown = try run("table.filter", Self.patients, ["where": "not (age > 50)"])
    #expect(unknown.csv == "id,age,sex,weight\n3,45,F,\n")
    #expect(unknown.messages == ["1 of 4 rows is kept; for 1 of the others the condition is missing"])
    #expect(try run("table.filter", Self.patients, ["where": "weight is missing or weight > median(weight)"]).csv == "id,age,sex,weight\n2,,M,80\n3,45,F,\n")
    #expect(try run("table.filter", Self.patients, ["where": "true"]).csv == Self.patients)
    #expect(try run("table.filter", Self.patients, ["where": "false"]).csv == "id,age,sex,weight\n")
  }

  @Test func `a mistake in an expression is told at its column`() throws {
    let near = ToolError.thrown { try run("table.filter", Self.patients, ["where": "sex == 'F' and agee > 3"]) }
    #expect(near?.message == "there is no column 'agee'; did you mean 'age'?")
    #expect(near?.remedy == "its columns are id, age, sex, weight")
    #expect(near?.parameter == "where[agee]")
    let mixed = ToolError.thrown { try run("table.derive", Self.patients, ["columns": ["a": "age + 1", "b": "a * sex"]]) }
    #expect(mixed?.message == "'*' works on numbers, not on text")
    #expect(mixed?.remedy == "number(sex) reads numbers from text")
    #expect(mixed?.parameter == "columns.b[sex]")
    #expect(ToolError.thrown { try run("table.filter", Self.patients, ["where": "age + 1"]) }?.message == "'age + 1' gives numbers, not true and false")
    let binding = #expect(throws: BindingFailure.self) { try run("table.derive", Self.patients, ["columns": ["a": "age +"]]) }
    #expect(binding?.description == "the expression ends where a value should stand")
  }

  @Test func `each column of an expression has its place in the notebook`() throws {
    let line = SourceRange(line: 3, column: 8, length: 30)
    let body = SourceNode(
      .mapping([
        SourceField("table", at: line, SourceNode(.scalar("$data", isPlain: true), at: line)),
        SourceField("where", at: line, SourceNode(.scalar("sex == 'F' and age > 3", isPlain: true), at: line)),
      ]), at: line)
    var diagnostics: [Diagnostic] = []
    let tool = try tableTools.tool("table.filter")
    let binding = tool.bind(body, at: line, scope: BindingScope(catalogue: ToolCatalogue([tool])), diagnostics: &diagnostics)
    #expect(diagnostics == [])
    let places = try #require(binding.parameters.first { $0.name == "where" }).places
    #expect(places == ["where": line, "where[sex]": SourceRange(line: 3, column: 8, length: 3), "where[age]": SourceRange(line: 3, column: 23, length: 3)])
  }

  @Test func `derive adds columns that later ones may use`() throws {
    let (csv, _) = try run(
      "table.derive", "height,weight\n2,80\n1.6,\n",
      ["columns": ["bmi": "weight / height ^ 2", "is_heavy": "bmi > 18", "weight": "coalesce(weight, 0)", "word": "if(is_heavy, 'yes', 'no')"]])
    #expect(csv == "height,weight,bmi,is_heavy,word\n2.0,80,20.0,true,yes\n1.6,0,,,\n")
  }

  @Test func `sort says how many directions it needs`() throws {
    #expect(try run("table.sort", Self.patients, ["by": "age", "ascending": false]).csv == "id,age,sex,weight\n4,70,F,52\n1,61,F,70\n3,45,F,\n2,,M,80\n")
    let error = ToolError.thrown { try run("table.sort", Self.patients, ["by": ["sex", "age"], "ascending": [true]]) }
    #expect(error?.message == "'ascending' has 1 value and 'by' 2 columns")
    #expect(ToolError.thrown { try run("table.sort", Self.patients, ["by": ["age", "age"]]) }?.message == "'by' names 'age' twice")
  }

  @Test func `columns change names and places`() throws {
    let swapped = try run("table.rename", "a,b,c\n1,2,3\n", ["columns": ["a": "b", "b": "a"]])
    #expect(swapped.csv == "b,a,c\n1,2,3\n")
    #expect(
      ToolError.thrown { try run("table.rename", "a,b\n1,2\n", ["columns": ["a": "b"]]) }?.message == "two columns would be called 'b'")
    #expect(ToolError.thrown { try run("table.rename", "a,b\n1,2\n", ["columns": ["bb": "c"]]) }?.message == "the table has no column 'bb'; did you mean 'b'?")
    #expect(try run("table.reorder", "a,b,c,d\n1,2,3,4\n", ["first": ["c"], "last": "a"]).csv == "c,b,d,a\n3,2,4,1\n")
    #expect(
      ToolError.thrown { try run("table.reorder", "a,b\n1,2\n", ["first": "a", "last": "a"]) }?.message == "'a' stands under 'first' and under 'last'")
    #expect(ToolError.thrown { try run("table.reorder", "a,b\n1,2\n", [:]) }?.message == "'table.reorder' needs 'first' or 'last'")
  }

  @Test func `head takes either end, and no more than there is`() throws {
    #expect(try run("table.head", Self.patients, ["rows": 1]).csv == "id,age,sex,weight\n1,61,F,70\n")
    #expect(try run("table.head", Self.patients, ["rows": 2, "from": "end"]).csv == "id,age,sex,weight\n3,45,F,\n4,70,F,52\n")
    #expect(try run("table.head", Self.patients, ["rows": 9]).csv == Self.patients)
    #expect(try run("table.head", Self.patients, ["rows": 0]).csv == "id,age,sex,weight\n")
  }

  @Test func `sample draws rows of each group, the same for the same seed`() throws {
    let text = "group,row\n" + (0..<90).map { "\(["a", "b", "c"][$0 % 3]),\($0)\n" }.joined()
    func rows(_ arguments: JSON) throws -> [Double] {
      let run = try runTool(tableTools.tool("table.sample"), inputs: ["table": table(text)], arguments: arguments)
      return try run.value("table", as: Table.self).column("row")?.values.numbers ?? []
    }
    let drawn = try rows(["n": 4, "by": "group", "seed": 3])
    #expect(drawn.count == 12 && drawn == drawn.sorted() && Set(drawn).count == 12)
    for group in 0..<3 { #expect(drawn.count { Int($0) % 3 == group } == 4) }
    #expect(try rows(["n": 4, "by": "group", "seed": 3]) == drawn)
    #expect(try rows(["n": 4, "by": "group", "seed": 4]) != drawn)
    #expect(try rows(["fraction": 0.5]).count == 45)
    #expect(try rows(["fraction": 2, "replace": true]).count == 180)
    #expect(try rows(["n": 90]) == (0..<90).map(Double.init))
    #expect(try run("table.sample", text, ["n": 31, "by": "group"]).messages == ["3 groups of 3 have fewer than 31 rows, of which all are taken"])
    #expect(ToolError.thrown { try rows([:]) }?.message == "'table.sample' needs 'n' or 'fraction'")
    #expect(ToolError.thrown { try rows(["n": 1, "fraction": 0.5]) }?.message == "'n' and 'fraction' cannot both be given")
    #expect(ToolError.thrown { try rows(["fraction": 1.5]) }?.message == "'fraction' must be at most 1, not 1.5")
  }

  @Test func `summarise works with what groups come to`() throws {
    let text = "site,age,sex\nb,60,F\na,50,F\nb,,M\n,40,M\n"
    let (csv, _) = try run(
      "table.summarise", text, ["by": "site", "columns": ["n": "count()", "known": "count(age) / count()", "label": "concat(site, ':', text(max(age)))"]])
    #expect(csv == "site,n,known,label\na,1,1.0,a:50\nb,2,0.5,b:60\n,1,1.0,\n")
    #expect(try run("table.summarise", text, ["columns": ["n": "count()", "mean": "mean(age)", "two": "1 + 1"]]).csv == "n,mean,two\n4,50.0,2\n")
    #expect(try run("table.summarise", "x\n", ["columns": ["n": "count()"]]).csv == "n\n0\n")
    func error(_ columns: JSON) -> ToolError? { ToolError.thrown { try run("table.summarise", text, ["by": "site", "columns": columns]) } }
    #expect(error(["a": "age + 1"])?.message == "'age' has a value in every row of a group")
    #expect(error(["a": "age + 1"])?.remedy == "say which, as mean(age) or first(age)")
    #expect(error(["a": "mean(sex)"])?.message == "'mean' works on numbers, and 'sex' is a column of text")
    #expect(error(["a": "mean(agee)"])?.parameter == "columns.a[agee]")
    #expect(error(["a": "quantile(age, 2)"])?.message == "'quantile' takes a share in 0...1: quantile(age, 0.25)")
    #expect(error(["site": "count()"])?.message == "'site' stands under 'by' and under 'columns'")
  }

  // MARK: Join

  private func join(_ left: String, _ right: String, _ arguments: JSON) throws -> (csv: String, remarks: [Remark]) {
    let run = try runTool(tableTools.tool("table.join"), inputs: ["left": table(left), "right": table(right)], arguments: arguments)
    return (try run.value("table", as: Table.self).csv, run.remarks)
  }

  @Test func `a join tells how many rows have a partner`() throws {
    let (csv, remarks) = try join("k,x\na,1\nb,2\nc,3\n", "k,y\nb,5\na,4\nd,6\n", ["on": "k", "how": "left"])
    #expect(csv == "k,x,y\na,1,4\nb,2,5\nc,3,\n")
    #expect(remarks.map(\.message) == ["2 of 3 rows on the left and 2 of 3 on the right have a partner"])
  }

  @Test(arguments: [
    ("a\nb\n", "A\nB\n", "'k' would agree without regard to letter case: put lower(…) in their place with table.derive"),
    ("a\nb\n", "\"a \"\n\" b\"\n", "'k' would agree without blanks at the ends: put trim(…) in their place with table.derive"),
    ("a\nb\n", "\"A \"\n\"B \"\n", "'k' would agree without blanks at the ends and without regard to letter case: put lower(trim(…)) in their place with table.derive"),
    ("ENSG1\nENSG2\n", "TP53\nKRAS\n", "'k': the left table has 'ENSG1', the right 'TP53'"),
  ])
  func `where no row has a partner it says why`(left: String, right: String, remedy: String) throws {
    let remarks = try join("k\n" + left, "k\n" + right, ["on": "k"]).remarks
    let warning = try #require(remarks.first { $0.severity == .warning })
    #expect(warning.message == "no key of the left table is one of the right")
    #expect(warning.remedy == remedy)
  }

  @Test func `keys of different types are refused before the join`() throws {
    let error = ToolError.thrown { try join("k\n1\n2\n", "k\n01\n02\n", ["on": "k"]) }
    #expect(error?.message == "'k' is integer in the left table, and 'k' text in the right: no key could be equal")
    #expect(error?.remedy == "make a text of 'k' with table.derive, text(…), or a number of 'k', number(…)")
    #expect(try join("k\n1\n2\n", "k,x\n1.0,a\n2.5,b\n", ["on": "k", "how": "left"]).csv == "k,x\n1,a\n2,\n")
  }

  @Test func `rows that multiply are warned of`() throws {
    let remarks = try join("k\na\na\nb\n", "k,x\na,1\na,2\na,3\nb,4\n", ["on": "k"]).remarks
    #expect(
      remarks.last?.message
        == "1 key stands more than once in both tables, and rows multiply: 'a' stands 2 times on the left and 3 on the right, which gives 6 rows")
    #expect(try join("k\na\na\n", "k\na\n", ["on": "k"]).remarks.count == 1)
  }

  @Test func `validate holds keys to what they are to be`() throws {
    let (left, right) = ("k\na\na\nb\n", "k,x\na,1\nb,2\n")
    #expect(try join(left, right, ["on": "k", "validate": "many_to_one"]).csv == "k,x\na,1\na,1\nb,2\n")
    let error = ToolError.thrown { try join(left, right, ["on": "k", "validate": "one_to_one"]) }
    #expect(error?.message == "1 key of the left table stands more than once, such as 'a', and 'validate' is one_to_one")
    #expect(ToolError.thrown { try join(right, left, ["on": "k", "validate": "many_to_one"]) }?.parameter == "validate")
  }

  @Test func `missing keys are equal, unless they are not to be`() throws {
    let (left, right) = ("k,x\n,1\na,2\n", "k,y\n,3\na,4\n")
    #expect(try join(left, right, ["on": "k"]).csv == "k,x,y\n,1,3\na,2,4\n")
    #expect(try join(left, right, ["on": "k", "match_missing": false]).csv == "k,x,y\na,2,4\n")
    #expect(try join(left, right, ["on": "k", "how": "outer", "match_missing": false]).csv == "k,x,y\na,2,4\n,1,\n,,3\n")
  }

  @Test func `keys are named on both sides or on each`() throws {
    let (left, right) = ("k,x\na,1\n", "key,x\na,2\n")
    #expect(try join(left, right, ["left_on": "k", "right_on": "key", "suffixes": ["_l", "_r"]]).csv == "k,x_l,key,x_r\na,1,a,2\n")
    func message(_ arguments: JSON) -> String? { ToolError.thrown { try join(left, right, arguments) }?.message }
    #expect(message([:]) == "'table.join' needs a key: 'on', or 'left_on' and 'right_on'")
    #expect(message(["left_on": "k"]) == "a key is named by 'on', or by 'left_on' and 'right_on' together")
    #expect(message(["left_on": ["k", "x"], "right_on": "key"]) == "'left_on' has 2 columns and 'right_on' 1")
    #expect(message(["on": "k", "how": "cross"]) == "a cross join has no key")
    #expect(message(["on": "k"]) == "the table has no column 'k'")
    #expect(message(["left_on": "k", "right_on": "key", "suffixes": ["", ""]]) == "two columns are called 'x' in the result")
    #expect(message(["left_on": "k", "right_on": "key", "suffixes": ["_x"]]) == "'suffixes' must be two texts, for the left and the right table, not 1")
  }
}
