"""Verdicts on patterns: whether the means of their parts lie where the literature says.

A part holds where the 95 % interval of its mean lies inside its range, and fails where it lies outside; otherwise it is
undecided.  As in ``estimates``, fewer than ``FEWEST`` effects that are not zero say nothing of a sign.  A pattern holds
where all its parts do, and fails where one does.  Verdicts of several base seeds that disagree make it undecided.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from ...experiments.intervals import FEWEST, interval
from ...experiments.patterns import Lab, Part, Pattern
from ...sim.state import Floats

HOLDS, FAILS, UNDECIDED, NOT_BUILT, TROUBLE = "holds", "fails", "undecided", "not built yet", "failed to run"

PASSES: dict[str, bool | None] = {HOLDS: True, FAILS: False, TROUBLE: False}


@dataclass(frozen=True)
class Judged:
    """A part with what was found.

    Attributes:
        mean, low, high: mean effect and its 95 % interval; nan where there are too few worlds.
        verdict: empty for what is only reported.
    """

    part: Part
    mean: float
    low: float
    high: float
    verdict: str


@dataclass(frozen=True)
class Verdict:
    """A pattern with what was found in the worlds of one base seed, and the verdicts under other base seeds.

    Attributes:
        seed: the base seed; ``others``: ``{base seed: verdict}``.
        trouble: the error that measuring ended in.
    """

    pattern: Pattern
    seed: int
    parts: tuple[Judged, ...]
    alone: str
    others: dict[int, str] = field(default_factory=dict)
    trouble: str = ""

    @property
    def verdict(self) -> str:
        """The verdict of all base seeds together."""
        return agreed([self.alone, *self.others.values()])

    def rows(self) -> list[dict[str, object]]:
        """Return the verdict for machines: a row for the pattern, then one for each of its parts."""
        pattern, asked = self.pattern, [one for one in self.parts if one.verdict]
        whole: dict[str, object] = {
            "id": pattern.id,
            "claim": pattern.claim,
            "source": pattern.source,
            "expected": f"{len(asked)} parts hold" if self.parts else None,
            "observed": sum(one.verdict == HOLDS for one in asked) if self.parts else None,
            "tolerance": 0.0 if self.parts else None,
            "pass": PASSES.get(self.verdict),
        }
        return [whole, *(_row(pattern, place, one) for place, one in enumerate(self.parts))]


def _row(pattern: Pattern, place: int, one: Judged) -> dict[str, object]:
    return {
        "id": f"{pattern.id}{chr(ord('a') + place)}",
        "claim": f"{one.part.says} ({one.part.unit})",
        "source": pattern.source,
        "expected": expected(one.part) or None,
        "observed": one.mean,
        "tolerance": max(one.high - one.mean, one.mean - one.low),
        "pass": PASSES.get(one.verdict),
    }


def expected(part: Part) -> str:
    """Return ``above 0``, ``-0.1 to 0.1`` ...; nothing for a part that is only reported."""
    if np.isfinite(part.above) and np.isfinite(part.below):
        return f"{part.above:.3g} to {part.below:.3g}"
    if np.isfinite(part.above):
        return f"above {part.above:.3g}"
    return f"below {part.below:.3g}" if part.is_judged else ""


def judge(part: Part) -> Judged:
    """Return the mean effect of a part with its interval, and whether it lies in its range."""
    effects = part.effects[np.isfinite(part.effects)]
    low, high = interval(effects)
    mean = float(effects.mean()) if len(effects) else np.nan
    return Judged(part, mean, low, high, _verdict(part, low, high, effects) if part.is_judged else "")


def _verdict(part: Part, low: float, high: float, effects: Floats) -> str:
    is_sign_asked = 0.0 in (part.above, part.below)
    telling = np.count_nonzero(effects) if is_sign_asked else len(effects)
    if telling < FEWEST:
        return UNDECIDED
    if part.above < low and high < part.below:
        return HOLDS
    return FAILS if high <= part.above or low >= part.below else UNDECIDED


def together(parts: Iterable[Judged]) -> str:
    """Return the verdict of all parts together."""
    verdicts = [one.verdict for one in parts if one.verdict]
    if FAILS in verdicts:
        return FAILS
    return HOLDS if verdicts and set(verdicts) == {HOLDS} else UNDECIDED


def agreed(verdicts: Sequence[str]) -> str:
    """Return the verdict that all base seeds agree on; undecided where they do not."""
    return verdicts[0] if len(set(verdicts)) == 1 else UNDECIDED


def find(pattern: Pattern, lab: Lab) -> Verdict:
    """Measure a pattern in the worlds of a lab, and judge it; one that raises an error has failed to run.

    Raises:
        InterruptionError: by Ctrl-C.
    """
    if pattern.measure is None:
        return Verdict(pattern, lab.seed, (), NOT_BUILT)
    try:
        parts = tuple(judge(part) for part in pattern.measure(lab))
    except (ArithmeticError, LookupError, RuntimeError, TypeError, ValueError) as error:
        return Verdict(pattern, lab.seed, (), TROUBLE, trouble=f"{type(error).__name__}: {error}")
    return Verdict(pattern, lab.seed, parts, together(parts))
