"""References for gradient boosting, by XGBoost's own Python package.

Needs numpy==2.4.6 and xgboost==3.2.0. Reads the data that learning_linear_trees.py wrote, and writes learning_boosting.json beside
itself: for each case the parameters, and the predictions of some of the rows held out: every fourth is, from the first, and of these
every seventh is written down. Of tumours the malignant ones are what is predicted, as they are last in sorted order.

`base_score` is written where XGBoost's default is not Galley's: with more than two classes it learns one a class since 3.1, and a median
of an even number of labels lies between two of them. With `scale_pos_weight` it counts positive rows as often.
"""

import json
from pathlib import Path

import numpy as np
import xgboost

assert xgboost.__version__ == "3.2.0", xgboost.__version__
folder = Path(__file__).parent


def data(name):
    rows = np.loadtxt(folder / "learning_linear_trees" / f"{name.split('/')[0]}.csv", delimiter=",")
    X, y = rows[:, :-1], rows[:, -1]
    if name.endswith("/gaps"):  # every fifth value of every feature is missing
        X = np.where((np.arange(X.size).reshape(X.shape) * 7) % 5 == 0, np.nan, X)
    if name.startswith("breast_cancer"):
        y = 1 - y
    return X, y


cases = []


def case(name, weighted=False, watched=False, **arguments):
    X, y = data(name)
    held = np.arange(len(y)) % 4 == 0
    weights = (1.0 + np.arange(len(y)) % 3)[~held] if weighted else np.ones((~held).sum())
    parameters = {"nthread": 1, "tree_method": "hist", **arguments}
    iterations = parameters.pop("n_estimators", 100)
    if parameters.pop("class_weight", None) == "balanced":
        classes = y[~held].astype(int)
        counts = np.bincount(classes)
        weights = weights * (len(classes) / (len(counts) * counts))[classes]
    if name.startswith("wine"):
        parameters |= {"objective": "multi:softprob", "num_class": 3, "base_score": 0.5}
    elif name.startswith("breast_cancer"):
        parameters["objective"] = "binary:logistic"
    if "monotone_constraints" in parameters:
        given = parameters["monotone_constraints"]
        parameters["monotone_constraints"] = "(" + ",".join(str(given.get(f"f{place}", 0)) for place in range(X.shape[1])) + ")"
    train = xgboost.DMatrix(X[~held], y[~held], weight=weights)
    rest = xgboost.DMatrix(X[held], y[held])
    losses = {}
    watch = {"evals": [(train, "training"), (rest, "validation")], "evals_result": losses, "verbose_eval": False} if watched else {}
    model = xgboost.train(parameters, train, iterations, **watch)
    found = {"data": name, "arguments": arguments, "weighted": weighted, "predicted": model.predict(rest)[::7].astype(float).tolist()}
    if watched:
        found["losses"] = {rows: next(iter(metrics.values())) for rows, metrics in losses.items()}
        found["loss"] = next(iter(losses["training"]))
    else:
        scores = {kind: model.get_score(importance_type=kind) for kind in ["total_gain", "gain", "weight", "cover"]}
        found["scores"] = {kind: [values.get(f"f{place}", 0.0) for place in range(X.shape[1])] for kind, values in scores.items()}
    cases.append(found)


for name in ["breast_cancer", "wine", "breast_cancer/gaps", "wine/gaps", "diabetes", "diabetes/gaps"]:
    case(name)
    case(name, weighted=True, n_estimators=40, learning_rate=0.1, max_depth=3)
    case(name, n_estimators=30, tree_method="exact")
for name in ["breast_cancer", "wine", "diabetes"]:
    case(name, n_estimators=30, min_child_weight=4.0, gamma=0.5, reg_lambda=0.3, reg_alpha=0.7)
    case(name, n_estimators=30, grow_policy="lossguide", max_depth=0, max_leaves=6, max_bin=16)
    case(name, n_estimators=10, num_parallel_tree=3, max_delta_step=0.4)
    case(name, watched=True, n_estimators=25)
for name in ["breast_cancer", "wine"]:
    case(name, weighted=True, n_estimators=20, class_weight="balanced")
case("breast_cancer", n_estimators=20, scale_pos_weight=2.5, base_score=0.4)
case("breast_cancer", n_estimators=20, base_score=0.2)
case("breast_cancer", n_estimators=20, monotone_constraints={"f0": 1, "f1": -1, "f7": 1})
case("diabetes", n_estimators=20, monotone_constraints={"f2": 1, "f8": 1, "f6": -1})
for objective, more in [
    ("reg:pseudohubererror", {"base_score": 140.0}), ("count:poisson", {}), ("reg:gamma", {}),
    ("reg:tweedie", {"tweedie_variance_power": 1.3}),
]:
    case("diabetes", n_estimators=30, objective=objective, **more)
    case("diabetes", weighted=True, watched=True, n_estimators=20, objective=objective, **more)

(folder / "learning_boosting.json").write_text(
    "[\n" + ",\n".join(json.dumps(found, separators=(",", ":")) for found in cases) + "\n]\n")
