"""The contract: what every rule, strategy and wrapper must keep to, whoever wrote it, as checks that anybody can run.

``coalitions verify --plugin FILE`` runs them on what a file offers; in a test of one's own::

    @pytest.mark.parametrize("clause", CLAUSES)
    def test_contract(clause):
        CLAUSES[clause]("relief:lead")

A clause takes the name of a strategy (``delayed:8+relief:lead``) or of a form (``coordinator+core_board:agree+hub``),
and raises ``BrokenContractError``, which says what was broken, or whatever the code itself raises.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np

from ..scenarios import load
from ..sim.briefing import CREDIT, KEEP, LISTEN, MEMORY, PRESS, RENEW, ROOM, Briefing
from ..sim.choices import JOIN
from ..sim.governance.forms import AGREE, MEET, PROPOSE, Form, find_form
from ..sim.mechanisms.decision import open_draft
from ..sim.mechanisms.office import brief
from ..sim.plugins import use_named
from ..sim.population import Choice
from ..sim.run import Run, simulate
from ..sim.scenario import Scenario
from ..sim.state import (
    ACTIVE,
    IDLE,
    NOW,
    STEP_WEEKS,
    Floats,
    State,
    campaigns,
    coalitions,
    coordinators,
    copy,
    organizations,
    seats,
    view,
)
from ..sim.strategies import find_strategy
from ..sim.watching import EXPECTED, unusable

SEED, WEEKS, LEAVING = 3, 40.0, 20
"""World of the runs, their weeks, and the week from which everybody stays away, where everybody leaves."""

FORMS = {"propose": "{}+each+hub", "agree": "coordinator+{}+hub", "meet": "coordinator+each+{}"}
"""The form in which a rule is tried, by the name of its function."""

STRATEGY, WRAPPER, RULE = ("briefing", "decision"), ("briefing", "decision", "number", "memory"), ("state", "c")
"""Parameters by which a function is known."""

NOT_ITS_OWN = (
    "clock", "time", "needs", "hours", "needed", "before", "audience", "required", "acts", "acted", "profile", "form",
    "kinds", "script", "choices", "people", "traits", "proficiency", "progress", "reached", "coordinators", "badges",
    "issues", "queue", "overcome_at", "shared", "tie_start", "tie_to",
)  # fmt: skip
"""Blocks that no rule may change: the world, the clock, what others are, and what was done."""

UNTOUCHED = -12345.0
"""What stands in memory that nobody should write to."""

SLACK = 1e-9
"""What sums of hours may be off by."""


class BrokenContractError(AssertionError):
    """A plug-in does not keep to the contract; the text says where."""


class Offer(NamedTuple):
    """What is tried: ``form`` and ``strategy`` by name, one of which is the plug-in's."""

    form: str
    strategy: str


def offer(name: str) -> Offer:
    """Return what a name is tried as: a strategy under opt-in, or a form with a coordinator who listens and leads."""
    use_named(name)
    try:
        find_strategy(name)
    except LookupError:
        return Offer(name, "listen-and-lead")
    return Offer("opt-in", name)


def offers_of(module: ModuleType) -> Iterator[str]:
    """Yield the names of what a module offers, as the clauses take them."""
    for function in vars(module).values():
        plain: Any = getattr(function, "py_func", function)
        if getattr(plain, "__module__", "") != module.__name__ or not hasattr(plain, "__code__"):
            continue
        name = f"{module.__name__}:{plain.__name__}"
        asked = plain.__code__.co_varnames[: plain.__code__.co_argcount]
        if asked == STRATEGY:
            yield name
        elif asked == WRAPPER:
            yield f"{name}+listen-and-lead"
        elif asked == RULE and plain.__name__ in FORMS:
            yield FORMS[plain.__name__].format(name)


def findings(module: ModuleType) -> list[tuple[str, Callable[[], None]]]:
    """Return what is to be found out of all that a module offers: a claim each, and what raises where it is broken."""
    return [(f"{name} {clause}", partial(kept, name)) for name in offers_of(module) for clause, kept in CLAUSES.items()]


# --- worlds -----------------------------------------------------------------------------------------------------------


def in_weeks() -> Scenario:
    """Return a case in which every mechanism works."""
    return replace(load("turbulent"), weeks=WEEKS)


def in_days() -> Scenario:
    """Return a case in steps of a day."""
    return replace(load("central_african_republic"), weeks=6.0)


def without_members() -> Scenario:
    """Return a case in which nobody ever answers a call."""
    return in_weeks().with_numbers({"joining.response": 0.0})


def without_hours() -> Scenario:
    """Return a case whose coordinator has no staff, and so no hours, and whose members have next to none."""
    return in_weeks().with_numbers({"coordinator.staff": 0.0, "work.capacity": 0.1, "work.capacity_spread": 0.0})


def all_leave(scenario: Scenario) -> list[Choice]:
    """Return the choices by which everybody leaves, and stays away."""
    steps = range(LEAVING, int(WEEKS))
    return [Choice(step, JOIN, row, 0.0) for step in steps for row in range(scenario.organizations)]


def walk(run: Run) -> Iterator[Run]:
    """Yield a run after each of its steps but the last."""
    while run.left > 1:
        yield run.advance(1)


def told_to(state: State, c: int) -> Briefing:
    """Return what a coordinator is told of a coalition, with a memory of its own, so that nothing comes of it."""
    told: Briefing = getattr(brief, "py_func", brief)(state, c)
    return told._replace(memory=told.memory.copy())


def _led(state: State) -> list[int]:
    """Return the coalitions that a coordinator leads."""
    hubs = coalitions(state).hub.astype(int)
    return [int(c) for c in np.flatnonzero(coordinators(state).own[hubs] < 0.0)]


# --- clauses ----------------------------------------------------------------------------------------------------------


def repeats_itself(name: str) -> None:
    """The same world under the same keys gives the same run, in weeks and in days."""
    form, strategy = offer(name)
    for case in (in_weeks(), in_days()):
        first, second = (simulate(case, SEED, form, strategy).digest for _ in range(2))
        _demand(first == second, f"{case.name}, seed {SEED}: two runs differ ({first}, {second})")


def conserves_hours(name: str) -> None:
    """Shares of the week sum to one at most, and nobody works more than it has hours."""
    for case in (in_weeks(), in_days()):
        for run in walk(Run(case, SEED, *offer(name))):
            _demand_hours(case.name, run.state)


def decides_what_can_be_followed(name: str) -> None:
    """Every decision is finite and in its range, in every week."""
    form, strategy = offer(name)
    lead = find_strategy(strategy)
    for case in (in_weeks(), in_days()):
        for run in walk(Run(case, SEED, form, strategy)):
            for c in _led(run.state):
                told, decision = told_to(run.state, c), run.state.decision[c].copy()
                lead(told, decision)
                place = unusable(told, decision)
                what = f"{EXPECTED[place][0]} is to be {EXPECTED[place][1]}, in {decision.tolist()}"
                _demand(place < 0, f"{case.name}, week {told.now:g}: {what}")


def bears_zero_members(name: str) -> None:
    """It works where nobody ever joins."""
    for run in walk(Run(without_members(), SEED, *offer(name))):
        _demand_hours("without members", run.state)


def bears_zero_hours(name: str) -> None:
    """It works where the coordinator has no hours, and members next to none."""
    for run in walk(Run(without_hours(), SEED, *offer(name))):
        _demand_hours("without hours", run.state)
        for c in _led(run.state):
            _demand(campaigns(run.state).hours[c] <= SLACK, "without hours: the coordinator has some")


def bears_everybody_leaving(name: str) -> None:
    """It works where all leave in one week, and nobody comes back."""
    case = in_weeks()
    for run in walk(Run(case, SEED, *offer(name), choices=all_leave(case))):
        _demand_hours("everybody leaves", run.state)
        is_over = run.done > LEAVING
        _demand(not (is_over and coalitions(run.state).size.max() > 0.0), "everybody leaves: there are members")


def touches_its_own_alone(name: str) -> None:
    """A rule changes nothing of the world, and a strategy nothing of what wrappers around it remember."""
    form, strategy = offer(name)
    for run in walk(Run(in_weeks(), SEED, form, strategy)):
        for c in _led(run.state):
            if name == strategy:
                _demand_memory(told_to(run.state, c), run.state.decision[c].copy(), name)
            else:
                _demand_own(view(run.parameters, copy(run.buffers)), c, find_form(form))


def says_the_same_twice(name: str) -> None:
    """A strategy that is asked again in the same week decides the same: in the first week, it is asked twice."""
    _, strategy = offer(name)
    lead = find_strategy(strategy)
    for run in walk(Run(in_weeks(), SEED, "opt-in", strategy)):
        told, decision, said = told_to(run.state, 0), run.state.decision[0].copy(), []
        for _ in range(2):
            decision[PRESS], decision[CREDIT] = 1.0, KEEP  # as before each call
            lead(told, decision)
            said.append(decision.tolist())
        _demand(said[0] == said[1], f"week {told.now:g}: asked twice, it decides {said[0]}, then {said[1]}")


CLAUSES: dict[str, Callable[[str], None]] = {
    one.__name__.replace("_", " "): one
    for one in (
        repeats_itself, conserves_hours, decides_what_can_be_followed, bears_zero_members, bears_zero_hours,
        bears_everybody_leaving, touches_its_own_alone, says_the_same_twice,
    )
}  # fmt: skip
"""All clauses, by what a plug-in does that keeps to them."""


# --- what is demanded -------------------------------------------------------------------------------------------------


def _demand(is_kept: bool, otherwise: str) -> None:
    if not is_kept:
        raise BrokenContractError(otherwise)


def _demand_hours(case: str, state: State) -> None:
    """Demand that the shares of each week, and the hours of each organization, are not more than there are."""
    shares = state.decision[:, LISTEN : RENEW + 1]
    _demand(
        bool((shares >= 0.0).all()) and shares.sum(axis=1).max() <= 1.0 + SLACK, f"{case}: shares of a week {shares}"
    )
    used = (seats(state).hours + seats(state).meeting).sum(axis=0)
    most = organizations(state).capacity * state.time[STEP_WEEKS]
    _demand(bool((used <= most + SLACK).all()), f"{case}: an organization works {(used - most).max():g} hours too many")


def _demand_memory(told: Briefing, decision: Floats, strategy: str) -> None:
    """Demand that a strategy leaves alone what is kept for wrappers around it, each of which has a room of its own."""
    last = MEMORY + ROOM * strategy.count("+")
    told.memory[last:] = UNTOUCHED
    find_strategy(strategy)(told, decision)
    _demand(bool((told.memory[last:] == UNTOUCHED).all()), f"week {told.now:g}: it writes beyond its memory")


def _demand_own(state: State, c: int, form: Form) -> None:
    """Demand that the rules of a form, each called once where it could be, leave alone what is not theirs."""
    before = {name: getattr(state, name).copy() for name in NOT_ITS_OWN}
    status = coalitions(state).status[c]
    if status != IDLE:
        open_draft(state, c)
        PROPOSE.find(form.propose)(state, c)
        AGREE.find(form.agree)(state, c)
    if status == ACTIVE:
        MEET.find(form.meet)(state, c)
    changed = [name for name in NOT_ITS_OWN if not np.array_equal(before[name], getattr(state, name), equal_nan=True)]
    _demand(not changed, f"week {state.time[NOW]:g}: a rule changes {', '.join(changed)}, which is not its own")
