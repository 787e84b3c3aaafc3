import Execution
import Glibc
import Literate
import Synchronization
import Tabular
import TestSupport
import Tooling

/// A folder with notebooks and data, a store, and a few cheap tools that count how often they run.
final class Bench {
  let folder = try! TemporaryFolder()
  var catalogue = testCatalogue
  var options = RunOptions(jobs: 2)
  private(set) var events: [String] = []

  /// Three steps, each of what the one before gave.
  static let chain = """
    ```{test.read numbers}
    path: a.txt
    ```
    ```{test.add more}
    table: $numbers
    amount: 2
    ```
    ```{test.sum total}
    table: $more
    ```
    """

  var store: Store { get throws { try Store(path: folder.path + "/.galley") } }

  func write(_ text: String, to name: String) throws {
    try writeFile(Array(text.utf8), to: "\(folder.path)/\(name)")
  }

  func plan(_ text: String) -> Plan { Plan(notebook: "---\ntitle: Test\n---\n" + text, catalogue: catalogue) }

  func engine(_ text: String, notebook: String = "test.md") throws -> Engine {
    let plan = plan(text)
    for diagnostic in plan.diagnostics { events.append(diagnostic.message) }
    return Engine(
      plan: plan, folder: folder.path, notebook: notebook, store: try store, catalogue: catalogue, options: options)
  }

  /// Runs a notebook and records the run.
  @discardableResult
  func run(_ text: String, notebook: String = "test.md") async throws -> RunOutcome {
    let outcome = await (try engine(text, notebook: notebook)).run()
    let store = try store
    _ = store.record(RunRecord(notebook: notebook, release: "test", outcome: outcome))
    store.sync()
    return outcome
  }
}

extension RunOutcome {
  /// `numbers ran, total reused`, by the steps' names.
  var summary: String {
    zip(plan.steps, steps).map { "\($0.id) \($1.status.rawValue)" }.joined(separator: ", ")
  }

  func why(_ id: String) -> String { step(id)?.why ?? "" }

  func step(_ id: String) -> StepOutcome? { zip(plan.steps, steps).first { $0.0.id == id }?.1 }

  func digest(_ id: String, _ output: String = "table") -> String? { step(id)?.output(output)?.digest }
}

let testCatalogue = ToolCatalogue(
  ToolFamily(
    "test", "Tools of these tests.", manuals: [:],
    [ReadNumbers.self, AddNumber.self, PairTables.self, SumUp.self, FailWhen.self, SplitUp.self, Sleep.self, ListFolder.self]
  ).tools)

/// The catalogue with one tool changed.
func changedCatalogue(_ name: String, _ change: (ToolDeclaration) -> ToolDeclaration) -> ToolCatalogue {
  ToolCatalogue(testCatalogue.tools.map { $0.name == name ? change($0) : $0 })
}

extension ToolDeclaration {
  func replacing(
    version: String? = nil, parameters: [ParameterDeclaration]? = nil,
    makeInvocation: (@Sendable (TypedValue) throws -> any ToolInvocation)? = nil
  ) -> ToolDeclaration {
    ToolDeclaration(
      name: name, version: version ?? self.version, summary: summary, manual: manual, citations: citations, inputs: inputs,
      parameters: parameters ?? self.parameters, outputs: outputs, expands: expands, stage: stage,
      makeInvocation: makeInvocation ?? self.makeInvocation)
  }
}

func column(_ table: Table) -> [Double] { table.columns.first?.values.numbers ?? [] }

/// One number a line.
struct ReadNumbers: Tool {
  static let name = "test.read", summary = "Reads numbers.", version = "1"
  @Input("A file.") var path: FileBytes
  @Output("The numbers.") var table: Table?
  mutating func run(_ context: RunContext) throws {
    let text = path.withBytes { String(decoding: $0, as: UTF8.self) }
    table = try Table([Column("x", .number(text.split(separator: "\n").map { Double($0) ?? .nan }))])
    context.print("read \(table?.rowCount ?? 0) numbers")
  }
}

struct AddNumber: Tool {
  static let name = "test.add", summary = "Adds.", version = "1"
  @Input("Numbers.") var table: Table
  @Param("What to add.") var amount = 1.0
  @Output("Sums.") var sums: Table?
  mutating func run(_ context: RunContext) throws {
    if amount < 0 { context.warn("the amount is negative", parameter: "amount") }
    sums = try Table([Column("x", .number(column(table).map { $0 + amount }))])
  }
}

struct PairTables: Tool {
  static let name = "test.subtract", summary = "Subtracts.", version = "1"
  @Input("From these.") var left: Table
  @Input("These.") var right: Table
  @Output("Differences.") var table: Table?
  mutating func run(_ context: RunContext) throws {
    table = try Table([Column("x", .number(zip(column(left), column(right)).map { $0 - $1 }))])
  }
}

struct SumUp: Tool {
  static let name = "test.sum", summary = "Sums up.", version = "1"
  @Input("Numbers.") var table: Table
  @Output("The sum and the count.", fields: [.init("sum", "The sum."), .init("count", "The count.")]) var metrics: Metrics?
  mutating func run(_ context: RunContext) throws {
    let numbers = column(table)
    metrics = Metrics(values: [("sum", numbers.reduce(0, +)), ("count", Double(numbers.count))])
  }
}

struct FailWhen: Tool {
  static let name = "test.fail", summary = "Fails above a limit.", version = "1"
  @Input("Numbers.") var table: Table
  @Param("The limit.") var limit: Double
  @Output("The numbers.") var same: Table?
  mutating func run(_ context: RunContext) throws {
    if let number = column(table).first(where: { $0 > limit }) {
      throw ToolError("\(TypedValue.shortest(number)) is above the limit", remedy: "raise it", parameter: "limit")
    }
    same = table
  }
}

/// Adds `amount` to each of `parts` slices, a sub-step a slice.
struct SplitUp: ExpandingTool {
  static let name = "test.parts", summary = "Adds in parts.", version = "1"
  @Input("Numbers.") var table: Table
  @Param("How many parts.", .in(1...100)) var parts = 2
  @Output("The sum of the parts.") var metrics: Metrics?
  func expand(_ context: RunContext) throws -> [SubStep] {
    (0..<parts).flatMap { part in
      [
        SubStep("add \(part)", tool: "test.add", arguments: [.init("amount", .number(Double(part)))], inputs: [("table", .input("table"))]),
        SubStep("sum \(part)", tool: "test.sum", arguments: [], inputs: [("table", .output(of: "add \(part)", "sums"))]),
      ]
    }
  }
  mutating func gather(_ results: SubStepResults, _ context: RunContext) throws {
    let sums = try (0..<parts).map { try results.value("metrics", of: "sum \($0)", as: Metrics.self)["sum"] ?? .nan }
    metrics = Metrics(values: [("sum", sums.reduce(0, +))])
  }
}

struct Sleep: Tool {
  static let name = "test.sleep", summary = "Takes its time.", version = "1"
  @Input("Numbers.") var table: Table
  @Param("Milliseconds.") var time = 50
  @Output("The numbers.") var same: Table?
  mutating func run(_ context: RunContext) throws {
    usleep(UInt32(time) * 1000)
    same = table
  }
}
