import Literate
import Tabular
import Tooling

/// Tells what references are worth, from what the steps gave so far.
struct Resolution: Sendable {
  let plan: Plan
  let store: Store
  /// By the step's name.
  var outputs: [String: [ArtifactReference]] = [:]
  /// Where in the plan the step of a name stands.
  private let places: [String: Int]

  init(plan: Plan, store: Store) {
    self.plan = plan
    self.store = store
    places = Dictionary(plan.steps.enumerated().compactMap { place, step in step.name.map { ($0, place) } }, uniquingKeysWith: { first, _ in first })
  }

  /// The artifact that `$step` or `$step.output` names, or an element of a collection: `$fits.model['A']`.
  func artifact(_ reference: Reference) throws(StepFailure) -> ArtifactReference {
    guard let found = outputs[reference.root], let place = places[reference.root] else {
      var absence = StepFailure("'\(reference)' has no result")
      absence.isAbsence = true
      throw absence
    }
    guard let name = reference.path.first ?? plan.steps[place].tool.mainOutput?.name, let artifact = found.first(where: { $0.name == name })
    else {
      let wanted = reference.path.first ?? ""
      throw StepFailure(
        plan.steps[place].tool.output(wanted) == nil ? "'\(reference)' names no output" : "'\(reference.root)' did not make its output '\(wanted)' for these data")
    }
    guard artifact.kind == .collection, reference.path.count > 1 else { return artifact }
    return try element(reference.path[1], of: artifact, reference)
  }

  private func element(_ name: String, of artifact: ArtifactReference, _ reference: Reference) throws(StepFailure) -> ArtifactReference {
    let elements = try collection(artifact).elements
    guard let element = elements.first(where: { $0.name == name }) else {
      throw StepFailure("'\(reference)': there is no element '\(name)'\(didYouMean(name, among: elements.map(\.name)))")
    }
    return element.reference(named: artifact.name)
  }

  func collection(_ artifact: ArtifactReference) throws(StepFailure) -> Collection {
    do { return try Collection(try store.artifact(artifact)) } catch { throw StepFailure(error) }
  }

  /// The value that `$step.output.field` or `$params.name` names.
  func value(_ reference: Reference) throws(StepFailure) -> TypedValue {
    if reference.root == "params" {
      guard let name = reference.path.first, reference.path.count == 1,
        let parameter = plan.document.frontMatter.parameters.first(where: { $0.name == name })
      else { throw StepFailure("the notebook has no parameter '\(reference)'") }
      return parameter.value
    }
    let artifact = try artifact(reference)
    let whole = places[reference.root].flatMap { plan.steps[$0].each } != nil
    return try field(of: artifact, path: Array(reference.path.dropFirst(whole ? 2 : 1)), reference)
  }

  /// A field of an artifact: of metrics by name, of a table its `rows` and `columns`, of a collection its `count`.
  private func field(of artifact: ArtifactReference, path: [String], _ reference: Reference) throws(StepFailure) -> TypedValue {
    do {
      switch artifact.kind {
      case .metrics:
        var json = try store.artifact(artifact).withBytes { try JSON(parsing: $0) }
        for part in path {
          guard let next = json[part] else {
            let names = (json.members ?? []).map(\.name)
            throw StepFailure("'\(reference)': there is no field '\(part)'\(didYouMean(part, among: names))")
          }
          json = next
        }
        return json.value
      case .table where path == ["rows"]: return .integer(try Table(try store.artifact(artifact)).rowCount)
      case .table where path == ["columns"]: return .integer(try Table(try store.artifact(artifact)).columns.count)
      case .text where path.isEmpty: return .text(try TextArtifact(try store.artifact(artifact)).text)
      case .collection where path == ["count"]: return .integer(try collection(artifact).elements.count)
      default:
        throw StepFailure("'\(reference)' is \(artifact.kind.phrase), which is no single value")
      }
    } catch {
      throw StepFailure(error)
    }
  }
}

/// One row of a table, or one element of a collection, that a step with `each` runs for.
struct EachElement: Sendable {
  var name: String
  var values: [String: TypedValue]
  /// For a collection: the element's artifact, `$each.value`.
  var artifact: ArtifactReference?

  /// The elements of what `each:` names, in order.
  static func all(of artifact: ArtifactReference, _ resolution: Resolution) throws(StepFailure) -> [EachElement] {
    switch artifact.kind {
    case .collection, .folder:
      return try resolution.collection(artifact).elements.map { element in
        EachElement(
          name: element.name, values: ["name": .text(element.name)],
          artifact: element.reference(named: "value"))
      }
    case .table:
      do { return rows(of: try Table(try resolution.store.artifact(artifact))) } catch { throw StepFailure(error, parameter: "each") }
    default: throw StepFailure("'each' takes a table or a collection, not \(artifact.kind.phrase)", parameter: "each")
    }
  }

  /// Rows are named by a unique column `name` or `id`, else by number.
  private static func rows(of table: Table) -> [EachElement] {
    let cells = table.columns.map { column in (column.name, (0..<column.count).map { column.values.typedValue(at: $0) }) }
    let names: [String]? = ["name", "id"].lazy.compactMap { wanted -> [String]? in
      guard let column = cells.first(where: { $0.0 == wanted }) else { return nil }
      let names = column.1.map(\.description)
      return Set(names).count == names.count && !column.1.contains(.null) ? names : nil
    }.first
    return (0..<table.rowCount).map { row in
      EachElement(
        name: names?[row] ?? String(row + 1),
        values: Dictionary(cells.map { ($0.0, $0.1[row]) }, uniquingKeysWith: { first, _ in first }))
    }
  }
}

extension StepFailure {
  fileprivate init(_ error: any Error, parameter: String) {
    self.init(error)
    self.parameter = parameter
  }
}
