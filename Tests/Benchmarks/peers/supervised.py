"""Fits, applies and judges one of scikit-learn's estimators: `supervised.py DATA CASE FITS`.

`CASE` names a function of `CASES`. Prints the median seconds of so many fits, those of predicting the rows held out, and the score there.
Threads are what the environment and `THREADS` say.
"""

import json
import os
import sys
import time
import warnings
from pathlib import Path
from statistics import median

import numpy

THREADS = int(os.environ.get("THREADS", "1"))
SEED = {"random_state": 0}


def forest(**parameters):
    from sklearn.ensemble import RandomForestClassifier
    return RandomForestClassifier(n_jobs=THREADS, **SEED, **parameters)


def extra_trees():
    from sklearn.ensemble import ExtraTreesClassifier
    return ExtraTreesClassifier(n_estimators=500, n_jobs=THREADS, **SEED)


def logistic():
    from sklearn.linear_model import LogisticRegression
    return LogisticRegression(max_iter=1000)


def sparse_logistic():
    from sklearn.linear_model import LogisticRegression
    return LogisticRegression(C=0.01, l1_ratio=1, solver="liblinear", max_iter=1000)


def neighbours():
    from sklearn.neighbors import KNeighborsClassifier
    return KNeighborsClassifier(algorithm="brute", n_jobs=THREADS)


def bayes():
    from sklearn.naive_bayes import GaussianNB
    return GaussianNB()


def discriminant():
    from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
    return LinearDiscriminantAnalysis()


def tree():
    from sklearn.tree import DecisionTreeClassifier
    return DecisionTreeClassifier(**SEED)


def vectors():
    from sklearn.svm import SVC
    return SVC(cache_size=1000)


def linear_vectors():
    from sklearn.svm import LinearSVC
    return LinearSVC(C=0.01, **SEED)


def ridge():
    from sklearn.linear_model import Ridge
    return Ridge()


def lasso_path():
    from sklearn.linear_model import LassoCV
    return LassoCV(cv=5, n_jobs=THREADS)


def elastic_net_path():
    from sklearn.linear_model import ElasticNetCV
    return ElasticNetCV(cv=5, n_jobs=THREADS)


def bagged_trees():
    from sklearn.ensemble import BaggingClassifier
    from sklearn.tree import DecisionTreeClassifier
    return BaggingClassifier(DecisionTreeClassifier(), n_estimators=50, n_jobs=THREADS, **SEED)


def stack():
    from sklearn.ensemble import StackingClassifier
    from sklearn.naive_bayes import GaussianNB
    return StackingClassifier([("linear", logistic()), ("bayes", GaussianNB()), ("forest", forest(n_estimators=100))], n_jobs=None)


def calibrated():
    from sklearn.calibration import CalibratedClassifierCV
    return CalibratedClassifierCV(bayes(), method="isotonic", cv=5, n_jobs=THREADS)


def grid():
    from sklearn.model_selection import GridSearchCV
    from sklearn.ensemble import RandomForestClassifier
    choices = {"max_depth": [4, 8, 16, None], "max_features": [0.1, 0.3]}
    return GridSearchCV(RandomForestClassifier(n_estimators=100, **SEED), choices, cv=5, n_jobs=THREADS)


CASES = {
    "forest": lambda: forest(n_estimators=500), "extra_trees": extra_trees, "logistic": logistic, "sparse_logistic": sparse_logistic,
    "neighbours": neighbours, "bayes": bayes, "discriminant": discriminant, "tree": tree, "vectors": vectors, "linear_vectors": linear_vectors,
    "ridge": ridge, "lasso_path": lasso_path, "elastic_net_path": elastic_net_path, "bagged_trees": bagged_trees, "stack": stack,
    "calibrated": calibrated, "grid": grid,
}


def timed(work):
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result


def main():
    warnings.simplefilter("ignore")
    data, case, fits = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    train, truth = numpy.load(data / "train_features.npy"), numpy.load(data / "train_classes.npy")
    test, held = numpy.load(data / "test_features.npy"), numpy.load(data / "test_classes.npy")
    taken = [timed(lambda: CASES[case]().fit(train, truth)) for _ in range(fits)]
    model = taken[-1][1]
    predicting, _ = timed(lambda: model.predict(test))
    print(json.dumps({"seconds": median(seconds for seconds, _ in taken), "predict_seconds": predicting, "score": model.score(test, held)}))


main()
