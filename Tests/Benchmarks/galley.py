"""Galley, as the benchmarks call it."""

import json
import os
import shutil
from pathlib import Path

from harness import REPOSITORY, Failure, Finished, Measures, Settings, run, say


def executable() -> Path:
    """`$GALLEY`, or the repository's, built in release mode.

    Raises `Failure`.
    """
    if given := os.environ.get("GALLEY"):
        found = shutil.which(given)
        if not found:
            raise Failure(f"GALLEY is '{given}', which cannot be run")
        return Path(found).resolve()
    say("building Galley")
    build = ["swift", "build", "--configuration", "release", "--product", "galley"]
    run(build, REPOSITORY)
    return Path(run([*build, "--show-bin-path"], REPOSITORY).output.strip()) / "galley"


class Notebook:
    """A notebook in a folder, with the store `.galley` beside it."""

    def __init__(self, settings: Settings, folder: Path, text: str):
        self.settings = settings
        self.path = folder / "notebook.md"
        self.path.write_text(text)

    def run(self, *options: str | Path) -> Finished:
        """`galley run --json`, with the cores of the settings."""
        command = [self.settings.galley, "run", self.path.name, "--json", "--jobs", self.settings.cores, *options]
        return run(command, self.path.parent)

    def measure(self, step: str, *options: str | Path) -> Measures:
        """Runs the notebook: `seconds` of one step, which must have run now, and time and peak of the whole process."""
        finished = self.run(*options)
        steps = steps_of(finished)
        if steps[step]["status"] != "ran":
            raise Failure(f"'{step}' was to run, and is {steps[step]['status']}")
        return {"seconds": steps[step]["seconds"], "process_seconds": finished.seconds, "peak": finished.peak}

    def save(self, output: str, path: Path) -> None:
        """`galley show … --to`."""
        run([self.settings.galley, "show", self.path.name, output, "--to", path], self.path.parent)

    def forget(self) -> None:
        """Empties the store and takes the report away."""
        shutil.rmtree(self.path.parent / ".galley", ignore_errors=True)
        self.path.with_suffix(".html").unlink(missing_ok=True)


def steps_of(finished: Finished) -> dict[str, dict]:
    """The steps of a run's JSON, by name."""
    return {step["name"]: step for step in json.loads(finished.output.splitlines()[-1])["steps"]}


def statuses(finished: Finished) -> set[str]:
    return {step["status"] for step in steps_of(finished).values()}
