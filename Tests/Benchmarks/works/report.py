"""Pages drawn from results that are kept: what an author waits for after editing prose, what a page weighs, when a reader can use it."""

import itertools
import re
from pathlib import Path
from typing import Callable

from galley import Notebook
from harness import GALLEY, Contenders, Failure, Measures, Settings, interleave, run, run_peer
from results import Row, rows

STEPS = 200
FIGURES = 100

HEAD = "---\ntitle: A report\n---\n\n"

READ = "```{table.read points}\npath: points.csv\n```\n"

CHART = """
## Part %d

The points of part %d, and what is known of them.

```{plot.chart chart%d}
#| caption: The points of part %d
data: $points
mark: point
encoding:
  x: x
  y: y
  color: {field: kind, type: nominal}
title: Part %d
```
"""

DESCRIBE = """
Its columns, described.

```{table.select rows%d}
table: $points
columns: [x, y]
```
"""


def measure(settings: Settings) -> list[Row]:
    steps, figures = (20, 10) if settings.is_quick else (STEPS, FIGURES)
    megabytes = 5 if settings.is_quick else 50
    return [
        *_compare(settings, "prose edited, 50 blocks", _analysis(25, 25), rounds=11, time="100 ms"),
        *_compare(settings, f"page of {steps} steps and {figures} figures", _analysis(steps - figures, figures), rounds=7, time="0.3 s", peak="100 MB", opens="1 s"),
        *_compare(settings, f"{megabytes} MB of images embedded", _pictures(settings, megabytes), rounds=7, time="0.5 s", peak="64 MB"),
        *_compare(settings, "page of one sentence", lambda _: HEAD + "A sentence.\n", rounds=3, weight="100 kB"),
    ]


def _compare(
    settings: Settings, work: str, text: Callable[[Path], str], rounds: int, time: str = "", peak: str = "", opens: str = "", weight: str = ""
) -> list[Row]:
    """Rows of those measures that have a budget."""
    if not settings.galley:
        raise Failure("pandoc's page holds the figures that Galley drew, so Galley is needed")
    folder = settings.folder(f"report-{re.sub(r'[^a-z0-9]+', '-', work)}")
    points = settings.data("points", 300)
    (folder / "points.csv").hardlink_to(points / "points.csv")
    notebook = Notebook(settings, folder, text(folder))
    notebook.run()
    report = notebook.path.with_suffix(".html")
    same = folder / "same.md"
    same.write_text(_as_markdown(notebook, folder))

    edits = itertools.count()

    def galley() -> Measures:
        notebook.path.write_text(f"{text(folder)}\nEdit {next(edits)}.\n")
        return run([settings.galley, "render", notebook.path.name], folder).measures | _page(report, bool(opens))

    def pandoc() -> Measures:
        page = folder / "pandoc.html"
        command = ["pandoc", "--standalone", "--self-contained", "--from", "gfm", "--metadata", "title=A report", "--output", page.name, same.name]
        return run(command, folder).measures | _page(page, bool(opens))

    contenders: Contenders = {GALLEY: galley}
    if settings.has("pandoc", "apt-get install pandoc"):
        contenders["pandoc"] = pandoc
    taken = interleave(settings, contenders, settings.rounds(rounds))
    wanted = [("", "s", "seconds", time), (", peak memory", "B", "peak", peak), (", its bytes", "B", "bytes", weight), (", until it can be used", "s", "usable", opens)]
    return [rows(work + suffix, unit, taken, measure, budget) for suffix, unit, measure, budget in wanted if budget]


def _analysis(tables: int, figures: int) -> Callable[[Path], str]:
    parts = [CHART % ((number,) * 5) for number in range(figures)] + [DESCRIBE % number for number in range(tables - 1)]
    return lambda _: HEAD + READ + "".join(parts)


def _pictures(settings: Settings, megabytes: int) -> Callable[[Path], str]:
    """As many images of 1 MB each, of noise that no compression makes smaller."""
    images = settings.data("noise", megabytes)

    def text(folder: Path) -> str:
        for number in range(megabytes):
            image = folder / f"image{number}.png"
            if not image.exists():
                image.hardlink_to(images / image.name)
        return HEAD + "".join(f"![Noise number {number}](image{number}.png)\n\n" for number in range(megabytes))

    return text


def _as_markdown(notebook: Notebook, folder: Path) -> str:
    """The same page for pandoc: steps as code, figures as the SVG that Galley drew, in files."""
    text = notebook.path.read_text()
    if "plot." not in text:  # A large page is not read: children would seem to have this process's memory.
        return text.split("---\n\n", 1)[1]
    pictures = iter(re.findall(r"<svg [^>]*role=\"img\".*?</svg>", notebook.path.with_suffix(".html").read_text(), re.DOTALL))

    def picture(match: re.Match) -> str:
        if "plot." not in match[0]:
            return match[0]
        path = folder / f"{match[1]}.svg"
        path.write_text(next(pictures).replace("<svg ", "<svg xmlns=\"http://www.w3.org/2000/svg\" ", 1))
        return f"{match[0]}\n\n![A figure]({path.name})\n"

    return re.sub(r"```\{[a-z_.]+ (\w+)\}\n.*?```", picture, text, flags=re.DOTALL).split("---\n\n", 1)[1].replace("```{", "``` {.")


def _page(path: Path, is_opened: bool) -> Measures:
    measures: Measures = {"bytes": float(path.stat().st_size)}
    if is_opened:
        measures["usable"] = run_peer("browser.py", path)["usable"]
    return measures
