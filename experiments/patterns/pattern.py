"""A pattern: what the literature says of the whole model, what is run, and what would count for or against it."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from ...sim.state import Floats
from .lab import Lab


@dataclass(frozen=True)
class Part:
    """One of the things that a pattern says, as an effect in every world.

    Attributes:
        says: what it says, in words; ``unit``: of the effect.
        effects: (n,) one effect for each independent world, or group of worlds; nan where it is not defined.
        above, below: the mean has to lie between them; where neither is given, the part is only reported.
    """

    says: str
    unit: str
    effects: Floats = field(repr=False)
    above: float = -math.inf
    below: float = math.inf

    @property
    def is_judged(self) -> bool:
        """Whether there is a range for the mean to lie in."""
        return math.isfinite(self.above) or math.isfinite(self.below)


@dataclass(frozen=True)
class Pattern:
    """A stylized fact.

    Attributes:
        id: ``F1`` ...; ``claim``: what the source says, in words; ``source``: who says so.
        measure: runs the model and returns the parts; None where something that it needs is not built yet.
        runs: how many runs of the model it takes in each world, for the time left.
        calibrates: whether calibration may look at it.
        mark: what to know about it: contested, or an assumption restated.
        waits_for: what is not built yet.
    """

    id: str
    claim: str
    source: str
    measure: Callable[[Lab], list[Part]] | None
    runs: int = 0
    calibrates: bool = False
    mark: str = ""
    waits_for: str = ""

    @property
    def order(self) -> int:
        """Sorts F2 before F10."""
        number = re.fullmatch(r"F(\d+)", self.id)
        if not number:
            raise ValueError(f"{self.id!r}: expected an id such as F5")
        return int(number[1])
