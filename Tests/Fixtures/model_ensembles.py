"""Writes model_ensembles.json: what scikit-learn's ensembles, calibrated models, thresholds, importances and dependences come to.

    python model_ensembles.py

Data are those of learning_linear_trees; every fourth row, from the first, is held out. Folds are dealt as the rows stand, so that both
deal alike.
"""

import json
import pathlib

import numpy as np
import sklearn
from sklearn.calibration import CalibratedClassifierCV
from sklearn.ensemble import StackingClassifier, StackingRegressor, VotingClassifier, VotingRegressor
from sklearn.inspection import partial_dependence
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge
from sklearn.model_selection import KFold, StratifiedKFold, TunedThresholdClassifierCV
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

assert sklearn.__version__ == "1.9.1", sklearn.__version__
HERE = pathlib.Path(__file__).parent


def parts(name):
    rows = np.loadtxt(HERE / "learning_linear_trees" / f"{name}.csv", delimiter=",")
    held = np.arange(len(rows)) % 4 == 0
    X, y = rows[:, :-1], rows[:, -1]
    return X[~held], y[~held], X[held], y[held]


def logistic():
    return make_pipeline(StandardScaler(), LogisticRegression(tol=1e-10, max_iter=10_000))


def neighbours():
    return make_pipeline(StandardScaler(), KNeighborsClassifier())


def rounded(values):
    return np.round(np.asarray(values), 12).tolist()


# In the tumours of scikit-learn 0 is malignant; classes are called B and M here, so that B is the first.
def tumours():
    X, y, held, truth = parts("breast_cancer")
    return X, 1 - y, held, 1 - truth


out = {}
for name, load in [("breast_cancer", tumours), ("wine", lambda: parts("wine"))]:
    X, y, held, _ = load()
    members = [("linear", logistic()), ("bayes", GaussianNB()), ("neighbours", neighbours())]
    weights = 1 + np.arange(len(y)) % 3
    entry = {}
    entry["soft"] = VotingClassifier(members, voting="soft", weights=[2, 1, 1]).fit(X, y).predict_proba(held)
    entry["hard"] = VotingClassifier(members, voting="hard").fit(X, y).predict(held)
    folds = StratifiedKFold(5)
    final = LogisticRegression(tol=1e-10, max_iter=10_000)
    entry["stack"] = StackingClassifier(members, final_estimator=final, cv=folds).fit(X, y).predict_proba(held)
    entry["stack_passthrough"] = (
        StackingClassifier(members, final_estimator=make_pipeline(StandardScaler(), final), cv=folds, passthrough=True).fit(X, y).predict_proba(held)
    )
    for method in ["sigmoid", "isotonic"]:
        for ensemble in [True, False]:
            for label, base in [("bayes", GaussianNB()), ("linear", logistic())]:
                if label == "linear" and name == "wine":
                    continue
                fitted = CalibratedClassifierCV(base, method=method, cv=folds, ensemble=ensemble).fit(X, y)
                entry[f"{label}_{method}_{'folds' if ensemble else 'one'}"] = fitted.predict_proba(held)
    entry["bayes_weighted"] = CalibratedClassifierCV(GaussianNB(), method="sigmoid", cv=folds).fit(X, y, sample_weight=weights).predict_proba(held)
    out[name] = {key: rounded(value) for key, value in entry.items()}

X, y, held, _ = tumours()
for scoring in ["balanced_accuracy", "f1", "matthews_corrcoef"]:
    tuned = TunedThresholdClassifierCV(logistic(), scoring=scoring, cv=StratifiedKFold(5), store_cv_results=True).fit(X, y)
    out[f"threshold_{scoring}"] = {
        "threshold": tuned.best_threshold_, "score": tuned.best_score_, "predicted": rounded(tuned.predict(held)),
        "scores": rounded(tuned.cv_results_["scores"]), "thresholds": rounded(tuned.cv_results_["thresholds"]),
    }

X, y, held, _ = parts("diabetes")
members = [("linear", LinearRegression()), ("neighbours", make_pipeline(StandardScaler(), KNeighborsRegressor()))]
out["diabetes"] = {
    "mean": rounded(VotingRegressor(members).fit(X, y).predict(held)),
    "stack": rounded(StackingRegressor(members, final_estimator=Ridge(), cv=KFold(5)).fit(X, y).predict(held)),
}

# The features f2 (many values) and f1 (two values) of diabetes, and f0 of the tumours.
model = make_pipeline(StandardScaler(), KNeighborsRegressor()).fit(X, y)
for feature, grid in [(2, 20), (1, 20)]:
    found = partial_dependence(model, X, [feature], grid_resolution=grid, kind="both")
    out[f"dependence_f{feature}"] = {"grid": rounded(found["grid_values"][0]), "average": rounded(found["average"][0]), "first": rounded(found["individual"][0][0])}
X, y, held, _ = tumours()
found = partial_dependence(logistic().fit(X, y), X, [0], grid_resolution=15, response_method="predict_proba")
out["dependence_tumours"] = {"grid": rounded(found["grid_values"][0]), "average": rounded(found["average"][0])}

random = np.random.default_rng(7)
inputs = np.round(random.uniform(0, 10, 60), 1)
targets = np.round(inputs / 3 + random.normal(0, 1, 60), 3)
weights = 1 + np.arange(60) % 4
asked = np.linspace(-1, 11, 49)
out["isotonic"] = {"inputs": rounded(inputs), "targets": rounded(targets), "asked": rounded(asked)}
for name, given in [("plain", None), ("weighted", weights)]:
    out["isotonic"][name] = rounded(IsotonicRegression(out_of_bounds="clip").fit(inputs, targets, sample_weight=given).predict(asked))

(HERE / "model_ensembles.json").write_text(json.dumps(out, separators=(",", ":")) + "\n")
