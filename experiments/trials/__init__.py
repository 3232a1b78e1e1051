"""Trials: each of the ten principles, with its benefit and its price each switched off once.

Each file of this package that has a ``TRIAL`` is one, found by itself.  Doses are multiples of what the case has, so
that the default dose is always the case as it is.  A benefit that survives its channel is circular: a bug.
"""

from .conditions import conditions
from .found import trials
from .measure import AS_IT_IS, BENEFIT_OFF, PRICE_OFF, Measured, measure, measure_bound, runs_of, runs_of_bound
from .trial import Trial

__all__ = [
    "AS_IT_IS",
    "BENEFIT_OFF",
    "PRICE_OFF",
    "Measured",
    "Trial",
    "conditions",
    "measure",
    "measure_bound",
    "runs_of",
    "runs_of_bound",
    "trials",
]
