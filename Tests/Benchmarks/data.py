"""Makes data to measure on: `data.py GENERATOR FOLDER ARGUMENTS…`."""

import sys
from pathlib import Path


def write_parts(folder: Path, train, test, train_targets, test_targets) -> None:
    """Each part as `.npy` for the peers and, column by column, as Arrow for Galley: the same float64."""
    import numpy
    import pyarrow
    from pyarrow import feather

    for part, x, y in (("train", train, train_targets), ("test", test, test_targets)):
        numpy.save(folder / f"{part}_features.npy", numpy.ascontiguousarray(x))
        numpy.save(folder / f"{part}_classes.npy", y)
        columns = {f"x{place}": x[:, place] for place in range(x.shape[1])}
        feather.write_feather(pyarrow.table({**columns, "class": y}), str(folder / f"{part}.arrow"), compression="uncompressed")


def classification(folder: Path, rows: str, informative: str) -> None:
    """scikit-learn's `make_classification`, 50 features, some of them informative; 80 % to train on and 20 % to test on."""
    from sklearn.datasets import make_classification
    from sklearn.model_selection import train_test_split

    features, classes = make_classification(n_samples=int(rows), n_features=50, n_informative=int(informative), random_state=0)
    write_parts(folder, *train_test_split(features, classes, test_size=0.2, random_state=0))


def regression(folder: Path, rows: str, features: str) -> None:
    """scikit-learn's `make_regression`, 30 features informative, with noise; 80 % to train on and 20 % to test on."""
    from sklearn.datasets import make_regression
    from sklearn.model_selection import train_test_split

    x, y = make_regression(n_samples=int(rows), n_features=int(features), n_informative=30, noise=50, random_state=0)
    write_parts(folder, *train_test_split(x, y, test_size=0.2, random_state=0))


def toy(folder: Path, name: str) -> None:
    """One of scikit-learn's small data sets; 75 % to train on and 25 % to test on."""
    from sklearn import datasets
    from sklearn.model_selection import train_test_split

    features, classes = getattr(datasets, f"load_{name}")(return_X_y=True)
    write_parts(folder, *train_test_split(features, classes, test_size=0.25, random_state=0, stratify=classes))


def delimited(folder: Path, megabytes: str) -> None:
    """A CSV file of about so many MB: integers, numbers short and of full length, text, categories, dates, booleans, gaps."""
    import numpy
    import pandas

    random = numpy.random.default_rng(0)
    limit = int(megabytes) * 1_000_000
    first = 0
    with open(folder / "table.csv", "w", newline="") as file:
        while file.tell() < limit:
            count = 50_000
            pandas.DataFrame({
                "id": numpy.arange(first, first + count),
                "count": random.integers(-1000, 1000, count),
                "value": random.standard_normal(count),
                "large": random.standard_normal(count) * 1e5,
                "rounded": random.standard_normal(count).round(3),
                "with_gaps": numpy.where(random.random(count) < 0.1, numpy.nan, random.random(count)),
                "valid": random.random(count) < 0.5,
                "group": random.choice(["alpha", "beta", "gamma", "delta"], count),
                "name": [f"sample_{number}" for number in random.integers(0, 1 << 30, count)],
                "day": (numpy.datetime64("2000-01-01") + random.integers(0, 9000, count)).astype(str),
            }).to_csv(file, index=False, header=first == 0)
            first += count


def points(folder: Path, rows: str) -> None:
    """A CSV file of points in three clouds: x, y, and the cloud's kind."""
    import numpy
    import pandas

    random = numpy.random.default_rng(0)
    count = int(rows)
    kind = random.integers(0, 3, count)
    pandas.DataFrame({
        "x": (random.standard_normal(count) + kind).round(5), "y": (random.standard_normal(count) - kind).round(5), "kind": numpy.array(["a", "b", "c"])[kind],
    }).to_csv(folder / "points.csv", index=False)


def noise(folder: Path, count: str) -> None:
    """PNG images of 1 MB each, of noise that no compression makes smaller."""
    import random
    import struct
    import zlib

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    width, height = 1000, 333
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    for number in range(int(count)):
        source = random.Random(number)
        lines = b"".join(b"\0" + source.randbytes(3 * width) for _ in range(height))
        image = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(lines, 0)) + chunk(b"IEND", b"")
        (folder / f"image{number}.png").write_bytes(image)


if __name__ == "__main__":
    generators = {
        "noise": noise, "classification": classification, "regression": regression, "toy": toy, "delimited": delimited, "points": points,
    }
    generators[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:])
