import LinearAlgebra
import Tooling

/// One pipeline that a search tries.
struct SearchCandidate {
  var stages: [StageSpecification]
  /// A value for each axis of the grid; nil where the candidate's stages do not have it.
  var values: [TypedValue?]
}

/// The pipelines that a grid makes of one.
///
/// A parameter of a stage counts only where the stage that stands there has it: with `model: [model.svm, model.random_forest]`, `model.C` and
/// `model.n_estimators` are tried each with its own.
struct SearchCandidates {
  private let pipeline: [StageSpecification]
  private let names: [String]
  /// Whole stages first, then parameters, each in the order written.
  private let axes: [(place: Int, axis: SearchGrid.Axis)]
  private let catalogue: ToolCatalogue
  static let most = 100_000

  init(_ pipeline: [StageSpecification], _ grid: SearchGrid, _ catalogue: ToolCatalogue) {
    self.pipeline = pipeline
    names = StageSpecification.names(pipeline)
    let placed = grid.axes.enumerated().map { (place: $0, axis: $1) }
    axes = placed.filter { $0.axis.parameter == nil } + placed.filter { $0.axis.parameter != nil }
    self.catalogue = catalogue
  }

  /// Those that a strategy tries, in a fixed order.
  func chosen(_ strategy: SearchStrategy, count: Int, seed: Int) throws -> [SearchCandidate] {
    strategy.isRandom ? try random(count, seed: seed) : try all()
  }

  /// Every combination, the last axis first to change.
  func all() throws -> [SearchCandidate] {
    var found: [SearchCandidate] = []
    func walk(_ stages: [StageSpecification?], _ values: [TypedValue?], from next: Int) throws {
      guard next < axes.count else {
        guard found.count < Self.most else {
          throw ToolError("the grid has more than \(Self.most) combinations", remedy: "use strategy: random, or fewer values", parameter: "grid")
        }
        return found.append(SearchCandidate(stages: stages.compactMap { $0 }, values: values))
      }
      let (place, axis) = axes[next]
      guard applies(axis, to: stages) else { return try walk(stages, values, from: next + 1) }
      for value in Self.points(axis) {
        var values = values
        values[place] = value
        try walk(try setting(axis, to: value, in: stages), values, from: next + 1)
      }
    }
    try walk(pipeline, [TypedValue?](repeating: nil, count: axes.count), from: 0)
    return found
  }

  /// `count` at random, each once: of a grid of lists and points without repetition, else drawn from the ranges.
  func random(_ count: Int, seed: Int) throws -> [SearchCandidate] {
    var random = RandomSource(seed: UInt64(bitPattern: Int64(seed)))
    var found: [SearchCandidate] = []
    var seen: Set<[TypedValue?]> = []
    // Where there are few combinations, most draws have been seen before.
    for _ in 0..<(count * 50) where found.count < count {
      var stages: [StageSpecification?] = pipeline
      var values = [TypedValue?](repeating: nil, count: axes.count)
      for (place, axis) in axes where applies(axis, to: stages) {
        let value: TypedValue
        switch axis.values {
        case .list(let list): value = list[random.below(list.count)]
        case .range(let range): value = range.value(at: random.uniform())
        }
        values[place] = value
        stages = try setting(axis, to: value, in: stages)
      }
      if seen.insert(values).inserted { found.append(SearchCandidate(stages: stages.compactMap { $0 }, values: values)) }
    }
    return found
  }

  private static func points(_ axis: SearchGrid.Axis) -> [TypedValue] {
    switch axis.values {
    case .list(let values): values
    case .range(let range): range.points
    }
  }

  /// Whether the stage that stands where the axis says has its parameter.
  private func applies(_ axis: SearchGrid.Axis, to stages: [StageSpecification?]) -> Bool {
    guard let parameter = axis.parameter else { return true }
    guard let slot = names.firstIndex(of: axis.stage), let stage = stages[slot] else { return false }
    return stage.parameters[parameter] != nil
  }

  private func setting(_ axis: SearchGrid.Axis, to value: TypedValue, in stages: [StageSpecification?]) throws -> [StageSpecification?] {
    guard let slot = names.firstIndex(of: axis.stage) else {
      throw ToolError("the pipeline has no stage '\(axis.stage)'", remedy: "its stages are called \(names.joined(separator: ", "))", parameter: "grid")
    }
    var stages = stages
    guard let parameter = axis.parameter else {
      stages[slot] = value == .null ? nil : try StageSpecification(value)
      return stages
    }
    guard let stage = stages[slot], let declaration = catalogue[stage.tool]?.parameter(parameter) else { return stages }
    guard case .record(var fields) = stage.parameters, let field = fields.firstIndex(where: { $0.name == parameter }) else { return stages }
    do { fields[field].value = try declaration.checked(value) } catch {
      throw ToolError("\(axis.name): \(error.message)", remedy: error.remedy, parameter: "grid")
    }
    stages[slot]?.parameters = .record(fields)
    return stages
  }
}
