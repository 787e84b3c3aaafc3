/// Finds, among the inputs of steps that changed, the files: what no step of the run gave.
struct InputDifferences {
  private(set) var found: [RunComparison.InputDifference] = []
  private let made: Set<String>

  init(_ old: RunRecord, _ new: RunRecord) {
    made = Set((old.steps + new.steps).flatMap(\.outputs).flatMap { [$0.digest] + $0.attachments })
  }

  /// Notes the files that differ between two units of a step.
  mutating func note(_ old: RunRecord.Step, _ before: Preimage, _ new: RunRecord.Step, _ after: Preimage) {
    for input in after.inputs {
      guard let earlier = before.inputs.first(where: { $0.name == input.name }), earlier.contents.count == input.contents.count
      else { continue }
      for (place, (from, to)) in zip(earlier.contents, input.contents).enumerated() where from.digest != to.digest {
        guard Self.isFile(from), Self.isFile(to), !made.contains(from.digest), !made.contains(to.digest) else { continue }
        let oldName = Self.path(of: input.name, place, count: earlier.contents.count, in: old)
        let newName = Self.path(of: input.name, place, count: input.contents.count, in: new)
        let name = switch (oldName, newName) {
          case (let oldName?, let newName?) where oldName != newName: "\(oldName) → \(newName)"
          case (_, let name?): name
          default: "\(new.id).\(input.name)"
          }
        add(.init(name: name, steps: [new.id], old: from.digest, new: to.digest))
      }
    }
  }

  private mutating func add(_ difference: RunComparison.InputDifference) {
    guard let place = found.firstIndex(where: { ($0.name, $0.old, $0.new) == (difference.name, difference.old, difference.new) }) else {
      found.append(difference)
      return
    }
    for step in difference.steps where !found[place].steps.contains(step) { found[place].steps.append(step) }
  }

  private static func isFile(_ content: Preimage.Content) -> Bool { content.kind == "file" || content.kind == "folder" }

  /// The name that a record has for an input's file; nil where not all of the input's sources are files that are named outright.
  private static func path(of input: String, _ place: Int, count: Int, in step: RunRecord.Step) -> String? {
    let named = step.files.filter { $0.input == input }
    return named.count == count ? named[place].path : nil
  }
}
