"""A logistic regression on the table of the random forest."""

import csv
import json
from pathlib import Path
from statistics import median

from galley import Notebook
from harness import GALLEY, HERE, Contenders, Measures, Samples, Settings, interleave, run_peer, run_python
from results import Row, rows
from works.parts import classification, notebook_beside

NOTEBOOK = """---
title: A logistic regression
---

```{table.read train}
path: train.arrow
```

```{model.logistic_regression model}
data: $train
target: class
task: classification
C: 1
```
"""

SOLVERS = ("lbfgs", "newton-cholesky")


def measure(settings: Settings) -> list[Row]:
    samples = 5_000 if settings.is_quick else 100_000
    data = classification(settings, samples)
    folder = settings.folder("logistic-regression-scikit-learn")
    contenders: Contenders = {}
    if settings.galley:
        notebook = notebook_beside(settings, data, "logistic-regression", NOTEBOOK, ("train.arrow",))
        notebook.run("--until", "train")
        contenders[GALLEY] = lambda: _galley(notebook)
    for solver in SOLVERS:
        for threads in sorted({1, settings.cores}):
            name = f"scikit-learn, {solver}, {threads} BLAS {'thread' if threads == 1 else 'threads'}"
            contenders[name] = lambda solver=solver, threads=threads: _peer(data, folder, solver, threads)
    taken = interleave(settings, contenders, settings.rounds(5))
    work = f"logistic regression, {int(samples * 0.8):,} × 50"
    error, usual_error = _errors(settings, data, folder, notebook if settings.galley else None)
    return [
        rows(f"{work}: step; the peer's fit alone", "s", _best(taken, "seconds"), "seconds"),
        rows(f"{work}: step; the peer's load, fit and save", "s", _best(taken, "whole_seconds"), "whole_seconds"),
        Row(f"{work}: farthest coefficient from the minimum", "error", error, {"scikit-learn's defaults": usual_error}),
    ]


def _galley(notebook: Notebook) -> Measures:
    measures = notebook.measure("model", "--force", "model")
    return {**measures, "whole_seconds": measures["seconds"]}


def _peer(data: Path, folder: Path, solver: str, threads: int) -> Measures:
    return run_peer("logistic_regression.py", data, folder, solver, OPENBLAS_NUM_THREADS=str(threads))


def _best(samples: Samples, measure: str) -> Samples:
    """Galley and the fastest of the peer's ways."""
    peers = {name: taken for name, taken in samples.items() if name != GALLEY}
    best = min(peers, key=lambda name: median(sample[measure] for sample in peers[name]))
    return {name: taken for name, taken in samples.items() if name in (GALLEY, best)}


def _errors(settings: Settings, data: Path, folder: Path, notebook: Notebook | None) -> tuple[list[float], list[float]]:
    """The greatest distance of a coefficient from the minimum: Galley's, and that of scikit-learn's default solver."""
    minimum = json.loads(run_python(HERE / "peers" / "logistic_regression.py", data, folder, "minimum").output)
    if notebook is None:
        return [], [minimum["error"]]
    saved = folder / "coefficients.csv"
    notebook.save("model.coefficients", saved)
    with open(saved, newline="") as file:
        ours = {line["feature"]: float(line["coefficient"]) for line in csv.DictReader(file)}
    names = [f"x{place}" for place in range(len(ours) - 1)] + ["(intercept)"]
    error = max(abs(ours[name] - value) for name, value in zip(names, minimum["coefficients"], strict=True))
    return [error], [minimum["error"]]
