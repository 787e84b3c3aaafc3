"""Charts drawn as SVG: one of 1,000 points, and one of 1,000,000 points as pixels under vector axes."""

import itertools

from galley import Notebook
from harness import GALLEY, Contenders, Measures, Settings, interleave, run, run_peer
from results import Row, rows

CHARTS = 100

READ = """---
title: Charts
---

```{table.read points}
path: points.csv
```
"""

CHART = """
```{plot.chart chart%d}
data: $points
title: Chart %d
mark: point
encoding:
  x: x
  y: y
  color: {field: kind, type: nominal}
```
"""


def measure(settings: Settings) -> list[Row]:
    small = _measure(settings, 1_000, CHARTS, rounds=7, peers=("matplotlib", "vl-convert"), budget="5 ms")
    large = _measure(settings, 100_000 if settings.is_quick else 1_000_000, 1, rounds=5, peers=("matplotlib",), budget="1 s")
    return [small, large]


def _measure(settings: Settings, points: int, charts: int, rounds: int, peers: tuple[str, ...], budget: str) -> Row:
    data = settings.data("points", points)
    contenders: Contenders = {}
    if settings.galley:
        without = _notebook(settings, data, f"charts-{points}-none", 0)
        drawn = _notebook(settings, data, f"charts-{points}", charts)
        edits = itertools.count()
        contenders[GALLEY] = lambda: _galley(without, drawn, charts, next(edits))
    for library in peers:
        contenders[library] = lambda library=library: run_peer("charts.py", data / "points.csv", library)
    taken = interleave(settings, contenders, settings.rounds(rounds))
    return rows(f"chart of {points:,} points as SVG", "s", taken, "seconds", budget)


def _notebook(settings: Settings, data, name: str, charts: int) -> Notebook:
    folder = settings.folder(name)
    (folder / "points.csv").hardlink_to(data / "points.csv")
    notebook = Notebook(settings, folder, READ + "".join(CHART % (number, number) for number in range(charts)))
    notebook.run()
    return notebook


def _galley(without: Notebook, drawn: Notebook, charts: int, edit: int) -> Measures:
    """What a chart adds to a page: pages are drawn anew as their prose is edited, from results that are kept."""
    seconds = []
    for notebook in (without, drawn):
        notebook.path.write_text(notebook.path.read_text() + f"\nEdit {edit}.\n")
        seconds.append(run([notebook.settings.galley, "render", notebook.path.name], notebook.path.parent).seconds)
    return {"seconds": max(0.0, seconds[1] - seconds[0]) / charts}
