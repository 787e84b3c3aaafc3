"""References for linear models of a number, by scikit-learn.

Needs numpy==2.4.6 and scikit-learn==1.9.1. Reads the data that learning_linear_trees.py wrote, and writes
learning_linear_models.json beside itself.
"""

import json
from pathlib import Path

import numpy as np
import sklearn
from sklearn.linear_model import ElasticNet, LinearRegression, Ridge, lasso_path

assert sklearn.__version__ == "1.9.1", sklearn.__version__
folder = Path(__file__).parent


def read(name):
    rows = np.loadtxt(folder / "learning_linear_trees" / f"{name}.csv", delimiter=",")
    return rows[:, :-1], rows[:, -1]


def data(name):
    X, y = read(name.split("/")[0])
    match name.split("/")[1:]:
        case ["wide"]:  # fewer rows than features
            return X[:20], y[:20]
        case ["collinear"]:  # the last feature is the sum of the first two
            return np.column_stack([X, X[:, 0] + X[:, 1]]), y
        case ["standard"]:
            return (X - X.mean(0)) / X.std(0), y
    return X, y


def reference(name, model, weighted=False):
    X, y = data(name)
    weights = 1.0 + np.arange(len(y)) % 3 if weighted else None
    model.fit(X, y, sample_weight=weights)
    parameters = model.get_params()
    return {
        "data": name,
        "kind": type(model).__name__,
        "alpha": parameters.get("alpha", 0.0),
        "l1_ratio": parameters.get("l1_ratio", 0.0),
        "fit_intercept": parameters["fit_intercept"],
        "weighted": weighted,
        "coefficients": model.coef_.tolist(),
        "intercept": float(model.intercept_),
    }


def net(**parameters):
    return ElasticNet(tol=1e-14, max_iter=10_000_000, **parameters)


references = [
    reference("diabetes", LinearRegression()),
    reference("diabetes", LinearRegression(fit_intercept=False), weighted=True),
    reference("breast_cancer", LinearRegression()),
    reference("breast_cancer/wide", LinearRegression()),
    reference("diabetes/collinear", LinearRegression()),
    reference("diabetes", Ridge(alpha=0.01, solver="svd")),
    reference("diabetes", Ridge(alpha=10.0, solver="svd"), weighted=True),
    reference("breast_cancer", Ridge(alpha=1.0, solver="svd", fit_intercept=False)),
    reference("breast_cancer/wide", Ridge(alpha=1.0, solver="svd")),
    reference("diabetes/collinear", Ridge(alpha=1.0, solver="svd")),
    reference("diabetes/standard", net(alpha=1.0, l1_ratio=1.0)),
    reference("diabetes/standard", net(alpha=0.1, l1_ratio=0.5), weighted=True),
    reference("diabetes/standard", net(alpha=20.0, l1_ratio=0.9, fit_intercept=False)),
    reference("diabetes", net(alpha=2.0, l1_ratio=0.7)),
    reference("breast_cancer/standard", net(alpha=0.01, l1_ratio=1.0)),
    reference("breast_cancer/standard", net(alpha=0.001, l1_ratio=0.2)),
    reference("breast_cancer/wide", net(alpha=0.5, l1_ratio=0.5)),
]
X, y = data("diabetes/standard")
alphas, coefficients, _ = lasso_path(X, y - y.mean(), alphas=20, tol=1e-14, max_iter=1_000_000)
path = {"alphas": alphas.tolist(), "coefficients": coefficients.T.tolist()}
(folder / "learning_linear_models.json").write_text(json.dumps({"models": references, "path": path}, indent=1) + "\n")
