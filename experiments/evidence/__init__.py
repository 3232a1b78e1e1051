"""Evidence: what the model must answer to, as checks on the very functions that it runs.

A limiting case switches one mechanism on and compares what comes out with a number that is known from elsewhere.
Each file of this package that has ``CHECKS`` is a family of them, found by itself.
"""

from .check import Check, Estimate, Finding
from .families import CHANGED, GONE, checks

__all__ = ["CHANGED", "GONE", "Check", "Estimate", "Finding", "checks"]
