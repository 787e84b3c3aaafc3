"""Reads the Arrow file that Tabular wrote with pyarrow and with pandas, and says what it finds as JSON."""

import json
import sys

import pandas
import pyarrow
import pyarrow.feather
import pyarrow.ipc

path = sys.argv[1]
table = pyarrow.feather.read_table(path)
table.validate(full=True)
with pyarrow.memory_map(path) as source:
    reader = pyarrow.ipc.open_file(source)
    assert reader.num_record_batches == 1
    batch = reader.get_batch(0)
    for column in batch.columns:
        for buffer in column.buffers():
            assert buffer is None or buffer.size == 0 or buffer.address % 64 == 0, "a buffer is not aligned"
frame = pandas.read_feather(path)
assert list(frame.columns) == table.column_names and len(frame) == table.num_rows
for name in table.column_names:
    assert frame[name].isna().sum() == table[name].null_count, name


def cell(value):
    return value.isoformat() if hasattr(value, "isoformat") else repr(value)


print(json.dumps({name: [str(table[name].type)] + [cell(value) for value in table[name].to_pylist()] for name in table.column_names}))
