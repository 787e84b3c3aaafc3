"""Reading a CSV file of 100 MB, or of 1 GB."""

from galley import Notebook
from harness import GALLEY, Contenders, Measures, Settings, interleave, run_peer
from results import Row, rows
from works.parts import notebook_beside

NOTEBOOK = """---
title: Reading a table
---

```{table.read table}
path: table.csv
```
"""


def measure(settings: Settings) -> list[Row]:
    return _measure(settings, megabytes=10 if settings.is_quick else 100, rounds=5)


def measure_large(settings: Settings) -> list[Row]:
    return _measure(settings, megabytes=50 if settings.is_quick else 1000, rounds=3, memory_budget="3 GB")


def _measure(settings: Settings, megabytes: int, rounds: int, memory_budget: str = "") -> list[Row]:
    data = settings.data("delimited", megabytes)
    with open(data / "table.csv", "rb") as file:
        while file.read(1 << 24):  # In memory from here on, for all.
            pass
    contenders: Contenders = {}
    if settings.galley:
        notebook = notebook_beside(settings, data, "read-table", NOTEBOOK, ("table.csv",))
        contenders[GALLEY] = lambda: _galley(notebook)
    for library, threads in (("pyarrow", settings.cores), ("pandas", 1)):
        name = f"{library}, {threads} {'thread' if threads == 1 else 'threads'}"
        contenders[name] = lambda library=library, threads=threads: run_peer("read_table.py", data / "table.csv", library, threads)
    taken = interleave(settings, contenders, settings.rounds(rounds))
    work = f"CSV of {megabytes:,} MB"
    return [
        rows(f"{work}: step; the peer's call", "s", taken, "seconds"),
        rows(f"{work}: program", "s", taken, "process_seconds"),
        rows(f"{work}: peak memory", "B", taken, "peak", memory_budget),
    ]


def _galley(notebook: Notebook) -> Measures:
    notebook.forget()
    return notebook.measure("table")
