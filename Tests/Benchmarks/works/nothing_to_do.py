"""A run of a graph of steps that were all run before."""

import time
from typing import Callable

from galley import Notebook, statuses
from harness import GALLEY, Contenders, Failure, Measures, Settings, interleave, run, say
from results import Row, rows
from step_graph import RUNNERS, Runner, notebook, write_source

BUDGETS = {1000: "50 ms"}
MOST = {"DVC": 100}
"""Steps at most of a peer that takes long to run them for the first time."""


def measure(settings: Settings) -> list[Row]:
    return [_measure(settings, steps) for steps in ((20, 50) if settings.is_quick else (20, 1000))]


def _measure(settings: Settings, steps: int) -> Row:
    contenders: Contenders = {}
    if settings.galley:
        folder = settings.folder(f"nothing-to-do-galley-{steps}")
        write_source(folder)
        book = Notebook(settings, folder, notebook(steps))
        book.run()
        time.sleep(2.5)  # Until files are old enough for their times to be trusted, as after any pause of an author.
        if found := statuses(book.run()) - {"cached"}:
            raise Failure(f"steps of the second run are {', '.join(sorted(found))}")
        contenders[GALLEY] = lambda: book.run().measures
    for runner in RUNNERS:
        if settings.has(runner.program, runner.remedy):
            count = min(steps, MOST.get(runner.name, steps))
            name = runner.name if count == steps else f"{runner.name}, {count:,} steps"
            try:
                contenders[name] = _peer(settings, runner, count)
            except Failure as failure:
                settings.leave_out(f"{runner.name}, {count:,} steps", failure)
    samples = interleave(settings, contenders, settings.rounds(11))
    return rows(f"nothing to do, {steps:,} steps", "s", samples, "seconds", BUDGETS.get(steps, ""))


def _peer(settings: Settings, runner: Runner, steps: int) -> Callable[[], Measures]:
    """Runs the graph once, and gives what runs it again. Raises `Failure` where a second run does something."""
    folder = settings.folder(f"nothing-to-do-{runner.name}-{steps}")
    runner.prepare(folder, steps)
    command = runner.command(settings)
    say(f"  {runner.name} runs {steps:,} steps")
    run(command, folder)
    before = runner.stamps(folder)
    run(command, folder)
    if not before or runner.stamps(folder) != before:
        raise Failure("the second run ran steps")
    return lambda: run(command, folder).measures
