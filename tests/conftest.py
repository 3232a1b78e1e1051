"""What every test shares: no screen is needed, and generated examples are the same on each run."""

import os
import signal

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
