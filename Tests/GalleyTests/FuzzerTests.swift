import TestSupport
import Testing

/// A minute of damaged input for every reader; `.build/release/fuzzer --seconds 3600 --seed 2` is longer, by hand.
@Suite struct FuzzerTests {
  @Test func nothingTrapsHangsOrOutgrowsItsMemory() throws {
    let folder = try TemporaryFolder()
    let input = folder.path + "/input"
    let result = try runProgram(
      Program.path("fuzzer"), ["--seconds", "60", "--seed", "1"],
      environment: currentEnvironment().merging(["FUZZER_INPUT": input]) { _, new in new })
    #expect(result.status == 0, "\(result.stderr.suffix(2000))\nthe input: \((try? readFile(input)).map { String(describing: String(decoding: $0, as: UTF8.self)) } ?? "")")
  }
}
