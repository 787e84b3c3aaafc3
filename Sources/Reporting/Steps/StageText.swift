import Literate
import Tooling

/// Pipelines as a person would write them down: `scale.standard → model.logistic_regression (C 0.5)`.
enum StageText {
  /// The stage or the stages that `value` is; nil where it is something else.
  ///
  /// - Parameter isTold: whether a parameter of the tool so called is worth telling. What is missing never is.
  static func text(_ value: TypedValue, isTold: (_ tool: String, _ field: TypedValue.Field) -> Bool) -> String? {
    if case .list(let values) = value {
      let stages = values.compactMap { stage($0, isTold) }
      return !values.isEmpty && stages.count == values.count ? stages.joined(separator: " → ") : nil
    }
    return stage(value, isTold)
  }

  private static func stage(_ value: TypedValue, _ isTold: (String, TypedValue.Field) -> Bool) -> String? {
    // A stage's value is what `StageSpecification` makes of it.
    guard case .record(let fields) = value, fields.map(\.name) == ["tool", "version", "as", "parameters"],
      case .text(let tool)? = value["tool"], case .record(let parameters)? = value["parameters"]
    else { return nil }
    let told = parameters.filter { $0.value != .null && isTold(tool, $0) }.map { field in
      "\(field.name) \(text(field.value, isTold: isTold) ?? ParameterText.text(field.value))"
    }
    var called = tool
    if case .text(let alias)? = value["as"] { called = "\(alias): \(tool)" }
    return told.isEmpty ? called : "\(called) (\(told.joined(separator: ", ")))"
  }
}

extension PageDrawing {
  /// A parameter's value, pipelines in short.
  func parameterText(_ value: TypedValue, of step: PlannedStep) -> String {
    StageText.text(value) { isTold($1, ofStage: $0, in: step) } ?? ParameterText.text(value)
  }

  /// An argument as its author wrote it, pipelines in short.
  func parameterText(_ argument: Argument, of step: PlannedStep) -> String {
    switch argument {
    case .list, .record:
      let value = argument.resolved { (reference: Reference, _) throws(Never) in TypedValue.text(reference.description) }
      return StageText.text(value) { isTold($1, ofStage: $0, in: step) } ?? Self.text(of: argument)
    default: return Self.text(of: argument)
    }
  }

  /// A stage's value has its defaults filled in. Where the tool is also a step's, its declaration tells them from what was given;
  /// else the author's text does, which names what it gives.
  private func isTold(_ field: TypedValue.Field, ofStage tool: String, in step: PlannedStep) -> Bool {
    if let parameter = plan.steps.lazy.compactMap({ $0.tool.name == tool ? $0.tool.parameter(field.name) : nil }).first {
      return parameter.standard != field.value
    }
    return step.body.split { !($0.isLetter || $0.isNumber || $0 == "_") }.contains(field.name[...])
  }
}
