import Foundation

/// The cases of a file of reference values in `Tests/Fixtures/learning`.
func learningFixture<Case: Decodable>(_ name: String, _: Case.Type = Case.self) throws -> [Case] {
  let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  let file = tests.appendingPathComponent("Fixtures/learning/\(name).json")
  let decoder = JSONDecoder()
  decoder.nonConformingFloatDecodingStrategy = .convertFromString(positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
  return try decoder.decode([Case].self, from: Data(contentsOf: file))
}

/// Whether two numbers agree to a relative error; NaN agrees with NaN.
func agree(_ a: Double, _ b: Double, relative: Double = 1e-9, absolute: Double = 1e-12) -> Bool {
  a == b || (a.isNaN && b.isNaN) || abs(a - b) <= max(absolute, relative * max(abs(a), abs(b)))
}

func agree(_ a: [Double], _ b: [Double], relative: Double = 1e-9, absolute: Double = 1e-12) -> Bool {
  a.count == b.count && zip(a, b).allSatisfy { agree($0, $1, relative: relative, absolute: absolute) }
}
