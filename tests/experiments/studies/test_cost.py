"""What a study costs beside its runs, as ``benchmarks`` measures it: little time, and memory that does not grow."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from clever_coalitions.sim.compiling import is_compiling_enabled

ROOT = Path(__file__).parents[3]
MOST_ADDED = 1.0
"""What planning, pairing and storing a session of 30 runs may add, as a multiple of the processor time of the runs."""

MOST_MEMORY = 600.0
"""MiB."""

REPORTED, MOST_SECONDS, MOST_REPORTED = 100_000, 60.0, 2048.0
"""Runs of a store with all free numbers, and what its report may take: processor seconds, and MiB."""

pytestmark = pytest.mark.skipif(not is_compiling_enabled(), reason="NUMBA_DISABLE_JIT is set")


def measured(call):
    """Return what a function of the benchmarks returns, in a process of its own."""
    code = f"import json; from benchmarks.studies import *; print(json.dumps({call}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=1800)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_study_adds_little_to_its_runs():
    """In processor time, which other processes hardly touch."""
    assert measured("overhead(300)")["added_cpu_share"] < MOST_ADDED


@pytest.mark.slow
def test_memory_does_not_grow_with_runs():
    found = measured("memory(100_000, 26.0)")
    assert found["100000"] < MOST_MEMORY
    assert found["100000"] < 1.15 * found["1000"]


@pytest.mark.slow
def test_a_hundred_thousand_runs_are_reported_in_a_minute():
    """In processor time, of all threads, which other processes hardly touch."""
    found = measured(f"report({REPORTED})")
    assert found["numbers"] >= 80
    assert found["processor_seconds"] < MOST_SECONDS
    assert found["mib"] < MOST_REPORTED
