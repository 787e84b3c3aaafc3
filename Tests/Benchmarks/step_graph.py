"""The same graph of cheap steps for each program: step 0 reads a file, and step n takes what step (n - 1) / 10 made.

So each step but the first has one step above it, and there are about four levels in a thousand steps.
"""

from dataclasses import dataclass, field
from itertools import islice, permutations
from pathlib import Path
from typing import Callable

from harness import Settings

COLUMNS = "abcdefgh"  # 40,320 orders: every step gives a table of its own, so that no two have one result.


def parent(step: int) -> int:
    return (step - 1) // 10


def write_source(folder: Path) -> None:
    lines = [",".join(COLUMNS)] + [",".join(str(row * 10 + column) for column in range(len(COLUMNS))) for row in range(20)]
    (folder / "source.csv").write_text("\n".join(lines) + "\n")


def notebook(steps: int) -> str:
    blocks = ["---\ntitle: A graph of steps\n---\n", "```{table.read s0}\npath: source.csv\n```\n"]
    orders = islice(permutations(COLUMNS), 1, steps)
    for step, order in enumerate(orders, start=1):
        blocks.append(f"```{{table.select s{step}}}\ntable: $s{parent(step)}\ncolumns: [{', '.join(order)}]\n```\n")
    return "\n".join(blocks)


def ninja(steps: int) -> str:
    edges = [f"build s{step}: copy s{parent(step)}" for step in range(1, steps)]
    return "\n".join(["rule copy", "  command = cp $in $out", "build s0: copy source.csv", *edges, ""])


def snakefile(steps: int) -> str:
    def rule(step: int) -> str:
        source = "source.csv" if step == 0 else f"s{parent(step)}"
        return f"rule r{step}:\n    input: '{source}'\n    output: 's{step}'\n    shell: 'cp {{input}} {{output}}'\n"

    wanted = f"rule all:\n    input: [f's{{step}}' for step in range({steps})]\n"
    return "\n".join([wanted, *map(rule, range(steps))])


DVC_CONFIG = "[core]\n    no_scm = True\n    analytics = False\n    check_update = False\n    site_cache_dir = site\n"
"""What `dvc init --no-scm` writes, with nothing asked of the network and nothing kept outside the folder."""


def dvc(steps: int) -> str:
    def stage(step: int) -> str:
        source = "source.csv" if step == 0 else f"s{parent(step)}"
        return f"  s{step}:\n    cmd: cp {source} s{step}\n    deps: [{source}]\n    outs: [s{step}]\n"

    return "".join(["stages:\n", *map(stage, range(steps))])


def knitr(steps: int) -> str:
    blocks = ["```{r s0, cache=TRUE}\ns0 <- read.csv('source.csv')\n```\n"]
    for step in range(1, steps):
        above = parent(step)
        blocks.append(f"```{{r s{step}, cache=TRUE, dependson='s{above}'}}\ns{step} <- rev(s{above})\n```\n")
    return "\n".join(blocks)


@dataclass
class Runner:
    """A program that runs such a graph, and runs nothing that was run before."""

    name: str
    program: str
    remedy: str
    file: str
    text: Callable[[int], str]
    command: Callable[[Settings], list]
    products: str
    """What a run leaves, as a pattern; a run with nothing to do leaves it alone."""
    beside: dict[str, str] = field(default_factory=dict)
    """Other files that the program needs, by their paths."""

    def prepare(self, folder: Path, steps: int) -> None:
        write_source(folder)
        for path, content in self.beside.items():
            (folder / path).parent.mkdir(exist_ok=True)
            (folder / path).write_text(content)
        (folder / self.file).write_text(self.text(steps))

    def stamps(self, folder: Path) -> dict[str, int]:
        return {path.name: path.stat().st_mtime_ns for path in folder.glob(self.products)}


RUNNERS = [
    Runner("ninja", "ninja", "apt-get install ninja-build", "build.ninja", ninja,
           lambda settings: ["ninja", f"-j{settings.cores}"], "s[0-9]*"),
    Runner("knitr", "Rscript", "apt-get install r-base-core r-cran-knitr", "graph.Rmd", knitr,
           lambda _: ["Rscript", "-e", "knitr::knit('graph.Rmd', quiet = TRUE)"], "cache/*.rdb"),
    Runner("Snakemake", "snakemake", "it is in requirements.txt", "Snakefile", snakefile,
           lambda settings: ["snakemake", "--cores", settings.cores, "--quiet", "all"], "s[0-9]*"),
    Runner("DVC", "dvc", "it is in requirements.txt", "dvc.yaml", dvc,
           lambda _: ["dvc", "repro", "--quiet"], "s[0-9]*", {".dvc/config": DVC_CONFIG}),
]
