import Learning
import LinearAlgebra
import RealModule
import Tabular
import Tooling

/// Models with curves from what they say to what comes true; the mean of several.
struct FittedCalibration: FittedPredictor {
  struct Member: Sendable {
    var predictor: any FittedPredictor
    /// Of two classes the second's, of more one a class.
    var curves: [ProbabilityCalibrator]
  }

  let target: TargetDescription
  let features: [String]
  /// Whether the curves take log-odds, not probabilities.
  let isLogOdds: Bool
  let members: [Member]

  func predict(_ table: Table, _ context: RunContext) throws -> Prediction {
    let width = target.classes.count
    var sums = [Double](repeating: 0, count: table.rowCount * width)
    for member in members {
      let scores = ClassScores(try member.predictor.predict(table, context), isLogOdds: isLogOdds)
      guard scores.columns.count == member.curves.count else { throw ToolError("the model's file is damaged: its classes differ in number") }
      let shares = zip(scores.columns, member.curves).map { column, curve in column.values.map(curve.probability) }
      for row in 0..<table.rowCount {
        let total = shares.reduce(0) { $0 + $1[row] }
        for code in 0..<width {
          let share =
            width == 2
            ? (code == 1 ? shares[0][row] : 1 - shares[0][row])
            // Where every curve says 0, nothing is known.
            : total > 0 ? shares[code][row] / total : 1 / Double(width)
          sums[row * width + code] += share / Double(members.count)
        }
      }
    }
    return .probabilities(sums, classCount: width)
  }

  func archive() -> ModelArchive {
    let curves = members.flatMap(\.curves)
    var arrays: [(name: String, array: NPYArray)] = []
    var sigmoids: [Double] = []
    var (counts, inputs, outputs): ([Int32], [Double], [Double]) = ([], [], [])
    for curve in curves {
      switch curve {
      case .sigmoid(let sigmoid): sigmoids += [sigmoid.slope, sigmoid.constant]
      case .isotonic(let curve):
        counts.append(Int32(truncatingIfNeeded: curve.inputs.count))
        inputs += curve.inputs
        outputs += curve.outputs
      }
    }
    if counts.isEmpty {
      arrays.append(("sigmoids", NPYArray(shape: [curves.count, 2], values: .float64(sigmoids))))
    } else {
      arrays += [("knot_counts", NPYArray(.int32(counts))), ("knot_inputs", NPYArray(.float64(inputs))), ("knot_outputs", NPYArray(.float64(outputs)))]
    }
    return ModelArchive(
      kind: .classifier, tool: CalibratedModel.name,
      content: .object([
        .init("target", target.json), .init("features", .array(features.map { .text($0) })), .init("method", counts.isEmpty ? "sigmoid" : "isotonic"),
        .init("log_odds", .boolean(isLogOdds)),
      ]), arrays: arrays, parts: members.map { $0.predictor.archive() })
  }

  init(target: TargetDescription, features: [String], isLogOdds: Bool, members: [Member]) {
    self.target = target
    self.features = features
    self.isLogOdds = isLogOdds
    self.members = members
  }

  /// - Throws: `ToolError` or `FittingError` where the archive is not whole.
  init(_ archive: ModelArchive, _ context: RunContext) throws {
    let target = try TargetDescription(json: archive.content["target"])
    self.target = target
    features = try archive.names("features")
    isLogOdds = archive.content["log_odds"]?.bool ?? false
    let curves = try archive.content["method"]?.string == "isotonic" ? Self.isotonicCurves(archive) : Self.sigmoids(archive)
    let width = target.classes.count == 2 ? 1 : target.classes.count
    guard target.classes.count > 1, curves.count == archive.parts.count * width else { throw ToolError("the model's file is damaged: its curves differ in number") }
    members = try archive.parts.enumerated().map { place, part in
      Member(predictor: try part.predictor(context), curves: Array(curves[(place * width)..<((place + 1) * width)]))
    }
    guard members.allSatisfy({ $0.predictor.target.classes == target.classes }) else { throw ToolError("the model's file is damaged: its classes differ") }
  }

  private static func sigmoids(_ archive: ModelArchive) throws -> [ProbabilityCalibrator] {
    let numbers = try Matrix(archive.array("sigmoids"))
    guard numbers.columnCount == 2, numbers.values.allSatisfy(\.isFinite) else { throw ToolError("the model's file is damaged: its curves differ in number") }
    return (0..<numbers.rowCount).map { .sigmoid(ProbabilitySigmoid(slope: numbers[$0, 0], constant: numbers[$0, 1])) }
  }

  private static func isotonicCurves(_ archive: ModelArchive) throws -> [ProbabilityCalibrator] {
    let (inputs, outputs) = (try archive.doubles("knot_inputs"), try archive.doubles("knot_outputs"))
    var start = 0
    return try archive.int32s("knot_counts").map { count in
      let end = start + Int(count)
      guard count > 0, end <= min(inputs.count, outputs.count) else { throw ToolError("the model's file is damaged: its curves differ in number") }
      defer { start = end }
      return .isotonic(try IsotonicRegression(inputs: Array(inputs[start..<end]), outputs: Array(outputs[start..<end])))
    }
  }
}

/// What a model says of each class, as curves take it.
struct ClassScores {
  /// Of two classes the second's, of more one a class: its code and a score a row.
  let columns: [(code: Int, values: [Double])]

  init(_ prediction: Prediction, isLogOdds: Bool) {
    let (values, width) = prediction.values
    let rowCount = width > 0 ? values.count / width : 0
    columns = (width == 2 ? [1] : Array(0..<width)).map { code in
      let scores = (0..<rowCount).map { row -> Double in
        let share = values[row * width + code]
        guard isLogOdds else { return share }
        // The others' sum, not 1 less the share: that has no digits left where the share is near 1.
        let others = (0..<width).reduce(0) { $1 == code ? $0 : $0 + values[row * width + $1] }
        return Double.log(max(share, 1e-300)) - Double.log(max(others, 1e-300))
      }
      return (code, scores)
    }
  }
}
