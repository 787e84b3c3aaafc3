"""What a cheap step costs where none was run before: the whole run's time over the number of its steps."""

from galley import Notebook, statuses
from harness import GALLEY, Contenders, Failure, Measures, Settings, interleave, run
from results import Row, rows
from step_graph import RUNNERS, Runner, notebook, write_source

BUDGET = "3 ms"
STEPS = {GALLEY: (200, 1000), "ninja": (200, 1000), "knitr": (200,), "Snakemake": (100,), "DVC": (50,)}
QUICK_STEPS = {GALLEY: (50,), "ninja": (50,), "knitr": (20,), "Snakemake": (10,), "DVC": (10,)}


def measure(settings: Settings) -> list[Row]:
    steps = QUICK_STEPS if settings.is_quick else STEPS
    return [_measure(settings, place, steps) for place in range(len(steps[GALLEY]))]


def _measure(settings: Settings, place: int, steps: dict[str, tuple[int, ...]]) -> Row:
    contenders: Contenders = {}
    ours = steps[GALLEY][place]
    if settings.galley:
        contenders[GALLEY] = lambda: _galley(settings, ours)
    for runner in RUNNERS:
        if place < len(steps[runner.name]) and settings.has(runner.program, runner.remedy):
            count = steps[runner.name][place]
            name = runner.name if count == ours else f"{runner.name}, {count:,} steps"
            contenders[name] = lambda runner=runner, count=count: _peer(settings, runner, count)
    samples = interleave(settings, contenders, settings.rounds(5))
    return rows(f"an executed step, of {ours:,}", "s", samples, "seconds", BUDGET)


def _galley(settings: Settings, steps: int) -> Measures:
    folder = settings.folder("executed-steps-galley")
    write_source(folder)
    finished = Notebook(settings, folder, notebook(steps)).run()
    if found := statuses(finished) - {"ran"}:
        raise Failure(f"steps of the first run are {', '.join(sorted(found))}")
    return {"seconds": finished.seconds / steps}


def _peer(settings: Settings, runner: Runner, steps: int) -> Measures:
    folder = settings.folder(f"executed-steps-{runner.name}")
    runner.prepare(folder, steps)
    return {"seconds": run(runner.command(settings), folder).seconds / steps}
