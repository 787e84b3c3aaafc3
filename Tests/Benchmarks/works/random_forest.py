"""A random forest of 500 trees on 80,000 rows of 50 features."""

import os
from pathlib import Path

from galley import Notebook, steps_of
from harness import GALLEY, Contenders, Failure, Measures, Settings, interleave, run_peer
from results import Row, rows

NOTEBOOK = """---
title: A random forest
---

```{table.read train}
path: train.arrow
```

```{table.read test}
path: test.arrow
```

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

INFORMATIVE = 25
"""Features that tell the classes apart: so many that a forest of 500 trees is right for about 0.956 of the rows."""


def measure(settings: Settings) -> list[Row]:
    samples, trees = (5_000, 20) if settings.is_quick else (100_000, 500)
    data = classification(settings, samples)
    contenders: Contenders = {}
    if settings.galley:
        text = NOTEBOOK.replace("TREES", str(trees))
        notebook = notebook_beside(settings, data, "random-forest", text, ("train.arrow", "test.arrow"))
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


def classification(settings: Settings, samples: int) -> Path:
    """The data of the forest and of the logistic regression."""
    return settings.data("classification", samples, INFORMATIVE)


def notebook_beside(settings: Settings, data: Path, name: str, text: str, files: tuple[str, ...]) -> Notebook:
    """A notebook in a folder of its own, its data linked beside it."""
    folder = settings.folder(name)
    for file in files:
        os.link(data / file, folder / file)
    return Notebook(settings, folder, text)


def _galley(notebook: Notebook) -> Measures:
    # The tables are read by earlier runs, as the peer's clock starts when they are read.
    notebook.forget()
    notebook.run("--until", "train")
    notebook.run("--until", "test")
    finished = notebook.run()
    steps = steps_of(finished)
    if steps["forest"]["status"] != "ran":
        raise Failure(f"the forest was to be fitted, and is {steps['forest']['status']}")
    return {
        "seconds": steps["forest"]["seconds"], "process_seconds": finished.seconds, "peak": finished.peak,
        "accuracy": steps["scores"]["metrics"]["accuracy"]}
