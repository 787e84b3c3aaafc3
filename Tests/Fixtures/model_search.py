"""References for searches, curves and comparisons, by scikit-learn and SciPy.

Needs numpy==2.4.6, scipy==1.17.1 and scikit-learn==1.9.1. Reads the data in learning_linear_trees/, writes model_search.json beside
itself. Folds are dealt without a shuffle, so that they are the same here and there.
"""

import json
from pathlib import Path

import numpy as np
import scipy.stats
import sklearn
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import (
    GridSearchCV, KFold, LeaveOneOut, StratifiedKFold, TimeSeriesSplit, cross_val_predict, cross_val_score, validation_curve)
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

assert sklearn.__version__ == "1.9.1", sklearn.__version__
here = Path(__file__).parent


def read(name):
    rows = np.loadtxt(here / "learning_linear_trees" / f"{name}.csv", delimiter=",")
    return rows[:, :-1], rows[:, -1]


X, y = read("breast_cancer")
# As in the notebooks: the class M, 0 in the data, is positive.
positive = (y == 0).astype(int)
D, progression = read("diabetes")


def logistic(C=1.0):
    return make_pipeline(StandardScaler(), LogisticRegression(C=C, tol=1e-10, max_iter=10_000))


values = [0.001, 0.01, 0.1, 1, 10]
folds = StratifiedKFold(5)
search = GridSearchCV(
    logistic(), {"logisticregression__C": values}, cv=folds, scoring=["roc_auc", "neg_log_loss"], refit=False, return_train_score=True).fit(X, positive)
result = search.cv_results_

train, test = validation_curve(make_pipeline(StandardScaler(), Ridge()), D, progression, param_name="ridge__alpha", param_range=[0.1, 10, 1000], cv=KFold(5), scoring="r2")

# Bouckaert and Frank's corrected resampled t test of two pipelines on the same folds.
a = cross_val_score(logistic(1.0), X, positive, cv=folds, scoring="neg_log_loss")
b = cross_val_score(logistic(0.01), X, positive, cv=folds, scoring="neg_log_loss")
difference = -(a - b)
trains, tests = zip(*[(len(train), len(test)) for train, test in folds.split(X, positive)])
error = difference.std(ddof=1) * np.sqrt(1 / 5 + sum(tests) / sum(trains))
t = difference.mean() / error

small = D[:60], progression[:60]
time = cross_val_score(make_pipeline(StandardScaler(), Ridge()), *small, cv=TimeSeriesSplit(4), scoring="neg_mean_absolute_error")
single = cross_val_predict(make_pipeline(StandardScaler(), Ridge()), *small, cv=LeaveOneOut())

references = dict(
    search=dict(
        values=values, roc_auc=result["mean_test_roc_auc"].tolist(), log_loss=(-result["mean_test_neg_log_loss"]).tolist(),
        log_loss_folds=[[-result[f"split{fold}_test_neg_log_loss"][place] for fold in range(5)] for place in range(len(values))]),
    validation=dict(test=test.mean(axis=1).tolist(), train=train.mean(axis=1).tolist(), test_sd=test.std(axis=1, ddof=1).tolist()),
    comparison=dict(
        difference=difference.mean(), t=t, p_value=2 * scipy.stats.t.sf(abs(t), 4),
        margin=scipy.stats.t.ppf(0.975, 4) * error),
    time=(-time).tolist(),
    leave_one_out=single.tolist(),
)
(here / "model_search.json").write_text(json.dumps(references, indent=1) + "\n")
