"""Estimates by their former place; see ``clever_coalitions.experiments.estimates``."""

from ..experiments.estimates import (
    LESS,
    MATTERS,
    MORE,
    SAME,
    UNKNOWN,
    Estimate,
    PairedDifference,
    Verdict,
    as_json,
    difference_in,
    estimate,
    estimates,
    paired_difference,
)

__all__ = [
    "LESS",
    "MATTERS",
    "MORE",
    "SAME",
    "UNKNOWN",
    "Estimate",
    "PairedDifference",
    "Verdict",
    "as_json",
    "difference_in",
    "estimate",
    "estimates",
    "paired_difference",
]
