"""Rows to train on and rows held out, as works that fit models have them."""

import os
from pathlib import Path

from galley import Notebook
from harness import Settings

FILES = ("train.arrow", "test.arrow")

TABLES = """```{table.read train}
path: train.arrow
```

```{table.read test}
path: test.arrow
```
"""

INFORMATIVE = 25
"""Features that tell the classes apart: so many that a forest of 500 trees is right for about 0.956 of the rows."""


def classification(settings: Settings, samples: int) -> Path:
    """The data of the forest, of boosting and of the logistic regression."""
    return settings.data("classification", samples, INFORMATIVE)


def notebook_beside(settings: Settings, data: Path, name: str, text: str, files: tuple[str, ...] = FILES) -> Notebook:
    """A notebook in a folder of its own, its data linked beside it."""
    folder = settings.folder(name)
    for file in files:
        os.link(data / file, folder / file)
    return Notebook(settings, folder, text)


def read_tables(notebook: Notebook) -> None:
    """Empties the store and reads the tables, as the peer's clock starts when they are read."""
    notebook.forget()
    notebook.run("--until", "train")
    notebook.run("--until", "test")
