"""From a question to results: designs, pairing, running, storing, stopping.

A *case* is a scenario; a *world* is one seed of it; a *variant* is a case under one form of governance and one
strategy; a *run* is one variant in one world.  ``compare(variants(load("syria"), "governance=opt-in,consensus"))``
runs both variants in the same worlds.
"""

from .compare import compare
from .comparison import Comparison, Failure
from .variants import Variant, variants, vary
from .worlds import world_seed

__all__ = ["Comparison", "Failure", "Variant", "compare", "variants", "vary", "world_seed"]
