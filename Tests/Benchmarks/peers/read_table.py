"""Reads a CSV file: `read_table.py FILE LIBRARY THREADS`. Prints the seconds."""

import json
import sys
import time

path, library, threads = sys.argv[1], sys.argv[2], int(sys.argv[3])
if library == "pandas":
    import pandas

    def read():
        return pandas.read_csv(path)
else:
    import pyarrow
    from pyarrow import csv

    pyarrow.set_cpu_count(threads)

    def read():
        return csv.read_csv(path)

started = time.perf_counter()
table = read()
print(json.dumps({"seconds": time.perf_counter() - started}))
