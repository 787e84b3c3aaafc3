"""A random forest of 500 trees on 80,000 rows of 50 features."""

from galley import Notebook, steps_of
from harness import GALLEY, Contenders, Failure, Measures, Settings, interleave, run_peer
from results import Row, rows
from works.parts import TABLES, classification, notebook_beside, read_tables

NOTEBOOK = """---
title: A random forest
---

""" + TABLES + """
```{model.random_forest forest}
data: $train
target: class
task: classification
n_estimators: TREES
```

```{model.evaluate scores}
model: $forest
data: $test
bootstrap: 0
```
"""


def measure(settings: Settings) -> list[Row]:
    samples, trees = (5_000, 20) if settings.is_quick else (100_000, 500)
    data = classification(settings, samples)
    contenders: Contenders = {}
    if settings.galley:
        text = NOTEBOOK.replace("TREES", str(trees))
        notebook = notebook_beside(settings, data, "random-forest", text)
        contenders[GALLEY] = lambda: _galley(notebook)
    peer = f"scikit-learn, {settings.cores} threads"
    contenders[peer] = lambda: run_peer("random_forest.py", data, trees, settings.cores)
    taken = interleave(settings, contenders, settings.rounds(3))
    work = f"forest of {trees} trees, {int(samples * 0.8):,} × 50"
    return [
        rows(f"{work}: fit", "s", taken, "seconds", "an eighth of scikit-learn's"),
        rows(f"{work}: program", "s", taken, "process_seconds"),
        rows(f"{work}: peak memory", "B", taken, "peak", "a third of scikit-learn's"),
        rows(f"{work}: accuracy", "score", taken, "accuracy", "within 0.005"),
    ]


def _galley(notebook: Notebook) -> Measures:
    read_tables(notebook)
    finished = notebook.run()
    steps = steps_of(finished)
    if steps["forest"]["status"] != "ran":
        raise Failure(f"the forest was to be fitted, and is {steps['forest']['status']}")
    return {
        "seconds": steps["forest"]["seconds"], "process_seconds": finished.seconds, "peak": finished.peak,
        "accuracy": steps["scores"]["metrics"]["accuracy"]}
