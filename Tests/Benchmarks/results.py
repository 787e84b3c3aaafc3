"""Measured figures as a Markdown table and as JSON."""

from dataclasses import asdict, dataclass, field
from statistics import median

from harness import GALLEY, Samples


@dataclass
class Row:
    """One work: Galley's figures and its peers', each a figure a round."""

    work: str
    unit: str
    """`s`, `B`, `B/s`, or a pure number: `score`, `error`, `share`."""
    galley: list[float]
    peers: dict[str, list[float]]
    budget: str = ""
    failure: str = field(default="", kw_only=True)


@dataclass
class Verdicts:
    """What programs did, in words: a table beside the figures."""

    title: str
    columns: list[str]
    """The programs, with their versions."""
    rows: dict[str, list[str]] = field(default_factory=dict)
    """A word or two for each program, by situation."""
    failure: str = field(default="", kw_only=True)
    """The situations in which Galley did not do what it should."""

    def markdown(self) -> str:
        lines = [["situation", *self.columns], ["---"] * (len(self.columns) + 1), *([name, *cells] for name, cells in self.rows.items())]
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def rows(work: str, unit: str, samples: Samples, measures: str | dict[str, str], budget: str = "") -> Row:
    """A row of one measure of `samples`.

    `measures` names the measure, or names it for each contender; those not named are left out of the row.
    """
    if isinstance(measures, str):
        measures = {name: measures for name in samples}
    figures = {
        name: [sample[measures[name]] for sample in taken]
        for name, taken in samples.items() if name in measures}
    return Row(work, unit, figures.pop(GALLEY, []), figures, budget)


def text(value: float, unit: str) -> str:
    match unit:
        case "s" if value < 0.0995: return f"{value * 1e3:.2g} ms" if value < 0.00995 else f"{value * 1e3:.0f} ms"
        case "s" if value < 0.9995: return f"{value * 1e3:.0f} ms"
        case "s": return f"{value:.2f} s" if value < 99.5 else f"{value:.0f} s"
        case "B" if value < 1e6: return f"{value / 1e3:.0f} kB"
        case "B": return f"{value / 1e6:.0f} MB"
        case "B/s": return f"{value / 1e9:.2f} GB/s"
        case "share": return f"{value:.0%}"
        case "error": return f"{value:.1e}"
        case _: return f"{value:.4f}"


def _figures(values: list[float], unit: str) -> str:
    """The median, with the extremes where there are several rounds."""
    if not values:
        return "–"
    middle = text(median(values), unit)
    if len(values) == 1 or min(values) == max(values):
        return middle
    return f"{middle} ({text(min(values), unit)} … {text(max(values), unit)})"


def _ratio(row: Row, values: list[float]) -> str:
    """How many times Galley's figure goes into the peer's; of scores, how much more Galley's is."""
    if not values or not row.galley:
        return "–"
    ours, theirs = median(row.galley), median(values)
    if row.unit == "score":
        return f"{ours - theirs:+.4f}"
    return f"{theirs / ours:.2g}" if ours > 0 else "–"


def markdown(table: list[Row]) -> str:
    lines = ["| work | Galley | peer | ratio |", "|---|---|---|---|"]
    for row in table:
        work = row.work + (f" (budget: {row.budget})" if row.budget else "")
        ours = _figures(row.galley, row.unit)
        if row.failure:
            lines.append(f"| {work} | failed: {row.failure} | | |")
            continue
        for name, values in (row.peers or {"": []}).items():
            lines.append(f"| {work} | {ours} | {name} {_figures(values, row.unit)} | {_ratio(row, values)} |")
            work = ours = ""
    return "\n".join(lines)


def as_json(table: list[Row | Verdicts]) -> list[dict]:
    return [asdict(row) for row in table]
