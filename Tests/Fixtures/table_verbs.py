# /// script
# requires-python = ">=3.11"
# dependencies = ["numpy==2.4.6", "pandas==3.1.1", "pyarrow==26.0.1"]
# ///
"""Makes the reference values for the tests of the tools that cut, sort and join tables.

Run `uv run Tests/Fixtures/table_verbs.py`. Writes `Tests/Fixtures/tools/verbs.json`: generated tables of few different values, so that keys repeat
and cells are missing, and what pandas 3.1.1 makes of them. A column is its type and its cells, null where missing; the types are nullable ones.
"""

import json
import pathlib

import numpy as np
import pandas as pd

HERE = pathlib.Path(__file__).parent / "tools"
rng = np.random.default_rng(7)


def column(kind, count, levels, missing):
    """Cells of one type, of about so many different values, a part of them missing."""
    codes = rng.integers(0, levels, count)
    absent = rng.random(count) < missing
    if kind == "integer":
        cells = pd.array([None if a else int(c) - 2 for c, a in zip(codes, absent)], dtype="Int64")
    elif kind == "number":
        cells = pd.array([None if a else float(c) / 4 - 0.5 for c, a in zip(codes, absent)], dtype="Float64")
    elif kind == "boolean":
        cells = pd.array([None if a else bool(c % 2) for c, a in zip(codes, absent)], dtype="boolean")
    else:
        words = ["b", "a", "", "ä", "B", "ab", "a b", "zz", "é"]
        cells = pd.array([None if a else words[c % len(words)] + str(c // len(words) or "") for c, a in zip(codes, absent)], dtype="string")
    return cells


def table(count, kinds, levels, missing):
    return pd.DataFrame({name: column(kind, count, levels, missing) for name, kind in kinds.items()})


def plain(frame):
    names = {"Int64": "integer", "int64": "integer", "Float64": "number", "boolean": "boolean", "string": "text"}
    return [
        {"name": name, "type": names[str(frame[name].dtype)], "cells": [None if pd.isna(v) else v.item() if hasattr(v, "item") else v for v in frame[name]]}
        for name in frame.columns
    ]


def sorted_cases():
    for count, levels, missing in [(0, 3, 0), (1, 3, 0), (30, 4, 0.2), (40, 30, 0.1)]:
        frame = table(count, {"i": "integer", "x": "number", "t": "text", "b": "boolean"}, levels, missing)
        frame["row"] = pd.array(range(count), dtype="Int64")
        for by, ascending in [(["i"], [True]), (["x"], [False]), (["t"], [True]), (["t", "x"], [False, True]), (["b", "i", "t"], [True, False, False])]:
            for position in ["last", "first"]:
                result = frame.sort_values(by, ascending=ascending, kind="stable", na_position=position)
                yield {"table": plain(frame), "by": by, "ascending": ascending, "missing": position, "rows": [int(r) for r in result["row"]]}


def distinct_cases():
    for count, levels, missing in [(0, 3, 0), (30, 3, 0.2), (60, 4, 0.3)]:
        frame = table(count, {"i": "integer", "x": "number", "t": "text", "b": "boolean"}, levels, missing)
        frame["row"] = pd.array(range(count), dtype="Int64")
        for columns in [["i"], ["t", "b"], ["x", "i"], ["i", "x", "t", "b"]]:
            for keep in ["first", "last", "none"]:
                result = frame.drop_duplicates(columns, keep=False if keep == "none" else keep)
                yield {"table": plain(frame), "columns": columns, "keep": keep, "rows": [int(r) for r in result["row"]]}


def join_cases():
    shapes = [(0, 4, 3, 0), (4, 0, 3, 0), (12, 9, 30, 0.1), (14, 11, 4, 0.2)]
    for left_count, right_count, levels, missing in shapes:
        for kinds in [{"k": "integer"}, {"k": "text"}, {"k": "number"}, {"k": "integer", "t": "text"}, {"t": "text", "b": "boolean", "k": "integer"}]:
            left = table(left_count, kinds, levels, missing)
            right = table(right_count, kinds, levels, missing)
            left["value"] = pd.array(range(left_count), dtype="Int64")
            left["l"] = column("text", left_count, 5, 0.1)
            right["value"] = pd.array([-v for v in range(right_count)], dtype="Int64")
            right["r"] = column("number", right_count, 5, 0.1)
            for how in ["inner", "left", "right", "outer"]:
                result = left.merge(right, on=list(kinds), how=how)
                yield {"left": plain(left), "right": plain(right), "on": list(kinds), "how": how, "joined": plain(result)}
            renamed = right.rename(columns={name: name + "2" for name in kinds})
            for how in ["inner", "left", "right"]:
                result = left.merge(renamed, left_on=list(kinds), right_on=[name + "2" for name in kinds], how=how)
                yield {
                    "left": plain(left), "right": plain(renamed), "left_on": list(kinds), "right_on": [name + "2" for name in kinds], "how": how,
                    "joined": plain(result),
                }
    left, right = table(3, {"k": "text", "x": "number"}, 5, 0), table(2, {"x": "number", "z": "integer"}, 5, 0)
    yield {"left": plain(left), "right": plain(right), "how": "cross", "joined": plain(left.merge(right, how="cross"))}


AGGREGATES = {
    "count": "count", "sum": "sum", "mean": "mean", "sd": "std", "var": "var", "min": "min", "max": "max", "first": "first", "last": "last", "n_distinct": "nunique",
    "median": "median",
}


def summarise_cases():
    for count, levels, missing in [(1, 3, 0), (30, 3, 0.3), (50, 4, 0.1)]:
        frame = table(count, {"g": "text", "b": "boolean", "i": "integer", "x": "number", "t": "text"}, levels, missing)
        for by in [["g"], ["b", "g"]]:
            groups = frame.groupby(by, dropna=False, sort=True)
            result = groups.size().astype("Int64").rename("n").reset_index()
            columns = {"n": "count()"}
            for name in ["i", "x", "t"]:
                for ours, theirs in AGGREGATES.items():
                    if name != "t" or ours in ["count", "min", "max", "first", "last", "n_distinct"]:
                        columns[f"{name}_{ours}"] = f"{ours}({name})"
                        result[f"{name}_{ours}"] = groups[name].agg(theirs).array
            columns["x_q"] = "quantile(x, 0.3)"
            result["x_q"] = groups["x"].quantile(0.3).array
            yield {"table": plain(frame), "by": by, "columns": columns, "summary": plain(result)}


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


cases = {"sort": list(sorted_cases()), "distinct": list(distinct_cases()), "join": list(join_cases()), "summarise": list(summarise_cases())}
text = "{" + ",".join(f'\n"{name}": [\n' + ",\n".join(compact(case) for case in found) + "\n]" for name, found in cases.items()) + "\n}\n"
(HERE / "verbs.json").write_text(text)
