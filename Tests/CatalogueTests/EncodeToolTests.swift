import Tabular
import TestSupport
import Testing
import Tooling

/// What encoders make of categories that are odd, new, missing or many.
@Suite struct EncodeToolTests {
  private static func table(_ sites: [String?]) throws -> Table {
    try Table([Column("site", .text(TextValues(sites))), Column("age", .number(sites.indices.map { Double($0) }))])
  }

  private func encode(_ tool: String, _ sites: [String?], _ arguments: JSON = [:]) throws -> ToolRun {
    try run(tool, ["table": try Self.table(sites)], arguments)
  }

  private func transform(_ run: ToolRun, _ sites: [String?]) throws -> Table {
    try CatalogueTests.run(
      "model.transform", ["transformer": try run.value("transformer", as: ModelArchive.self), "data": try Self.table(sites)]
    ).value("table")
  }

  @Test func `columns stand where the column stood`() throws {
    let table: Table = try encode("encode.one_hot", ["b", "a", nil]).value("table")
    #expect(table.names == ["site_a", "site_b", "site_missing", "age"])
    #expect(table.columns[0].values == .boolean(Optionals([false, true, false], zero: false)))
    let zeros: Table = try encode("encode.one_hot", ["b", "a", nil], ["missing": "zeros"]).value("table")
    #expect(zeros.names == ["site_a", "site_b", "age"] && zeros.numbers("site_a") == [0, 1, 0] && zeros.numbers("site_b") == [1, 0, 0])
  }

  @Test func `what was not learnt is an error, or none of the columns`() throws {
    let strict = try encode("encode.one_hot", ["a", "b"])
    #expect(
      failure { try transform(strict, ["a", "c"]) }
        == "row 2 of 'site' is 'c', which the encoder has not learnt; it knows a, b | set handle_unknown: ignore, or learn from rows that have it too")
    let lenient = try transform(try encode("encode.one_hot", ["a", "b"], ["handle_unknown": "ignore"]), ["c", nil])
    #expect(lenient.numbers("site_a") == [0, 0] && lenient.numbers("site_b") == [0, 0])
    let warned = try encode("encode.one_hot", ["a", "a", "b"], ["handle_unknown": "warn", "min_frequency": 2])
    #expect(try transform(warned, ["c"]).numbers("site_infrequent") == [1])
    let ordinal = try encode("encode.ordinal", ["a", "b"])
    #expect(failure { try transform(ordinal, ["c"]) }.hasPrefix("row 1 of 'site' is 'c', which the encoder has not learnt"))
    let open = try encode("encode.ordinal", ["a", "b"], ["handle_unknown": "use_encoded_value"])
    #expect(try transform(open, ["c", nil, "b"]).column("site")?.values == .number([.nan, .nan, 1]))
  }

  @Test func `categories are listed`() throws {
    let list: Table = try encode("encode.one_hot", ["b", "a", "b", nil], ["drop": "first"]).value("categories")
    #expect(list.strings("category") == ["a", "b", nil] && list.numbers("count") == [1, 2, 1])
    #expect(list.strings("encoded") == [nil, "site_b", "site_missing"])
    let numbers: Table = try encode("encode.ordinal", ["low", "high"], ["categories": ["site": ["low", "mid", "high"]]]).value("categories")
    #expect(numbers.strings("category") == ["low", "mid", "high"] && numbers.numbers("count") == [1, 0, 1] && numbers.numbers("encoded") == [0, 1, 2])
  }

  @Test func `a dictionary keeps its order`() throws {
    let table = try Table([Column("grade", .dictionary(DictionaryValues(codes: [2, 0, 1], levels: ["low", "mid", "high"], isOrdered: true)))])
    #expect(try run("encode.ordinal", ["table": table]).value("table", as: Table.self).numbers("grade") == [2, 0, 1])
  }

  @Test func `mistakes`() throws {
    #expect(failure { try encode("encode.ordinal", ["a"], ["unknown_value": -1]) }.hasPrefix("'unknown_value' is for handle_unknown"))
    #expect(
      failure { try encode("encode.ordinal", ["a", "b"], ["handle_unknown": "use_encoded_value", "unknown_value": 1]) }
        == "'unknown_value' is 1, the number of a category of 'site' | choose another, such as -1")
    #expect(
      failure { try encode("encode.ordinal", ["a", "b"], ["categories": ["sites": ["a"]]]) }
        == "'categories' orders 'sites', which is not encoded; did you mean 'site'? | name it under 'columns' too")
    #expect(failure { try encode("encode.ordinal", ["a", "b"], ["categories": ["site": ["a"]]]) }.hasPrefix("row 2 of 'site' is 'b'"))
    #expect(failure { try encode("encode.one_hot", ["a"], ["min_frequency": 1.5]) } == "'min_frequency' must be a count, or a share of at most 1.0, not 1.5")
    #expect(failure { try encode("encode.one_hot", ["missing", nil]) }.hasPrefix("two columns would be called 'site_missing'"))
    let fitted = try encode("encode.one_hot", ["a", "b"])
    let numbers = try Table([Column("site", .number([1, 2]))])
    #expect(
      failure {
        try run("model.transform", ["transformer": try fitted.value("transformer", as: ModelArchive.self), "data": numbers])
      } == "the column 'site' is number, and the transformer encodes text")
  }

  @Test func `many categories are warned of, and too many refused`() throws {
    let names = (0..<50_000).map { Optional("n\($0)") }
    #expect(try encode("encode.one_hot", Array(names.prefix(30))).messages == ["'site' has 30 categories in 30 rows, and becomes as many columns"])
    #expect(failure { try encode("encode.one_hot", names) }.hasPrefix("there would be 50000 columns of 50000 rows, 50000 of them of 'site'"))
    #expect(try encode("encode.one_hot", names, ["max_categories": 5]).value("table", as: Table.self).names.count == 6)
    #expect(try encode("encode.ordinal", names).value("table", as: Table.self).numbers("site").max() == 49_999)
  }

  @Test func `bins of odd columns`() throws {
    func cut(_ values: [Double], _ arguments: JSON = [:]) throws -> ToolRun {
      try run("encode.discretize", ["table": try Table([Column("a", .number(values))])], arguments)
    }
    let constant = try cut([3, 3, 3], ["encode": "ordinal"])
    #expect(constant.messages == ["the column 'a' is constant, and has one bin"])
    #expect(try constant.value("table", as: Table.self).numbers("a") == [0, 0, 0])
    let repeated = try cut([1, 1, 1, 1, 1, 1, 9], ["encode": "ordinal"])
    #expect(repeated.messages == ["the column 'a' has 1 bin in place of 5: values repeat too often for more"])
    #expect(failure { try cut([1, .nan]) }.hasPrefix("the column 'a' is missing in row 2, and missing values are in no bin"))
    let bins: Table = try cut([0, 1, 2, 3], ["n_bins": 2, "strategy": "uniform"]).value("bins")
    #expect(bins.numbers("lower") == [0, 1.5] && bins.numbers("upper") == [1.5, 3] && bins.numbers("count") == [2, 2])
    for strategy in ["uniform", "quantile", "kmeans"] {
      let table: Table = try cut([-1e308, 1e308, 0, 5], ["strategy": .text(strategy), "encode": "ordinal"]).value("table")
      #expect(table.numbers("a").allSatisfy { (0..<5).contains($0) })
    }
  }

  @Test func `products that would explode are refused`() throws {
    func expand(_ count: Int, _ arguments: JSON) throws -> Table {
      try run("features.polynomial", ["table": try Table((0..<count).map { Column("x\($0)", .number([1, .nan])) })], arguments).value("table")
    }
    #expect(
      failure { try expand(200, ["degree": 3]) }
        == "200 columns to the degree 3 would make 1373701 columns of 2 rows | name fewer under 'columns', lower 'degree', or set interaction_only: true")
    #expect(failure { try expand(10_000, ["degree": 100]) }.hasPrefix("10000 columns to the degree 100 would make more columns than can be counted"))
    #expect(try expand(10, ["degree": 100, "interaction_only": true]).names.count == 1024)
    #expect(try expand(1, ["degree": 3]).names == ["1", "x0", "x0^2", "x0^3"])
    #expect(try expand(1, ["degree": 3]).numbers("x0^3")[1].isNaN)
  }
}
