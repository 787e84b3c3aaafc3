import LinearAlgebra
import Tooling

/// One pipeline that a search tries.
struct SearchCandidate {
  var stages: [StageSpecification]
  /// A value for each axis of the grid; nil where the candidate's stages do not have it.
  var values: [TypedValue?]
  /// What of the search's parameters each of its stages, and of its stages' parameters, comes from: `pipeline[2]` from `grid.model[3]`.
  var origins: [String: String]
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
    // What a whole pipeline within a stage is set to comes before what its stages' parameters are.
    let depths = Set(placed.map(\.axis.depth)).sorted()
    axes = depths.flatMap { depth in placed.filter { $0.axis.depth == depth } }
    self.catalogue = catalogue
  }

  private func candidate(_ draft: Draft, _ values: [TypedValue?]) -> SearchCandidate {
    var origins: [String: String] = [:]
    var stages: [StageSpecification] = []
    for (slot, stage) in draft.stages.enumerated() {
      guard let stage else { continue }
      stages.append(stage)
      origins["pipeline[\(stages.count)]"] = draft.origins[slot] ?? "pipeline[\(slot + 1)]"
      for (path, origin) in draft.parameterOrigins[slot] ?? [:] { origins["pipeline[\(stages.count)].\(path)"] = origin }
    }
    return SearchCandidate(stages: stages, values: values, origins: origins)
  }

  /// A candidate in the making.
  private struct Draft {
    /// Nil where a stage is left out.
    var stages: [StageSpecification?]
    /// Of stages that the grid named, where.
    var origins: [Int: String] = [:]
    /// Of parameters that the grid set, where, by the stage's place.
    var parameterOrigins: [Int: [String: String]] = [:]
  }

  /// Those that a strategy tries, in a fixed order.
  func chosen(_ strategy: SearchStrategy, count: Int, seed: Int) throws -> [SearchCandidate] {
    strategy.isRandom ? try random(count, seed: seed) : try all()
  }

  /// Every combination, the last axis first to change.
  func all() throws -> [SearchCandidate] {
    var found: [SearchCandidate] = []
    func walk(_ draft: Draft, _ values: [TypedValue?], from next: Int) throws {
      guard next < axes.count else {
        guard found.count < Self.most else {
          throw ToolError("the grid has more than \(Self.most) combinations", remedy: "use strategy: random, or fewer values", parameter: "grid")
        }
        return found.append(candidate(draft, values))
      }
      let (place, axis) = axes[next]
      guard applies(axis, to: draft.stages) else { return try walk(draft, values, from: next + 1) }
      for (number, value) in Self.points(axis).enumerated() {
        var values = values
        values[place] = value
        try walk(try setting(axis, to: value, number: number, in: draft), values, from: next + 1)
      }
    }
    try walk(Draft(stages: pipeline), [TypedValue?](repeating: nil, count: axes.count), from: 0)
    return found
  }

  /// `count` at random, each once: of a grid of lists and points without repetition, else drawn from the ranges.
  func random(_ count: Int, seed: Int) throws -> [SearchCandidate] {
    var random = RandomSource(seed: UInt64(bitPattern: Int64(seed)))
    var found: [SearchCandidate] = []
    var seen: Set<[TypedValue?]> = []
    // Where there are few combinations, most draws have been seen before.
    for _ in 0..<(count * 50) where found.count < count {
      var draft = Draft(stages: pipeline)
      var values = [TypedValue?](repeating: nil, count: axes.count)
      for (place, axis) in axes where applies(axis, to: draft.stages) {
        let value: TypedValue
        var number = 0
        switch axis.values {
        case .list(let list):
          number = random.below(list.count)
          value = list[number]
        case .range(let range): value = range.value(at: random.uniform())
        }
        values[place] = value
        draft = try setting(axis, to: value, number: number, in: draft)
      }
      if seen.insert(values).inserted { found.append(candidate(draft, values)) }
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
    return (try? stage.declaration(at: parameter[...], catalogue)) != nil
  }

  /// - Parameter number: of the value in a list.
  private func setting(_ axis: SearchGrid.Axis, to value: TypedValue, number: Int, in draft: Draft) throws -> Draft {
    guard let slot = names.firstIndex(of: axis.stage) else {
      throw ToolError("the pipeline has no stage '\(axis.stage)'", remedy: "its stages are called \(names.joined(separator: ", "))", parameter: "grid")
    }
    var draft = draft
    var origin = "grid.\(axis.name)"
    if case .list = axis.values { origin += "[\(number + 1)]" }
    guard let parameter = axis.parameter else {
      draft.stages[slot] = value == .null ? nil : try StageSpecification(value)
      draft.origins[slot] = origin
      return draft
    }
    do { draft.stages[slot] = try draft.stages[slot]?.setting(parameter[...], to: value, catalogue) } catch {
      throw ToolError("\(axis.name): \(error.message)", remedy: error.remedy, parameter: origin)
    }
    // A pipeline's stages within stages have their places in brackets, not names, so only a stage's own parameters are placed.
    if axis.depth == 1 { draft.parameterOrigins[slot, default: [:]][parameter] = origin }
    return draft
  }
}
