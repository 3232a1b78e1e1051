"""Plug-ins from elsewhere, watched: what they decide is looked at after each call, and a run that breaks says whose.

Ours are not watched, and cost nothing for it. What is looked at:

* a strategy's decision: every value finite and in its range, shares of the week that a week has room for;
* after a rule, the indices that our kernels look into arrays with. All else that it writes, the sentinel looks at.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from typing import Any

import numpy as np

from .briefing import AMBITION, CREDIT, HOLD, KEEP, LISTEN, PIVOT_TO, PRESS, RENEW, USES, Briefing
from .compiling import checked_kernel, kernel
from .parameters import numbers
from .sentinel import BrokenRunError
from .state import NONE, STEP, STEPS, Floats, State, coalitions, plan, seats
from .tables import called

MOST = 1e12
"""Beyond it no number of the model can be."""


class PluginError(BrokenRunError):
    """A plug-in broke a rule of the house; compiled code gives what its text is made of.

    Args:
        plugin: ``module:function``.
        place: of what is wrong, in ``EXPECTED``.
        value: what stands there.
    """

    def __str__(self) -> str:
        if len(self.args) != 3:
            return super().__str__()
        name, expected = EXPECTED[self.args[1]]
        return f"{name} = {self.args[2]:g}, expected {expected}"

    @property
    def plugin(self) -> str:
        """Whose fault it is."""
        return str(self.args[0])


# --- a strategy's decision --------------------------------------------------------------------------------------------

SUM, HUB, ISSUE, SIZE, PLANNED, ROLE, CLOCK = (CREDIT + k for k in (1, 2, 3, 4, 5, 7, 8))
"""Places beside those of the values of a decision; PLANNED is that of a plan, the next one that of a draft."""

OBSTACLE = "an obstacle, or -1"

SLACK = 1e-9
"""What sums of shares may be off by."""


def _decision_ranges() -> dict[str, tuple[float, float]]:
    """Return the least and the greatest that each value of a decision may be, in their order."""
    known = {path.partition(".")[2]: number for path, _, number in numbers() if path.startswith("coordinator.")}
    ranges = {name: (known[name].low, known[name].high) for name in USES}
    ranges |= {"voices": (0.0, 1e6), "focus": (0.0, 5.0), "own_weight": (0.0, 1.0)}
    ranges["review_weeks"] = (0.0, known["review_weeks"].high)  # 0: in every step
    ranges |= {"pivot_to": (KEEP, MOST), "dissolve": (0.0, 1.0), "ambition": (KEEP, 1.0)}
    return {**ranges, "press": (HOLD, 1.0), "credit": (HOLD, 1.0)}


DECISION = _decision_ranges()
LOW, HIGH = (np.array(ends) for ends in zip(*DECISION.values(), strict=True))


@kernel
def unusable(briefing: Briefing, decision: Floats) -> int:
    """Return the place of a value that nobody can follow; NONE where there is none.

    A case may itself ask for more than a week; then the office cuts the shares, and those of a plug-in likewise.
    """
    person, total = briefing.person, 0.0
    own = (
        person.listen + person.analyse + person.match + person.convene + person.steward + person.promote + person.renew
    )
    is_full = own > 1.0 + SLACK
    for place in range(LISTEN, CREDIT + 1):
        high = MOST if is_full and place <= RENEW else HIGH[place]
        if not LOW[place] <= decision[place] <= high:
            return place
        if place <= RENEW:
            total += decision[place]
    if not is_full and total > 1.0 + SLACK:
        return SUM
    pivot_to = decision[PIVOT_TO]
    if pivot_to != math.floor(pivot_to) or pivot_to >= briefing.obstacles:
        return PIVOT_TO
    for place in (AMBITION, PRESS, CREDIT):
        is_said = decision[place] == HOLD if place == PRESS else decision[place] in (HOLD, KEEP)
        if decision[place] < 0.0 and not is_said:
            return place
    return NONE


# --- what a rule leaves behind ----------------------------------------------------------------------------------------


@kernel
def is_index(value: float, least: int, many: int) -> bool:
    """Return whether a value is an index from ``least`` to ``many - 1``; nan is none."""
    return value >= least and value < many and value == math.floor(value)


@kernel
def unusable_index(state: State, c: int) -> tuple[int, float]:
    """Return the place in ``EXPECTED`` and the value of an index that points nowhere; NONE where all is well.

    Our kernels look into arrays with them, and their own bounds are not checked.
    """
    coalition, obstacles = coalitions(state), state.alarm.shape[1]
    if not is_index(coalition.hub[c], 0, state.minds.shape[1]):
        return HUB, coalition.hub[c]
    if not is_index(coalition.issue[c], 0, state.issues.shape[1]):
        return ISSUE, coalition.issue[c]
    if not is_index(coalition.size[c], 0, state.people.shape[1] + 1):
        return SIZE, coalition.size[c]
    for which in range(2):
        obstacle = plan(state, which).obstacle[c]
        if not is_index(obstacle, NONE, obstacles):
            return PLANNED + which, obstacle
    role = seats(state).role
    for i in range(role.shape[1]):
        if not is_index(role[c, i], NONE, state.needs.shape[1]):
            return ROLE, role[c, i]
    if not 0 <= state.clock[STEP] < state.clock[STEPS]:
        return CLOCK, float(state.clock[STEP])
    return NONE, 0.0


# --- watched plug-ins -------------------------------------------------------------------------------------------------


def _expected() -> list[tuple[str, str]]:
    """Return the names of all that is looked at, with what is expected of each, by their places."""
    special = {"pivot_to": OBSTACLE, "ambition": "0 to 1, or -1", "credit": "0 to 1, or -1"}
    texts = [(name, special.get(name, f"{low:g} to {high:g}")) for name, (low, high) in DECISION.items()]
    return [
        *texts,
        ("the sum of the shares", "at most 1"),
        ("coalitions.hub", "a coordinator"),
        ("coalitions.issue", "an issue"),
        ("coalitions.size", "how many members it has"),
        ("plan.obstacle", OBSTACLE),
        ("draft.obstacle", OBSTACLE),
        ("seats.role", "a step, or -1"),
        ("clock", "a step of the run"),
    ]


EXPECTED = _expected()


def expect(name: str, expected: str) -> int:
    """Return the place in ``EXPECTED`` of something else that is looked at."""
    if (name, expected) not in EXPECTED:
        EXPECTED.append((name, expected))
    return EXPECTED.index((name, expected))


@functools.cache
def watched(plugin: Any, is_strategy: bool) -> Callable[..., Any]:
    """Return a plug-in, compiled or not as it is, with a look at what it did whenever it was called."""
    made = (_strategy if is_strategy else _rule)(plugin, called(plugin))
    made.__module__, made.__qualname__ = plugin.__module__, plugin.__qualname__
    return checked_kernel(made) if hasattr(plugin, "py_func") else made


def _strategy(plugin: Any, name: str) -> Callable[..., None]:
    def lead(briefing: Briefing, decision: Floats) -> None:
        plugin(briefing, decision)
        place = unusable(briefing, decision)
        if place == SUM:  # a value that was chosen in either branch arrives as another one with numba before 0.67
            raise PluginError(name, place, decision[: RENEW + 1].sum())
        if place >= 0:
            raise PluginError(name, place, decision[place])

    return lead


def _rule(plugin: Any, name: str) -> Callable[..., None]:
    def rule(state: State, c: int) -> None:
        plugin(state, c)
        place, value = unusable_index(state, c)
        if place >= 0:
            raise PluginError(name, place, value)

    return rule
