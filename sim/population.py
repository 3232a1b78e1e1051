"""Population: from a case and a seed to the memory of a new run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from .additions import begin_own, hand_over_own, own_columns, room
from .briefing import DEEPEST, MEMORY, ROOM
from .chance import check_seed, entity_id
from .draws import (
    appoint,
    draw_acquaintances,
    draw_campaign,
    draw_concerns,
    draw_issue,
    draw_kinds,
    draw_organizations,
    draw_ties,
    draw_turns,
    found_coalitions,
    leave_alone,
    weigh_voices,
)
from .mechanisms.conditions import TO_BARRIER, TO_FACT, TO_OBSTACLE, TO_STAKES, TO_WINDOW
from .mechanisms.network import look_around
from .mechanisms.synthesis import know_what_fell, suspect_anew
from .named import TieRows, given_ties, numbers_in_world, said_of, tell_concerns, tell_traits
from .scenario import LENGTHS, Scenario, within
from .series import SERIES
from .state import (
    BINDS,
    BLOCKS,
    CHOICES_FROM,
    CHOICES_TO,
    COMPELS,
    FAMILY_OF,
    LINKS,
    MANY_OF,
    NEVER,
    NONE,
    PART_OF,
    PUBLIC,
    SEED,
    STEP_WEEKS,
    STEPS,
    VOTES_OF,
    WEEKS,
    Buffers,
    Ints,
    State,
    allocate,
    coalitions,
    issues,
    organizations,
    stocks,
    view,
)
from .tallies import TALLIES
from .terms import MANY

HOMOPHILY = 0.6
"""Share of ties sought in the own kind (McPherson et al. 2001; size assumed)."""

SCRIPTABLE = {
    "obstacle": TO_OBSTACLE,
    "window": TO_WINDOW,
    "barrier": TO_BARRIER,
    "fact": TO_FACT,
    "stakes": TO_STAKES,
}


class Choice(NamedTuple):
    """A decision made elsewhere: in which step, what (a code of ``choices.py``), who (row or index), and its value."""

    step: int
    decision: int
    who: int
    value: float


def steps_in(scenario: Scenario, weeks: float | None = None) -> int:
    """Return the number of steps of a run of ``weeks`` (of the case, where not given).

    Raises:
        ValueError: no run can be so long or so short.
    """
    length = scenario.weeks if weeks is None else within("weeks", weeks, *LENGTHS["weeks"])
    return max(1, round(length * 7.0 / scenario.step_days))


def ids_of(scenario: Scenario) -> Ints:
    """Return the stable ids of all organizations of a case, (N,)."""
    return said_of(scenario.kinds, scenario.strengths).ids


def _sizes(scenario: Scenario, bodies: int, ties: int, rows: int, events: int, choices: int) -> dict[str, int]:
    n, obstacles = scenario.organizations, len(scenario.obstacles)
    most_steps = max(len(obstacle.steps) for obstacle in scenario.obstacles)
    kinds, i = len(scenario.kinds), scenario.issues
    sizes = {
        "N": n, "N+1": n + 1, "I": i, "M": max(n, 64, MANY), "C": bodies * i, "H": bodies,
        "W": MEMORY + DEEPEST * ROOM if bodies == 1 else MEMORY, "K": len(scenario.strengths),
        "R": obstacles, "R+I": obstacles + i, "S": most_steps, "G": kinds, "E": ties,
        "scripted": len(scenario.script), "choices": choices, "outcomes": len(TALLIES),
        "rows": rows, "columns": len(SERIES) + kinds + most_steps + len(own_columns(scenario.parameters)),
        "events": events,
    }  # fmt: skip
    return {**sizes, "own": room(scenario.parameters, sizes)}


def _write_case(state: State, scenario: Scenario) -> None:
    """Write into the state what the case fixes."""
    kinds = {kind.name: g for g, kind in enumerate(scenario.kinds)}
    strengths = {name: k for k, name in enumerate(scenario.strengths)}
    state.needed[:] = NONE
    for r, obstacle in enumerate(scenario.obstacles):
        places = {step.name: s for s, step in enumerate(obstacle.steps)}
        for name, weight in obstacle.audience.items():
            state.audience[r, kinds[name]] = weight
        for s, step in enumerate(obstacle.steps):
            state.hours[r, s] = step.hours
            state.needed[r, s] = int(step.needed)
            state.before[r, s] = sum(1 << places[name] for name in step.after)
            for name, weight in step.needs.items():
                state.needs[r, s, strengths[name]] = weight
        true = state.hours[r] * (state.needed[r] == 1)
        state.profile[r] = true @ state.needs[r] / true.sum()
    require(state, scenario)
    for row, event in enumerate(scenario.script):
        at = NEVER if event.after else round(event.week * 7.0 / scenario.step_days)
        state.script[row] = at, SCRIPTABLE[event.what], event.value
    state.kinds[MANY_OF] = [kind.count for kind in scenario.kinds]
    state.kinds[FAMILY_OF] = [entity_id(kind.name, 0) >> 32 for kind in scenario.kinds]
    state.kinds[PART_OF] = [kinds[kind.part_of or kind.name] for kind in scenario.kinds]
    state.kinds[VOTES_OF] = [float(kind.votes) for kind in scenario.kinds]
    said, people = said_of(scenario.kinds, scenario.strengths), organizations(state)
    people.id[:], people.kind[:], people.by_right[:] = said.ids, said.kind, said.by_right
    state.clock[PUBLIC] = int(scenario.public)


def require(state: State, scenario: Scenario) -> None:
    """Write of whom how many must take part, or act."""
    kinds = {kind.name: g for g, kind in enumerate(scenario.kinds)}
    state.required[:] = state.acts[:] = 0.0
    for r, obstacle in enumerate(scenario.obstacles):
        for block, needed in ((state.required, obstacle.required), (state.acts, obstacle.acts)):
            for name, count in needed.items():
                block[r, kinds[name]] = count


def _ties(scenario: Scenario, seed: int) -> TieRows:
    """Return the ties of the population: those of the case, or drawn ones."""
    club, usual = scenario.parameters.club, scenario.parameters.trust.start
    ids, kind = said_of(scenario.kinds, scenario.strengths)[:2]
    given = None if scenario.ties is None else given_ties(scenario.ties, scenario.kinds, ids, seed, usual)
    if given is not None and not scenario.draws_others:
        return given
    n, many = len(ids), int(club.ties)
    pairs = np.empty((n * many, 2), dtype=np.int64)
    counts = [kind.count for kind in scenario.kinds]
    kind_start = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
    draw_ties(seed, HOMOPHILY, ids, kind, kind_start, np.argsort(ids).astype(np.int64), pairs)
    is_sought = (pairs[:, 0] != pairs[:, 1]) & (given is None or np.diff(given.start)[pairs[:, 0]] == 0)
    one, other = pairs[is_sought].T
    both = np.sort(np.concatenate((one * n + other, other * n + one)))
    both = both[np.diff(both, prepend=-1) > 0]  # each once; np.unique hashes, which is slow for many
    drawn = TieRows(_starts(both // n, n), both % n, np.full(len(both), usual))
    return drawn if given is None else _together(given, drawn)


def _starts(rows: Ints, n: int) -> Ints:
    """Return where the ties of each of ``n`` organizations begin, of ties that lie in the order of these rows."""
    start = np.zeros(n + 1, dtype=np.int64)
    np.cumsum(np.bincount(rows, minlength=n), out=start[1:])
    return start


def _together(given: TieRows, drawn: TieRows) -> TieRows:
    """Return ties of which some are given and some drawn; none is both."""
    n = len(given.start) - 1
    one = np.concatenate([np.repeat(np.arange(n), np.diff(ties.start)) for ties in (given, drawn)])
    other, trust = np.concatenate((given.to, drawn.to)), np.concatenate((given.trust, drawn.trust))
    in_order = np.lexsort((other, one))
    return TieRows(_starts(one, n), other[in_order], trust[in_order])


def bodies_under(organizations: int, is_coordinated: bool) -> int:
    """Return how many coordinators and coalitions there are: one, or without one, each organization for itself."""
    return 1 if is_coordinated else organizations


def hold_to_form(state: State, form: Sequence[float]) -> None:
    """Let all that is proposed and adopted from now on follow a form of governance.

    Args:
        form: (4,) its numbers, as in ``state.form``.
    """
    state.form[:] = form
    coalitions(state).would_bind[:], coalitions(state).compels[:] = form[BINDS], form[COMPELS]


def populate(
    scenario: Scenario,
    seed: int,
    *,
    is_coordinated: bool = True,
    form: Sequence[float] = (1.0, 0.0, 0.0, 0.0),
    weeks: float | None = None,
    series: bool = False,
    events: int = 0,
    choices: Sequence[Choice] = (),
) -> Buffers:
    """Return the memory of a new run.

    Args:
        seed: of the world, in [0, 2**32).
        is_coordinated: whether there is a coordinator; otherwise every organization is on its own.
        form: (4,) numbers of the form of governance, as in ``state.form``; opt-in, where not given.
        weeks: length of the run, where it is not that of the case.
        series: whether to keep a row a step; events: how many events to keep.
        choices: decisions made elsewhere.

    Raises:
        ValueError: ``seed`` is out of range.
    """
    steps = steps_in(scenario, weeks)
    bodies = bodies_under(scenario.organizations, is_coordinated)
    ties = _ties(scenario, check_seed(seed))
    buffers = allocate(_sizes(scenario, bodies, len(ties.to), steps if series else 0, events, len(choices)))
    state = view(scenario.parameters, buffers)
    _begin(state, scenario, seed)
    state.tie_start[:], state.tie_to[:], state.tie_trust[:] = ties
    state.clock[STEPS] = steps
    state.time[STEP_WEEKS] = scenario.step_days / 7.0
    state.time[WEEKS] = steps * state.time[STEP_WEEKS]
    hold_to_form(state, form)
    settle(state, choices)
    look_around(state, not is_coordinated)
    if is_coordinated:
        appoint(state)
    else:
        leave_alone(state, 1.0 - state.form[LINKS])
    found_coalitions(state)
    begin_own(state)
    return buffers


def _begin(state: State, scenario: Scenario, seed: int) -> None:
    """Write the case, and draw the issue and the organizations."""
    said = said_of(scenario.kinds, scenario.strengths)
    numbers = numbers_in_world(said, seed)
    core = np.where(np.isnan(said.core), scenario.parameters.club.core, said.core)
    state.clock[SEED] = seed
    _write_case(state, scenario)
    sequence = np.array(scenario.sequence, dtype=np.int64)
    state.overcome_at[:] = NEVER
    for k in range(len(state.queue)):
        draw_issue(state, k, sequence)
    draw_kinds(state, np.array([kind.value for kind in scenario.kinds], dtype=float))
    draw_organizations(state, said.specialties, said.capacities, core)
    draw_acquaintances(state)
    tell_traits(state, said, numbers)
    for k in range(len(state.queue)):
        draw_concerns(state, k, said.opponents)
        tell_concerns(state, k, said, numbers)
    weigh_voices(state)
    draw_turns(state)


def settle(state: State, choices: Sequence[Choice]) -> None:
    """Write decisions made elsewhere into memory that has room for them, to be looked through from the first."""
    state.clock[CHOICES_FROM] = state.clock[CHOICES_TO] = 0
    for row, choice in enumerate(sorted(choices)):
        state.choices[row] = choice


def hand_over(old: State, new: State) -> None:
    """Let a run go on in memory that was just begun for the same world with another number of coordinators.

    The issues with the work done on them, people's stocks, their ties and all that was counted go on. Coordinators
    take office as they would in the first week, but for what everybody knows by now; coalitions begin without a plan,
    and nobody has a seat.
    """
    anew = {"traits", "choices", "form", "own"}
    for name, (_, axes) in BLOCKS.items():
        if name not in anew and not {"C", "H"} & set(axes):
            getattr(new, name)[...] = getattr(old, name)
    stocks(new).seats[:] = stocks(new).load[:] = 0.0
    take_stock(new, range(len(coalitions(new).issue)))
    look_around(new, len(new.badges) > 1)
    hand_over_own(old, new)


def take_stock(state: State, bodies: Iterable[int]) -> None:
    """Let those who take office on the way believe of issues that go on what one who begins today would.

    Args:
        bodies: rows of their coalitions.
    """
    for c in bodies:
        k = int(coalitions(state).issue[c])
        if issues(state).settled[k] == 0.0:
            draw_campaign(state, c)
            if (state.overcome_at[k] >= 0.0).any():
                know_what_fell(state, c)
                suspect_anew(state, c)
