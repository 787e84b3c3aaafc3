import Execution
import Literate
import Tooling

/// What of a step is drawn before the page comes to it: what takes long, and depends on nothing that stands above.
struct StepParts: Sendable {
  var record: HTML
  var figures: [DrawnFigure]
}

/// A figure in its place, before it is drawn.
struct FigureLook: Sendable, Equatable {
  let digest: String
  private let size: FigureSize
  private let alt: String
  private let identifier: String

  /// - Parameter number: among the figures of the page.
  init(_ figure: Figure, _ slot: OutputSlot, number: Int) {
    var size = slot.isSmall ? FigureSize.small : FigureSize.full
    if let height = slot.step.presentation.height { size.height = Double(min(2000, max(120, height))) }
    digest = slot.output.digest
    self.size = size
    alt = slot.alt ?? figure.specification["description"]?.string ?? slot.title
    identifier = "f\(number)"
  }

  func drawn(_ figure: Figure) -> DrawnFigure {
    DrawnFigure(figure: figure, look: self, drawing: Result { () throws(FigureError) in try FigureRenderer.svg(of: figure, size: size, alt: alt, identifier: identifier) })
  }
}

struct DrawnFigure: Sendable {
  let figure: Figure
  let look: FigureLook
  let drawing: Result<String, FigureError>

  var digest: String { look.digest }
}

extension PageDrawing {
  /// The parts of all steps, drawn on the other cores a little ahead of the page.
  func partsAhead() -> MadeAhead<StepParts> {
    var numbers = [1]
    for place in plan.steps.indices { numbers.append(numbers[place] + figures(ofStep: place).count) }
    let language = PageWords.language
    let firstNumbers = numbers
    return MadeAhead(plan.steps.count, cores: Host.coreCount) { [outcome, artifacts, environment, options, templates] place in
      PageWords.$language.withValue(language) {
        PageDrawing(outcome: outcome, artifacts: artifacts, environment: environment, options: options, templates: templates, out: PageWriter { _ in })
          .parts(ofStep: place, firstNumber: firstNumbers[place])
      }
    }
  }

  private func parts(ofStep place: Int, firstNumber: Int) -> StepParts {
    let result = outcome.steps.indices.contains(place) ? outcome.steps[place] : nil
    return StepParts(
      record: record(of: plan.steps[place], at: place, result),
      // A figure that cannot be read has no number; those behind it are drawn once more, in their place.
      figures: figures(ofStep: place).enumerated().compactMap { offset, slot in
        (try? Figure(artifacts.artifact(slot.output))).map { FigureLook($0, slot, number: firstNumber + offset).drawn($0) }
      })
  }

  private func figures(ofStep place: Int) -> [OutputSlot] {
    guard outcome.steps.indices.contains(place), !plan.steps[place].presentation.hide.contains("all") else { return [] }
    let result = outcome.steps[place]
    return (result.isCollection ? result.elements[...] : result.elements.prefix(1)).flatMap { slots(of: plan.steps[place], at: place, $0) }
      .filter { $0.output.kind == .figure }
  }
}
