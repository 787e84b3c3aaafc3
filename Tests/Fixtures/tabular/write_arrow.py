"""Writes Arrow files of every type that Tabular reads, each with the CSV of what it should find in them."""

import sys

import numpy
import pandas
import pyarrow
import pyarrow.compute
import pyarrow.feather
import pyarrow.ipc

folder = sys.argv[1]


def write(name, table, batch_rows=None, **options):
    with pyarrow.OSFile(f"{folder}/{name}.arrow", "wb") as sink:
        with pyarrow.ipc.new_file(sink, table.schema, options=pyarrow.ipc.IpcWriteOptions(**options)) as writer:
            writer.write_table(table, max_chunksize=batch_rows)


def pattern(values, missing):
    return [None if place % missing == 1 else value for place, value in enumerate(values)]


count = 1000
columns = {}
for bits in (8, 16, 32, 64):
    for sign, low, high in (("int", -(2 ** (bits - 1)), 2 ** (bits - 1) - 1), ("uint", 0, min(2**bits, 2**63) - 1)):
        step = (high - low) // (count - 1)
        values = [low + (place * max(step, 1)) % (high - low + 1) for place in range(count)]
        columns[f"{sign}{bits}"] = pyarrow.array(pattern(values, 3), getattr(pyarrow, f"{sign}{bits}")())
random = numpy.random.default_rng(1)
floats = random.standard_normal(count) * 10.0 ** random.integers(-4, 4, count)
columns["float16"] = pyarrow.array(floats.astype(numpy.float16))
columns["float32"] = pyarrow.array(floats.astype(numpy.float32))
columns["float64"] = pyarrow.array(pattern(floats.tolist(), 5))
columns["bool"] = pyarrow.array(pattern([place % 7 < 3 for place in range(count)], 4))
texts = [f"größe {place} " + "x" * (place % 20) for place in range(count)]
columns["utf8"] = pyarrow.array(pattern(texts, 6), pyarrow.utf8())
columns["large_utf8"] = pyarrow.array(pattern(texts, 6), pyarrow.large_utf8())
columns["utf8_view"] = pyarrow.array(pattern(texts, 6), pyarrow.string_view())
columns["date32"] = pyarrow.array(pattern(list(range(-500, 500)), 9), pyarrow.date32())
columns["date64"] = pyarrow.array(pattern([86_400_000 * day for day in range(-500, 500)], 9), pyarrow.date64())
for unit in ("s", "ms", "us", "ns"):
    columns[f"timestamp_{unit}"] = pyarrow.array(pattern(list(range(-500, 500)), 9), pyarrow.timestamp(unit))
columns["timestamp_zone"] = pyarrow.array(list(range(count)), pyarrow.timestamp("us", tz="Europe/Zurich"))
columns["null"] = pyarrow.nulls(count)
for bits in (8, 16, 32, 64):
    for sign in ("int", "uint"):
        codes = pyarrow.array(pattern([place % 5 for place in range(count)], 8), getattr(pyarrow, f"{sign}{bits}")())
        columns[f"dictionary_{sign}{bits}"] = pyarrow.DictionaryArray.from_arrays(codes, ["a", "bee", "", "d", "größe"])
codes = pyarrow.array(pattern([place % 3 for place in range(count)], 8), pyarrow.int8())
columns["dictionary_integer"] = pyarrow.DictionaryArray.from_arrays(codes, pyarrow.array([10, 20, 30], pyarrow.int16()))
table = pyarrow.table(columns)

write("plain", table)
write("batches", table, batch_rows=77)
write("sliced", table.slice(13, 400), batch_rows=100)
write("empty", table.slice(0, 0))
write("lz4", table, batch_rows=300, compression="lz4")
write("zstd", table, compression="zstd")
write("v4", table, metadata_version=pyarrow.ipc.MetadataVersion.V4)
write("legacy", table, use_legacy_format=True, metadata_version=pyarrow.ipc.MetadataVersion.V4)
table.to_pandas().to_feather(f"{folder}/pandas.arrow", compression="lz4")

plain = {}
for name in table.column_names:
    column = table[name]
    if pyarrow.types.is_dictionary(column.type):
        column = column.combine_chunks().dictionary_decode()
    if pyarrow.types.is_temporal(column.type):
        column = column.cast(pyarrow.timestamp("s") if pyarrow.types.is_date(column.type) else column.type)
        column = column.cast(pyarrow.int64())
    if pyarrow.types.is_floating(column.type):
        column = column.cast(pyarrow.float64())
    plain[name] = ["" if value is None else repr(value) if not isinstance(value, str) else value for value in column.to_pylist()]
pandas.DataFrame(plain).to_csv(f"{folder}/plain.csv", index=False)

grown = pyarrow.schema([("level", pyarrow.dictionary(pyarrow.int8(), pyarrow.utf8()))])
with pyarrow.OSFile(f"{folder}/delta.arrow", "wb") as sink:
    with pyarrow.ipc.new_file(sink, grown, options=pyarrow.ipc.IpcWriteOptions(emit_dictionary_deltas=True)) as writer:
        for levels, codes in ((["a", "b"], [0, 1, 0]), (["a", "b", "c"], [2, None, 1]), (["a", "b", "c", "d"], [3, 0])):
            array = pyarrow.DictionaryArray.from_arrays(pyarrow.array(codes, pyarrow.int8()), levels)
            writer.write_batch(pyarrow.record_batch([array], schema=grown))
write("large_unsigned", pyarrow.table({"n": pyarrow.array([1, None, 2**64 - 1], pyarrow.uint64())}))
write("nested", pyarrow.table({"fine": [1], "bad": [[1, 2]]}))
write("decimal", pyarrow.table({"price": pyarrow.array([1], pyarrow.decimal128(5, 2))}))
