"""How the forms turn, as numbers with their uncertainty, and in words."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from ...experiments.forms_on_trial.turning import (
    FALSE_PIVOTS,
    LAG,
    NET_VALUE,
    NOTHING,
    OVERLAP,
    PIVOTS,
    REAL,
    SAME,
    Turned,
)
from ...experiments.intervals import LEVEL
from ...experiments.patterns.syria import HIGH, LOW, MOST, RARE
from ...sim.state import Floats
from ..effects import Effect, Number, Record, adjusted, effect
from ..words import listed, number

BASE = "opt-in"
"""The form that the others are compared with."""


class Share(Record):
    """A share of worlds with its 95 % interval (Wilson's)."""

    share: Number
    low: Number
    high: Number
    worlds: int


class Median(Record):
    """A median with its 95 % interval, from the order of the worlds alone; None: beyond what was seen (never)."""

    middle: float | None
    low: float | None
    high: float | None


class Turning(Record):
    """How one form turned in one case.

    Attributes:
        reached: worlds with a plan against the new obstacle; lag: weeks from the change to it, among all worlds; None
            where there is nothing to turn to, or no coalition that could.
        overlap: mean Jaccard index where a new coalition settled; is_low: worlds in which it is below .1 (those without
            a new coalition are failures).
        pivoted: worlds with a pivot at all; false_pivots: a world; net_value: a world.
        against: net value minus that of opt-in, in the same worlds; None for opt-in.
        lags, overlaps: of each world; None where it never came, or is not defined.
    """

    case: str
    form: str
    reached: Share | None
    lag: Median | None
    overlap: Effect | None
    is_low: Share | None
    pivoted: Share | None
    false_pivots: Effect | None
    net_value: Effect
    against: Effect | None
    lags: list[float | None]
    overlaps: list[float | None]
    worlds: int


class TurningReading(Record):
    """How all forms turned in all cases, case by case."""

    turnings: list[Turning]
    worlds: int
    seed: int

    def of(self, case: str, form: str) -> Turning:
        """Return one of them.

        Raises:
            LookupError: there is none.
        """
        for one in self.turnings:
            if (one.case, one.form) == (case, form):
                return one
        raise LookupError(f"{case} under {form}")


def read(turned: Sequence[Turned], seed: int) -> TurningReading:
    """Return how all forms turned; differences to opt-in are judged together."""
    base = {one.case: one.values[:, NET_VALUE] for one in turned if one.form == BASE}
    others = [one for one in turned if one.form != BASE]
    found = adjusted([effect(one.values[:, NET_VALUE] - base[one.case]) for one in others], "claims")
    against = {(one.case, one.form): difference for one, difference in zip(others, found, strict=True)}
    made = [_turning(one, against.get((one.case, one.form))) for one in turned]
    return TurningReading(turnings=made, worlds=len(turned[0].values), seed=seed)


def _turning(one: Turned, against: Effect | None) -> Turning:
    values, is_turning, is_one = one.values, one.is_turning, one.form != "alone"
    lags, indices = values[:, LAG], values[:, OVERLAP]
    return Turning(
        case=one.case,
        form=one.form,
        reached=share(np.isfinite(lags)) if is_turning else None,
        lag=median(lags) if is_turning else None,
        overlap=effect(indices) if is_turning else None,
        is_low=share(indices < LOW) if is_turning else None,
        pivoted=share(values[:, PIVOTS] > 0.0) if is_one else None,
        false_pivots=effect(values[:, FALSE_PIVOTS]) if is_one else None,
        net_value=effect(values[:, NET_VALUE]),
        against=against,
        lags=_plain(lags) if is_turning else [],
        overlaps=_plain(indices) if is_turning else [],
        worlds=len(values),
    )


def _plain(values: Floats) -> list[float | None]:
    return [float(value) if math.isfinite(value) else None for value in values]


def share(holds: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Share:
    """Return in which share of worlds something holds, (worlds,)."""
    from scipy.stats import binomtest

    count, n = int(np.count_nonzero(holds)), len(holds)
    ends = binomtest(count, n).proportion_ci(LEVEL, method="wilson")
    return Share(share=count / n, low=float(ends.low), high=float(ends.high), worlds=n)


def median(values: Floats) -> Median:
    """Return the median of (worlds,), infinite where it never came, with the interval that their order gives.

    The value of rank L from below and the one of rank L from above, L being the largest for which fewer than L of the
    worlds lie below the true median in at most one of forty cases.
    """
    from scipy.stats import binom

    ordered = np.sort(values)
    rank = int(binom.ppf((1.0 - LEVEL) / 2.0, len(ordered), 0.5))
    ends = (ordered[rank - 1], ordered[-rank]) if rank > 0 else (-math.inf, math.inf)
    middle = 0.5 * (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2])
    told = [float(value) if math.isfinite(value) else None for value in (middle, *ends)]
    return Median(middle=told[0], low=told[1], high=told[2])


# --- in words --------------------------------------------------------------------------------------------------------


def in_weeks(one: Median) -> str:
    """Return ``"9 weeks [8, 10]"``; ``"never"`` where half of the worlds or more have none."""
    if one.low is None and one.middle is None:
        return "never"
    if one.middle is None:
        return f"never [{_end(one.low)}, never]"
    unit = "week" if one.middle == 1.0 else "weeks"
    return f"{one.middle:g} {unit} [{_end(one.low)}, {_end(one.high)}]"


def _end(value: float | None) -> str:
    return "never" if value is None else f"{value:g}"


def percent(one: Share) -> str:
    """Return ``"78 % [72, 84]"``."""
    return f"{100 * one.share:.0f} % [{100 * one.low:.0f}, {100 * one.high:.0f}]"


def amount(one: Effect) -> str:
    """Return ``"0.31 [0.22, 0.40]"``; a dash where there is none."""
    if not math.isfinite(one.mean):
        return "–"
    most = max(abs(one.mean), abs(one.low), abs(one.high)) if math.isfinite(one.low) else abs(one.mean)
    if not math.isfinite(one.low):
        return number(one.mean, most)
    return f"{number(one.mean, most)} [{number(one.low, most)}, {number(one.high, most)}]"


def cells(one: Turning) -> tuple[str, ...]:
    """Return a row of a table: new plan, weeks after, overlap, how often low, pivots, false pivots, net value."""
    return (
        percent(one.reached) if one.reached else "",
        in_weeks(one.lag) if one.lag else "",
        amount(one.overlap) if one.overlap else "",
        percent(one.is_low) if one.is_low else "",
        percent(one.pivoted) if one.pivoted else "",
        amount(one.false_pivots) if one.false_pivots else "",
        amount(one.net_value),
    )


def paragraph(reading: TurningReading) -> str:
    """Return how often, how late and with whom a coalition turns under each form, and what the placebos show."""
    forms = [one.form for one in reading.turnings if one.case == REAL and one.reached]
    said = [_turned(reading.of(REAL, form)) for form in forms]
    return " ".join([*said, _overlap(reading), _same(reading), _nothing(reading)])


def _turned(one: Turning) -> str:
    assert one.reached is not None  # asked of forms that can turn only
    assert one.lag is not None
    assert one.overlap is not None
    often = f"Under {one.form} a plan for the new obstacle comes in {percent(one.reached)} of worlds"
    late = f"in the median of all worlds it comes after {in_weeks(one.lag)}"
    if one.lag.middle is None:
        late = f"in the median of all worlds it comes {in_weeks(one.lag)}"
    return f"{often}; {late}; the members it keeps make an index of {amount(one.overlap)}."


def verdict(one: Share | None, bound: float, is_above: bool) -> bool | None:
    """Return whether a share lies beyond a bound with its whole interval; None where that is open."""
    if one is None or one.low <= bound <= one.high:
        return None
    return (one.low > bound) == is_above


def _overlap(reading: TurningReading) -> str:
    """Say whether the article's case comes out: hardly any common member in most worlds."""
    sides: dict[bool | None, list[str]] = {True: [], False: [], None: []}
    for one in reading.turnings:
        if one.case == REAL and one.is_low:
            sides[verdict(one.is_low, MOST, is_above=True)].append(f"{one.form} ({percent(one.is_low)})")
    words = {True: "in most worlds", False: "in fewer than half of all worlds", None: "it is open in how many"}
    parts = [f"{words[side]} under {listed(names)}" for side, names in sides.items() if names]
    what = f"A new coalition settles that shares next to nothing with the old one (index below {LOW:g})"
    return f"{what} {'; '.join(parts)}."


def _same(reading: TurningReading) -> str:
    """Say whether the placebo of the same strengths keeps its members."""
    one = reading.of(SAME, BASE)
    assert one.overlap is not None
    mean = f"the index is {amount(one.overlap)}"
    if one.overlap.low > HIGH:
        return f"Where the new obstacle needs the same strengths, opt-in keeps most of its members: {mean}."
    if one.overlap.high < HIGH:
        return f"But where the new obstacle needs the same strengths, opt-in loses most of its members too: {mean}."
    return f"Where the new obstacle needs the same strengths, {mean} under opt-in: open whether most are kept."


def _nothing(reading: TurningReading) -> str:
    """Say whether pivots are rare where nothing changes."""
    one = reading.of(NOTHING, BASE)
    assert one.pivoted is not None
    rare = verdict(one.pivoted, RARE, is_above=False)
    words = {True: "pivots are rare under opt-in", False: "opt-in pivots often all the same"}
    how_many = f"{percent(one.pivoted)} of worlds have one"
    if rare is None:
        return f"Where nothing changes it is open whether pivots are rare under opt-in: {how_many}."
    return f"Where nothing changes {words[rare]}: {how_many}."
