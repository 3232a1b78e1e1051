"""What every test shares: no screen is needed, and generated examples are the same on each run."""

import os
import re
import signal
import sys
from functools import partial
from pathlib import Path

import pytest
from hypothesis import settings

os.environ.setdefault("MPLBACKEND", "Agg")

# The first call of a compiled function may take seconds: no deadline.
settings.register_profile("coalitions", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("coalitions")


@pytest.fixture(autouse=True, scope="session")
def interrupts_are_heard():
    """Hear Ctrl-C, also where the tests themselves were started in the background, which ignores it."""
    previous = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, previous)


@pytest.fixture(autouse=True)
def plugins_are_forgotten():
    """Forget the code from elsewhere that a test used: what others say and do would tell of it."""
    module = sys.modules.get("clever_coalitions.sim.plugins")
    before = dict(module._USED) if module else {}
    yield
    module = sys.modules.get("clever_coalitions.sim.plugins")
    if module:
        module._USED.clear()
        module._USED.update(before)


@pytest.fixture(scope="session")
def own_files(tmp_path_factory):
    """Return the folder of all Python files that the pages on code of one's own show."""
    folder = tmp_path_factory.mktemp("own")
    for page in ("extending.md", "mechanisms.md"):
        text = (Path(__file__).parents[1] / "docs" / page).read_text("utf-8")
        for block in re.findall(r"^```python\n(# \w+\.py\n.*?)^```$", text, re.M | re.S):
            (folder / block[2:].partition("\n")[0]).write_text(block, "utf-8")
    return folder


@pytest.fixture
def tried(record_property):
    """Return a function that is told how many inputs a test has tried: docs/promises.md counts them."""
    return partial(record_property, "inputs")
