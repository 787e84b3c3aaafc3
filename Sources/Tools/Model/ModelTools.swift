public import Tooling

/// Tools that fit models, apply them and measure them.
public let modelTools = ToolFamily(
  "model", "Fit models, predict with them, measure them.", manuals: Manuals.pages,
  [
    DummyModel.self, LogisticRegressionModel.self, LinearRegressionTool.self, RidgeTool.self, LassoTool.self, ElasticNetTool.self, NaiveBayesModel.self,
    LinearDiscriminantModel.self, QuadraticDiscriminantModel.self, KNeighborsModel.self, DecisionTreeModel.self, RandomForestModel.self,
    ExtraTreesModel.self, GradientBoostingModel.self, SupportVectorModel.self, LinearSupportVectorModel.self,
    FitPipeline.self, TransformTable.self, PredictModel.self, EvaluateModel.self, CrossValidate.self, SearchPipelines.self,
    LearningCurve.self, ValidationCurve.self, PermutationTest.self, CompareModels.self, AssignFolds.self, ValidateFold.self, DivideByFold.self,
  ])
