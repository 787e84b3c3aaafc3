import Tooling

/// Steps that wait for one another.
enum StepCycles {
  /// One mistake for each circle, named in full from its first step in the text, at the reference that leaves that step.
  static func diagnostics(in steps: [PlannedStep], edges: [ReferenceChecker.Edge]) -> [Diagnostic] {
    let knots = knots(steps.map(\.dependencies))
    return knots.compactMap { knot in
      guard let circle = shortestCircle(in: knot, steps) else { return nil }
      let names = (circle + circle.prefix(1)).map { steps[$0].id }
      let next = circle.count > 1 ? circle[1] : circle[0]
      let range = edges.first { $0.from == circle[0] && $0.to == next }?.range ?? steps[circle[0]].range
      return .cycle(names, at: range)
    }
  }

  /// The strongly connected parts of more than one step, or of one that waits for itself, ascending: what Kahn's way leaves is
  /// searched from each step along both directions.
  private static func knots(_ dependencies: [[Int]]) -> [[Int]] {
    var waiting = Set(dependencies.indices)
    var users = [[Int]](repeating: [], count: dependencies.count)
    for (step, needed) in dependencies.enumerated() { for other in needed { users[other].append(step) } }
    var missing = dependencies.map(\.count)
    var ready = dependencies.indices.filter { missing[$0] == 0 }
    while let step = ready.popLast() {
      waiting.remove(step)
      for user in users[step] {
        missing[user] -= 1
        if missing[user] == 0 { ready.append(user) }
      }
    }
    var knots: [[Int]] = []
    while let first = waiting.min() {
      let below = reached(from: first, dependencies, within: waiting)
      let above = reached(from: first, users, within: waiting)
      let knot = below.intersection(above)
      waiting.remove(first)
      if knot.isEmpty { continue }
      waiting.subtract(knot)
      knots.append(knot.sorted())
    }
    return knots
  }

  /// What a walk of one step or more reaches.
  private static func reached(from start: Int, _ links: [[Int]], within allowed: Set<Int>) -> Set<Int> {
    var found: Set<Int> = []
    var open = [start]
    while let step = open.popLast() {
      for next in links[step] where allowed.contains(next) && found.insert(next).inserted { open.append(next) }
    }
    return found
  }

  /// A shortest way from the knot's first step back to itself.
  private static func shortestCircle(in knot: [Int], _ steps: [PlannedStep]) -> [Int]? {
    guard let start = knot.first else { return nil }
    let allowed = Set(knot)
    var before: [Int: Int] = [:]
    var open = [start]
    var next = 0
    while next < open.count {
      let step = open[next]
      next += 1
      for needed in steps[step].dependencies where allowed.contains(needed) {
        if needed == start {
          var circle = [step]
          while let last = circle.last, last != start, let previous = before[last] { circle.append(previous) }
          return circle.reversed()
        }
        if before[needed] == nil {
          before[needed] = step
          open.append(needed)
        }
      }
    }
    return nil
  }
}
