import Catalogue
import LinearAlgebra
import Tabular
import TestSupport
import Testing
import Tooling

/// Watches what tools give: where it changes, a tool's version must.
///
/// `Fixtures/digests.json` has each tool's version and a digest an output, on the conformance suite's samples, over values
/// rounded to 6 significant digits, since kernels differ between processors. `GALLEY_RECORD=1` records tools that are new or
/// have a new version, and takes away those that are gone.
@Suite struct DigestTests {
  private static let path = ModelFixtures.folder + "/digests.json"

  @Test func `what a tool gives changes only with its version`() throws {
    let isRecording = currentEnvironment()["GALLEY_RECORD"] == "1"
    let recorded = (try? JSON(parsing: readFile(Self.path))) ?? .object([])
    var entries: [JSON.Member] = []
    for tool in builtInTools.tools {
      let sample = try ToolSample.sample(of: tool.name)
      let run = try runTool(tool, inputs: try sample.inputs(), arguments: sample.arguments, catalogue: builtInTools)
      let outputs = JSON.object(
        try tool.outputs.compactMap { output in
          try run.outputs[output.name].map { JSON.Member(output.name, .text(try OutputDigest(of: $0).text)) }
        })
      let entry: JSON = ["version": .text(tool.version), "outputs": outputs]
      entries.append(.init(tool.name, entry))
      guard let known = recorded[tool.name] else {
        if !isRecording { Issue.record("'\(tool.name)' is not in Tests/Fixtures/digests.json: record it with GALLEY_RECORD=1") }
        continue
      }
      if known["version"] != entry["version"] {
        if !isRecording { Issue.record("'\(tool.name)' has a new version: record it with GALLEY_RECORD=1") }
      } else if known != entry {
        let changed = (outputs.members ?? []).filter { known["outputs"]?[$0.name] != $0.value }.map(\.name)
        Issue.record(
          "'\(tool.name)' gives another \(changed.isEmpty ? "set of outputs" : changed.joined(separator: ", ")) than version \(tool.version) did: bump its 'version', then record it with GALLEY_RECORD=1"
        )
        entries[entries.count - 1].value = known
      }
    }
    if isRecording { try writeFile(Array((JSON.object(entries).prettyText + "\n").utf8), to: Self.path) }
  }

  @Test func `digests do not see the last bits`() throws {
    func digest(_ number: Double) throws -> String {
      try OutputDigest(of: MemoryStore().store(Table([Column("x", .number([number]))]))).text
    }
    #expect(try digest(0.1 + 0.2) == digest(0.3))
    #expect(try digest(1e-17) == digest(-3e-18))
    #expect(try digest(1.00001) != digest(1.00002))
  }
}

/// A digest of an artifact's values, numbers rounded.
struct OutputDigest {
  /// FNV-1a; it tells outputs apart, not against malice.
  private var hash: UInt64 = 0xCBF2_9CE4_8422_2325
  var text: String { String(hash, radix: 16) }

  init(of artifact: StoredArtifact) throws {
    add(artifact.kind.rawValue)
    switch artifact.kind {
    case .table: add(try Table(artifact))
    case .metrics: add(try Metrics(artifact).json)
    case .figure:
      let figure = try Figure(artifact)
      add(figure.specification)
      for dataset in figure.datasets {
        add(dataset.name)
        add(dataset.table)
      }
    case .matrix: try Matrix(artifact).values.forEach { add($0) }
    case let kind where kind.isModel: add(try ModelArchive(artifact))
    default: for byte in artifact.withBytes({ Array($0) }) { mix(byte) }
    }
  }

  private mutating func mix(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }

  private mutating func add(_ text: String) {
    for byte in text.utf8 { mix(byte) }
    mix(0)
  }

  /// What is left of cancelled numbers is nothing.
  private mutating func add(_ number: Double) { add(abs(number) < 1e-9 ? "0" : shortNumber(number, digits: 6)) }

  private mutating func add(_ table: Table) {
    for column in table.columns {
      add(column.name)
      add(column.values.typeName)
      if case .number(let numbers) = column.values {
        numbers.forEach { add($0) }
      } else {
        for row in 0..<column.count { add(column.values.text(row)) }
      }
    }
  }

  private mutating func add(_ json: JSON) {
    switch json {
    case .number(let number): add(number)
    case .array(let values): values.forEach { add($0) }
    case .object(let members):
      for member in members {
        add(member.name)
        add(member.value)
      }
    default: add(json.text)
    }
  }

  private mutating func add(_ model: ModelArchive) {
    add(model.kind.rawValue)
    add(model.tool)
    add(model.content)
    for array in model.arrays {
      add(array.name)
      add("\(array.array.shape)")
      array.array.doubles.forEach { add($0) }
    }
    for file in model.files {
      add(file.name)
      // Numbers are rounded where there are some.
      if let json = try? JSON(parsing: file.bytes) { add(json) } else { file.bytes.forEach { mix($0) } }
    }
    for part in model.parts { add(part) }
  }
}

extension Column.Values {
  /// A cell as text, whatever its type; empty where missing.
  fileprivate func text(_ row: Int) -> String {
    switch self {
    case .number(let cells): "\(cells[row])"
    case .integer(let cells): cells[row].map { "\($0)" } ?? ""
    case .boolean(let cells): cells[row].map { "\($0)" } ?? ""
    case .text(let cells): cells[row] ?? ""
    case .dictionary(let cells): cells[row] ?? ""
    case .timestamp(let cells): cells.ticks[row].map { "\($0)" } ?? ""
    }
  }
}
