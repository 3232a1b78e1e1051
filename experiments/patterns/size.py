"""F5: how large a coalition should be.

Varied: the number of members, from 2 to all 40.  Who they are is set from outside, every week: the first organizations
of each kind in turn; nobody else may come, and nobody may leave.  They meet through the hub, or around a table, at the
usual hours a link or three times as many.  The coordinator proposes throughout.
Measured: net value in four years.
Rule: the best size inside beats 2 and 40 through the hub, chosen in one half of the worlds and scored in the other; in
ten groups of worlds, the best size around a table is on average smaller with dearer links, and larger through the hub.
"""

from __future__ import annotations

from functools import cache
from itertools import chain, zip_longest

import numpy as np

from ...sim.choices import INVITE, JOIN
from ...sim.measures import PRIMARY
from ...sim.population import Choice
from ...sim.run import simulate
from .city import city
from .doses import best_doses, inverted_u
from .lab import Lab
from .pattern import Part, Pattern

SIZES = (2, 5, 9, 14, 20, 28, 40)
HUB, TABLE = "coordinator+each+hub", "coordinator+each+table"
LINK = 0.1


def measure(lab: Lab) -> list[Part]:
    """Run coalitions of given sizes."""
    settings = ((HUB, LINK), (TABLE, LINK), (TABLE, 3 * LINK))
    values = lab.each_world(lambda seed: np.array([_values(seed, *one) for one in settings]), 3 * len(SIZES))
    hub, table, dear = (best_doses(values[:, place], SIZES) for place in range(3))
    return [
        *inverted_u(values[:, 0], SIZES, "size", "net value"),
        Part("best size around a table, dear links against usual ones", "members", dear - table, below=0.0),
        Part("best size, hub against table", "members", hub - table, above=0.0),
    ]


def _values(seed: int, governance: str, link: float) -> list[float]:
    """Return the net value of a world at each size."""
    scenario = city().with_numbers({"work.meeting_link": link})
    runs = (simulate(scenario, seed, governance, choices=members_only(size), series=False) for size in SIZES)
    return [run.outcomes[PRIMARY] for run in runs]


@cache
def members_only(size: int) -> tuple[Choice, ...]:
    """Return the decisions that make a coalition of ``size``: each week, who is invited and comes, and who does not."""
    rows = _in_turn()
    inside, outside = rows[:size], rows[size:]
    week = [(INVITE, row, 1.0) for row in inside] + [(JOIN, row, 1.0) for row in inside]
    week += [(JOIN, row, 0.0) for row in outside]
    return tuple(Choice(step, *one) for step in range(int(city().weeks)) for one in sorted(week))


def _in_turn() -> list[int]:
    """Return the rows of all organizations, one of each kind after the other."""
    ends = np.cumsum([kind.count for kind in city().kinds])
    kinds = [range(int(end) - kind.count, int(end)) for end, kind in zip(ends, city().kinds, strict=True)]
    return [row for row in chain.from_iterable(zip_longest(*kinds)) if row is not None]


PATTERN = Pattern(
    "F5",
    "Value is an inverted U in coalition size; the best size falls with the cost of meetings, and a hub moves it up",
    "Brooks 1975; Steiner 1972",
    measure,
    runs=3 * len(SIZES),
    calibrates=True,
)
