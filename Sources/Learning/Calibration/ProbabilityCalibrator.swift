/// How scores of a class become probabilities that come true as often as they say.
public enum ProbabilityCalibrator: Sendable, Equatable {
  /// A sigmoid curve (Platt, 1999).
  case sigmoid(ProbabilitySigmoid)
  /// A curve that rises as the rows do (Zadrozny and Elkan, 2002).
  case isotonic(IsotonicRegression)

  public func probability(_ score: Double) -> Double {
    switch self {
    case .sigmoid(let sigmoid): sigmoid.probability(score)
    case .isotonic(let curve): curve.value(score)
    }
  }
}
