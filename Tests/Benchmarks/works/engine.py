"""What Galley's engine itself needs: for many steps, for busy cores, for large files. It has no peer here."""

import ctypes
import os
import subprocess
import time
from pathlib import Path

from galley import Notebook, statuses
from harness import GALLEY, Failure, Measures, Settings, environment, interleave
from results import Row, rows
from step_graph import notebook, write_source

GRAPHS = (1_000, 2_000, 5_000, 10_000)
QUICK_GRAPHS = (100, 200)
PAUSE = 2.5
"""Seconds until files are old enough for their times to be trusted, as after any pause of an author."""


def measure(settings: Settings) -> list[Row]:
    if not settings.galley:
        return []
    table: list[Row] = []
    for steps in QUICK_GRAPHS if settings.is_quick else GRAPHS:
        table += _graph(settings, steps)
    return [*table, _busy_cores(settings), _hashing(settings)]


def _graph(settings: Settings, steps: int) -> list[Row]:
    """Time and memory of a graph of cheap steps: run for the first time, then with nothing to do."""
    folder = settings.folder("engine-graph")
    write_source(folder)
    book = Notebook(settings, folder, notebook(steps))
    first = book.run()
    if found := statuses(first) - {"ran"}:
        raise Failure(f"steps of the first run are {', '.join(sorted(found))}")
    time.sleep(PAUSE)
    if found := statuses(book.run()) - {"cached"}:
        raise Failure(f"steps of the second run are {', '.join(sorted(found))}")
    idle = interleave(settings, {GALLEY: lambda: book.run().measures}, settings.rounds(5))
    return [
        Row(f"{steps:,} steps, first run: time a step", "s", [first.seconds / steps], {}),
        Row(f"{steps:,} steps, first run: peak memory", "B", [first.peak], {}),
        rows(f"{steps:,} steps, nothing to do: time", "s", idle, "seconds"),
        rows(f"{steps:,} steps, nothing to do: peak memory", "B", idle, "peak"),
    ]


# MARK: Busy cores


def _busy_cores(settings: Settings) -> Row:
    steps = 50 if settings.is_quick else 1000
    data = settings.data("classification", 5_000, 25)
    taken = interleave(settings, {GALLEY: lambda: _forests(settings, data, steps)}, settings.rounds(3))
    cost = 1e3 * sum(sample["cpu"] for sample in taken[GALLEY]) / len(taken[GALLEY]) / steps
    return rows(f"{steps:,} steps side by side, {cost:.0f} ms of CPU each: share of the cores used", "share", taken, "share")


def _forests(settings: Settings, data: Path, steps: int) -> Measures:
    """Small forests, each from another seed, none of which needs another."""
    folder = settings.folder("engine-busy-cores")
    os.link(data / "test.arrow", folder / "rows.arrow")
    forests = [
        f"```{{model.random_forest forest{seed}}}\n#| show: []\ndata: $rows\ntarget: class\ntask: classification\n"
        f"n_estimators: {TREES}\nmax_depth: 8\nseed: {seed}\n```\n" for seed in range(steps)]
    text = "\n".join(["---\ntitle: Many forests\n---\n", "```{table.read rows}\npath: rows.arrow\n```\n", *forests])
    book = Notebook(settings, folder, text)
    book.run("--until", "rows")
    seconds, cpu = _time_of_all(book, settings)
    return {"share": cpu / (seconds * settings.cores), "cpu": cpu}


TREES = 8
"""So many that a forest takes some 20 ms."""


def _time_of_all(book: Notebook, settings: Settings) -> tuple[float, float]:
    """Seconds of a run, and of the CPU by all its processes: those that outlive the engine are waited for too."""
    subreaper = 36  # PR_SET_CHILD_SUBREAPER
    if ctypes.CDLL(None, use_errno=True).prctl(subreaper, 1, 0, 0, 0) != 0:
        raise Failure("the processes of a run cannot be told")
    before = os.times()
    started = time.perf_counter()
    command = [str(settings.galley), "run", book.path.name, "--jobs", str(settings.cores)]
    with subprocess.Popen(
        command, cwd=book.path.parent, env=environment(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL) as process:
        status = process.wait()
    seconds = time.perf_counter() - started
    try:
        while True:
            os.wait()
    except ChildProcessError:
        pass
    if status:
        raise Failure(f"the run ended with {status}")
    after = os.times()
    return seconds, after.children_user + after.children_system - before.children_user - before.children_system


# MARK: Hashing


def _hashing(settings: Settings) -> Row:
    """A run with nothing to do that knows no file by its time, and reads them all to find that they are as they were."""
    megabytes = 50 if settings.is_quick else 1000
    folder = settings.folder("engine-hashing")
    # A small table in a large file: lines that are left out.
    line = b"# " + b"x" * 997 + b"\n"
    with open(folder / "large.csv", "wb") as file:
        file.write(b"a,b\n1,2\n3,4\n")
        for _ in range(megabytes):
            file.write(line * 1000)
    book = Notebook(settings, folder, "---\ntitle: A large file\n---\n\n```{table.read table}\npath: large.csv\ncomment: '#'\n```\n")
    book.run()
    size = (folder / "large.csv").stat().st_size

    def again() -> Measures:
        (folder / ".galley" / "stat").unlink(missing_ok=True)
        finished = book.run()
        if statuses(finished) != {"cached"}:
            raise Failure("the file was read as a table again")
        return {"rate": size / finished.seconds}

    taken = interleave(settings, {GALLEY: again}, settings.rounds(5))
    (folder / "large.csv").unlink()
    return rows(f"a file of {megabytes:,} MB hashed again, the whole run", "B/s", taken, "rate")
