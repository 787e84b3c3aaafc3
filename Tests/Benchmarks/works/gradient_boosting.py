"""Gradient boosting on the table of the random forest."""

from galley import Notebook, steps_of
from harness import GALLEY, Contenders, Failure, Measures, Settings, interleave, run_peer
from results import Row, rows
from works.parts import TABLES, classification, notebook_beside, read_tables

NOTEBOOK = """---
title: Gradient boosting
---

""" + TABLES + """
```{model.gradient_boosting boosted}
data: $train
target: class
task: classification
n_estimators: ITERATIONS
```

```{model.predict predicted}
model: $boosted
data: $test
keep: none
```

```{model.evaluate scores}
model: $boosted
data: $test
bootstrap: 0
```
"""


def measure(settings: Settings) -> list[Row]:
    samples, iterations = (5_000, 20) if settings.is_quick else (100_000, 200)
    data = classification(settings, samples)
    contenders: Contenders = {}
    if settings.galley:
        text = NOTEBOOK.replace("ITERATIONS", str(iterations))
        notebook = notebook_beside(settings, data, "gradient-boosting", text)
        contenders[GALLEY] = lambda: _galley(notebook)
    for library in ["xgboost", "lightgbm"]:
        contenders[f"{library}, {settings.cores} threads"] = lambda library=library: run_peer(
            "gradient_boosting.py", library, data, iterations, settings.cores)
    taken = interleave(settings, contenders, settings.rounds(5))
    work = f"boosting of {iterations} iterations, {int(samples * 0.8):,} × 50"
    return [
        rows(f"{work}: fit", "s", taken, "seconds"),
        rows(f"{work}: {int(samples * 0.2):,} rows predicted", "s", taken, "predict_seconds"),
        rows(f"{work}: peak memory", "B", taken, "peak"),
        rows(f"{work}: accuracy", "score", taken, "accuracy", "within 0.005"),
    ]


def _galley(notebook: Notebook) -> Measures:
    read_tables(notebook)
    fitted = notebook.run("--until", "boosted")
    finished = notebook.run()
    steps = steps_of(finished)
    if steps_of(fitted)["boosted"]["status"] != "ran" or steps["predicted"]["status"] != "ran":
        raise Failure("a step was to be run, and was not")
    return {
        "seconds": steps_of(fitted)["boosted"]["seconds"], "predict_seconds": steps["predicted"]["seconds"], "peak": fitted.peak,
        "accuracy": steps["scores"]["metrics"]["accuracy"]}
