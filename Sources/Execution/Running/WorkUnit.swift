import Literate
import Tooling

/// One execution of a tool, bound: what a step, an element of `each` or a sub-step comes down to.
struct WorkUnit: Sendable {
  var tool: ToolDeclaration
  var arguments: TypedValue
  /// In the tool's order.
  var inputs: [(name: String, artifacts: [JobInput])]
  var key: String
  var preimage: Preimage

  init(tool: ToolDeclaration, arguments: TypedValue, inputs: [(name: String, artifacts: [JobInput])]) {
    self.tool = tool
    self.arguments = arguments
    self.inputs = inputs
    self.preimage = Preimage(
      tool: tool.name, version: tool.version, arguments: arguments,
      inputs: inputs.map { input in
        Preimage.Input(
          name: input.name,
          contents: input.artifacts.map { .init(kind: $0.reference.kind.rawValue, digest: $0.reference.digest) })
      })
    self.key = preimage.key
  }

  /// Whether every file that was named is still as it was when it was hashed.
  var hasUnchangedFiles: Bool {
    inputs.allSatisfy { $0.artifacts.allSatisfy { $0.file?.isUnchanged ?? true && $0.watched.allSatisfy(\.isUnchanged) } }
  }
}

/// The unit of one element of a step, or why there is none.
struct ElementWork: Sendable {
  /// Empty for a plain step.
  var name: String
  var unit: WorkUnit
}

extension Resolution {
  /// Binds a step to the artifacts and values that the steps before it gave: one unit, or with `each` one an element.
  /// - Throws: `StepFailure` that names the parameter.
  func work(of step: PlannedStep, files: InputFiles) throws(StepFailure) -> [ElementWork] {
    guard let each = step.each else { return [ElementWork(name: "", unit: try unit(of: step, element: nil, files: files))] }
    var work: [ElementWork] = []
    for element in try EachElement.all(of: try artifact(each.reference), self) {
      do {
        work.append(ElementWork(name: element.name, unit: try unit(of: step, element: element, files: files)))
      } catch {
        throw StepFailure("element '\(element.name)': \(error.message)", remedy: error.remedy, parameter: error.parameter)
      }
    }
    return work
  }

  private func unit(of step: PlannedStep, element: EachElement?, files: InputFiles) throws(StepFailure) -> WorkUnit {
    var given: [TypedValue.Field] = []
    for parameter in step.binding.parameters {
      do throws(StepFailure) {
        let value = try parameter.argument.resolved { (reference, _) throws(StepFailure) in
          try self.value(reference, element)
        }
        given.append(.init(parameter.name, value))
      } catch {
        throw StepFailure(error.message, remedy: error.remedy, parameter: parameter.name)
      }
    }
    let arguments: TypedValue
    do { arguments = try step.tool.arguments(given: given) } catch { throw StepFailure(error) }

    var inputs: [(name: String, artifacts: [JobInput])] = []
    for declaration in step.tool.inputs {
      guard let bound = step.binding.inputs.first(where: { $0.name == declaration.name }) else { continue }
      var artifacts: [JobInput] = []
      for source in bound.sources {
        switch source {
        case .path(let argument, _):
          let path = try argument.resolved { (reference, _) throws(StepFailure) in try self.value(reference, element) }
          artifacts.append(try files.open(path.description, as: declaration.kind, parameter: declaration.name))
        case .reference(let reference, _):
          artifacts += try referred(reference, element, for: declaration)
        }
      }
      inputs.append((declaration.name, artifacts))
    }
    return WorkUnit(tool: step.tool, arguments: arguments, inputs: inputs)
  }

  private func referred(
    _ reference: Reference, _ element: EachElement?, for declaration: InputDeclaration
  ) throws(StepFailure) -> [JobInput] {
    var artifact: ArtifactReference
    if reference.root == "each" {
      guard let element, reference.path == ["value"], let own = element.artifact else {
        throw StepFailure("'\(reference)' is no artifact", parameter: declaration.name)
      }
      artifact = own
    } else {
      do { artifact = try self.artifact(reference) } catch {
        throw StepFailure(error.message, remedy: error.remedy, parameter: declaration.name)
      }
    }
    if artifact.kind == .collection, declaration.isList, declaration.kind != .collection {
      return try collection(artifact).elements.map { JobInput(reference: $0.reference(named: declaration.name)) }
    }
    guard declaration.kind.accepts(artifact.kind) else {
      throw StepFailure(
        "'\(declaration.name)' must be \(declaration.kind.phrase), and '\(reference)' is \(artifact.kind.phrase)", parameter: declaration.name)
    }
    return [JobInput(reference: artifact)]
  }

  private func value(_ reference: Reference, _ element: EachElement?) throws(StepFailure) -> TypedValue {
    guard reference.root == "each" else { return try value(reference) }
    guard let element, let name = reference.path.first, reference.path.count == 1, let value = element.values[name] else {
      let names = (element?.values.keys).map { $0.sorted() } ?? []
      throw StepFailure("'\(reference)' names no column\(didYouMean(reference.path.first ?? "", among: names))")
    }
    return value
  }
}
