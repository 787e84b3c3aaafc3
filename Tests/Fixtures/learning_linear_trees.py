"""References for logistic regression and random forests, by scikit-learn.

Needs numpy==2.4.6 and scikit-learn==1.9.1. Writes beside itself, in learning_linear_trees/: the data (scikit-learn's
copies of the UCI data sets, CC BY 4.0, and of the diabetes data of Efron et al., 2004) and what scikit-learn makes of
them. Every fourth row, from the first, is held out where a score is taken.
"""

import json
from pathlib import Path

import numpy as np
import sklearn
from sklearn.datasets import load_breast_cancer, load_diabetes, load_wine
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.linear_model import LogisticRegression

assert sklearn.__version__ == "1.9.1", sklearn.__version__
folder = Path(__file__).with_suffix("")
folder.mkdir(exist_ok=True)

sets = {
    "breast_cancer": load_breast_cancer(return_X_y=True),
    "wine": load_wine(return_X_y=True),
    "diabetes": load_diabetes(return_X_y=True, scaled=False),
}
for name, (X, y) in sets.items():
    rows = [",".join(repr(float(v)) for v in [*row, target]) for row, target in zip(X, y)]
    (folder / f"{name}.csv").write_text("\n".join(rows) + "\n")


def logistic(data, weighted=False, **parameters):
    X, y = sets[data]
    weights = 1.0 + np.arange(len(y)) % 3 if weighted else None
    model = LogisticRegression(solver="newton-cholesky", tol=1e-10, max_iter=10000, **parameters).fit(X, y, weights)
    intercept = model.intercept_ - (model.intercept_.mean() if len(model.intercept_) > 1 else 0)
    return {
        "data": data,
        "C": parameters.get("C", 1.0),
        "fit_intercept": parameters.get("fit_intercept", True),
        "class_weight": "balanced" if parameters.get("class_weight") == "balanced" else "none",
        "weighted": weighted,
        "coefficients": model.coef_.tolist(),
        "intercepts": intercept.tolist(),
        "probabilities": model.predict_proba(X[:5]).tolist(),
    }


references = [
    logistic("breast_cancer"),
    logistic("breast_cancer", C=0.01),
    logistic("breast_cancer", C=100.0, class_weight="balanced"),
    logistic("breast_cancer", fit_intercept=False, weighted=True),
    logistic("wine"),
    logistic("wine", C=0.1, weighted=True),
    logistic("wine", class_weight="balanced", fit_intercept=False),
]
(folder / "logistic.json").write_text(json.dumps(references, indent=1) + "\n")


def forest(data, make, missing=False, **parameters):
    X, y = sets[data]
    X = X.copy()
    if missing:
        # Every third value of every column, each column from another row, is missing.
        for column in range(X.shape[1]):
            X[column % 3 :: 3, column] = np.nan
    held_out = np.arange(len(y)) % 4 == 0
    models = [
        make(n_estimators=100, random_state=seed, oob_score=True, **parameters).fit(X[~held_out], y[~held_out]) for seed in range(10)
    ]
    return {
        "data": data,
        "missing": missing,
        **{key: parameters.get(key) for key in ["criterion", "max_depth", "min_samples_leaf", "max_leaf_nodes", "class_weight"]},
        "scores": [model.score(X[held_out], y[held_out]) for model in models],
        "oob_scores": [model.oob_score_ for model in models],
        "importances": np.mean([model.feature_importances_ for model in models], axis=0).tolist(),
        "nodes": float(np.mean([tree.tree_.node_count for model in models for tree in model.estimators_])),
    }


C, R = RandomForestClassifier, RandomForestRegressor
references = [
    forest("breast_cancer", C),
    forest("breast_cancer", C, missing=True),
    forest("breast_cancer", C, criterion="entropy", min_samples_leaf=5),
    forest("breast_cancer", C, max_leaf_nodes=8, class_weight="balanced"),
    forest("wine", C),
    forest("wine", C, criterion="entropy", max_depth=3),
    forest("diabetes", R),
    forest("diabetes", R, min_samples_leaf=5, max_leaf_nodes=20),
    forest("diabetes", R, missing=True, max_depth=6),
]
(folder / "forest.json").write_text(json.dumps(references, indent=1) + "\n")
