import Literate
import TestSupport
import Testing
import Tooling

@Suite("YAML") struct YAMLTests {
  /// Pieces that bodies are made of, tame and wild.
  private static let keys = ["a", "path", "n_estimators", "x-y", "on", "'q'", "b c", "é", "true"]
  private static let values = [
    "", " ", "1", "data/x.csv", "$parts.train", "'quoted'", "'it''s'", "\"double\"", "[a, b]", "[ $a.b , 1.5 ]", "[]", "[a,]", "[-1]", "[a b, c]",
    "{k: 9}", "a b", "a # comment", "a#b", "a: b", "a:b", "a:", "- x", "# c", "x > 3 and y == 'z'", "~", "null", "%x", "@y", "`z`", "-1",
    "1e-3", "(a + b)", "/abs/path", ".5", "é", "a\tb", "yes", "http://x.y", "!t", "&a", "*a", "|", "> 3", "\"a\" b", "'a' b", "[a] b", "a ]",
    "a, b", "$each.x", "${each.x}", "x  ", "true", "-", "?", ": x", "2024-01-01", "[a: b]", "[a #b]", "'a' # c", "['a', b]", "[$x,$y]", "[1,2]",
  ]

  @Test("The short way reads what Yams reads, to the same nodes and places") func shortWay() {
    var random = SplitMix(seed: 1)
    var shortcuts = 0
    for _ in 0..<20_000 {
      var lines: [String] = []
      for _ in 0...random.below(4) {
        switch random.below(12) {
        case 0: lines.append("# comment")
        case 1: lines.append("")
        case 2: lines.append("  more")
        default:
          let colon = random.below(20) == 0 ? ":" : ": "
          lines.append(random.pick(Self.keys) + colon + random.pick(Self.values))
        }
      }
      let text = PlacedText(lines.joined(separator: "\n"))
      guard let short = PlainMapping.read(text) else { continue }
      shortcuts += 1
      var diagnostics: [Diagnostic] = []
      let long = YAMLReader.readWithYams(text, diagnostics: &diagnostics)
      #expect(long == .node(short), "\(lines) \(diagnostics)")
    }
    #expect(shortcuts > 1000)
  }

  @Test("Values of every style, with their places") func styles() throws {
    var diagnostics: [Diagnostic] = []
    let text = """
      plain: a b
      'single': 'it''s'
      "double": "a\\tb" # comment
      list: [1, {k: v}, "x"]
      block:
        - one
        - two: 2
      literal: |
        first
          second
      folded: >-
        one
        two
      empty:
      """
    let node = try #require(YAMLReader.read(PlacedText(text), diagnostics: &diagnostics).node)
    #expect(diagnostics == [])
    #expect(
      describe(node) == """
        {plain@1:1+5: plain a b@1:8+3, single@2:1+8: quoted it's@2:11+7, double@3:1+8: quoted a\tb@3:11+6, \
        list@4:1+4: [plain 1@4:8+1, {k@4:12+1: plain v@4:15+1}@4:11+6, quoted x@4:19+3]@4:7+16, \
        block@5:1+5: [plain one@6:5+3, {two@7:5+3: plain 2@7:10+1}@7:5+1]@6:3+1, \
        literal@8:1+7: quoted first
          second
        @8:10+1 9:3 10:3, folded@11:1+6: quoted one two@11:9+2 12:3, empty@14:1+5: plain @14:7+1}@1:1+1
        """)
  }

  @Test("Texts that would take for ever or overflow a stack end at once") func bombs() {
    let laughs =
      "a: &a [x, x, x, x, x, x, x, x, x]\n"
      + "bcdefghijklmnop".map { "\($0): &\($0) [*a, *a, *a, *a, *a, *a, *a, *a]" }.joined(separator: "\n") + "\n? *p\n: 1\n"
    let deep = ["[", "{a: ", "- ", "? ", "[{a: "].map { "k: \n  " + String(repeating: $0, count: 20_000) }
    for text in [laughs] + deep {
      var diagnostics: [Diagnostic] = []
      #expect(YAMLReader.read(PlacedText(text), diagnostics: &diagnostics) == .failed)
      #expect(diagnostics.count == 1)
    }
  }

  private func describe(_ node: SourceNode) -> String {
    func place(_ range: SourceRange) -> String { "@\(range.start.line):\(range.start.column)+\(range.length)" }
    let content =
      switch node.content {
      case .scalar(let text, let isPlain): (isPlain ? "plain " : "quoted ") + text
      case .list(let nodes): "[" + nodes.map(describe).joined(separator: ", ") + "]"
      case .mapping(let fields): "{" + fields.map { "\($0.key)\(place($0.keyRange)): \(describe($0.value))" }.joined(separator: ", ") + "}"
      }
    return content + place(node.range) + node.lineStarts.map { " \($0.line):\($0.column)" }.joined()
  }
}
