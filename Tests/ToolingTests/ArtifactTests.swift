import LinearAlgebra
import Tabular
import TestSupport
import Testing
import Tooling

struct MetricsTests {
  @Test func readsWhatItWrote() throws {
    let metrics = Metrics(
      values: [("accuracy", 0.96), ("auc", .nan), ("n", 569)], intervals: [("accuracy", 0.93, 0.98)],
      classes: [("ductal carcinoma", [("recall", 0.9), ("precision", .nan)])])
    let stored = try MemoryStore().store(metrics)
    #expect(try Metrics(stored) == metrics)
    #expect(stored.withBytes { String(decoding: $0, as: UTF8.self) } == """
      {
        "accuracy": 0.96,
        "auc": null,
        "n": 569,
        "intervals": {
          "accuracy": [0.93,0.98]
        },
        "per_class": {
          "ductal carcinoma": {
            "recall": 0.9,
            "precision": null
          }
        }
      }

      """)
  }

  @Test func otherBytesAreErrors() {
    for text in ["", "[]", "3", "{\"a\": }", "\u{0}"] {
      #expect(throws: (any Error).self) { try Metrics(StoredArtifact(kind: .metrics, digest: "", source: MemoryBytes(Array(text.utf8)))) }
    }
    let odd = try? Metrics(json: ["a": "text", "intervals": ["a": [1]], "per_class": [1, 2]])
    #expect(odd?.values.isEmpty == true && odd?.classes.isEmpty == true && odd?.intervals.isEmpty == true)
  }
}

struct FigureTests {
  private func sample() throws -> Figure {
    let table = try Table(csv: "x,y,spare\n1,2,a\n3,4,b\n")
    return try Chart(
      title: "Points", description: "Two points.", datasets: [("points", table)],
      layers: [ChartLayer("points", .circle(), [.x: .field("x", .quantitative), .y: .field("y", .quantitative, title: "Why")])]
    ).figure()
  }

  @Test func tablesAreArtifactsOfTheirOwn() throws {
    let figure = try sample()
    let stored = try MemoryStore().store(figure)
    #expect(try Figure(stored) == figure)
    let text = stored.withBytes { String(decoding: $0, as: UTF8.self) }
    #expect(text.contains("\"sha256\": ") && !text.contains("spare"))
    #expect(figure.datasets.first?.table.names == ["x", "y"])
  }

  @Test func chartsSayWhatIsWrong() throws {
    let table = try Table(csv: "x\n1\n")
    func chart(_ dataset: String, _ column: String) -> Chart {
      Chart(description: "", datasets: [("points", table)], layers: [ChartLayer(dataset, .circle(), [.x: .field(column, .quantitative)])])
    }
    #expect(throws: TableError("the figure's dataset 'points' has no column 'z'")) { try chart("points", "z").figure() }
    #expect(throws: TableError("the figure has no dataset 'other'")) { try chart("other", "x").figure() }
  }

  @Test func layersNameTheirData() throws {
    let lines = try Table(csv: "fpr,tpr\n0,0\n0,1\n1,1\n")
    let diagonal = try Table(csv: "fpr,tpr\n0,0\n1,1\n")
    let figure = try Chart(
      description: "A curve.", datasets: [("curve", lines), ("chance", diagonal)],
      layers: [
        ChartLayer("chance", .line(isDashed: true), [.x: .field("fpr", .quantitative), .y: .field("tpr", .quantitative)]),
        ChartLayer(
          "curve", .line(.stepAfter),
          [.x: .field("fpr", .quantitative, scale: .domain(0, 1), sort: Encoding.Sort.none, format: ".1f"), .y: .field("tpr", .quantitative, hasGuide: false)]),
      ]
    ).figure()
    let layer = try #require(figure.specification["layer"]?.array)
    #expect(layer.map { $0["data"]?["name"] } == ["chance", "curve"])
    #expect(layer[0]["mark"] == ["type": "line", "strokeDash": [4, 4]])
    #expect(layer[1]["mark"] == ["type": "line", "interpolate": "step-after"])
    #expect(layer[1]["encoding"]?["x"] == [
      "field": "fpr", "type": "quantitative", "title": "fpr", "scale": ["domain": [0, 1]], "sort": .null, "axis": ["format": ".1f"],
    ])
    #expect(layer[1]["encoding"]?["y"]?["axis"] == .null)
  }

  @Test func damagedFiguresAreErrors() throws {
    let store = MemoryStore()
    let bytes = try store.store(sample()).withBytes { Array($0) }
    var random = RandomSource(seed: 5)
    for _ in 0..<500 {
      var damaged = bytes
      damaged[random.below(damaged.count)] = UInt8(truncatingIfNeeded: random.next())
      _ = try? Figure(StoredArtifact(kind: .figure, digest: "", source: MemoryBytes(damaged)))
    }
  }

  @Test(arguments: ["a", "a.b", "a[0]", #"\"#, #"a\.b"#, "", "ü.🧬[", "'\"", ".\u{301}"])
  func fieldPathsLeadBack(name: String) { #expect(columnName(ofFieldPath: fieldPath(of: name)) == name) }
}

struct NumberTextTests {
  @Test(arguments: [
    (0.958333, "0.9583"), (569, "569"), (-0.5, "-0.5"), (0.99999, "1"), (123456.789, "123500"), (0.00001234567, "0.00001235"),
    (1.5e-8, "1.5e-08"), (6.02214076e23, "6.022e+23"), (1e22, "1e+22"), (.nan, "undefined"), (.infinity, "∞"), (-0.0, "0"), (99.996, "100"),
    (1234.5, "1235"), (12.3456, "12.35"), (0.1, "0.1"), (9.9999e-6, "0.00001"),
  ] as [(Double, String)])
  func fourDigits(number: Double, text: String) { #expect(shortNumber(number) == text) }

  @Test func everyNumberIsNear() {
    var random = RandomSource(seed: 4)
    for _ in 0..<20_000 {
      let number = Double(bitPattern: random.next())
      guard number.isFinite, abs(number) > 1e-300 else { continue }
      let read = Double(shortNumber(number)) ?? .nan
      #expect(abs(read - number) <= abs(number) * 5.001e-4, "\(number)")
    }
  }
}

struct ColumnLevelsTests {
  @Test func levelsStandInOrder() {
    func names(_ values: Column.Values) -> [String] { ColumnLevels(values).names }
    #expect(names(.number([3, -1, .nan, 0, -0.0, .infinity])) == ["-1", "0", "3", "inf"])
    #expect(names(.text(TextValues(["b", nil, "a", "B", ""]))) == ["", "B", "a", "b"])
    #expect(names(.boolean(Optionals([true, nil, false], zero: false))) == ["false", "true"])
    #expect(names(.dictionary(DictionaryValues(codes: [2, 0, 2, -1], levels: ["low", "mid", "high"]))) == ["low", "high"])
    let levels = ColumnLevels(.integer(Optionals([10, 9, nil, 10], zero: 0)))
    #expect(levels.names == ["9", "10"] && levels.codes == [1, 0, -1, 1] && levels.counts == [1, 2] && levels.rows == [[1], [0, 3]])
    #expect(ColumnLevels(.text(TextValues([]))).names.isEmpty)
  }
}
