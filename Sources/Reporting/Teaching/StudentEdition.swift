import Execution
import Literate
import Tooling

/// What a student's page is drawn from: nothing of a solution is in it, so nothing can be found in its bytes.
struct StudentEdition {
  private(set) var outcome: RunOutcome
  /// Where each step that is left stood.
  private(set) var keptSteps: [Int] = []

  /// - Complexity: O(blocks + steps).
  init(_ outcome: RunOutcome) {
    self.outcome = outcome
    let document = outcome.plan.document
    var blocks = Self.withoutSolutions(document.blocks)
    var parts = Parts(blocks)
    var footnotes = document.footnotes
    // A note that only a solution refers to belongs to it. A note may refer to others.
    var known: Set<String> = []
    while known != parts.footnotes {
      known = parts.footnotes
      for footnote in footnotes where known.contains(footnote.name) { parts.gather(Self.withoutSolutions(footnote.blocks)) }
    }
    for place in footnotes.indices { footnotes[place].blocks = known.contains(footnotes[place].name) ? Self.withoutSolutions(footnotes[place].blocks) : [] }

    keptSteps = outcome.plan.steps.indices.filter(parts.steps.contains)
    let places = Dictionary(uniqueKeysWithValues: keptSteps.enumerated().map { ($1, $0) })
    blocks = Self.renumbered(blocks, places)
    for place in footnotes.indices { footnotes[place].blocks = Self.renumbered(footnotes[place].blocks, places) }
    self.outcome.plan.document.blocks = blocks
    self.outcome.plan.document.footnotes = footnotes
    keepSteps(places)
    seal(parts)
  }

  private mutating func keepSteps(_ places: [Int: Int]) {
    outcome.steps = keptSteps.compactMap { outcome.steps.indices.contains($0) ? outcome.steps[$0] : nil }
    outcome.plan.steps = keptSteps.map { place in
      let step = outcome.plan.steps[place]
      return step.depending(on: step.dependencies.compactMap { places[$0] })
    }
  }

  /// Takes the answers out of the quizzes, and what else solutions held.
  private mutating func seal(_ parts: Parts) {
    for quiz in outcome.plan.quizzes.indices {
      if !parts.quizzes.contains(quiz) { outcome.plan.quizzes[quiz].questions = [] }
      for question in outcome.plan.quizzes[quiz].questions.indices {
        outcome.plan.quizzes[quiz].questions[question].correct = []
        outcome.plan.quizzes[quiz].questions[question].explanation = nil
      }
    }
    for block in outcome.expectations.indices where !parts.expectations.contains(block) { outcome.expectations[block] = [] }
    for value in outcome.values.indices where !parts.values.contains(value) { outcome.values[value] = .value(.null) }
    // A remark may name what only the solution holds.
    outcome.plan.diagnostics = []
  }

  // MARK: Blocks

  private static func withoutSolutions(_ blocks: [Block]) -> [Block] {
    mapped(blocks) { block in
      if case .box(let box) = block, box.kind == .solution { nil } else { block }
    }
  }

  private static func renumbered(_ blocks: [Block], _ places: [Int: Int]) -> [Block] {
    mapped(blocks) { block in
      if case .step(let place) = block { places[place].map(Block.step) } else { block }
    }
  }

  /// The blocks as `change` makes them, from the outside inwards; those that it drops go with all they hold.
  private static func mapped(_ blocks: [Block], _ change: (Block) -> Block?) -> [Block] {
    blocks.compactMap(change).map { block in
      switch block {
      case .quote(let inner): return .quote(mapped(inner, change))
      case .list(var list):
        for place in list.items.indices { list.items[place].blocks = mapped(list.items[place].blocks, change) }
        return .list(list)
      case .tabs(var tabs):
        for place in tabs.indices { tabs[place].blocks = mapped(tabs[place].blocks, change) }
        return .tabs(tabs)
      case .box(var box):
        box.blocks = mapped(box.blocks, change)
        return .box(box)
      default: return block
      }
    }
  }
}

/// Places in the plan of what blocks show.
private struct Parts {
  var steps: Set<Int> = []
  var expectations: Set<Int> = []
  var quizzes: Set<Int> = []
  var values: Set<Int> = []
  var footnotes: Set<String> = []

  init(_ blocks: [Block]) { gather(blocks) }

  mutating func gather(_ blocks: [Block]) {
    var found = self
    Document.walk(blocks) { part in
      switch part {
      case .block(.step(let place)): found.steps.insert(place)
      case .block(.expectations(let place)): found.expectations.insert(place)
      case .block(.quiz(let place)): found.quizzes.insert(place)
      case .inline(.value(let place)): found.values.insert(place)
      case .inline(.footnoteReference(let name, _)): found.footnotes.insert(name)
      default: break
      }
    }
    self = found
  }
}
