"""Makes the tables of the training notebooks from scikit-learn's files, which hold no column names and classes as numbers.

Run `python3 Tests/Fixtures/make_wdbc.py`, with any Python from 3.9 on; it needs no package. Reads `sklearn_breast_cancer.csv` and
`sklearn_iris.csv` in `Notebooks/data`, which are scikit-learn 1.9.1's `sklearn/datasets/data/breast_cancer.csv` and `iris.csv` as
they are, and writes `wdbc.csv` and `iris.csv` beside them. Numbers keep their text; the same files give the same bytes.

The names are those of scikit-learn's descriptions, with `_` for spaces and without units.
"""

import csv
import hashlib
import pathlib

folder = pathlib.Path(__file__).resolve().parents[2] / "Notebooks" / "data"

nucleus = [
    "radius", "texture", "perimeter", "area", "smoothness", "compactness", "concavity", "concave_points", "symmetry",
    "fractal_dimension",
]  # fmt: skip

tables = [
    {
        "from": "sklearn_breast_cancer.csv",
        "sha256": "fed3eb72d0575ef6192293f5093c6e801b1476b577d0386bf4455504522172ed",
        "to": "wdbc.csv",
        "features": [f"mean_{name}" for name in nucleus] + [f"{name}_error" for name in nucleus] + [f"worst_{name}" for name in nucleus],
        "target": "diagnosis",
        "classes": {"malignant": "M", "benign": "B"},
    },
    {
        "from": "sklearn_iris.csv",
        "sha256": "f13ffa8fdd56fd8e6c8d16d4081a3fbd3114bcd0aae4256c43205169cd9d1449",
        "to": "iris.csv",
        "features": ["sepal_length", "sepal_width", "petal_length", "petal_width"],
        "target": "species",
        "classes": {"setosa": "setosa", "versicolor": "versicolor", "virginica": "virginica"},
    },
]


def convert(table):
    source = (folder / table["from"]).read_bytes()
    assert hashlib.sha256(source).hexdigest() == table["sha256"], f"{table['from']} is not the file of scikit-learn 1.9.1"
    # The first line: how many rows, how many features, the names of the classes 0, 1, …
    (rows, features, *classes), *body = csv.reader(source.decode("ascii").splitlines())
    assert int(rows) == len(body) and int(features) == len(table["features"]), table["from"]
    names = [table["classes"][name] for name in classes]
    with open(folder / table["to"], "w", encoding="ascii", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([table["target"]] + table["features"])
        for *numbers, code in body:
            assert len(numbers) == len(table["features"])
            writer.writerow([names[int(code)]] + numbers)


for table in tables:
    convert(table)
