"""F13: the mode that fits the context.

To be varied: the mode (participants govern themselves, one of them leads, a coordinator does), and the context (few,
alike, trusting, slow; many, diverse, fast).  The first two modes are not built yet.
Rule, for when they are: in worlds of a mix of contexts, the mode that did best in each context in one half of the
worlds beats every single mode in the other half.
"""

from __future__ import annotations

from .pattern import Pattern

PATTERN = Pattern(
    "F13",
    "Matching the mode to the context beats any single mode over a mix of contexts",
    "Provan & Kenis 2008",
    None,
    waits_for="the forms lead organization and self-organized",
)
