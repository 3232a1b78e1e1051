"""What every test shares: no screen is needed, and generated examples are the same on each run."""

import os

from hypothesis import settings

os.environ.setdefault("MPLBACKEND", "Agg")

# The first call of a compiled function may take seconds: no deadline.
settings.register_profile("coalitions", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("coalitions")
