public import Tooling

/// Models: fitted, applied, measured, cross-validated.
public let modelFamily = ToolFamily(
  "model", "Fit models, predict with them, measure them.", manuals: Manuals.pages,
  [
    LogisticRegressionModel.self, RandomForestModel.self, FitPipeline.self, TransformTable.self, PredictModel.self, EvaluateModel.self,
    CrossValidate.self, AssignFolds.self, ValidateFold.self,
  ])
