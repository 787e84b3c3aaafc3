public import Execution
import Literate
import Tooling

/// How many of a notebook's exercises are solved. A box `exercise` or `hands-on` that holds an `{expect}` block is one: it is solved when all that
/// it expects holds.
public struct ExerciseScore: Sendable, Equatable {
  public var solved: Int
  public var count: Int

  public init(solved: Int, count: Int) {
    self.solved = solved
    self.count = count
  }

  /// `2 of 3 exercises solved`, in English: for the terminal.
  public var text: String { PageWords.$language.withValue(.english) { PageWords.exerciseScore(solved, of: count) } }
}

extension RunOutcome {
  /// Nil for a notebook without exercises.
  public var exerciseScore: ExerciseScore? {
    var score = ExerciseScore(solved: 0, count: 0)
    plan.document.walk { part in
      guard case .block(.box(let box)) = part, let isSolved = isSolved(box) else { return }
      score.count += 1
      if isSolved { score.solved += 1 }
    }
    return score.count > 0 ? score : nil
  }

  /// Whether an exercise is solved; nil for a box that is none.
  func isSolved(_ box: Box) -> Bool? {
    guard box.kind == .exercise || box.kind == .handsOn else { return nil }
    let claims = Self.expectations(in: box.blocks).flatMap { place -> [Bool?] in
      if expectations.indices.contains(place), !expectations[place].isEmpty { return expectations[place].map(\.passed) }
      return plan.expectations.indices.contains(place) ? plan.expectations[place].expectations.map { _ in nil } : []
    }
    return claims.isEmpty ? nil : claims.allSatisfy { $0 == true }
  }

  /// Steps that wait for a learner to fill something in, and all that need them: no news at the head of a page.
  var stepsToFillIn: Set<Int> {
    var waiting: Set<Int> = []
    // Blocks may stand in any order, so this goes on until nothing is added.
    while true {
      let more = plan.steps.indices.filter { place in
        !waiting.contains(place) && (!plan.steps[place].binding.blanks.isEmpty || plan.steps[place].dependencies.contains(where: waiting.contains))
      }
      if more.isEmpty { return waiting }
      waiting.formUnion(more)
    }
  }

  /// Blocks of expectations that stand in exercises, which tell for themselves whether they hold.
  var expectationsOfExercises: Set<Int> {
    var places: Set<Int> = []
    plan.document.walk { part in
      if case .block(.box(let box)) = part, box.kind == .exercise || box.kind == .handsOn { places.formUnion(Self.expectations(in: box.blocks)) }
    }
    return places
  }

  /// Blocks of expectations that an exercise itself holds: not those of its solution, nor of an exercise inside it.
  private static func expectations(in blocks: [Block]) -> [Int] {
    blocks.flatMap { block -> [Int] in
      switch block {
      case .expectations(let place): [place]
      case .quote(let inner): expectations(in: inner)
      case .list(let list): list.items.flatMap { expectations(in: $0.blocks) }
      case .tabs(let tabs): tabs.flatMap { expectations(in: $0.blocks) }
      case .box(let box): [.solution, .exercise, .handsOn].contains(box.kind) ? [] : expectations(in: box.blocks)
      default: []
      }
    }
  }
}
