"""What the figures depend on, in words."""

import os
import platform
import re
import sys
from importlib.metadata import version
from pathlib import Path

from harness import HERE, Failure, Settings, run, run_python


def _field(path: str, name: str) -> str:
    try:
        found = re.search(rf"^{name}\s*:\s*(.*)$", Path(path).read_text(), re.MULTILINE)
    except OSError:
        found = None
    return found.group(1).strip() if found else "unknown"


def _first_line(*command) -> str:
    try:
        return run(command).output.strip().splitlines()[0]
    except (Failure, OSError, IndexError):
        return "not there"


def machine(settings: Settings) -> list[str]:
    memory = _field("/proc/meminfo", "MemTotal").split()[0]
    load = os.getloadavg()[0]
    return [
        f"Processor: {_field('/proc/cpuinfo', 'model name')}; {settings.cores} of {os.cpu_count()} cores used",
        f"Memory: {int(memory) / 1e6:.1f} GB" if memory.isdigit() else "Memory: unknown",
        f"System: {platform.freedesktop_os_release().get('PRETTY_NAME', 'unknown')}, Linux {platform.release()}",
        f"Load at the start: {load:.2f}" + (" — **the machine was not idle, and the figures say little**" if load > 0.5 else ""),
    ]


def versions(settings: Settings) -> list[str]:
    packages = ("snakemake", "dvc", "papermill", "numpy", "scikit-learn", "pandas", "pyarrow", "xgboost", "lightgbm")
    knitr = _first_line("Rscript", "-e", "cat(R.version$version.string, '- knitr', format(packageVersion('knitr')))")
    lines = [
        f"Python {platform.python_version()}: " + ", ".join(f"{name} {version(name)}" for name in packages),
        f"ninja {_first_line('ninja', '--version')}",
        knitr,
    ]
    if settings.galley:
        commit = _first_line("git", "-C", HERE, "describe", "--always", "--dirty")
        lines.insert(0, f"Galley {_first_line(settings.galley, '--version')} (checkout {commit})")
    return lines


def blas(settings: Settings) -> list[str]:
    """Which kernels each OpenBLAS chose: figures and last bits follow them."""
    chosen = os.environ.get("OPENBLAS_CORETYPE")
    lines = [f"OPENBLAS_CORETYPE: {chosen or 'not set, so each OpenBLAS chose for itself'}"]
    try:
        lines.append("OpenBLAS: " + run_python(HERE / "peers" / "openblas.py", settings.galley or "").output.strip())
    except Failure as failure:
        lines.append(f"OpenBLAS: {failure}")
    return lines


def hold_to_cores(count: int) -> None:
    """Keeps this process and all that it starts on `count` cores."""
    there = sorted(os.sched_getaffinity(0))
    if count > len(there):
        sys.exit(f"--cores is {count}, and this process may use {len(there)}")
    os.sched_setaffinity(0, there[:count])
