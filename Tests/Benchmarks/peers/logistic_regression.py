"""Fits scikit-learn's logistic regression.

`logistic_regression.py DATA FOLDER SOLVER` prints the seconds of a fit and those of loading the data, a first fit and saving
the model to the folder. With `minimum` for the solver it prints the coefficients at the minimum, found as closely as it can
be, and how far from them the default solver ends with default settings.
"""

import json
import sys
import time
from pathlib import Path
from statistics import median

import joblib
import numpy
from sklearn.linear_model import LogisticRegression

data, folder, solver = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]


def load() -> tuple[numpy.ndarray, numpy.ndarray]:
    return numpy.load(data / "train_features.npy"), numpy.load(data / "train_classes.npy")


def timed(work) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def whole() -> None:
    joblib.dump(LogisticRegression(solver=solver).fit(*load()), folder / "model.joblib")


def coefficients(model: LogisticRegression) -> list[float]:
    """Of the features in their order, then the constant term."""
    return [*model.coef_[0].tolist(), float(model.intercept_[0])]


if solver == "minimum":
    closest = coefficients(LogisticRegression(solver="newton-cholesky", tol=1e-12, max_iter=10_000).fit(*load()))
    usual = coefficients(LogisticRegression().fit(*load()))
    error = max(abs(a - b) for a, b in zip(closest, usual, strict=True))
    print(json.dumps({"coefficients": closest, "error": error}))
else:
    first = timed(whole)
    loaded = load()
    fits = [timed(lambda: LogisticRegression(solver=solver).fit(*loaded)) for _ in range(3)]
    print(json.dumps({"seconds": median(fits), "whole_seconds": first}))
