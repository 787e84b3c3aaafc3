"""How reference values of tools that prepare tables are written down: for learning_preparation.py and learning_selection.py."""

import json
import math
from pathlib import Path

import numpy as np
import pandas as pd

folder = Path(__file__).parent


def plain(value):
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, np.ndarray, pd.Series, pd.Index)):
        return [plain(item) for item in value]
    if value is None or value is pd.NA or (isinstance(value, (float, np.floating)) and math.isnan(value)):
        return None
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    value = value.item() if isinstance(value, np.generic) else value
    # More digits than any tolerance sees.
    return float(f"{value:.13g}") if isinstance(value, float) else value


def write(name, tables, cases):
    """Tables, and cases: each a tool with arguments, the table that it learns from, and what it must give of it and of other rows."""
    parts = [f"{json.dumps(table)}: {json.dumps(plain(columns.to_dict('list')))}" for table, columns in tables.items()]
    lines = [json.dumps(plain(case)) for case in cases]
    text = '{\n"tables": {\n' + ",\n".join(parts) + '\n},\n"cases": [\n' + ",\n".join(lines) + "\n]}\n"
    (folder / name).write_text(text)
