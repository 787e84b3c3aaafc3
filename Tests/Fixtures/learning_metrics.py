# /// script
# requires-python = ">=3.11"
# dependencies = ["numpy==2.4.6", "scipy==1.17.1", "pandas==3.1.1", "scikit-learn==1.9.1"]
# ///
"""Makes the reference values for the tests of Learning's metrics, sampling, scaling and description.

Run `uv run Tests/Fixtures/learning_metrics.py`, or with any Python that has the packages above. Writes
`Tests/Fixtures/learning/*.json`; NaN and infinities stand as text. The values in the repository come from scikit-learn 1.9.1.
"""

import json
import math
import pathlib
import warnings

import numpy as np
import pandas as pd
import scipy.stats
import sklearn
from sklearn import metrics as m
from sklearn.calibration import calibration_curve
from sklearn.model_selection import GroupKFold, KFold, StratifiedGroupKFold, StratifiedKFold, StratifiedShuffleSplit
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

assert sklearn.__version__ == "1.9.1", sklearn.__version__
warnings.simplefilter("ignore")
folder = pathlib.Path(__file__).parent / "learning"


def plain(value):
    """What JSON can hold of a value, at full precision."""
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(part) for part in value]
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return int(value)
    if isinstance(value, (float, np.floating)):
        number = float(value)
        return "nan" if math.isnan(number) else "inf" if number == math.inf else "-inf" if number == -math.inf else number
    return value


def write(name, cases):
    folder.mkdir(exist_ok=True)
    lines = ",\n".join(json.dumps(plain(case), separators=(",", ":"), allow_nan=False) for case in cases)
    (folder / name).write_text(f"[\n{lines}\n]\n")


def some_weights(kind, count, rng):
    if kind == "none":
        return None
    if kind == "integers":
        return rng.integers(1, 5, count).astype(float)
    weights = rng.integers(1, 64, count) / 16
    if kind == "zeros":
        weights[rng.random(count) < 0.3] = 0
    return weights


# Classification


def classification(name, truth, probabilities, predicted=None, weights=None, positive=None):
    truth = np.asarray(truth)
    probabilities = np.asarray(probabilities, dtype=float)
    k = probabilities.shape[1]
    predicted = probabilities.argmax(axis=1) if predicted is None else np.asarray(predicted)
    binary = k == 2
    positive = (1 if positive is None else positive) if binary else None
    shared = dict(sample_weight=weights)
    labels = np.arange(k)
    average = dict(average="binary", pos_label=positive) if binary else dict(average="macro")

    def one(score, c):
        counted = truth if weights is None else truth[weights > 0]
        if score is m.roc_auc_score and len(np.unique(counted == c)) < 2:
            return math.nan
        return score((truth == c).astype(int), probabilities[:, c], **shared)

    rest = {s.__name__: [one(s, c) for c in labels] for s in (m.roc_auc_score, m.average_precision_score)}

    def flat(values):
        return values[positive] if binary else float(np.mean(values))

    precision, recall, f1, support = m.precision_recall_fscore_support(truth, predicted, labels=labels, zero_division=0, **shared)
    if weights is not None:
        support = m.confusion_matrix(truth, predicted, labels=labels, **shared).sum(axis=1)
    values = {
        "accuracy": m.accuracy_score(truth, predicted, **shared),
        "balanced_accuracy": m.balanced_accuracy_score(truth, predicted, **shared),
        "precision": m.precision_score(truth, predicted, zero_division=0, **average, **shared),
        "recall": m.recall_score(truth, predicted, zero_division=0, **average, **shared),
        "f1": m.f1_score(truth, predicted, zero_division=0, **average, **shared),
        "roc_auc": flat(rest["roc_auc_score"]),
        "average_precision": flat(rest["average_precision_score"]),
        "log_loss": m.log_loss(truth, probabilities, labels=labels, **shared),
        "brier_score": m.brier_score_loss((truth == positive).astype(int), probabilities[:, positive], pos_label=1, **shared)
        if binary
        else m.brier_score_loss(truth, probabilities, labels=labels, **shared),
        "matthews_corrcoef": m.matthews_corrcoef(truth, predicted, **shared),
        "cohen_kappa": m.cohen_kappa_score(truth, predicted, labels=labels, **shared),
    }
    if not binary and len(np.unique(truth)) == k:
        whole = m.roc_auc_score(truth, probabilities, multi_class="ovr", average="macro", **shared)
        assert math.isclose(whole, values["roc_auc"], rel_tol=1e-12)
        whole = m.average_precision_score(truth, probabilities, **shared)
        assert math.isclose(whole, values["average_precision"], rel_tol=1e-12)
    return {
        "name": name,
        "truth": truth,
        "predicted": predicted,
        "probabilities": probabilities.ravel(),
        "classCount": k,
        "positive": positive,
        "weights": weights,
        "confusion": m.confusion_matrix(truth, predicted, labels=labels, **shared).ravel().astype(float),
        "values": values,
        "perClass": {
            "precision": precision,
            "recall": recall,
            "f1": f1,
            "support": np.asarray(support, dtype=float),
            "roc_auc": rest["roc_auc_score"],
            "average_precision": rest["average_precision_score"],
        },
    }


def classification_cases():
    rng = np.random.default_rng(1)
    for k in (2, 3, 4, 5):
        for kind in ("none", "integers", "fractions", "zeros"):
            for decimals in (1, 4):
                n = 50
                truth = rng.permutation(np.concatenate([np.arange(k), np.arange(k), rng.integers(0, k, n - 2 * k)]))
                noise = rng.random((n, k))
                noise[np.arange(n), truth] += rng.choice([0.1, 0.6])
                p = noise / noise.sum(axis=1, keepdims=True)
                p = np.round(p, decimals)
                p[:, -1] = np.maximum(0, 1 - p[:, :-1].sum(axis=1))
                p /= p.sum(axis=1, keepdims=True)
                positive = int(rng.integers(0, 2)) if k == 2 else None
                weights = some_weights(kind, n, rng)
                yield classification(f"{k} classes, {kind}, {decimals} decimals", truth, p, weights=weights, positive=positive)
    two = np.array([0, 1, 0, 1, 1, 0])
    half = np.full((6, 2), 0.5)
    sure = np.eye(2)[two]
    yield classification("constant scores", two, half)
    yield classification("perfect", two, sure)
    yield classification("all wrong", two, 1 - sure)
    yield classification("all called positive", two, np.tile([0.3, 0.7], (6, 1)))
    yield classification("all called negative", two, np.tile([0.7, 0.3], (6, 1)))
    yield classification("two rows", [0, 1], [[0.6, 0.4], [0.7, 0.3]])
    three = np.array([0, 1, 2, 0, 1, 2, 1])
    p = rng.dirichlet(np.ones(4), 7)
    yield classification("a class never true", three, p)
    yield classification("a class neither true nor predicted", three, p, predicted=[0, 1, 2, 2, 1, 1, 0])
    yield classification("never predicted", three, p[:, :3] / p[:, :3].sum(axis=1, keepdims=True), predicted=[0, 0, 0, 0, 1, 1, 1])


def curve_cases():
    rng = np.random.default_rng(2)
    for n in (2, 5, 40):
        for kind in ("none", "integers", "fractions"):
            for decimals in (1, 3):
                y = rng.permutation(np.concatenate([[0, 1], rng.integers(0, 2, n - 2)]))
                s = np.round(np.clip(rng.normal(0.4 + 0.2 * y, 0.2), 0, 1), decimals)
                w = some_weights(kind, n, rng)
                roc = [m.roc_curve(y, s, sample_weight=w, drop_intermediate=drop) for drop in (True, False)]
                pr = [m.precision_recall_curve(y, s, sample_weight=w, drop_intermediate=drop) for drop in (True, False)]
                bins = {strategy: calibration_curve(y, s, n_bins=5, strategy=strategy) for strategy in ("uniform", "quantile")}
                yield {"isPositive": y == 1, "scores": s, "weights": w, "roc": roc, "precisionRecall": pr, "calibration": bins}


# Regression


def regression(name, truth, predicted, weights=None):
    truth, predicted = np.asarray(truth, dtype=float), np.asarray(predicted, dtype=float)
    shared = dict(sample_weight=weights)
    # Integer weights are repeated rows: so correlations by rank have a reference.
    times = np.ones(len(truth), dtype=int) if weights is None else weights.astype(int)
    repeated = weights is None or np.array_equal(times, weights)
    t, p = np.repeat(truth, times), np.repeat(predicted, times)
    cov = np.cov(truth, predicted, aweights=weights) if len(truth) > 1 else np.full((2, 2), math.nan)
    constant = np.ptp(truth) == 0 or np.ptp(predicted) == 0
    return {
        "name": name,
        "truth": truth,
        "predicted": predicted,
        "weights": weights,
        "values": {
            "r2": m.r2_score(truth, predicted, **shared),
            "rmse": m.root_mean_squared_error(truth, predicted, **shared),
            "mae": m.mean_absolute_error(truth, predicted, **shared),
            "mse": m.mean_squared_error(truth, predicted, **shared),
            "median_absolute_error": m.median_absolute_error(truth, predicted, **shared),
            "max_error": m.max_error(truth if weights is None else truth[weights > 0], predicted if weights is None else predicted[weights > 0]),
            "mean_absolute_percentage_error": m.mean_absolute_percentage_error(truth, predicted, **shared),
            "explained_variance": m.explained_variance_score(truth, predicted, **shared) if len(truth) > 1 else math.nan,
            "pearson_r": math.nan if constant else cov[0, 1] / math.sqrt(cov[0, 0] * cov[1, 1]),
        }
        | ({"spearman_r": math.nan if constant else scipy.stats.spearmanr(t, p).statistic} if repeated else {}),
    }


def regression_cases():
    rng = np.random.default_rng(3)
    for n in (2, 3, 12, 41):
        for kind in ("none", "integers", "fractions", "zeros") if n > 3 else ("none", "integers"):
            for offset, decimals in ((0, 6), (0, 0), (1000, 2)):
                truth = offset + np.round(rng.normal(0, 3, n), decimals)
                predicted = truth + np.round(rng.normal(0.5, 1, n), decimals)
                yield regression(f"{n} rows, {kind}, about {offset}, {decimals} decimals", truth, predicted, some_weights(kind, n, rng))
    yield regression("perfect", [1, 2, 3], [1, 2, 3])
    yield regression("constant truth", [2, 2, 2], [1, 2, 3])
    yield regression("constant truth, perfect", [2, 2, 2], [2, 2, 2])
    yield regression("constant predictions", [1, 2, 3], [2, 2, 2])
    yield regression("constant error", [1, 2, 3], [2, 3, 4])
    yield regression("one row", [1], [2])
    yield regression("zeros in truth", [0, 0, 1], [0, 1, 1])


# Bootstrap


def bootstrap_cases():
    rng = np.random.default_rng(4)

    def interval(data, statistic, paired):
        result = scipy.stats.bootstrap(
            data, statistic, n_resamples=20000, method="percentile", paired=paired, vectorized=False, rng=np.random.default_rng(0))
        return [result.confidence_interval.low, result.confidence_interval.high]

    truth = np.repeat([0, 1], [80, 40])
    scores = np.round(np.clip(rng.normal(0.4 + 0.2 * truth, 0.2), 0, 1), 2)

    def stratified(score):
        return interval((scores[truth == 0], scores[truth == 1]), lambda a, b: score(truth, np.concatenate([a, b])), False)

    yield {
        "kind": "classification",
        "truth": truth,
        "scores": scores,
        "intervals": {
            "accuracy": stratified(lambda y, s: np.mean(y == (s >= 0.5))),
            "recall": stratified(lambda y, s: np.mean(s[y == 1] >= 0.5)),
            "roc_auc": stratified(lambda y, s: scipy.stats.mannwhitneyu(s[y == 1], s[y == 0], method="asymptotic").statistic / 3200),
            "brier_score": stratified(lambda y, s: np.mean((y - s) ** 2)),
        },
    }
    truth = np.round(rng.normal(0, 3, 100), 3)
    scores = np.round(truth + rng.normal(0.5, 1, 100), 3)

    def rows(score):
        return interval((truth, scores), score, True)

    yield {
        "kind": "regression",
        "truth": truth,
        "scores": scores,
        "intervals": {
            "r2": rows(lambda y, p: 1 - np.sum((y - p) ** 2) / np.sum((y - y.mean()) ** 2)),
            "mae": rows(lambda y, p: np.mean(np.abs(y - p))),
            "median_absolute_error": rows(lambda y, p: np.median(np.abs(y - p))),
            "pearson_r": rows(lambda y, p: np.corrcoef(y, p)[0, 1]),
        },
    }


# Sampling


def fold_numbers(splitter, rows, y, groups):
    folds = np.full(rows, -1)
    for number, (_, test) in enumerate(splitter.split(np.zeros(rows), y, groups)):
        folds[test] = number
    return folds


def fold_cases():
    rng = np.random.default_rng(5)
    for rows, folds in ((5, 2), (10, 5), (23, 3), (60, 4), (60, 7), (61, 10)):
        y = rng.permutation(np.concatenate([np.zeros(folds), rng.choice(3, rows - folds, p=[0.6, 0.3, 0.1])])).astype(int)
        groups = rng.permutation(np.concatenate([np.arange(folds), rng.integers(0, rows // 2 + 1, rows - folds)]))
        yield {
            "folds": folds,
            "strata": y,
            "groups": groups,
            "plain": fold_numbers(KFold(folds), rows, None, None),
            "stratified": fold_numbers(StratifiedKFold(folds), rows, y, None),
            "grouped": fold_numbers(GroupKFold(folds), rows, None, groups),
            "stratifiedGrouped": fold_numbers(StratifiedGroupKFold(folds), rows, y, groups),
        }


def split_cases():
    rng = np.random.default_rng(6)
    for rows in (4, 10, 37, 150):
        for test, train in ((0.25, None), (None, 0.7), (0.33, 0.5), (3, None), (None, 3), (1, 2), (0.999, None), (None, 0.001)):
            try:
                parts = train_test_split(np.arange(rows), test_size=test, train_size=train, random_state=0)
                sizes = [len(parts[0]), len(parts[1])]
            except ValueError:
                sizes = None
            y = rng.permutation(np.concatenate([np.repeat(np.arange(2), 2), rng.choice(2, rows - 4, p=[0.7, 0.3])]))
            try:
                train_rows, test_rows = next(StratifiedShuffleSplit(1, test_size=test, train_size=train, random_state=0).split(y, y))
                classes = [np.bincount(y[part], minlength=2) for part in (train_rows, test_rows)]
            except ValueError:
                classes = None
            yield {
                "rows": rows,
                "test": test if isinstance(test, float) else None,
                "testCount": test if isinstance(test, int) else None,
                "train": train if isinstance(train, float) else None,
                "trainCount": train if isinstance(train, int) else None,
                "sizes": sizes,
                "strata": y,
                "classes": classes,
            }


# Scaling and description


def column_cases():
    rng = np.random.default_rng(7)
    columns = {
        "normal": rng.normal(3, 2, 100),
        "skewed": rng.exponential(2, 300),
        "missing": np.where(rng.random(40) < 0.3, math.nan, rng.normal(0, 1, 40)),
        "large mean": 1e8 + rng.normal(0, 1, 50),
        "integers": rng.integers(0, 5, 60).astype(float),
        "constant": np.full(10, 0.1),
        "near constant": 1e6 + 1e-12 * rng.normal(0, 1, 10),
        "two values": np.array([1.0, 2.0]),
        "one value": np.array([5.0]),
        "outliers": np.concatenate([rng.normal(0, 1, 50), [20, -15, 8]]),
        "zeros and one": np.concatenate([np.zeros(30), [1]]),
    }
    for name, values in columns.items():
        values = np.round(values, 6) if name not in ("near constant",) else values
        series = pd.Series(values)
        weights = rng.integers(1, 64, len(values)) / 16
        present = values[~np.isnan(values)]
        scaler = StandardScaler().fit(values[:, None])
        weighted = StandardScaler().fit(values[:, None], sample_weight=weights)
        q1, q2, q3 = np.percentile(present, [25, 50, 75])
        inside = present[(present >= q1 - 1.5 * (q3 - q1)) & (present <= q3 + 1.5 * (q3 - q1))]
        histograms = {rule: np.histogram(present, bins=rule) for rule in ("auto", "fd", "sturges")}
        yield {
            "name": name,
            "values": values,
            "weights": weights,
            "scaler": [scaler.mean_[0], scaler.scale_[0]],
            "weightedScaler": [weighted.mean_[0], weighted.scale_[0]],
            "summary": [len(present), series.mean(), series.std(), series.min(), q1, q2, q3, series.max(), series.skew()],
            "whiskers": [min(inside.min(), q1), max(inside.max(), q3)],
            "histograms": {rule: {"counts": counts, "edges": edges} for rule, (counts, edges) in histograms.items()},
        }


write("classification.json", classification_cases())
write("curves.json", curve_cases())
write("regression.json", regression_cases())
write("bootstrap.json", bootstrap_cases())
write("folds.json", fold_cases())
write("splits.json", split_cases())
write("columns.json", column_cases())
