"""Prints which OpenBLAS NumPy has, and which a program (the first argument, if not empty) has, with the kernels they chose."""

import ctypes
import subprocess
import sys

import numpy
from threadpoolctl import threadpool_info

numpy.ones((2, 2)) @ numpy.ones((2, 2))
parts = [
    f"NumPy's is {info['version']}, {info['architecture']} kernels"
    for info in threadpool_info() if info["internal_api"] == "openblas"][:1]
if sys.argv[1]:
    libraries = subprocess.run(["ldd", sys.argv[1]], capture_output=True, text=True).stdout.splitlines()
    for path in (line.split()[2] for line in libraries if "openblas" in line):
        library = ctypes.CDLL(path)
        library.openblas_get_config.restype = library.openblas_get_corename.restype = ctypes.c_char_p
        version = library.openblas_get_config().decode().split()[1]
        parts.append(f"Galley's is {version}, {library.openblas_get_corename().decode()} kernels")
print("; ".join(parts))
