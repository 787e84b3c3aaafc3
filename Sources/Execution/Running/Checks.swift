import Literate
import Tooling

extension Resolution {
  /// What a value in the prose comes to.
  func outcome(of span: ValueSpan) -> ValueOutcome {
    do { return .value(try value(span.reference)) } catch { return .failure(error.message) }
  }

  /// What an expectation comes to, with the values that it speaks of.
  func check(_ expectation: Expectation) -> ExpectationOutcome {
    var outcome = ExpectationOutcome(line: expectation.range.start.line, text: expectation.text, passed: nil, value: "")
    do {
      let result = try expectation.expression.evaluate { try value($0) }
      switch result {
      case .boolean(let holds): outcome.passed = holds
      case .null: outcome.value = "the claim is missing a value"
      default: outcome.value = "the claim is \(result), not true or false"
      }
      let values = try expectation.expression.references.map { reference in "\(reference) is \(try value(reference))" }
      if outcome.value.isEmpty { outcome.value = values.joined(separator: ", ") }
    } catch let failure as StepFailure {
      outcome.value = failure.message
      if failure.isAbsence { return outcome }
    } catch {
      outcome.value = "\(error)"
    }
    if outcome.passed == nil { outcome.passed = false }
    return outcome
  }
}
