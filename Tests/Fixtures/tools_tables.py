# /// script
# requires-python = ">=3.11"
# dependencies = ["numpy==2.4.6", "pandas==3.1.1", "scikit-learn==1.9.1"]
# ///
"""Makes the reference values for the tests of the tools that describe, scale and draw tables.

Run `uv run Tests/Fixtures/tools_tables.py`. Writes `Tests/Fixtures/tools/*`; NaN stands as null. The values in the
repository come from pandas 3.1.1, numpy 2.4.6 and scikit-learn 1.9.1.
"""

import json
import math
import pathlib

import numpy as np
import pandas as pd
from sklearn.preprocessing import StandardScaler

HERE = pathlib.Path(__file__).parent / "tools"
HERE.mkdir(exist_ok=True)


def plain(value):
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple, np.ndarray, pd.Series)):
        return [plain(v) for v in value]
    if isinstance(value, (np.integer, int)) and not isinstance(value, bool):
        return int(value)
    if isinstance(value, (float, np.floating)):
        return None if math.isnan(value) else float(value)
    return value


def write(name, value):
    (HERE / name).write_text(json.dumps(plain(value), indent=1) + "\n")


rng = np.random.default_rng(20)
count = 200
table = pd.DataFrame(
    {
        "length": rng.normal(1e6, 3, count).round(6),
        "odd.name [mm]": rng.gamma(2.0, 1.5, count).round(9),
        "whole": rng.poisson(4, count),
        "constant": np.full(count, 0.1),
        "kind": rng.choice(["M", "B", "ductal, in situ", 'quote " here'], count, p=[0.5, 0.3, 0.15, 0.05]),
        "is_large": rng.choice([True, False], count),
    }
)
table.loc[rng.choice(count, 17, replace=False), "odd.name [mm]"] = np.nan
table.loc[rng.choice(count, 5, replace=False), "kind"] = np.nan
table.to_csv(HERE / "mixed.csv", index=False)
table = pd.read_csv(HERE / "mixed.csv")

described = {}
for name in table.columns:
    column = table[name]
    counts = column.value_counts()
    most = sorted(counts[counts == counts.max()].index, key=lambda v: v if isinstance(v, (int, float, np.number)) else str(v))[0]
    entry = {
        "count": column.count(),
        "missing": column.isna().sum(),
        "distinct": column.nunique(),
        "share": counts.max() / column.count(),
        "most_frequent": str(most).lower() if isinstance(most, (bool, np.bool_)) else str(most),
    }
    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        entry |= {
            "mean": column.mean(), "sd": column.std(), "min": column.min(), "q1": column.quantile(0.25),
            "median": column.median(), "q3": column.quantile(0.75), "max": column.max(),
        }
    described[name] = entry
write("describe.json", described)

numeric = ["length", "odd.name [mm]", "whole", "constant"]
scaled = {}
for with_mean in (True, False):
    for with_std in (True, False):
        scaler = StandardScaler(with_mean=with_mean, with_std=with_std).fit(table[numeric].to_numpy(float))
        values = scaler.transform(table[numeric].to_numpy(float))
        scaled[f"{with_mean} {with_std}".lower()] = {name: values[:, place] for place, name in enumerate(numeric)}
write("standard_scale.json", scaled)

present = table["odd.name [mm]"].dropna()
histograms = {}
for bins in ("auto", 7):
    counts, edges = np.histogram(present, bins=bins)
    density, _ = np.histogram(present, bins=bins, density=True)
    histograms[str(bins)] = {"edges": edges, "counts": counts, "density": density}
write("histogram.json", histograms)

groups = table.dropna(subset=["kind", "odd.name [mm]"]).groupby("kind")["odd.name [mm]"]
write("bars.json", {name: groups.agg(name).to_dict() for name in ("mean", "sum", "median", "count")})
