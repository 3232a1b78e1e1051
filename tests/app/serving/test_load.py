"""A little of everything at once; ``make nightly`` sends the whole crowd."""

import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("solara")

ROOT = Path(__file__).parents[3]


def test_a_server_bears_everybody_at_once():
    command = [sys.executable, "-m", "benchmarks.load", "--short"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stdout + done.stderr
