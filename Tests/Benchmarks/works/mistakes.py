"""What each program does where results may be reused by mistake, found by running them.

Every cell comes from a folder of its own: the graph is run, left until its files are old enough for their times to be trusted,
run again, which must run nothing, then changed, and run once more. The result is compared with the right one, and the steps
that ran with those that had to.
"""

import csv
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import IO, Callable, Iterable

from galley import steps_of
from harness import GALLEY, Failure, Finished, Settings, environment, run, say
from results import Verdicts
from subtraction import (
    CAREFUL_KNITR_TEXT, DATA, DVC_TEXT, GALLEY_TEXT, KNITR_TEXT, NINJA_TEXT, SNAKEMAKE_TEXT, Text)

RIGHT = "right"
PAUSE = 2.5
"""Seconds until a program trusts the times of its files, as after any pause of an author."""
HOUR = 3600 * 10**9
TIMES = 3
"""How often a run is disturbed: what happens may hang on who is first."""


@dataclass
class Program:
    name: str
    program: str
    remedy: str
    version: Callable[[Settings], str]
    command: Callable[[Settings], list]
    text: Text

    def label(self, settings: Settings) -> str:
        return f"{self.name.split(',')[0]} {self.version(settings)}{''.join(self.name.partition(',')[1:])}"

    def ran(self, folder: Path, finished: list[str]) -> Counter[str]:
        """How often each step was begun, by all runs of this folder. `finished`: what the runs at hand printed."""
        log = folder / "log"
        return Counter(log.read_text().split()) if log.exists() else Counter()

    def difference(self, settings: Settings, folder: Path) -> float | None:
        """The result that stands there; None where there is none."""
        try:
            return float((folder / "difference.txt").read_text())
        except (OSError, ValueError):
            return None

    def has_slow_result(self, settings: Settings, folder: Path) -> bool:
        try:
            return (folder / "slow.txt").read_text() == DATA["left.csv"]
        except OSError:
            return False


class GalleyProgram(Program):
    """Galley runs no programs in this release, so its steps cannot write a log: those that ran are those that its JSON names."""

    def ran(self, folder: Path, finished: list[str]) -> Counter[str]:
        steps = [step for text in finished for step in _galley_steps(text)]
        return Counter(step["name"] for step in steps if step["status"] == "ran")

    def difference(self, settings: Settings, folder: Path) -> float | None:
        saved = folder / "difference.csv"
        saved.unlink(missing_ok=True)
        try:
            run([settings.galley, "show", self.text.file, "difference.table", "--to", saved], folder)
        except Failure:
            return None
        with open(saved, newline="") as file:
            return float(next(csv.DictReader(file))["value"])

    def has_slow_result(self, settings: Settings, folder: Path) -> bool:
        """Whether the forest is that of an undisturbed run."""
        undisturbed = settings.folder("mistakes-undisturbed")
        self.text.prepare(undisturbed, self.text.slow)
        models = []
        for place in (undisturbed, folder):
            if place == undisturbed:
                run(self.command(settings), place)
            run([settings.galley, "show", self.text.file, "slow.model", "--to", place / "model.zip"], place)
            models.append((place / "model.zip").read_bytes())
        return models[0] == models[1]


def _galley_steps(text: str) -> list[dict]:
    return list(steps_of(Finished(0, 0, text)).values()) if text.strip() else []


KNITR = "apt-get install r-base-core r-cran-knitr"


def _knitr_version(_: Settings) -> str:
    return run(["Rscript", "-e", "cat(format(packageVersion('knitr')))"]).output


def _knit(_: Settings) -> list:
    return ["Rscript", "-e", "knitr::knit('graph.Rmd', quiet = TRUE)"]


PEERS = [
    Program("Snakemake", "snakemake", "it is in requirements.txt", lambda _: version("snakemake"),
            lambda settings: ["snakemake", "--cores", settings.cores], SNAKEMAKE_TEXT),
    Program("DVC", "dvc", "it is in requirements.txt", lambda _: version("dvc"), lambda _: ["dvc", "repro"], DVC_TEXT),
    Program("knitr, dependson", "Rscript", KNITR, _knitr_version, _knit, KNITR_TEXT),
    Program("knitr, dependson and cache.extra", "Rscript", KNITR, _knitr_version, _knit, CAREFUL_KNITR_TEXT),
    Program("ninja", "ninja", "apt-get install ninja-build", lambda _: run(["ninja", "--version"]).output.strip(),
            lambda settings: ["ninja", f"-j{settings.cores}"], NINJA_TEXT),
]


def measure(settings: Settings) -> list[Verdicts]:
    programs = [program for program in PEERS if settings.has(program.program, program.remedy)]
    if settings.galley:
        galley = GalleyProgram(
            GALLEY, "", "", lambda settings: run([settings.galley, "--version"]).output.strip(),
            lambda settings: [settings.galley, "run", GALLEY_TEXT.file, "--json", "--jobs", settings.cores], GALLEY_TEXT)
        programs.insert(0, galley)
    table = Verdicts("what goes wrong", [program.label(settings) for program in programs])
    for situation in SITUATIONS:
        say(f"  {situation.name}")
        table.rows[situation.name] = [_judge(settings, situation, program) for program in programs]
    for program, cells in zip(programs, zip(*table.rows.values())):
        if program.name == GALLEY:
            wrong = [situation for situation, cell in zip(table.rows, cells) if cell != RIGHT]
            table.failure = "; ".join(wrong)
    return [table]


def _judge(settings: Settings, situation: "Situation", program: Program) -> str:
    try:
        return situation.judge(settings, program)
    except Failure as failure:
        settings.leave_out(f"{program.name}, {situation.name}", failure)
        return "not judged"


# MARK: An edit between two runs


@dataclass
class Edit:
    name: str
    change: Callable[[Program, Path], None]
    result: float
    """The right difference after the change."""
    must_run: frozenset[str] = frozenset()
    """Steps that have to run for the change to have been seen, whatever the result says."""
    needless: frozenset[str] = frozenset()
    """Steps that have no reason to run."""

    def judge(self, settings: Settings, program: Program) -> str:
        folder = _settled(settings, program, program.text.graph)
        before = program.ran(folder, [])
        self.change(program, folder)
        try:
            output = run(program.command(settings), folder).output
        except Failure:
            return "refuses"
        ran = program.ran(folder, [output]) - before
        if program.difference(settings, folder) != self.result:
            return "wrong result" if ran else "misses the edit"
        if missed := self.must_run - set(ran):
            return f"misses the edit ('{', '.join(sorted(missed))}' does not run; here the result is the same)"
        if twice := [step for step, times in ran.items() if times > 1]:
            return f"runs twice ('{', '.join(twice)}')"
        if idle := self.needless & set(ran):
            return f"runs needlessly ('{', '.join(sorted(idle))}')"
        return RIGHT


def _settled(settings: Settings, program: Program, text: str) -> Path:
    """A folder where the graph was run and has nothing left to do."""
    folder = settings.folder(f"mistakes-{program.name.replace(', ', '-').replace(' ', '-')}")
    program.text.prepare(folder, text)
    run(program.command(settings), folder)
    time.sleep(PAUSE)
    before = program.ran(folder, [])
    output = run(program.command(settings), folder).output
    if again := program.ran(folder, [output]) - before:
        raise Failure(f"a second run ran {', '.join(again)}")
    if program.difference(settings, folder) != 2:
        raise Failure(f"the difference is {program.difference(settings, folder)} and not 2")
    return folder


CHANGED = DATA["left.csv"].replace("7", "9")


def _edit(old: str, new: str) -> Callable[[Program, Path], None]:
    def change(_: Program, folder: Path) -> None:
        (folder / "left.csv").write_text(DATA["left.csv"].replace(old, new))

    return change


def _replace_by_older(_: Program, folder: Path) -> None:
    older = folder / "older.csv"
    older.write_text(CHANGED)
    long_ago = (folder / "left.csv").stat().st_mtime_ns - HOUR
    os.utime(older, ns=(long_ago, long_ago))
    shutil.copy2(older, folder / "left.csv")  # cp -p


def _edit_and_restore_time(_: Program, folder: Path) -> None:
    file = folder / "left.csv"
    stamp = file.stat()
    file.write_text(CHANGED)
    os.utime(file, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))


# MARK: Runs that are disturbed


@dataclass
class Kill:
    """The program is killed in the middle of a step, then called again."""

    name: str

    def judge(self, settings: Settings, program: Program) -> str:
        return _all_of(self._once(settings, program) for _ in range(TIMES))

    def _once(self, settings: Settings, program: Program) -> str:
        folder = _slow_folder(settings, program)
        process, _ = _start(settings, program, folder)
        _wait_for_slow_step(program, folder, process)
        descendants = _descendants(process.pid)
        process.kill()
        process.wait()
        time.sleep(0.3)
        left = [pid for pid in descendants if _is_running(pid)]
        verdicts = ["writes on after kill"] if left else []
        again, output = _start(settings, program, folder)
        if again.wait():
            verdicts.append(f"refuses ({_complaint(folder)})")
        elif not program.has_slow_result(settings, folder) or not program.ran(folder, [_text(output)]):
            verdicts.append("wrong result")
        for pid in left:
            while _is_running(pid):
                time.sleep(0.1)
        return ", then ".join(verdicts) or RIGHT


@dataclass
class AtOnce:
    """Two of the program are started at the same moment in the same folder."""

    name: str

    def judge(self, settings: Settings, program: Program) -> str:
        return _all_of(self._once(settings, program) for _ in range(TIMES))

    def _once(self, settings: Settings, program: Program) -> str:
        folder = _slow_folder(settings, program)
        started = [_start(settings, program, folder) for _ in range(2)]
        failed = sum(process.wait() != 0 for process, _ in started)
        times = program.ran(folder, [_text(output) for _, output in started])["slow"]
        if failed:
            return f"refuses ({'both' if failed == 2 else 'one of the two'}: {_complaint(folder)})"
        if not program.has_slow_result(settings, folder):
            return "wrong result"
        return RIGHT if times == 1 else "runs twice"


def _all_of(verdicts: Iterable[str]) -> str:
    """Each verdict once."""
    return " or ".join(dict.fromkeys(verdicts))


def _slow_folder(settings: Settings, program: Program) -> Path:
    folder = settings.folder(f"mistakes-{program.name.replace(', ', '-').replace(' ', '-')}")
    program.text.prepare(folder, program.text.slow)
    return folder


def _start(settings: Settings, program: Program, folder: Path) -> tuple[subprocess.Popen, IO[bytes]]:
    """A process, and the file of its standard output: a pipe would be held open by what outlives it."""
    options = ["--events", "events"] if program.name == GALLEY else []
    output = tempfile.TemporaryFile()
    errors = open(folder / "errors", "ab")
    process = subprocess.Popen(
        [str(part) for part in [*program.command(settings), *options]], cwd=folder, env=environment(),
        stdin=subprocess.DEVNULL, stdout=output, stderr=errors)
    errors.close()
    return process, output


def _text(output: IO[bytes]) -> str:
    with output:
        output.seek(0)
        return output.read().decode(errors="replace")


def _complaint(folder: Path) -> str:
    """What a program says when it refuses, in its own words."""
    lines = (folder / "errors").read_text(errors="replace").splitlines()
    words = next((line for line in lines if re.search("error|exception", line, re.IGNORECASE)), "it does not say why")
    words = words.replace(f"{folder}/", "").replace("|", "/").strip().removeprefix("ERROR: ").rstrip(":")
    return words if len(words) <= 60 else f"{words[:60].rstrip()} …"


def _wait_for_slow_step(program: Program, folder: Path, process: subprocess.Popen) -> None:
    """Until half a second after the step has begun."""
    file, sign = (folder / "events", '"slow"') if program.name == GALLEY else (folder / "log", "slow")
    deadline = time.monotonic() + 60
    while not file.exists() or sign not in file.read_text():
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            raise Failure("the slow step was never begun")
        time.sleep(0.01)
    time.sleep(0.5)
    if process.poll() is not None:
        raise Failure("the slow step was over before it could be disturbed")


def _descendants(pid: int) -> list[int]:
    children: list[int] = []
    for thread in Path(f"/proc/{pid}/task").iterdir():
        children += map(int, (thread / "children").read_text().split())
    return children + [below for child in children for below in _descendants(child)]


def _is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


Situation = Edit | Kill | AtOnce

SITUATIONS: list[Situation] = [
    Edit("two inputs of a step are swapped in the text",
         lambda program, folder: program.text.write(folder, program.text.swapped), -2, needless=frozenset({"left", "right", "first"})),
    Edit("other data come under an older time (`cp -p`)", _replace_by_older, 4),
    Edit("data are edited, size and time stay the same", _edit_and_restore_time, 4),
    Edit("data are edited, the text stays the same", _edit("7", "9"), 4),
    Edit("a comment is added to a step",
         lambda program, folder: program.text.write(folder, program.text.commented), 2,
         needless=frozenset({"left", "right", "first", "mean", "difference"})),
    Edit("a step runs again and gives the same bytes",
         _edit("a\n", "b\n"), 2,
         must_run=frozenset({"first"}), needless=frozenset({"right", "mean", "difference"})),
    Kill("killed (`kill -9`) in the middle of a step, then called again"),
    AtOnce("two are started at once in one folder"),
]
