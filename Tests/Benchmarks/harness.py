"""Processes measured, in interleaved rounds.

The harness imports no numerical library: a child's peak memory starts from that of the process that made it.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent

GALLEY = "Galley"

Measures = dict[str, float]


class Failure(Exception):
    """A program did not do what was to be measured."""


@dataclass
class Settings:
    cores: int
    is_quick: bool
    scratch: Path
    galley: Path | None
    """None: only the peers are measured."""
    left_out: set[str] = field(default_factory=set)
    """What was not measured, and why."""

    def rounds(self, usual: int) -> int:
        return min(usual, 3) if self.is_quick else usual

    def folder(self, name: str) -> Path:
        """An empty folder to work in."""
        path = self.scratch / "work" / name
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir(parents=True)
        return path

    def data(self, generator: str, *arguments: str | int) -> Path:
        """A folder of data that `data.py` made, now or by an earlier call."""
        path = self.scratch / "data" / "-".join([generator, *map(str, arguments)])
        if not path.exists():
            say(f"making {path}")
            unfinished = path.with_name(path.name + ".unfinished")
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir(parents=True)
            run_python(HERE / "data.py", generator, unfinished, *arguments)
            unfinished.rename(path)
        return path

    def has(self, program: str, remedy: str) -> bool:
        """Whether a peer is there; a line of the results says so where it is not."""
        if shutil.which(program, path=environment()["PATH"]):
            return True
        self.leave_out(program, f"not found ({remedy})")
        return False

    def leave_out(self, peer: str, why: object) -> None:
        self.left_out.add(f"{peer}: {' '.join(str(why).split())}")
        say(f"  left out: {peer}: {why}")


@dataclass
class Finished:
    seconds: float
    """From before the start to after the end of the process."""
    peak: int
    """Bytes resident at most, of the process or of its largest descendant."""
    output: str
    """Standard output."""

    @property
    def measures(self) -> Measures:
        return {"seconds": self.seconds, "peak": self.peak}


def environment(**changes: str) -> dict[str, str]:
    """This process's environment, with the programs of its Python first in the path."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    return {**os.environ, "PATH": path, **changes}


def run(command: list, folder: Path | None = None, statuses: tuple[int, ...] = (0,), **variables: str) -> Finished:
    """Runs a program to its end. Its standard error is shown only where it fails.

    Raises `Failure` where its exit status is not among `statuses`.
    """
    arguments = [str(part) for part in command]
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        started = time.perf_counter()
        process = subprocess.Popen(
            arguments, cwd=folder, env=environment(**variables), stdin=subprocess.DEVNULL, stdout=output, stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read().decode(errors="replace")
        if process.returncode not in statuses:
            errors.seek(0)
            tail = (text + errors.read().decode(errors="replace")).strip()[-600:]
            raise Failure(f"'{' '.join(arguments)[:200]}' ended with {process.returncode}: {tail}")
    return Finished(seconds, usage.ru_maxrss * 1024, text)


def run_python(script: Path, *arguments, **variables: str) -> Finished:
    return run([sys.executable, script, *arguments], **variables)


def run_peer(script: str, *arguments, **variables: str) -> Measures:
    """What a script of `peers/` prints, one JSON object of numbers, and the time and peak of its process."""
    finished = run_python(HERE / "peers" / script, *arguments, **variables)
    own = json.loads(finished.output.splitlines()[-1])
    return {**own, "process_seconds": finished.seconds, "peak": finished.peak}


Contenders = dict[str, Callable[[], Measures]]
Samples = dict[str, list[Measures]]


def interleave(settings: Settings, contenders: Contenders, rounds: int) -> Samples:
    """Runs every contender once a round (A B C A B C …), so that a slow minute of the machine strikes all of them.

    A peer that fails is left out, with a line in the results; Galley's `Failure` is raised.
    """
    samples: Samples = {name: [] for name in contenders}
    for number in range(rounds):
        for name in list(samples):
            say(f"  round {number + 1} of {rounds}: {name}")
            try:
                samples[name].append(contenders[name]())
            except Failure as failure:
                if name == GALLEY:
                    raise
                settings.leave_out(name, failure)
                del samples[name]
    return samples


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
