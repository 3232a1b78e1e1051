"""F2: what it takes to agree.

Varied: members (12, 24 or 48 organizations, the same number of every kind, a seat for each of them) and the spread of
goals (.1, .3 or .5), under consensus and under opt-in.
Measured: weeks from the need for a plan to its adoption; where none was adopted in two years, those two years.
Ambition of the plans adopted.
Rule: faster than linearly means that the second half of a range adds more weeks than the first at the same pace, by
member and by unit of spread; both have to.  Ambition falls from 12 to 48 members under consensus, and under opt-in
changes by less than .1.
"""

from __future__ import annotations

import numpy as np

from ...sim.state import Floats
from .city import city, sized
from .lab import Lab, case
from .pattern import Part, Pattern

EACH = (2, 4, 8)
SPREADS = (0.1, 0.3, 0.5)
WEEKS = 104.0
LEVEL = 0.1
EVERYBODY = {"decision.seats": 1000.0}


def measure(lab: Lab) -> list[Part]:
    """Run coalitions of several sizes and spreads of goals."""
    names = ("weeks_to_plan", "ambition")
    by_size, opt_in = (
        lab.outcomes(names, [case(f"{each} of each", sized(each, WEEKS), EVERYBODY, form) for each in EACH])
        for form in ("consensus", "opt-in")
    )
    spread = [
        case(f"spread {one}", city(WEEKS), EVERYBODY | {"club.values_spread": one}, "consensus") for one in SPREADS
    ]
    weeks, wide = _waits(by_size[:, :, 0]), _waits(lab.outcomes(names, spread)[:, :, 0])
    ambition, free = by_size[:, :, 1], opt_in[:, :, 1]
    members = 6.0 * np.array(EACH)
    return [
        Part("weeks to a plan, 48 members against 12", "weeks", weeks[:, 2] - weeks[:, 0], above=0.0),
        Part("weeks per member added, 24 to 48 against 12 to 24", "weeks", _bend(weeks, members), above=0.0),
        Part("weeks to a plan, spread of goals .5 against .1", "weeks", wide[:, 2] - wide[:, 0], above=0.0),
        Part("weeks per unit of spread, .3 to .5 against .1 to .3", "weeks", _bend(wide, np.array(SPREADS)), above=0.0),
        Part("ambition under consensus, 48 members against 12", "ambition", ambition[:, 2] - ambition[:, 0], below=0.0),
        Part("ambition under opt-in, 48 members against 12", "ambition", free[:, 2] - free[:, 0], -LEVEL, LEVEL),
        Part("worlds without a plan in two years, 48 members", "share", (weeks[:, 2] == WEEKS).astype(float)),
    ]


def _waits(weeks: Floats) -> Floats:
    return np.where(np.isfinite(weeks), weeks, WEEKS)


def _bend(values: Floats, at: Floats) -> Floats:
    """Return by how much the second slope exceeds the first, (worlds,); values: (worlds, 3) at three points."""
    first, second = (np.diff(values, axis=1) / np.diff(at)).T
    return second - first


PATTERN = Pattern(
    "F2",
    "Consensus: weeks to a plan grow faster than linearly with members and with spread of goals, and ambition falls; "
    "under opt-in it stays about level",
    "Buchanan & Tullock 1962",
    measure,
    runs=3 * len(EACH),
)
