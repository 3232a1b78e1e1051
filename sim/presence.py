"""Presence: who is there. A run's memory holds the rows of those organizations that are, and of nobody else.

Between two weeks organizations can come into the world or leave it: the run goes on in memory for others. So no
mechanism and no rule ever meets one that is not there. Whoever leaves gives up its seats, is asked no more, and its
ties are gone. Its word is broken: what the plan counted on it for stays undone, and no trust in it is left to lose.
What its kind says before an audience is said by those of the kind who stay. Chance is keyed by identity: that of all
others stays as it was.

Rows of a run are counted among those who are there, *numbers* among all organizations of the case; numbers are what
events, choices and pages know organizations by.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

import numpy as np

from .additions import begin_own, hand_over_own, room
from .choices import INVITE, JOIN
from .events import CAME, GONE, HAPPENINGS
from .mechanisms.network import bring_into_sight, look_around, look_beyond_anew
from .named import rows_called
from .noting import note
from .population import Choice, ids_of, settle, take_stock
from .scenario import Scenario
from .schedule import arrivals_of
from .state import (
    BLOCKS,
    EVENTS,
    MANY_OF,
    NONE,
    Buffers,
    Ints,
    State,
    allocate,
    campaigns,
    coalitions,
    coordinators,
    in_sight,
    issues,
    organizations,
    reports,
    seats,
    view,
)
from .tallies import LEAVES

FOR_A_PHASE = {"scratch", "fits", "bench"}
OF_MEMORY = {"tie_start", "tie_to", "tie_trust", "sight", "order", "roster", "choices", "form", "own"}
"""Blocks that belong to memory itself: what they say of rows is worked out anew."""

OF_PEOPLE = [what for what, line in enumerate(HAPPENINGS) if line.unit == "organization"]

NEVER_COMES = 2**40
"""The step of choices about those who are not there."""


def numbers_of(state: State, scenario: Scenario) -> Ints:
    """Return the numbers of those who are there, (N,), rising."""
    here = state.people[0]
    if len(here) == scenario.organizations:
        return np.arange(len(here))
    ids = ids_of(scenario)
    in_order = np.argsort(ids)
    return in_order[np.searchsorted(ids[in_order], here)]


def numbers_at_first(scenario: Scenario) -> Ints:
    """Return the numbers of those who are there when a run begins.

    Raises:
        ValueError: nobody is.
    """
    late = {name for change in arrivals_of(scenario) for name in change.comes}
    found = [number for number, name in enumerate(scenario.names) if name not in late]
    if not found:
        raise ValueError("nobody is there when the run begins: all organizations arrive later")
    return np.array(found, dtype=np.int64)


def numbers_called(scenario: Scenario, who: str) -> list[int]:
    """Return the numbers of all of a kind, or of the organization of this name.

    Raises:
        LookupError: there is neither; the message names the nearest.
    """
    names = rows_called(scenario.kinds)
    if who not in names:
        near = "".join(f"; did you mean {one!r}?" for one in difflib.get_close_matches(who, names, n=1))
        raise LookupError(f"{who!r}: there is no organization and no kind of this name{near}")
    return names[who]


# --- memory for some of all -------------------------------------------------------------------------------------------


def some(whole: Buffers, state: State, numbers: Ints) -> Buffers:
    """Return the memory of a run about to begin with only some of all organizations.

    Args:
        whole: that of a run with all; state: the same, opened.
        numbers: (n,) of those who are there, rising.
    """
    own = coordinators(state).own
    hubs = np.flatnonzero((own == NONE) | np.isin(own, numbers))
    many, is_kept = len(issues(state).open), _ties_between(state, numbers)
    kept = {"N": numbers, "H": hubs, "C": _coalitions_of(hubs, many), "E": np.flatnonzero(is_kept)}
    sizes = {symbol: len(kept[symbol]) if symbol in kept else size for symbol, size in whole.sizes.items()}
    sizes["N+1"] = len(numbers) + 1
    made = allocate({**sizes, "own": room(state.parameters, sizes)})
    new = view(state.parameters, made)
    for name, (_, axes) in BLOCKS.items():
        if name not in FOR_A_PHASE | {"tie_start", "own"}:
            getattr(new, name)[...] = _picked(getattr(state, name), axes, kept)
    _count_anew(new, state, numbers, is_kept)
    begin_own(new)
    return made


def _picked(block: np.ndarray, axes: Sequence[int | str], kept: dict[str, Ints]) -> np.ndarray:
    for axis, symbol in enumerate(axes):
        if symbol in kept:
            block = np.take(block, kept[symbol], axis=axis)
    return block


def _coalitions_of(hubs: Ints, issues: int) -> Ints:
    return (hubs[:, None] * issues + np.arange(issues)).ravel()


def _ties_between(state: State, numbers: Ints) -> np.ndarray:
    """Return which ties are between two of them, (E,)."""
    is_there = np.isin(np.arange(len(state.people[0])), numbers)
    return is_there[_tied(state)] & is_there[state.tie_to]


def _tied(state: State) -> Ints:
    """Return the row that each tie starts from, (E,)."""
    return np.repeat(np.arange(len(state.tie_start) - 1), np.diff(state.tie_start))


def _count_anew(new: State, whole: State, numbers: Ints, is_kept: np.ndarray) -> None:
    """Count rows of new memory among those who are there, and share the voice of a kind among its own."""
    row_of = np.full(len(whole.people[0]), NONE)
    row_of[numbers] = np.arange(len(numbers))
    np.cumsum(np.bincount(row_of[_tied(whole)[is_kept]], minlength=len(numbers)), out=new.tie_start[1:])
    new.tie_to[:] = row_of[new.tie_to]
    known = row_of[in_sight(whole)]
    bring_into_sight(new, known[known != NONE])
    own = coordinators(new).own
    own[own != NONE] = row_of[own[own != NONE].astype(int)]
    coalitions(new).hub[:] = np.arange(len(coalitions(new).hub)) // len(issues(new).open)
    coalitions(new).room[:] = len(numbers)
    people = organizations(new)
    new.kinds[MANY_OF] = np.bincount(people.kind, minlength=new.kinds.shape[1])
    voices = np.bincount(people.kind, people.weight, minlength=new.kinds.shape[1])
    people.weight[:] /= np.where(voices > 0.0, voices, 1.0)[people.kind]


def settle_there(state: State, choices: Sequence[Choice], numbers: Ints) -> None:
    """Write choices about numbers as choices about rows; one about somebody who is not there never comes."""
    own, many = coordinators(state).own, len(issues(state).open)
    hubs = np.zeros(1, dtype=np.int64) if own[0] == NONE else numbers[own.astype(int)]
    people = {number: row for row, number in enumerate(numbers.tolist())}
    bodies = {number: place for place, number in enumerate(_coalitions_of(hubs, many).tolist())}
    rows = [(people if one.decision in (INVITE, JOIN) else bodies).get(one.who) for one in choices]
    pairs = zip(choices, rows, strict=True)
    settle(state, [one._replace(step=NEVER_COMES) if row is None else one._replace(who=row) for one, row in pairs])


# --- going on in it ---------------------------------------------------------------------------------------------------


def go_on(old: State, new: State, was: Ints, now: Ints) -> None:
    """Let a run go on in memory that was just begun for others; was, now: numbers of those who are there.

    Whoever stays keeps all that it has and is; whoever comes is as it would have been at the start, and knows the
    fact as of today.
    """
    both = np.intersect1d(was, now)
    here, there = np.searchsorted(was, both), np.searchsorted(now, both)
    hubs_here, hubs_there = _same(old.badges, new.badges)
    many = len(issues(old).open)
    moves = {
        "N": (here, there),
        "H": (hubs_here, hubs_there),
        "C": (_coalitions_of(hubs_here, many), _coalitions_of(hubs_there, many)),
    }
    weight = organizations(new).weight.copy()
    own, hub, count = coordinators(new).own.copy(), coalitions(new).hub.copy(), new.kinds[MANY_OF].copy()
    for name, (_, axes) in BLOCKS.items():
        if name not in FOR_A_PHASE | OF_MEMORY:
            _move(getattr(old, name), getattr(new, name), axes, moves)
    organizations(new).weight[:], new.kinds[MANY_OF] = weight, count
    coordinators(new).own[:], coalitions(new).hub[:] = own, hub
    coalitions(new).room[coalitions(new).room == len(was)] = len(now)
    row_of = np.full(len(was), NONE)
    row_of[here] = there
    known = row_of[in_sight(old)]
    bring_into_sight(new, known[known != NONE])
    look_beyond_anew(new)
    look_around(new, bool(coordinators(new).own[0] != NONE))
    take_stock(new, np.setdiff1d(np.arange(len(coalitions(new).issue)), moves["C"][1]).tolist())
    _count_those_who_stay(old, new, moves["C"], row_of)
    moves["E"] = _same_ties(old, new, was, now)
    new.tie_trust[moves["E"][1]] = old.tie_trust[moves["E"][0]]
    hand_over_own(old, new, moves)


def _same(ones: Ints, others: Ints) -> tuple[Ints, Ints]:
    """Return the places of what is in both, in the one and in the other."""
    _, here, there = np.intersect1d(ones, others, return_indices=True)
    return here, there


def _move(
    source: np.ndarray, target: np.ndarray, axes: Sequence[int | str], moves: dict[str, tuple[Ints, Ints]]
) -> None:
    """Copy what is of those who are in both memories; of the rest all that there is room for."""
    lengths = zip(axes, source.shape, target.shape, strict=True)
    pairs = [moves[axis] if axis in moves else (np.arange(min(m, n)),) * 2 for axis, m, n in lengths]
    target[np.ix_(*(pair[1] for pair in pairs))] = source[np.ix_(*(pair[0] for pair in pairs))]


def _count_those_who_stay(old: State, new: State, bodies: tuple[Ints, Ints], row_of: Ints) -> None:
    """Write rosters, and who is asked in the running round, in rows of those who stay."""
    size, campaign = coalitions(new).size, campaigns(new)
    for before, c in zip(bodies[0].tolist(), bodies[1].tolist(), strict=True):
        roster = row_of[old.roster[before, : int(coalitions(old).size[before])]]
        size[c] = np.count_nonzero(roster != NONE)
        new.roster[c, : int(size[c])] = roster[roster != NONE]
        coalitions(new).reluctant[c] = seats(new).reluctant[c, roster[roster != NONE]].sum()
        asked, heard = int(campaigns(old).asked[before]), int(campaigns(old).heard[before])
        chosen = row_of[reports(old).chosen[before, :asked].astype(int)]
        campaign.asked[c] = np.count_nonzero(chosen != NONE)
        campaign.heard[c] = np.count_nonzero(chosen[:heard] != NONE)
        reports(new).chosen[c, : int(campaign.asked[c])] = chosen[chosen != NONE]


def _same_ties(old: State, new: State, was: Ints, now: Ints) -> tuple[Ints, Ints]:
    """Return the places of the ties between those who stay, before and now."""
    most = max(was[-1], now[-1]) + 1
    before = was[_tied(old)] * most + was[old.tie_to]
    return _same(before, now[_tied(new)] * most + now[new.tie_to])


# --- what is noted of it ----------------------------------------------------------------------------------------------


def note_moves(state: State, came: Iterable[int], gone: Iterable[int]) -> None:
    """Write down who came and who is gone, by numbers."""
    written = getattr(note, "py_func", note)
    for what, who in ((CAME, came), (GONE, gone)):
        for number in who:
            written(state, what, NONE, number, 0.0)


def give_up_seats(state: State, rows: Ints) -> None:
    """Book the seats of those who are about to leave as left."""
    state.outcomes[LEAVES] += seats(state).member[:, rows].sum()


def renumber_events(state: State, numbers: Ints, first: int) -> None:
    """Let events from the ``first`` on name organizations by number, and coalitions of those on their own by theirs."""
    rows = state.events[first : int(state.clock[EVENTS])]
    about = np.isin(rows[:, 1], OF_PEOPLE) & (rows[:, 3] >= 0)
    rows[about, 3] = numbers[rows[about, 3].astype(int)]
    own, many = coordinators(state).own, len(issues(state).open)
    if own[0] == NONE:
        return
    led = rows[:, 2] >= 0
    hub, issue = np.divmod(rows[led, 2].astype(int), many)
    rows[led, 2] = numbers[own[hub].astype(int)] * many + issue
