"""Draws a scatter plot as SVG: `charts.py FILE LIBRARY`. Prints the median seconds of a chart in a warm process.

Where there are more than 5,000 points matplotlib draws them as pixels under vector axes.
"""

import io
import json
import sys
import time
from statistics import median

import pandas

path, library = sys.argv[1], sys.argv[2]
table = pandas.read_csv(path)

if library == "matplotlib":
    import matplotlib

    matplotlib.use("svg")
    from matplotlib import pyplot

    def draw():
        figure, axes = pyplot.subplots(figsize=(5.2, 3.2))
        for kind, rows in table.groupby("kind"):
            axes.plot(rows.x, rows.y, "o", markersize=3, alpha=0.7, label=kind, rasterized=len(table) > 5_000)
        axes.set(xlabel="x", ylabel="y")
        axes.legend()
        figure.savefig(io.BytesIO(), format="svg", dpi=144)
        pyplot.close(figure)
else:
    import vl_convert

    encoding = {name: {"field": name, "type": "quantitative"} for name in "xy"}
    encoding["color"] = {"field": "kind", "type": "nominal"}
    specification = {
        "data": {"values": table.to_dict("records")}, "mark": "point", "encoding": encoding, "width": 520, "height": 320,
    }

    def draw():
        vl_convert.vegalite_to_svg(specification)


draw()
taken = []
for _ in range(5 if len(table) <= 5_000 else 1):
    started = time.perf_counter()
    draw()
    taken.append(time.perf_counter() - started)
print(json.dumps({"seconds": median(taken)}))
