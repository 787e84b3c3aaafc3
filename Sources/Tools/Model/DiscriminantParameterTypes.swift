import Learning
import Tooling

/// How far covariances are shrunk: `auto`, or a share from 0 to 1.
enum ShrinkageChoice: ParameterValue, Equatable {
  case auto
  case share(Double)

  private enum Word: String, ParameterChoice {
    case auto
    var help: String { "By the formula of Ledoit and Wolf." }
  }

  static var type: ParameterType { .oneOf([Word.type, .number]) }
  static var placeholder: Self { .auto }
  var typedValue: TypedValue {
    switch self {
    case .auto: Word.auto.typedValue
    case .share(let share): .number(share)
    }
  }

  init(_ value: TypedValue) throws {
    if let share = value.double { self = .share(share) } else { _ = try Word(value); self = .auto }
  }

  var learnt: CovarianceShrinkage {
    switch self {
    case .auto: .auto
    case .share(let share): .fixed(share)
    }
  }
}
