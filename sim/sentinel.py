"""The sentinel: looks at every stock and outcome when a step is over, and ends a run in which one is out of its range.

A number that is no number, or lies where it cannot lie, comes from a fault of the model or of a plug-in. Unwatched it
would go on as a plausible result: a comparison with nan is false, and clipping hides the rest. Compiled code only asks
whether all is well, in one pass over memory; where it is not, ``check`` finds out what.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from .briefing import USES
from .compiling import kernel
from .entities import Campaigns, Coalitions, Concerns, Issues, Minds, Plan, Reports, Seats, Standing, Stocks
from .state import BLOCKS, CURRENT, LIVE, STEP, STEP_WEEKS, Floats, State, are_many_in_sight, in_sight
from .tallies import TALLIES

LARGEST = 1e300
"""A number beyond it counts as infinite."""

LITTLE = 1e-6
"""So far rounding may carry an amount below zero, or a share past its ends."""

SHARES: dict[str, tuple[str, ...]] = {
    "stocks": ("energy",),
    "standing": ("trust",),
    "minds": ("energy", "funding"),
    "coalitions": ("served", "chance"),
    "plans": ("ambition",),
}
AMOUNTS: dict[str, tuple[str, ...]] = {"stocks": ("load", "spent"), "seats": ("hours", "meeting")}
ALL_SHARES = ("tie_trust", "suspicion", "progress")
"""Rows, and whole blocks, with a range of their own: [0, 1], or no less than zero. All else that lives is finite."""

ENTITIES: dict[str, tuple[Any, str]] = {
    "stocks": (Stocks, "organization"),
    "concerns": (Concerns, "organization"),
    "standing": (Standing, "organization"),
    "reports": (Reports, "organization"),
    "seats": (Seats, "organization"),
    "coalitions": (Coalitions, "coalition"),
    "plans": (Plan, "the plan of coalition"),
    "minds": (Minds, "coordinator"),
    "campaigns": (Campaigns, "coalition"),
    "issues": (Issues, "issue"),
}


class BrokenRunError(ArithmeticError):
    """A number of a run is no number, or lies where it cannot lie; the text says when, whose, and which."""


def _place(entity: Any, name: str) -> int:
    return int(entity._fields.index(name))


ENERGY, LOAD, SPENT = (_place(Stocks, name) for name in SHARES["stocks"] + AMOUNTS["stocks"])
TRUST = _place(Standing, "trust")
HOURS, MEETING = (_place(Seats, name) for name in AMOUNTS["seats"])
HUB_ENERGY, FUNDING = (_place(Minds, name) for name in SHARES["minds"])
DARING = _place(Plan, "ambition")
SERVED, CHANCE = (_place(Coalitions, name) for name in SHARES["coalitions"])


@kernel
def are_within(values: Floats, low: float, high: float) -> bool:
    """Return whether all values, (n,), lie in a range; nan lies in none."""
    within = 0
    for i in range(len(values)):
        within += (values[i] >= low) & (values[i] <= high)
    return within == len(values)


@kernel
def is_share(value: float) -> bool:
    """Return whether a value is a share."""
    return -LITTLE <= value <= 1.0 + LITTLE


@kernel
def is_amount(value: float) -> bool:
    """Return whether a value is no less than zero."""
    return -LITTLE <= value <= LARGEST


@kernel
def are_shares(values: Floats) -> bool:
    """Return whether all values, (n,), are shares."""
    return are_within(values, -LITTLE, 1.0 + LITTLE)


@kernel
def are_amounts(values: Floats) -> bool:
    """Return whether all values, (n,), are no less than zero."""
    return are_within(values, -LITTLE, LARGEST)


@kernel
def are_all_sound(state: State) -> bool:
    """Return whether what has a range of its own of organizations and their ties lies in it, in passes over memory."""
    stocks = state.stocks
    sound = are_shares(stocks[ENERGY]) & are_amounts(stocks[LOAD])
    sound &= are_amounts(stocks[SPENT]) & are_shares(state.tie_trust)
    for h in range(state.standing.shape[1]):
        sound &= are_shares(state.standing[TRUST, h])
    for c in range(state.seats.shape[1]):
        sound &= are_amounts(state.seats[HOURS, c]) & are_amounts(state.seats[MEETING, c])
    return sound


@kernel
def are_sound_in_sight(state: State) -> bool:
    """Return whether all numbers are sound that can change while only some organizations are in sight."""
    of_people = state.stocks.size + state.concerns.size + state.standing.size + state.reports.size + state.seats.size
    sound = are_within(state.live[of_people + state.tie_trust.size :], -LARGEST, LARGEST)
    for i in in_sight(state):
        sound &= are_within(state.stocks[:, i], -LARGEST, LARGEST) & is_share(state.stocks[ENERGY, i])
        sound &= is_amount(state.stocks[LOAD, i]) & is_amount(state.stocks[SPENT, i])
        sound &= are_shares(state.tie_trust[state.tie_start[i] : state.tie_start[i + 1]])
        for h in range(state.standing.shape[1]):
            sound &= are_within(state.standing[:, h, i], -LARGEST, LARGEST) & is_share(state.standing[TRUST, h, i])
        for k in range(state.concerns.shape[1]):
            sound &= are_within(state.concerns[:, k, i], -LARGEST, LARGEST)
        for c in range(state.seats.shape[1]):
            sound &= is_amount(state.seats[HOURS, c, i]) & is_amount(state.seats[MEETING, c, i])
            sound &= are_within(state.seats[:, c, i], -LARGEST, LARGEST)
            sound &= are_within(state.reports[:, c, i], -LARGEST, LARGEST)
    return sound


@kernel
def is_sound(state: State) -> bool:
    """Return whether every stock and outcome is a number, in its range."""
    minds, coalitions = state.minds, state.coalitions
    if are_many_in_sight(state):
        sound = are_within(state.live, -LARGEST, LARGEST) & are_all_sound(state)
    else:
        sound = are_sound_in_sight(state)
    sound &= are_shares(state.plans[CURRENT, DARING])
    for h in range(state.standing.shape[1]):
        sound &= is_share(minds[HUB_ENERGY, h]) & is_share(minds[FUNDING, h])
    for c in range(state.seats.shape[1]):
        sound &= are_within(state.decision[c, : len(USES)], 0.0, 1.0 + LITTLE) & are_shares(state.suspicion[c])
        sound &= is_share(coalitions[SERVED, c]) & is_share(coalitions[CHANCE, c])
    for k in range(state.progress.shape[0]):
        for obstacle in range(state.progress.shape[1]):
            sound &= are_shares(state.progress[k, obstacle])
    return sound


# --- in words ---------------------------------------------------------------------------------------------------------

DECIDED = ("voices", "focus", "own weight", "review weeks", "pivot", "end", "ambition", "pressing", "credit")
WORDS: dict[str, tuple[str, ...]] = {
    "outcomes": TALLIES.names,
    "decision": (*(f"share of the week to {use}" for use in USES), *(f"decision on {what}" for what in DECIDED)),
}


def check(state: State) -> None:
    """Raise ``BrokenRunError``, which names the first number that is out of its range, unless all is well."""
    if is_sound(state):
        return
    week = (int(state.clock[STEP]) - 1) * state.time[STEP_WEEKS]
    raise BrokenRunError(f"week {week:.6g}: {fault(state)}")


def fault(state: State) -> str:
    """Return in words the first number that is out of its range."""
    name, place, value = next(_faults(state))
    return f"{_what(name, place)} is {value:.6g}: this run is broken, and none of its numbers counts"


def _faults(state: State) -> Iterator[tuple[str, tuple[int, ...], float]]:
    """Yield block, place and value of every number that is out of its range."""
    blocks = list(BLOCKS)
    for name in blocks[blocks.index(LIVE[0]) : blocks.index(LIVE[1]) + 1]:
        block = getattr(state, name)
        if block.dtype != float:
            continue
        low, high = _ranges(state, name, block.shape)
        for place in np.argwhere(~((block >= low) & (block <= high))):
            yield name, tuple(place.tolist()), float(block[tuple(place)])


def _ranges(state: State, name: str, shape: tuple[int, ...]) -> tuple[Floats, Floats]:
    """Return the ends of the ranges of all numbers in a block."""
    low, high = np.full(shape, -LARGEST), np.full(shape, LARGEST)
    rows = (low[CURRENT], high[CURRENT]) if name == "plans" else (low, high)
    for field in SHARES.get(name, ()):
        row = _place(ENTITIES[name][0], field)
        rows[0][row], rows[1][row] = -LITTLE, 1.0 + LITTLE
    for field in AMOUNTS.get(name, ()):
        low[_place(ENTITIES[name][0], field)] = -LITTLE
    if name in ALL_SHARES:
        low[:], high[:] = -LITTLE, 1.0 + LITTLE
    if name == "decision":
        low[:, : len(USES)], high[:, : len(USES)] = 0.0, 1.0 + LITTLE
    return low, high


def _what(name: str, place: tuple[int, ...]) -> str:
    """Return in words what stands at a place of a block."""
    *_, last = place
    if name in WORDS:
        return WORDS[name][last]
    if name not in ENTITIES:
        return f"{name} at {', '.join(map(str, place))}"
    entity, who = ENTITIES[name]
    row = place[1] if name == "plans" else place[0]
    return f"{entity._fields[row]} of {who} {last} (counted from 0)"
