"""References for the model tools, by scikit-learn: whole paths, from a table to coefficients, predictions and metrics.

Needs numpy==2.4.6 and scikit-learn==1.9.1. Reads the data in learning_linear_trees/, writes model_tools.json beside itself.
Every fourth row, from the first, is held out. Classes are text: M and B of the tumours (M: 0 in the data), wine0 to wine2.
"""

import json
from pathlib import Path

import numpy as np
import sklearn
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import (
    accuracy_score, average_precision_score, balanced_accuracy_score, cohen_kappa_score, f1_score, log_loss, matthews_corrcoef,
    mean_absolute_error, precision_score, r2_score, recall_score, roc_auc_score, root_mean_squared_error)
from sklearn.model_selection import KFold, StratifiedKFold, cross_validate
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

assert sklearn.__version__ == "1.9.1", sklearn.__version__
here = Path(__file__).parent


def read(name, label=None):
    rows = np.loadtxt(here / "learning_linear_trees" / f"{name}.csv", delimiter=",")
    X, y = rows[:, :-1], rows[:, -1]
    return X, np.array([label(int(v)) for v in y]) if label else y


tumours = read("breast_cancer", lambda v: "M" if v == 0 else "B")
wine = read("wine", lambda v: f"wine{v}")
diabetes = read("diabetes")


def parts(data):
    X, y = data
    held = np.arange(len(y)) % 4 == 0
    return X[~held], y[~held], X[held], y[held]


def measures(y, probabilities, classes):
    predicted = np.array(classes)[probabilities.argmax(axis=1)]
    if len(classes) == 2:
        how, scores = dict(pos_label=classes[1]), probabilities[:, 1]
        ranking = dict(roc_auc=roc_auc_score(y == classes[1], scores), average_precision=average_precision_score(y == classes[1], scores))
    else:
        how = dict(average="macro")
        onehot = (y[:, None] == np.array(classes)[None, :]).astype(int)
        ranking = dict(
            roc_auc=roc_auc_score(y, probabilities, multi_class="ovr"),
            average_precision=average_precision_score(onehot, probabilities, average="macro"))
    return dict(
        accuracy=accuracy_score(y, predicted), balanced_accuracy=balanced_accuracy_score(y, predicted),
        precision=precision_score(y, predicted, **how), recall=recall_score(y, predicted, **how), f1=f1_score(y, predicted, **how),
        log_loss=log_loss(y, probabilities, labels=classes), matthews_corrcoef=matthews_corrcoef(y, predicted),
        cohen_kappa=cohen_kappa_score(y, predicted), **ranking)


def logistic(data, **parameters):
    X, y, X_held, y_held = parts(data)
    scaler = StandardScaler().fit(X)
    model = LogisticRegression(tol=1e-10, max_iter=10_000, solver="newton-cholesky", **parameters).fit(scaler.transform(X), y)
    classes = [str(c) for c in model.classes_]
    # Softmax leaves a constant in the intercepts open; the one with mean 0 is meant.
    intercepts = model.intercept_ - (model.intercept_.mean() if len(classes) > 2 else 0)
    probabilities = model.predict_proba(scaler.transform(X_held))
    return dict(
        classes=classes, coefficients=model.coef_.tolist(), intercepts=intercepts.tolist(), mean=scaler.mean_.tolist(),
        scale=scaler.scale_.tolist(), probabilities=probabilities.tolist(), metrics=measures(y_held, probabilities, classes))


def forests(make, data, score):
    X, y, X_held, y_held = parts(data)
    models = [make(seed).fit(X, y) for seed in range(10)]
    scores = [score(m, X_held, y_held) for m in models]
    importances = np.array([m.feature_importances_ for m in models])
    return dict(scores=scores, importances=importances.mean(axis=0).tolist())


def folds(data, splitter, scoring, model):
    X, y = data
    result = cross_validate(make_pipeline(StandardScaler(), model), X, y, cv=splitter, scoring=scoring)
    return {name: result[f"test_{name}"].tolist() for name in scoring}


result = {
    "tumours": logistic(tumours),
    "tumours_balanced": logistic(tumours, C=0.1, class_weight="balanced"),
    "wine": logistic(wine),
    "tumour_forests": forests(
        lambda s: RandomForestClassifier(random_state=s, n_jobs=2), tumours,
        lambda m, X, y: roc_auc_score(y == "M", m.predict_proba(X)[:, list(m.classes_).index("M")])),
    "wine_forests": forests(
        lambda s: RandomForestClassifier(random_state=s, n_jobs=2), wine, lambda m, X, y: roc_auc_score(y, m.predict_proba(X), multi_class="ovr")),
    "diabetes_forests": forests(lambda s: RandomForestRegressor(random_state=s, n_jobs=2), diabetes, lambda m, X, y: r2_score(y, m.predict(X))),
    "diabetes_forest_rmse": forests(
        lambda s: RandomForestRegressor(random_state=s, n_jobs=2), diabetes, lambda m, X, y: root_mean_squared_error(y, m.predict(X)))["scores"],
    "tumour_folds": folds(
        tumours, StratifiedKFold(5), ["accuracy", "balanced_accuracy", "roc_auc", "neg_log_loss"],
        LogisticRegression(tol=1e-10, max_iter=10_000, solver="newton-cholesky")),
    "wine_folds": folds(
        wine, StratifiedKFold(3), ["accuracy", "f1_macro", "roc_auc_ovr"],
        LogisticRegression(tol=1e-10, max_iter=10_000, solver="newton-cholesky")),
}
(here / "model_tools.json").write_text(json.dumps(result, indent=1) + "\n")
