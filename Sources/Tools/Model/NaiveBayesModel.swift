import Learning
import LinearAlgebra
import Tabular
import Tooling

/// Fits a naive Bayes classifier: for each class it notes how each feature is distributed, and a new row belongs where its
/// values are the least surprising.
///
/// It is naive in that it takes the features to be independent within a class. They seldom are, so its probabilities are too
/// near to 0 and 1; which class is the likeliest is often right all the same. It learns from few rows, in one pass, and is a fair
/// first model where there are thousands of features, such as words, k-mers or genes.
///
/// `kind` says what the features are: `gaussian` for measurements, `multinomial` for counts (reads, words, k-mers), `bernoulli`
/// for what is present or absent (a mutation, a domain), where a value above `binarize` is present.
///
///     ```{model.naive_bayes model}
///     data: $parts.train
///     target: family
///     kind: multinomial
///     ```
///
/// `distributions` shows what was learnt: of measurements a mean and a standard deviation for each class, else each feature's
/// probability. A feature tells classes apart where these differ.
///
/// Parameters have scikit-learn's names and defaults; `kind` chooses between its `GaussianNB`, `MultinomialNB` and
/// `BernoulliNB`. A parameter that is not of the kind is refused. `priors` is for all kinds, and `class_prior` there.
///
/// Features must be numbers or booleans without missing values.
struct NaiveBayesModel: EstimatorStage {
  static let name = "model.naive_bayes"
  static let summary = "Fit a naive Bayes classifier, of measurements, counts, or what is present."
  static let version = "1"
  static let citations = [
    Citation("Zhang H. The optimality of naive Bayes. Proceedings of the 17th International FLAIRS Conference, 562–567 (2004)."),
    Citation("McCallum A, Nigam K. A comparison of event models for naive Bayes text classification. AAAI-98 Workshop on Learning for Text Categorization, 41–48 (1998)."),
  ]

  enum Distribution: String, ParameterChoice {
    case gaussian, multinomial, bernoulli
    var help: String {
      switch self {
      case .gaussian: "Features are measurements, normally distributed within each class."
      case .multinomial: "Features are counts."
      case .bernoulli: "Features are present or absent."
      }
    }
  }

  @Input("The rows to learn from.") var data: Table
  @Param("The column of classes to predict.", of: "data") var target: ColumnName
  @Param("The columns to learn from; without it, every other column.", of: "data") var features: [ColumnName]?
  @Param("A column of groups, such as patients: no feature.", of: "data") var groups: ColumnName?
  @Param("A column of weights of the rows.", of: "data") var weights: ColumnName?
  @Param("The class that counts as positive, of two; without it, the last in sorted order.") var positive: String?
  @Param("Write classification where classes are whole numbers.") var task = LearningTask.auto

  @Param("What the features are.") var kind = Distribution.gaussian
  @Param("Of measurements: the share of the widest feature's variance that is added to every variance; without it, 1e-9.", .above(0, to: 1e6))
  var varSmoothing: Double?
  @Param("Of counts and presence: what is added to every count, so that none is 0; without it, 1.", .above(0, to: 1e12)) var alpha: Double?
  @Param("Of presence: a value above this is present; without it, 0.") var binarize: Double?
  @Param("Of counts and presence: whether the classes' shares are those of the rows, or all the same; without it, true.") var fitPrior: Bool?
  @Param("The classes' shares where the rows' are not those to expect, as in {healthy: 0.99, ill: 0.01}.", .notEmpty)
  var priors: ParameterMapping<Double>?

  @Output("The classifier.", isMain: true, kind: .classifier) var model: ModelArchive?
  @Output("A row a class and feature: `class`, `prior`, `feature`, then `mean` and `sd` of measurements, else `probability`.") var distributions: Table?

  mutating func tell(of fitted: FittedNaiveBayes, _ data: TrainingData, _ context: RunContext) throws { distributions = try fitted.distributionTable() }

  static func read(_ archive: ModelArchive, _ context: RunContext) throws -> any FittedStage { try FittedNaiveBayes(archive) }

  func fitted(to data: TrainingData, _ context: RunContext) throws -> FittedNaiveBayes {
    try refuseForeignParameters()
    let training = try EstimatorTraining(data, for: FittedNaiveBayes.method, context)
    let classes = try training.classes(for: FittedNaiveBayes.method)
    let signature = training.signature
    let priors = try signature.priors(priors)
    guard kind != .gaussian else {
      return FittedNaiveBayes(
        signature: signature,
        model: .gaussian(
          try GaussianNaiveBayes(
            features: training.matrix, classes: classes, classCount: signature.learnt.count, sampleWeights: training.weights,
            varSmoothing: varSmoothing ?? 1e-9, priors: priors,
            cores: context.cores)))
    }
    if kind == .multinomial { try refuseNegative(training) }
    return FittedNaiveBayes(
      signature: signature,
      model: .counts(
        try CountNaiveBayes(
          kind == .multinomial ? .multinomial : .bernoulli(threshold: binarize ?? 0), features: training.matrix, classes: classes,
          classCount: signature.learnt.count, sampleWeights: training.weights, alpha: alpha ?? 1, fitsPriors: fitPrior ?? true, priors: priors)))
  }

  private func refuseForeignParameters() throws(ToolError) {
    let given = [
      ("var_smoothing", varSmoothing != nil, [Distribution.gaussian]), ("alpha", alpha != nil, [.multinomial, .bernoulli]),
      ("fit_prior", fitPrior != nil, [.multinomial, .bernoulli]), ("binarize", binarize != nil, [.bernoulli]),
    ]
    for (name, isGiven, kinds) in given where isGiven && !kinds.contains(kind) {
      throw ToolError(
        "'\(name)' is for kind: \(kinds.map(\.rawValue).joined(separator: " or ")), and the kind is \(kind.rawValue)",
        remedy: "leave it out, or set another 'kind'", parameter: name)
    }
    if fitPrior != nil, priors != nil {
      throw ToolError("'priors' gives the classes' shares, so 'fit_prior' has nothing to say", remedy: "leave one of them out", parameter: "fit_prior")
    }
  }

  private func refuseNegative(_ training: EstimatorTraining) throws(ToolError) {
    guard let place = training.matrix.values.firstIndex(where: { $0 < 0 }) else { return }
    let name = training.signature.features[place % training.matrix.columnCount]
    throw ToolError(
      "the feature '\(name)' has the value \(TypedValue.shortest(training.matrix.values[place])), and counts are not negative",
      remedy: "use kind: gaussian for measurements, or leave the feature out", parameter: "features")
  }
}
