# /// script
# requires-python = ">=3.11"
# dependencies = ["numpy==2.4.6", "scipy==1.17.1", "statsmodels==0.15.0"]
# ///
"""Makes the reference values for the tests of Learning's smoothing and clustering.

Run `uv run Tests/Fixtures/learning_smoothing.py`, or with any Python that has the packages above. Writes
`Tests/Fixtures/learning/smoothing.json` and `clustering.json`. The values in the repository come from SciPy 1.17.1, NumPy 2.4.6
and statsmodels 0.15.0.
"""

import json
import pathlib

import numpy as np
import scipy.stats
from scipy.cluster.hierarchy import leaves_list, linkage
from statsmodels.nonparametric.smoothers_lowess import lowess

folder = pathlib.Path(__file__).parent / "learning"
random = np.random.default_rng(7)


def spread(values):
    quarters = (np.quantile(values, 0.75) - np.quantile(values, 0.25)) / 1.34
    return min(np.std(values, ddof=1), quarters)


cases = []
for size in [2, 9, 80]:
    x = np.round(random.normal(3, 2, size), 3) + 6
    y = np.round(2 + 0.5 * x + 0.2 * x**2 + random.normal(0, 1, size), 3) + 8
    places = np.linspace(x.min(), x.max(), 5)
    width = 1.06 * spread(x) * size**-0.2
    kernel = scipy.stats.gaussian_kde(x, bw_method=width / np.std(x, ddof=1))
    case = {
        "x": x.tolist(), "y": y.tolist(), "places": places.tolist(), "bandwidth": width, "density": kernel(places).tolist(),
        "cumulative": [kernel.integrate_box_1d(-np.inf, p) for p in places],
        "linear": np.polyval(np.polyfit(x, y, 1), places).tolist(),
        "log": np.polyval(np.polyfit(np.log(x), y, 1), np.log(places)).tolist(),
        "exp": np.exp(np.polyval(np.polyfit(x, np.log(y), 1), places)).tolist(),
        "pow": np.exp(np.polyval(np.polyfit(np.log(x), np.log(y), 1), np.log(places))).tolist(),
        "quad": np.polyval(np.polyfit(x, y, 2), places).tolist() if size > 2 else [],
        "poly": np.polyval(np.polyfit(x, y, 5), places).tolist() if size > 6 else [],
    }
    if size == 80:
        smooth = lowess(y, x, frac=0.3, it=2, delta=0.0)
        case["smooth_x"], case["smooth_y"] = smooth[:, 0].tolist(), smooth[:, 1].tolist()
    else:
        case["smooth_x"], case["smooth_y"] = [], []
    cases.append(case)
(folder / "smoothing.json").write_text(json.dumps(cases) + "\n")

clusterings = []
for rows, columns in [(2, 1), (7, 3), (40, 4)]:
    points = np.round(random.normal(0, 1, (rows, columns)), 3)
    for method in ["average", "complete", "single", "ward"]:
        tree = linkage(points, method)
        clusterings.append({
            "rows": points.tolist(), "linkage": method, "heights": tree[:, 2].tolist(), "counts": tree[:, 3].astype(int).tolist(),
            "pairs": np.sort(tree[:, :2], axis=1).astype(int).tolist(), "order": leaves_list(tree).tolist(),
        })
(folder / "clustering.json").write_text(json.dumps(clusterings) + "\n")
