"""Patterns: does the whole model behave as the literature says?

Each file of this package that has a ``PATTERN`` is one, found by itself.  A pattern runs the whole model in paired
worlds and returns *parts*: an effect in every world, and the range in which its mean has to lie.  Whether it does is
judged in ``analysis.patterns``.  Ranges were written down before anything was run, and are never adapted to what
comes out.
"""

from .found import patterns
from .lab import InterruptionError, Lab
from .pattern import Part, Pattern

__all__ = ["InterruptionError", "Lab", "Part", "Pattern", "patterns"]
