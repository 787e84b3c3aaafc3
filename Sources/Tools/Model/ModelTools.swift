public import Tooling

/// Tools that fit models, apply them and measure them.
public let modelTools = ToolFamily(
  "model", "Fit models, predict with them, measure them.", manuals: Manuals.pages,
  [
    DummyModel.self, LogisticRegressionModel.self, LinearRegressionTool.self, RidgeTool.self, LassoTool.self, ElasticNetTool.self, RidgePathTool.self,
    LassoPathTool.self, ElasticNetPathTool.self, NaiveBayesModel.self, LinearDiscriminantModel.self, QuadraticDiscriminantModel.self,
    KNeighborsModel.self, DecisionTreeModel.self, RandomForestModel.self, ExtraTreesModel.self, GradientBoostingModel.self, SupportVectorModel.self,
    LinearSupportVectorModel.self, VotingModel.self, StackingModel.self, BaggingModel.self, CalibratedModel.self, ThresholdModel.self,
    FitPipeline.self, LoadModel.self, TransformTable.self, PredictModel.self, EvaluateModel.self, CrossValidate.self, SearchPipelines.self,
    LearningCurve.self, ValidationCurve.self, PermutationTest.self, CompareModels.self, PermutationImportance.self, PartialDependence.self,
    AssignFolds.self, ValidateFold.self, DivideByFold.self, SearchRound.self,
  ])
