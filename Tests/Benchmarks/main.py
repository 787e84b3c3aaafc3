"""The command: see README.md."""

import argparse
import json
import os
import sys
from pathlib import Path

import galley
import machine
import results
from harness import Failure, Settings, say
from works import (
    charts, engine, executed_steps, gradient_boosting, logistic_regression, mistakes, nothing_to_do, random_forest, read_table, report, start_up,
    supervised)

WORKS = {
    "start-up": start_up.measure,
    "nothing-to-do": nothing_to_do.measure,
    "executed-steps": executed_steps.measure,
    "engine": engine.measure,
    "mistakes": mistakes.measure,
    "random-forest": random_forest.measure,
    "gradient-boosting": gradient_boosting.measure,
    "logistic-regression": logistic_regression.measure,
    "supervised": supervised.measure,
    "charts": charts.measure,
    "report": report.measure,
    "read-table": read_table.measure,
    "read-large-table": read_table.measure_large,
}
ONLY_ON_REQUEST = {"read-large-table"}


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="Tests/Benchmarks/run", description="Measures Galley beside its peers.")
    parser.add_argument(
        "--only", action="append", choices=WORKS, metavar="NAME", help=f"measure this alone; may be repeated: {', '.join(WORKS)}")
    parser.add_argument("--quick", action="store_true", help="small sizes and few rounds: whether all works, not how fast")
    parser.add_argument("--large", action="store_true", help="read a table of 1 GB too")
    parser.add_argument("--cores", type=int, default=2, help="cores for everybody (default: 2)")
    parser.add_argument("--peers-only", action="store_true", help="leave Galley out")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every figure of every round to this file")
    return parser.parse_args()


def main() -> int:
    chosen = options()
    machine.hold_to_cores(chosen.cores)
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "galley-bench"
    settings = Settings(
        cores=chosen.cores, is_quick=chosen.quick, scratch=cache, galley=None if chosen.peers_only else galley.executable())
    about = {
        "Machine": machine.machine(settings), "Versions": machine.versions(settings), "Settings": machine.blas(settings)}
    wanted = chosen.only or [name for name in WORKS if chosen.large or name not in ONLY_ON_REQUEST]

    table: list[results.Row | results.Verdicts] = []
    try:
        for name in wanted:
            say(name)
            try:
                table += WORKS[name](settings)
            except Failure as failure:
                say(f"{name} failed: {failure}")
                table.append(results.Row(name, "s", [], {}, failure=str(failure).splitlines()[0]))
    except KeyboardInterrupt:
        say("interrupted; the figures so far:")

    figures = [row for row in table if isinstance(row, results.Row)]
    if figures:
        print(results.markdown(figures))
        print("\nMedians, with the extremes of the rounds. Ratio: the peer's figure over Galley's; of accuracies, Galley's less the peer's.")
    for verdicts in table:
        if isinstance(verdicts, results.Verdicts):
            print(f"\n{verdicts.markdown()}")
    if chosen.quick:
        print("\n**Small sizes (`--quick`): these figures say that all works, not how fast.**")
    if settings.left_out:
        about["Left out"] = sorted(settings.left_out)
    for heading, lines in about.items():
        print(f"\n{heading}:\n")
        print("\n".join(f"- {line}" for line in lines))
    if chosen.json:
        chosen.json.write_text(json.dumps({"rows": results.as_json(table), **about}, indent=1, ensure_ascii=False) + "\n")
    return 1 if any(row.failure for row in table) else 0


if __name__ == "__main__":
    sys.exit(main())
