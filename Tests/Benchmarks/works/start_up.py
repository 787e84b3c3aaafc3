"""How long each program takes to say its version, or to be loaded."""

from harness import GALLEY, Contenders, Settings, interleave, run
from results import Row, rows

BUDGET = "20 ms"


def measure(settings: Settings) -> list[Row]:
    commands = {}
    if settings.galley:
        commands[GALLEY] = [settings.galley, "--version"]
    commands["papermill --version"] = ["papermill", "--version"]
    commands["snakemake --version"] = ["snakemake", "--version"]
    if settings.has("Rscript", "apt-get install r-base-core r-cran-knitr"):
        commands["Rscript, knitr loaded"] = ["Rscript", "-e", "library(knitr)"]

    def contender(command: list):
        return lambda: run(command).measures

    contenders: Contenders = {name: contender(command) for name, command in commands.items()}
    for start in contenders.values():
        start()  # Files are in memory from here on, for all.
    return [rows("start", "s", interleave(settings, contenders, settings.rounds(15)), "seconds", BUDGET)]
