# /// script
# requires-python = ">=3.11"
# dependencies = ["numpy==2.4.6", "pandas==3.1.1", "scipy==1.17.1"]
# ///
"""Makes `Notebooks/data/wdbc_differences.csv`: how each measurement of `wdbc.csv` differs between malignant and benign tumours.

A row a measurement: the binary logarithm of the ratio of the means, and the p-value of Welch's t-test.
"""

import pathlib

import numpy as np
import pandas as pd
import scipy.stats

folder = pathlib.Path(__file__).parents[2] / "Notebooks/data"
table = pd.read_csv(folder / "wdbc.csv")
malignant, benign = (table[table.diagnosis == kind].drop(columns="diagnosis") for kind in "MB")
differences = pd.DataFrame({
    "measurement": malignant.columns,
    "log2_ratio": np.round(np.log2(malignant.mean() / benign.mean()).to_numpy(), 4),
    "p_value": [float(f"{p:.4g}") for p in scipy.stats.ttest_ind(malignant, benign, equal_var=False).pvalue],
})
differences.to_csv(folder / "wdbc_differences.csv", index=False, lineterminator="\n")
