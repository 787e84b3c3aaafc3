"""Estimators beside scikit-learn's: fit, prediction and score, on the same rows."""

from dataclasses import dataclass
from pathlib import Path

from galley import Notebook, steps_of
from harness import GALLEY, Contenders, Failure, Measures, Settings, interleave, run_peer, say
from results import Row, rows
from works.parts import TABLES, notebook_beside, read_tables

NOTEBOOK = """---
title: An estimator
---

""" + TABLES + """
```{TOOL fitted}
data: $train
target: class
task: TASK
PARAMETERS```

```{model.predict predicted}
model: $fitted.model
data: $test
keep: none
```

```{model.evaluate scores}
model: $fitted.model
data: $test
bootstrap: 0
```
"""


@dataclass
class Case:
    """An estimator with its parameters, as a notebook has it, and the data; `peer` is its name in `peers/supervised.py`."""

    peer: str
    tool: str
    data: tuple[str, ...]
    parameters: str = ""
    fits: int = 3

    @property
    def is_regression(self) -> bool:
        return self.data[0] == "regression"


DIGITS = ("toy", "digits")
TUMOURS = ("toy", "breast_cancer")
MADE = ("classification", 20_000, 25)
LARGE = ("classification", 100_000, 25)
WIDE = ("regression", 20_000, 500)

MEMBERS = "pipelines: {linear: [model.logistic_regression: {max_iter: 1000}], bayes: [model.naive_bayes], forest: [model.random_forest]}\nshuffle: false\n"
CHOICES = "pipeline: [model.random_forest]\ngrid: {random_forest.max_depth: [4, 8, 16, null], random_forest.max_features: [0.1, 0.3]}\n"

CASES = {
    "forest of 500, breast cancer": Case("forest", "model.random_forest", TUMOURS, "n_estimators: 500\n"),
    "forest of 500, digits": Case("forest", "model.random_forest", DIGITS, "n_estimators: 500\n"),
    "extra trees of 500, digits": Case("extra_trees", "model.extra_trees", DIGITS, "n_estimators: 500\n"),
    "grid of forests (8 × 5), digits": Case("grid", "model.search", DIGITS, CHOICES, fits=1),
    "logistic regression, digits": Case("logistic", "model.logistic_regression", DIGITS, "max_iter: 1000\n"),
    "logistic lasso, 80,000 × 50": Case("sparse_logistic", "model.logistic_regression", LARGE, "C: 0.01\nl1_ratio: 1\nmax_iter: 1000\n", fits=1),
    "nearest neighbours, 16,000 × 50": Case("neighbours", "model.k_neighbors", MADE),
    "naive Bayes, 80,000 × 50": Case("bayes", "model.naive_bayes", LARGE),
    "LDA, 80,000 × 50": Case("discriminant", "model.lda", LARGE),
    "decision tree, 80,000 × 50": Case("tree", "model.decision_tree", LARGE, fits=1),
    "support vectors, 16,000 × 50": Case("vectors", "model.svm", MADE, fits=1),
    "linear support vectors, 80,000 × 50": Case("linear_vectors", "model.linear_svm", LARGE, "C: 0.01\n", fits=1),
    "ridge, 16,000 × 500": Case("ridge", "model.ridge", WIDE),
    "lasso path by 5 folds, 16,000 × 500": Case("lasso_path", "model.lasso_cv", WIDE, "shuffle: false\n", fits=1),
    "elastic net path by 5 folds, 16,000 × 500": Case("elastic_net_path", "model.elastic_net_cv", WIDE, "shuffle: false\n", fits=1),
    "50 bagged trees, 16,000 × 50": Case("bagged_trees", "model.bagging", MADE, "pipeline: [model.decision_tree]\nn_estimators: 50\n", fits=1),
    "stack of 3, 16,000 × 50": Case("stack", "model.stacking", MADE, MEMBERS, fits=1),
    "naive Bayes calibrated, 80,000 × 50": Case("calibrated", "model.calibrated", LARGE, "pipeline: [model.naive_bayes]\nmethod: isotonic\nshuffle: false\n"),
}


def measure(settings: Settings) -> list[Row]:
    table: list[Row] = []
    for name, case in CASES.items():
        if settings.is_quick and case.data not in (DIGITS, TUMOURS):
            continue
        say(f" {name}")
        try:
            table += _measure(settings, name, case)
        except Failure as failure:
            say(f" {name} failed: {failure}")
            table.append(Row(name, "s", [], {}, failure=str(failure).splitlines()[0]))
    return table


def _measure(settings: Settings, name: str, case: Case) -> list[Row]:
    data = settings.data(*case.data)
    contenders: Contenders = {}
    if settings.galley:
        notebook = notebook_beside(settings, data, f"supervised-{case.peer}", _text(case))
        contenders[GALLEY] = lambda: _galley(notebook, case)
    for threads in sorted({1, settings.cores}):
        contenders[f"scikit-learn, {threads} {'thread' if threads == 1 else 'threads'}"] = lambda threads=threads: _peer(data, case, threads)
    taken = interleave(settings, contenders, settings.rounds(3))
    return [
        rows(f"{name}: fit", "s", taken, "seconds"), rows(f"{name}: predict", "s", taken, "predict_seconds"),
        rows(f"{name}: {'r²' if case.is_regression else 'accuracy'}", "score", taken, "score"), rows(f"{name}: peak memory", "B", taken, "peak"),
    ]


def _text(case: Case) -> str:
    task = "regression" if case.is_regression else "classification"
    return NOTEBOOK.replace("TOOL", case.tool).replace("TASK", task).replace("PARAMETERS", case.parameters)


def _galley(notebook: Notebook, case: Case) -> Measures:
    read_tables(notebook)
    finished = notebook.run()
    steps = steps_of(finished)
    if steps["fitted"]["status"] != "ran":
        raise Failure(f"'{case.tool}' was to run, and is {steps['fitted']['status']}")
    return {
        "seconds": steps["fitted"]["seconds"], "predict_seconds": steps["predicted"]["seconds"], "peak": finished.peak,
        "score": steps["scores"]["metrics"]["r2" if case.is_regression else "accuracy"]}


def _peer(data: Path, case: Case, threads: int) -> Measures:
    return run_peer("supervised.py", data, case.peer, case.fits, THREADS=str(threads), OPENBLAS_NUM_THREADS=str(threads))
