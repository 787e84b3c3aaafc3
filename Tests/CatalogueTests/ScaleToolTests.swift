import Tabular
import TestSupport
import Testing
import Tooling

/// What scaling tools say of odd columns, and that they take many.
@Suite struct ScaleToolTests {
  private static let alongColumns = ["scale.standard", "scale.min_max", "scale.robust", "scale.max_abs", "scale.power", "scale.quantile"]

  private func scaled(_ tool: String, _ columns: [Double]..., arguments: JSON = [:]) throws -> Table {
    try run(tool, ["table": try Table(columns.enumerated().map { Column("c\($0)", .number($1)) })], arguments).value("table")
  }

  @Test(arguments: alongColumns) func `an infinity is named`(tool: String) throws {
    let said = failure { try scaled(tool, [1, 2, 3], [1, 2, -.infinity]) }
    #expect(said.hasPrefix("the column 'c1' is infinite in row 3, so it has no "), "\(said)")
    #expect(said.hasSuffix(" | leave such rows out, or name the column under 'exclude'"))
  }

  @Test(arguments: alongColumns) func `missing throughout stays so, with a warning`(tool: String) throws {
    let run = try run(tool, ["table": try Table([Column("a", .number([.nan, .nan])), Column("b", .number([1, 3]))])])
    #expect(run.messages.count == 1 && run.messages[0].hasSuffix("from, and will be missing throughout"))
    let table: Table = try run.value("table")
    #expect(table.numbers("a").allSatisfy(\.isNaN) && table.numbers("b").allSatisfy(\.isFinite))
  }

  @Test(arguments: alongColumns + ["scale.normalizer"]) func `one row and constant columns give numbers`(tool: String) throws {
    for column in [[7.0], [7, 7, 7, 7], [0, 0, 0], [-1e-300, -1e-300], [1e200, 1e200]] {
      #expect(try scaled(tool, column).numbers("c0").allSatisfy(\.isFinite), "\(column)")
    }
  }

  /// Ten thousand columns of fifty rows, as expression data are.
  @Test(arguments: alongColumns + ["scale.normalizer"]) func `many columns`(tool: String) throws {
    func value(_ row: Int, _ place: Int) -> Double { Double((row * 37 + place * 11) % 101) }
    let table = try Table((0..<10_000).map { place in Column("g\(place)", .number((0..<50).map { value($0, place) })) })
    let one = try run(tool, ["table": table])
    let scaled: Table = try one.value("table")
    #expect(scaled.names == table.names && scaled.columns.allSatisfy { $0.values.missingCount == 0 })
    #expect(try run(tool, ["table": table], cores: 2).digests == one.digests)
  }

  @Test func `ranges are checked`() {
    let shape = "two numbers, the smaller first"
    #expect(failure { try scaled("scale.min_max", [1, 2], arguments: ["feature_range": [1, 0]]) } == "'feature_range' must be \(shape), not [1, 0]")
    #expect(failure { try scaled("scale.min_max", [1, 2], arguments: ["feature_range": [1]]) } == "'feature_range' must be \(shape), not [1]")
    #expect(
      failure { try scaled("scale.robust", [1, 2], arguments: ["quantile_range": [75, 25]]) }
        == "'quantile_range' must be two numbers in 0...100, the smaller first, not [75, 25]")
    #expect(
      failure { try scaled("scale.robust", [1, 2], arguments: ["quantile_range": [0, 100], "unit_variance": true]) }
        .hasPrefix("a normal distribution has no quantiles of 0 and 100 percent"))
  }

  @Test func `powers of what has none`() throws {
    #expect(
      failure { try scaled("scale.power", [3, 0, 2], arguments: ["method": "box_cox"]) }
        == "the column 'c0' has the value 0 in row 2, and box_cox takes numbers above 0 | use method: yeo_johnson")
    // Exponents at the ends of their range are numbers still.
    for column in [[0, 0, 0, 1e-12], [1e6, 1e6, 1e6 + 1], [0, 0, 0, 0, 1e50], [-1e50, 0, 0], [1e300, -1e300, 1]] as [[Double]] {
      #expect(try scaled("scale.power", column).numbers("c0").allSatisfy(\.isFinite), "\(column)")
    }
    let exponents: Table = try run("scale.power", ["table": Table([Column("a", .number([1, 2, 4, 8, 16, 32, 64]))])], ["method": "box_cox"]).value("exponents")
    // Powers of 2 are their logarithms' exponentials.
    #expect(abs(exponents.numbers("exponent")[0]) < 1e-9)
  }

  @Test func `rows have a length where they are whole`() throws {
    #expect(isClose(try scaled("scale.normalizer", [3, 0, 1e200], [4, 0, 1e200]).numbers("c0"), [0.6, 0, 0.5.squareRoot()], within: 1e-15))
    #expect(
      failure { try scaled("scale.normalizer", [1, 2], [1, .nan]) }
        == "the column 'c1' is missing in row 2, so the row has no length | leave such rows out, fill them in with impute.simple, or name the column under 'exclude'"
    )
  }
}
