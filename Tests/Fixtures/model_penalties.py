"""Writes model_penalties.json: sparse logistic regressions and cross-validated penalties, by scikit-learn.

    python model_penalties.py

Needs numpy==2.4.6 and scikit-learn==1.9.1. Data are those of learning_linear_trees, standardised here by all of their rows. Solvers run to
1e-12, so that what is compared is the minimum.
"""

import json
import pathlib
import warnings

import numpy as np
import sklearn
from sklearn.linear_model import ElasticNetCV, LassoCV, LogisticRegression, RidgeCV
from sklearn.model_selection import KFold

assert sklearn.__version__ == "1.9.1", sklearn.__version__
warnings.simplefilter("ignore")
HERE = pathlib.Path(__file__).parent


def read(name):
    rows = np.loadtxt(HERE / "learning_linear_trees" / f"{name}.csv", delimiter=",")
    X, y = rows[:, :-1], rows[:, -1]
    return (X - X.mean(axis=0)) / X.std(axis=0), y


def loss(model, X, y, C, ratio, weights):
    """What the regression minimises, over C and the weights' sum."""
    logs = model.predict_log_proba(X)
    own = logs[np.arange(len(y)), y.astype(int)]
    penalty = ratio * np.abs(model.coef_).sum() + (1 - ratio) / 2 * (model.coef_**2).sum()
    return float(-(weights * own).sum() / weights.sum() + penalty / (C * weights.sum()))


out = {"logistic": [], "paths": {}}
for data, C, ratio, weighted in [
    ("breast_cancer", 1.0, 1.0, False), ("breast_cancer", 0.05, 1.0, True), ("breast_cancer", 0.1, 0.5, False),
    ("wine", 0.5, 1.0, False), ("wine", 0.2, 0.3, True),
]:
    X, y = read(data)
    weights = 1.0 + np.arange(len(y)) % 3 if weighted else np.ones(len(y))
    model = LogisticRegression(C=C, l1_ratio=ratio, solver="saga", tol=1e-12, max_iter=200_000, random_state=0)
    model.fit(X, y, sample_weight=weights)
    out["logistic"].append({
        "data": data, "C": C, "l1_ratio": ratio, "weighted": weighted, "coefficients": np.round(model.coef_, 10).tolist(),
        "intercepts": np.round(model.intercept_, 10).tolist(), "loss": loss(model, X, y, C, ratio, weights),
    })

X, y = read("diabetes")
weights = 1.0 + np.arange(len(y)) % 3
folds = KFold(5)
for name, model, given in [
    ("lasso", LassoCV(cv=folds, tol=1e-10, max_iter=100_000), None),
    ("lasso_weighted", LassoCV(cv=folds, tol=1e-10, max_iter=100_000, alphas=[30, 10, 3, 1, 0.3]), weights),
    ("elastic_net", ElasticNetCV(l1_ratio=[0.2, 0.8], cv=folds, tol=1e-10, max_iter=100_000), None),
    ("ridge", RidgeCV(alphas=[0.1, 1, 10, 100], store_cv_results=True), None),
    ("ridge_weighted", RidgeCV(alphas=[0.1, 1, 10, 100]), weights),
    ("ridge_folds", RidgeCV(alphas=[0.1, 1, 10, 100], cv=folds, scoring="neg_mean_squared_error"), None),
]:
    model.fit(X, y, sample_weight=given)
    entry = {"alpha": float(model.alpha_), "coefficients": np.round(model.coef_, 10).tolist(), "intercept": float(model.intercept_)}
    if hasattr(model, "mse_path_"):
        entry["mse"] = np.round(model.mse_path_.mean(axis=-1), 8).ravel().tolist()
        entry["alphas"] = np.asarray(model.alphas_).ravel().tolist()
    if hasattr(model, "l1_ratio_"):
        entry["l1_ratio"] = float(model.l1_ratio_)
    if name == "ridge":
        entry["mse"] = model.cv_results_.mean(axis=0).tolist()
    out["paths"][name] = entry

(HERE / "model_penalties.json").write_text(json.dumps(out, separators=(",", ":")) + "\n")
