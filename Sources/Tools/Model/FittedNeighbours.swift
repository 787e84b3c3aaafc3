import Learning
import LinearAlgebra
import Tabular
import Tooling

/// Nearest neighbours as a model: the rows, what they are, and how they are compared.
struct FittedNeighbours: MatrixPredictor {
  static let method = "nearest neighbours"

  let signature: ModelSignature
  let rows: Matrix
  let values: EstimatorTraining.Values
  let metric: NearestNeighbours.Metric
  let count: Int
  let countsByDistance: Bool

  var target: TargetDescription { signature.target }
  var features: [String] { signature.features }

  init(
    signature: ModelSignature, rows: Matrix, values: EstimatorTraining.Values, metric: NearestNeighbours.Metric, count: Int, countsByDistance: Bool
  ) {
    self.signature = signature
    self.rows = rows
    self.values = values
    self.metric = metric
    self.count = count
    self.countsByDistance = countsByDistance
  }

  func predict(_ queries: Matrix, _ context: RunContext) throws -> Prediction {
    try signature.requireComplete(queries, for: Self.method)
    let found = NearestNeighbours(rows: rows, metric: metric).nearest(to: queries, count: count, cores: context.cores)
    switch values {
    case .classes(let classes):
      var shares = Matrix(rowCount: queries.rowCount, columnCount: signature.learnt.count)
      forEachNeighbour(of: queries.rowCount, found) { row, neighbour, share in shares[row, classes[neighbour]] += share }
      return signature.prediction(shares)
    case .numbers(let numbers):
      var means = [Double](repeating: 0, count: queries.rowCount)
      forEachNeighbour(of: queries.rowCount, found) { row, neighbour, share in means[row] += share * numbers[neighbour] }
      return .numbers(means)
    }
  }

  /// With each neighbour its share in the prediction.
  private func forEachNeighbour(of rowCount: Int, _ found: NearestNeighbours.Found, _ body: (_ row: Int, _ neighbour: Int, _ share: Double) -> Void) {
    for row in 0..<rowCount {
      let places = (row * count)..<((row + 1) * count)
      var weights = [Double](repeating: 1, count: count)
      if countsByDistance {
        // Relative to the nearest, so that no inverse overflows; what lies at no distance decides alone.
        let nearest = found.distances[places.lowerBound]
        for (place, distance) in found.distances[places].enumerated() { weights[place] = distance == nearest ? 1 : nearest / distance }
      }
      let sum = weights.reduce(0, +)
      for (place, weight) in zip(places, weights) where weight > 0 { body(row, Int(found.rows[place]), weight / sum) }
    }
  }

  func archive() -> ModelArchive {
    var content: [JSON.Member] = [.init("n_neighbors", .integer(count)), .init("by_distance", .boolean(countsByDistance))]
    switch metric {
    case .euclidean: content.append(.init("metric", "euclidean"))
    case .manhattan: content.append(.init("metric", "manhattan"))
    case .cosine: content.append(.init("metric", "cosine"))
    case .minkowski(let power): content += [.init("metric", "minkowski"), .init("p", .number(power))]
    }
    let targets: NPYArray.Values =
      switch values {
      case .classes(let classes): .int32(classes.map { Int32(truncatingIfNeeded: $0) })
      case .numbers(let numbers): .float64(numbers)
      }
    return signature.archive(by: KNeighborsModel.name, content, arrays: [("rows", NPYArray(rows)), ("targets", NPYArray(targets))])
  }

  /// - Throws: `ToolError` where the archive is not whole.
  init(_ archive: ModelArchive) throws {
    signature = try ModelSignature(archive)
    rows = try Matrix(archive.array("rows"))
    count = archive.content["n_neighbors"]?.int ?? 0
    countsByDistance = archive.content["by_distance"]?.bool ?? false
    switch archive.content["metric"]?.string {
    case "euclidean": metric = .euclidean
    case "manhattan": metric = .manhattan
    case "cosine": metric = .cosine
    default:
      let power = archive.content["p"]?.double ?? .nan
      guard power > 0, power <= 100 else { throw ToolError("the model's file is damaged: it does not say how distance is measured") }
      metric = .minkowski(power)
    }
    if signature.target.isClassification {
      let classes = try archive.int32s("targets").map { Int($0) }
      guard classes.allSatisfy(signature.learnt.indices.contains) else { throw ToolError("the model's file is damaged: a row is of no class") }
      values = .classes(classes)
    } else {
      values = .numbers(try archive.doubles("targets"))
    }
    let targetCount =
      switch values {
      case .classes(let classes): classes.count
      case .numbers(let numbers): numbers.count
      }
    guard targetCount == rows.rowCount, (1...max(1, rows.rowCount)).contains(count), rows.rowCount > 0, rows.columnCount == signature.features.count,
      rows.columnCount > 0, rows.values.allSatisfy(\.isFinite)
    else { throw ToolError("the model's file is damaged: its rows and features differ in number") }
  }
}
