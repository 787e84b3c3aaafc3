"""Writes delimited files as pandas writes them, and what pandas reads in them as Arrow files."""

import sys

import numpy
import pandas

folder = sys.argv[1]
random = numpy.random.default_rng(4)
count = 30_000


def holes(values, share=0.1):
    return pandas.Series(values).astype(object).where(random.random(count) > share)


frame = pandas.DataFrame(
    {
        "integer": random.integers(-(2**62), 2**62, count),
        "small": random.integers(0, 3, count),
        "number": random.standard_normal(count),
        "tiny": random.standard_normal(count) * 10.0 ** random.integers(-320, 300, count),
        "rounded": numpy.round(random.standard_normal(count), 2),
        "holes": numpy.where(random.random(count) < 0.2, numpy.nan, random.random(count)),
        "boolean": random.random(count) < 0.5,
        "text": random.choice(["plain", "größe", 'say "hi"', "a,b", "two\nlines", "semi;colon", "NaNny", "tab\there"], count),
        "text holes": holes(random.choice(["a", "bb", "ccc"], count)),
        "mixed": random.choice(["1", "2.5", "x"], count, p=[0.4999, 0.5, 0.0001]),
        "day": pandas.Timestamp("2000-01-01") + pandas.to_timedelta(random.integers(-20_000, 20_000, count), unit="D"),
        "time": pandas.Timestamp("2000-01-01") + pandas.to_timedelta(random.integers(0, 10**15, count), unit="us"),
        "empty": [None] * count,
    }
)
for name, options in {"comma": {}, "tab": {"sep": "\t"}, "semicolon": {"sep": ";", "lineterminator": "\r\n"}, "quoted": {"quoting": 1}, "zipped": {}}.items():
    path = f"{folder}/{name}.csv" + (".gz" if name == "zipped" else "")
    frame.to_csv(path, index=False, **options)
frame = pandas.read_csv(f"{folder}/comma.csv", float_precision="round_trip", parse_dates=["day", "time"], dtype={"mixed": str})
frame["text holes"] = frame["text holes"].astype(object).where(frame["text holes"].notna(), None)
frame["day"] = frame["day"].astype("datetime64[s]")
frame["time"] = frame["time"].astype("datetime64[us]")
frame["empty"] = frame["empty"].astype(float)
frame.to_feather(f"{folder}/expected.arrow", compression="uncompressed")
