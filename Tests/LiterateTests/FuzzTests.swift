import Literate
import TestSupport
import Testing
import Tooling

@Suite("Any bytes") struct FuzzTests {
  private static let pieces = [
    "```", "~~~", "{", "}", "```{table.read x}\n", "```\n", "---\n", "#| ", "each: $x\n", "$", "$$", "\\(", "\\)", "`", "|", "|---|\n", "> ", "- ",
    "1. ", "\t", "    ", "\n\n", "\r\n", "\r", "[^1]", "[^1]: ", "<!--", "-->", "<div>", "[!tip]", "&a ", "*a ", "!!str ", "<<: ", "'", "\"", ": ",
    " #", "é", "\u{85}", "\u{2028}", "\u{FEFF}", "\u{0}", "\u{1}", "\u{2}\u{3}", "😀", "{expect}", "{quiz}", "±", "~=", "params:", "{default: 1}",
    "[", "]", "((((", "- - - -", "\\", "$each.x", "${each.", "%", "@", "\u{7F}", "\u{9F}", "\u{E000}",
  ]

  @Test("Random edits of a notebook never trap, and give the same plan twice", arguments: 0..<8) func edits(seed: UInt64) {
    var random = SplitMix(seed: seed)
    let seeds = [PlanTests.example, wild].map { Array($0.utf8) }
    for _ in 0..<1000 {
      var bytes = random.pick(seeds)
      for _ in 0...random.below(12) { edit(&bytes, &random) }
      let plan = Plan(notebook: bytes, catalogue: SampleCatalogue.catalogue)
      check(plan)
      if random.below(20) == 0 {
        #expect(everything(plan) == everything(Plan(notebook: bytes, catalogue: SampleCatalogue.catalogue)))
      }
    }
  }

  @Test("Bytes of no sense") func noise() {
    var random = SplitMix(seed: 9)
    for _ in 0..<1000 {
      let bytes = (0..<random.below(300)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      check(Plan(notebook: bytes, catalogue: SampleCatalogue.catalogue))
      check(Plan(notebook: Array("---\ntitle: T\n---\n```{table.filter a}\n".utf8) + bytes + Array("\n```\n".utf8), catalogue: SampleCatalogue.catalogue))
    }
  }

  private let wild = """
    ---
    title: Wild
    params: {k: {default: 3, kind: integer, min: 1, max: 5}, l: [a, b]}
    ---
    # Head $x_1$ `$a.table.rows, round 2`

    > [!question]- Title $y$
    > $$
    > z \\\\ w
    > $$
    > 1. ```{table.filter a}
    >    #| each: $s
    >    #| save: {table: r.csv}
    >    table: $each.value
    >    where: |
    >      area > 3 and
    >      kind in ['a', 'b']
    >    ```

    | a | $|b|$ | `$a.table.rows` |
    |---|:-:|--:|
    | \\| | `x` | [^n] |

    [^n]: Note

        ```{table.read s}
        path: "a\\u00e9.csv"
        separator: &x y
        ```

    <div>
    <!-- ```{table.read t} -->
    </div>

    \t```{expect}
    - [ ] ~~task~~

    ```{quiz q}
    questions:
      - {title: T, type: choose-many, answers: [a, b], correct: [a]}
    ```
    """

  /// Whatever came in, places lie in the text and numbers in their lists.
  private func check(_ plan: Plan) {
    let count = plan.source.utf8.count { $0 == 0x0A } + 1
    for diagnostic in plan.diagnostics {
      guard let range = diagnostic.range else { continue }
      #expect((1...count).contains(range.start.line) && range.start.column >= 1, "\(diagnostic)")
    }
    for step in plan.steps { #expect(step.dependencies.allSatisfy(plan.steps.indices.contains)) }
    _ = dump(plan)
    let printer = DiagnosticPrinter(file: "n.md", source: plan.source)
    for diagnostic in plan.diagnostics { _ = printer.text(diagnostic) }
  }

  private func edit(_ bytes: inout [UInt8], _ random: inout SplitMix) {
    let place = random.below(bytes.count + 1)
    switch random.below(6) {
    case 0: bytes.insert(contentsOf: random.pick(Self.pieces).utf8, at: place)
    case 1: bytes.removeSubrange(place..<min(bytes.count, place + random.below(8)))
    case 2: if place < bytes.count { bytes[place] = UInt8(truncatingIfNeeded: random.next()) }
    case 3:
      let start = random.below(bytes.count)
      bytes.insert(contentsOf: Array(bytes[start..<min(bytes.count, start + random.below(60))]), at: place)
    case 4: bytes.insert(contentsOf: String(repeating: random.pick(Self.pieces), count: random.below(40)).utf8, at: place)
    default: bytes.removeSubrange(place..<min(bytes.count, place + random.below(80)))
    }
  }
}
