"""A rule to agree that raises in one of twenty worlds, unless it was mended before it was compiled.

It is a compiled function as any other: the run raises where the model calls it.
"""

import os

from clever_coalitions.sim import kernel
from clever_coalitions.sim.governance.agree.each import agree as usual
from clever_coalitions.sim.state import SEED

BROKEN = os.environ.get("COALITIONS_TEST_MENDED") != "1"


@kernel
def agree(state, c):
    """Let each agree, or raise."""
    if BROKEN and state.clock[SEED] % 20 == 7:
        raise ValueError("no luck in this world")
    usual(state, c)
