"""One small computation for each program: the first value of one file less that of another.

`first` keeps a column of `left.csv`, and `difference` takes the value in `right.csv` from it. Beside them stands `slow`, a graph
of its own that takes a few seconds. A peer's steps write their names to `log` when they begin, and `slow` when it ends.
"""

import random
from dataclasses import dataclass, field
from pathlib import Path

from step_graph import DVC_CONFIG

DATA = {"left.csv": "value,note\n7,a\n", "right.csv": "value\n5\n"}

SCRIPTS = {
    # An equal file is left alone, as restat of ninja wants it.
    "first.sh": """echo first >> log
cut -d , -f 1 "$1" > "$2.new"
if cmp -s "$2.new" "$2"; then rm "$2.new"; else mv "$2.new" "$2"; fi
""",
    "difference.sh": """echo difference >> log
echo $(($(tail -n 1 "$1") - $(tail -n 1 "$2"))) > "$3"
""",
    "slow.sh": """echo slow >> log
head -n 1 "$1" > "$2"
sleep 3
cat "$1" > "$2"
echo ended >> log
""",
}


@dataclass
class Text:
    """What an author writes for one program."""

    file: str
    graph: str
    swap: tuple[tuple[str, str], ...]
    """Pairs to exchange in `graph`, each once, which make right less left of left less right."""
    comment: tuple[str, str]
    """A place in `graph`, and the same with a comment."""
    slow: str
    beside: dict[str, str] = field(default_factory=dict)
    """Other files that the program needs."""

    @property
    def swapped(self) -> str:
        return _replaced(self.graph, *self.swap)

    @property
    def commented(self) -> str:
        return _replaced(self.graph, self.comment)

    def write(self, folder: Path, text: str) -> None:
        (folder / self.file).write_text(text)

    def prepare(self, folder: Path, text: str) -> None:
        for name, content in {**DATA, **self.beside}.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(content)
        self.write(folder, text)


def _replaced(text: str, *pairs: tuple[str, str]) -> str:
    for old, new in pairs:
        if text.count(old) != 1:
            raise ValueError(f"'{old}' is {text.count(old)} times in the text")
        text = text.replace(old, new)
    return text


def _rows() -> str:
    """A table on which a forest of many trees takes some seconds."""
    source = random.Random(0)
    lines = [",".join([*(f"x{place}" for place in range(10)), "class"])]
    for _ in range(4000):
        row = [source.random() for _ in range(10)]
        lines.append(",".join([*(f"{value:.4f}" for value in row), "a" if row[0] + row[1] * row[2] > 0.8 else "b"]))
    return "\n".join(lines) + "\n"


GALLEY_TEXT = Text(
    file="notebook.md",
    graph="""---
title: A subtraction
---

```{table.read left}
path: left.csv
```

```{table.read right}
path: right.csv
```

```{table.select first}
table: $left
columns: [value]
```

```{scale.standard mean}
table: $right
with_std: false
```

```{model.transform difference}
transformer: $mean.transformer
data: $first
```
""",
    swap=(("table: $right", "table: $first"), ("data: $first", "data: $right")),
    comment=("data: $first", "# What is left.\ndata: $first"),
    slow="""---
title: A slow step
---

```{table.read rows}
path: rows.csv
```

```{model.random_forest slow}
data: $rows
target: class
n_estimators: 3000
```
""",
    beside={"rows.csv": _rows()},
)

SNAKEMAKE_TEXT = Text(
    file="Snakefile",
    graph="""rule difference:
    input: 'first.csv', 'right.csv'
    output: 'difference.txt'
    shell: 'sh difference.sh {input} {output}'

rule first:
    input: 'left.csv'
    output: 'first.csv'
    shell: 'sh first.sh {input} {output}'
""",
    swap=(("'first.csv', 'right.csv'", "'right.csv', 'first.csv'"),),
    comment=("    output: 'difference.txt'", "    # What is left.\n    output: 'difference.txt'"),
    slow="""rule slow:
    input: 'left.csv'
    output: 'slow.txt'
    shell: 'sh slow.sh {input} {output}'
""",
    beside=SCRIPTS,
)

DVC_TEXT = Text(
    file="dvc.yaml",
    graph="""stages:
  first:
    cmd: sh first.sh left.csv first.csv
    deps: [first.sh, left.csv]
    outs: [first.csv]
  difference:
    cmd: sh difference.sh first.csv right.csv difference.txt
    deps: [difference.sh, first.csv, right.csv]
    outs: [difference.txt]
""",
    swap=(("sh difference.sh first.csv right.csv", "sh difference.sh right.csv first.csv"),),
    comment=("    outs: [difference.txt]", "    # What is left.\n    outs: [difference.txt]"),
    slow="""stages:
  slow:
    cmd: sh slow.sh left.csv slow.txt
    deps: [slow.sh, left.csv]
    outs: [slow.txt]
""",
    beside={**SCRIPTS, ".dvc/config": DVC_CONFIG},
)

NINJA_TEXT = Text(
    file="build.ninja",
    graph="""rule first
  command = sh first.sh $in $out
  restat = 1
rule difference
  command = sh difference.sh $in $out
build first.csv: first left.csv
build difference.txt: difference first.csv right.csv
""",
    swap=(("difference first.csv right.csv", "difference right.csv first.csv"),),
    comment=("build difference.txt", "# What is left.\nbuild difference.txt"),
    slow="""rule slow
  command = sh slow.sh $in $out
build slow.txt: slow left.csv
""",
    beside=SCRIPTS,
)


def _knitr(first: str = "", difference: str = "", slow: str = "") -> Text:
    """The arguments are further options of the chunks."""
    return Text(
        file="graph.Rmd",
        graph=f"""```{{r first, cache=TRUE{first}}}
cat("first\\n", file = "log", append = TRUE)
first <- read.csv("left.csv")$value
```

```{{r difference, cache=TRUE, dependson="first"{difference}}}
cat("difference\\n", file = "log", append = TRUE)
right <- read.csv("right.csv")$value
difference <- first - right
```

```{{r}}
writeLines(format(difference), "difference.txt")
```
""",
        swap=(("first - right", "right - first"),),
        comment=("difference <-", "# What is left.\ndifference <-"),
        slow=f"""```{{r slow, cache=TRUE{slow}}}
cat("slow\\n", file = "log", append = TRUE)
slow <- readLines("left.csv")
Sys.sleep(3)
cat("ended\\n", file = "log", append = TRUE)
```

```{{r}}
writeLines(slow, "slow.txt")
```
""",
    )


def _extra(file: str) -> str:
    return f', cache.extra=tools::md5sum("{file}"), cache.comments=FALSE'


KNITR_TEXT = _knitr()
CAREFUL_KNITR_TEXT = _knitr(_extra("left.csv"), _extra("right.csv"), _extra("left.csv"))
