"""A run: one case, one world, one form and strategy, from the first week to the last."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import Any, Self

import numpy as np

from .additions import homes, means, needs_python, own_columns, with_additions
from .amending import STAFF, agree_anew, put_to_vote, share_hours, staff_anew, tell_anew
from .compiling import by_name, named
from .governance.forms import find_form
from .interpreting import any_weeks
from .measures import MEASURES, measure
from .mechanisms.network import look_beyond_anew
from .plugins import needed_plugins, use_named, use_plugin
from .population import Choice, bodies_under, hand_over, hold_to_form, populate, steps_in
from .presence import (
    give_up_seats,
    go_on,
    note_moves,
    numbers_at_first,
    numbers_called,
    numbers_of,
    renumber_events,
    settle_there,
    some,
)
from .scenario import Amendment, Scenario, Scripted
from .schedule import Change, Strategy, has_happened, in_order, names_in, turns_of
from .series import SERIES
from .state import EVENTS, NONE, STEP, STEPS, Buffers, Floats, Ints, State, coordinators, copy, resized, view
from .strategies import HUMAN
from .week import WEEK, Phase, compiled_weeks

FIRST_EVENTS = 1024
"""Room for events in a first try; a run with more of them is repeated with enough room."""


@dataclass(frozen=True)
class Result:
    """What a run leaves behind.

    Attributes:
        weeks: length in weeks; step_weeks: length of a step.
        outcomes: ``{name: number}`` as in ``measures.MEASURES``; nan where not defined.
        series: (steps, columns) one row a step, empty unless asked for; ``columns`` names them.
        events: (events, 16) rows as in ``events.py``, empty unless asked for.
        digest: of every series; equal digests mean equal runs.
        forms: ``(step, form)`` of the forms that it turned to on the way, where there are any; strategies: of those.
        anew: steps from which on all that stood had to be agreed on anew.
        facts: ``(step, path, value)`` of the facts of the case that changed on the way; numbers: of the parameters.
    """

    scenario: str
    governance: str
    strategy: str
    seed: int
    weeks: float
    step_weeks: float
    outcomes: dict[str, float]
    series: Floats = field(repr=False)
    columns: tuple[str, ...] = field(repr=False)
    events: Floats = field(repr=False)
    digest: str | None
    forms: tuple[tuple[int, str], ...] = ()
    strategies: tuple[tuple[int, str], ...] = ()
    anew: tuple[int, ...] = ()
    facts: tuple[tuple[int, str, float], ...] = ()
    numbers: tuple[tuple[int, str, float], ...] = ()

    def column(self, name: str) -> Floats:
        """Return one series, (steps,)."""
        return self.series[:, self.columns.index(name)]


def series_columns(scenario: Scenario) -> tuple[str, ...]:
    """Return the names of the series of a case; then members by kind, progress by step of the plan, and others'.

    Others' are those of mechanisms that do not ship.
    """
    most_steps = max(len(obstacle.steps) for obstacle in scenario.obstacles)
    kinds = tuple(f"members: {kind.name}" for kind in scenario.kinds)
    steps = (f"step {s + 1}" for s in range(most_steps))
    return (*SERIES.names, *kinds, *steps, *own_columns(scenario.parameters))


def digest_of(series: Floats) -> str:
    """Return a short hash of series; -0.0 counts as 0.0 and every nan as the same."""
    clean = np.where(np.isnan(series), np.nan, series + 0.0)
    return hashlib.sha256(np.ascontiguousarray(clean).tobytes()).hexdigest()[:16]


def _name_of(strategy: Strategy) -> str:
    return strategy if isinstance(strategy, str) else strategy.__module__


def start(
    scenario: Scenario,
    seed: int,
    governance: str,
    *,
    weeks: float | None = None,
    choices: Sequence[Choice] = (),
    series: bool = False,
    events: int = 0,
) -> Buffers:
    """Return the memory of a run about to begin; arguments as in ``simulate``."""
    form = find_form(governance)
    return populate(
        scenario,
        seed,
        is_coordinated=form.is_coordinated,
        form=form.numbers(),
        weeks=weeks,
        series=series,
        events=events,
        choices=choices,
    )


def outcomes_of(state: State) -> dict[str, float]:
    """Return the outcomes of a run as it stands."""
    return measure(state.outcomes, means(state))


class Run:
    """A run that goes on by as many steps as are asked for, and follows a schedule; the only one that there is.

    It can be copied, pickled and sent to another process, and goes on there exactly as it would here.

    Args:
        scenario, seed, governance, strategy, schedule, weeks, choices, series, events: as ``simulate`` takes them.
        phases: the week, where it is not ``week.WEEK``; those of mechanisms that do not ship come in between.
        plain: whether rules, the strategy and phases may be plain Python functions, which takes ten times the time.

    Attributes:
        governance, strategy, parameters: what holds now.
        buffers: its memory; state: all arrays in it. Both are others where room was made or the form turned.
        choices: decisions made elsewhere that override those of the model.

    Raises:
        LookupError: there is no such form or strategy.
        ValueError: the seed, or the week of a change, is out of range, or nobody is there when the run begins.
        NotCompiledError: a kernel does not fit where it stands.
    """

    _is_running = False

    def __init__(
        self,
        scenario: Scenario,
        seed: int,
        governance: str | None = None,
        strategy: Strategy | None = None,
        *,
        schedule: Sequence[Change] = (),
        weeks: float | None = None,
        choices: Sequence[Choice] = (),
        phases: Mapping[str, Phase] | None = None,
        series: bool = True,
        events: bool = False,
        plain: bool = False,
    ) -> None:
        self.governance, self.strategy = governance or scenario.governance, strategy or scenario.strategy
        if self.strategy == HUMAN:
            scenario = replace(scenario, turns=tuple(replace(turn, strategy="") for turn in scenario.turns))
        self.scenario, self.seed, self.weeks = scenario, seed, weeks
        self.plain = plain or needs_python(scenario.parameters)
        self._named = (self.governance, self.strategy)
        self._forms: tuple[tuple[int, str], ...] = ()
        self._strategies: tuple[tuple[int, str], ...] = ()
        self._anew: tuple[int, ...] = ()
        self._facts: tuple[tuple[int, str, float], ...] = ()
        self._set: tuple[tuple[int, str, float], ...] = ()
        self.parameters = scenario.parameters
        self.choices, self.phases = tuple(choices), dict(WEEK if phases is None else phases)
        self.columns = series_columns(scenario)
        steps = steps_in(scenario, weeks)
        self.schedule = in_order([*turns_of(scenario, steps), *schedule], scenario, steps)
        turns: tuple[Change | Amendment, ...] = (*scenario.turns, *schedule)
        for turn in turns:
            self._numbers_of(turn)  # which explains every mistake before anything runs
        happenings: tuple[Amendment | Scripted, ...] = (*scenario.turns, *scenario.script)
        self.waiting = [one for one in happenings if one.after]
        room = FIRST_EVENTS if events else 0
        self._run_steps = self._weeks_under(self.governance, self.strategy)
        self._open(
            start(scenario, seed, self.governance, weeks=weeks, choices=self.choices, series=series, events=room)
        )
        if len(first := numbers_at_first(scenario)) < scenario.organizations:
            self._open(some(self.buffers, self.state, first))
            settle_there(self.state, self.choices, first)

    def _weeks_under(self, governance: str, strategy: Strategy) -> Callable[[State, int], None]:
        weeks_under = any_weeks if self.plain else compiled_weeks
        return weeks_under(with_additions(self.phases, self.scenario.parameters), governance, strategy)

    def _open(self, buffers: Buffers) -> None:
        """Look at other memory."""
        self.buffers, self.state = buffers, view(self.parameters, buffers)

    @property
    def done(self) -> int:
        """Steps that are over."""
        return int(self.state.clock[STEP])

    @property
    def left(self) -> int:
        """Steps that are to come."""
        return int(self.state.clock[STEPS]) - self.done

    def advance(self, steps: int | None = None) -> Self:
        """Run some steps, or all that are left; return this run.

        Raises:
            ValueError: the phases of the week let no time pass.
        """
        until = self.done + (self.left if steps is None else min(steps, self.left))
        while (done := self.done) < until:
            self._turn()
            turns = self.schedule[0][0] if self.schedule else until
            self._run(1 if self.waiting else min(until, turns) - done)
            if self.done == done:
                raise ValueError("the week never ends: no phase counts the step, as 'record' does")
            self._look_out()
        return self

    def _run(self, steps: int) -> None:
        """Run some steps; again from where they began, where their events did not all fit."""
        room, first = len(self.state.events), int(self.state.clock[EVENTS])
        before = copy(self.buffers) if room else self.buffers
        self._step_on(steps)
        if room and (needed := int(self.state.clock[EVENTS])) > room:
            self._open(resized(before, events=2 * needed))
            self._step_on(steps)
        if room:
            renumber_events(self.state, self.numbers, first)

    def _step_on(self, steps: int) -> None:
        self._is_running = True
        try:
            self._run_steps(self.state, steps)
        finally:
            self._is_running = False

    def _turn(self) -> None:
        """Let what the schedule asks for by now come into force."""
        while self.schedule and self.schedule[0][0] <= self.done:
            self._take(self.schedule.pop(0)[1])

    def _take(self, change: Change) -> None:
        """Let numbers change, whoever comes come and whoever leaves leave, and hold to another form or strategy."""
        facts = change.facts(self.scenario)
        self.parameters = change.parameters(self.parameters, facts)
        self._set += tuple((self.done, path, value) for path, value in change.numbers if path not in facts)
        self._open(self.buffers)
        if facts:
            self.scenario = self.scenario.with_facts(facts)
            self._facts += tuple((self.done, path, value) for path, value in facts.items())
            begun = view(self.parameters, self._begun(self.governance, self.numbers))
            tell_anew(self.state, begun, self.scenario, self.numbers, facts)
        if STAFF in dict(change.numbers):
            staff_anew(self.state)
        look_beyond_anew(self.state)
        comes, leaves = self._numbers_of(change)
        if comes or leaves:
            self.move(comes, leaves)
        self._hold(change.governance or self.governance, change.strategy or self.strategy)
        if change.anew:
            agree_anew(self.state)
            self._anew += (self.done,)
        if change.vote:
            put_to_vote(self.state)

    def _look_out(self) -> None:
        """Let what waits for something come once that has happened, with the next step or so many weeks later."""
        at_once = []
        for one in [one for one in self.waiting if has_happened(one.after, self.scenario, self.state)]:
            self.waiting.remove(one)
            step = self.done + round(one.week * 7.0 / self.scenario.step_days)
            if isinstance(one, Scripted):
                self.state.script[self.scenario.script.index(one), 0] = step
                continue
            turn = (step, Change.of_turn(one, step * self.scenario.step_days / 7.0))
            if step == self.done:
                at_once.append(turn)
            else:
                self.schedule = sorted([*self.schedule, turn], key=itemgetter(0))
        self.schedule = [*at_once, *self.schedule]

    def hold(
        self,
        governance: str | None = None,
        strategy: Strategy | None = None,
        choices: Sequence[Choice] | None = None,
    ) -> None:
        """Hold to another form, strategy or choices from now on, where given; results are then named after these.

        Raises:
            LookupError, NotCompiledError: as for a new run.
        """
        if choices is not None:
            self.choices = tuple(choices)
            self._open(resized(self.buffers, choices=len(self.choices)))
            settle_there(self.state, self.choices, self.numbers)
        self._hold(governance or self.governance, strategy or self.strategy)
        self._named = (governance or self._named[0], strategy or self._named[1])

    def _hold(self, governance: str, strategy: Strategy) -> None:
        form = find_form(governance)
        self._run_steps = self._weeks_under(governance, strategy)
        bodies = bodies_under(len(self.state.people[0]), form.is_coordinated)
        if len(self.state.badges) != bodies:
            numbers, begun = self.numbers, self._begun(governance, self.numbers)
            hand_over(self.state, view(self.parameters, begun))
            self._open(begun)
            settle_there(self.state, self.choices, numbers)
        hold_to_form(self.state, form.numbers())
        self._share_funds(governance)
        if strategy != self.strategy:
            self.state.memory[:] = 0.0
        self._forms += ((self.done, governance),)
        if strategy != self.strategy:
            self._strategies += ((self.done, _name_of(strategy)),)
        self.governance, self.strategy = governance, strategy

    def _share_funds(self, governance: str) -> None:
        """Let what no coordinator costs by now go to all who are their own, or to a secretariat."""
        if coordinators(self.state).own[0] == NONE:
            return
        begun = view(self.parameters, self._begun(governance, self.numbers))
        share_hours(self.state, begun, np.arange(len(begun.people[0])))

    def whole(self, governance: str | None = None) -> Buffers:
        """Return the memory of the same run about to begin, with everybody of the case, also under another form."""
        return start(
            replace(self.scenario, parameters=self.parameters),
            self.seed,
            governance or self.governance,
            weeks=self.weeks,
            choices=self.choices,
            series=len(self.state.series) > 0,
            events=len(self.state.events),
        )

    def everybody(self) -> State:
        """Return the state of this run as it begins, with all organizations of the case: those too that come later."""
        return view(self.parameters, self.whole())

    def _begun(self, governance: str, numbers: Ints) -> Buffers:
        """Return the memory of the same run under a form, about to begin, with the organizations of these numbers."""
        whole = self.whole(governance)
        if len(numbers) == self.scenario.organizations:
            return whole
        return some(whole, view(self.parameters, whole), numbers)

    # --- who is there -------------------------------------------------------------------------------------------

    @property
    def numbers(self) -> Ints:
        """Numbers, among all organizations of the case, of those who are there, by their rows in the state."""
        return numbers_of(self.state, self.scenario)

    def _numbers_of(self, turn: Change | Amendment) -> list[list[int]]:
        """Return the numbers of those who come with a turn, and of those who leave.

        Raises:
            LookupError: there is no such organization or kind.
        """
        return [[n for who in names for n in numbers_called(self.scenario, who)] for names in (turn.comes, turn.leaves)]

    def move(self, comes: Iterable[int] = (), leaves: Iterable[int] = ()) -> None:
        """Let organizations come into the world and leave it before the next step, by their numbers.

        Raises:
            ValueError: nobody would be left.
            RuntimeError: a step is under way.
        """
        if self._is_running:
            raise RuntimeError("a week is under way: organizations come and leave between two weeks")
        was = self.numbers
        gone = np.intersect1d(was, list(leaves))
        came = np.setdiff1d(list(comes), was).astype(int)
        now = np.union1d(np.setdiff1d(was, gone), came)
        if len(now) == 0:
            raise ValueError("nobody would be left: the last organization cannot leave the world")
        give_up_seats(self.state, np.searchsorted(was, gone))
        needed = int(self.state.clock[EVENTS]) + len(came) + len(gone)
        if 0 < len(self.state.events) < needed:
            self._open(resized(self.buffers, events=2 * needed))
        self._go_on_with(now)
        note_moves(self.state, came.tolist(), gone.tolist())

    def _go_on_with(self, numbers: Ints) -> None:
        """Go on in memory for the organizations of these numbers, and no others."""
        begun = self._begun(self.governance, numbers)
        go_on(self.state, view(self.parameters, begun), self.numbers, numbers)
        self._open(begun)
        settle_there(self.state, self.choices, numbers)

    def fork(self, at: Buffers | None = None) -> Self:
        """Return an independent run that goes on from here, or from a snapshot, exactly as this one does."""
        twin = type(self).__new__(type(self))
        twin.__dict__.update(self.__dict__)
        twin.schedule, twin.waiting = list(self.schedule), list(self.waiting)
        twin._open(copy(self.buffers if at is None else at))
        return twin

    __copy__ = fork  # whoever shared memory would step the other, too

    def __getstate__(self) -> dict[str, Any]:
        """Return all that makes this run again, here or in another process: machine code is known by addresses."""
        kept = {name: value for name, value in vars(self).items() if name not in ("state", "_run_steps")}
        named_here = names_in(self.governance, self.strategy, (change for _, change in self.schedule))
        return kept | {
            "strategy": named(self.strategy),
            "_named": (self._named[0], named(self._named[1])),
            "phases": {name: named(phase) for name, phase in self.phases.items()},
            "schedule": [(step, replace(change, strategy=named(change.strategy))) for step, change in self.schedule],
            "plugins": needed_plugins(*named_here, *homes(self.parameters)),
        }

    def __setstate__(self, kept: dict[str, Any]) -> None:
        for source in kept["plugins"]:
            use_plugin(source)
        self.__dict__.update({name: value for name, value in kept.items() if name != "plugins"})
        self.strategy, self._named = by_name(self.strategy), (self._named[0], by_name(self._named[1]))
        self.phases = {name: by_name(phase) for name, phase in self.phases.items()}
        self.schedule = [(step, replace(one, strategy=by_name(one.strategy))) for step, one in self.schedule]
        self._run_steps = self._weeks_under(self.governance, self.strategy)
        self._open(self.buffers)

    # --- what came of it ----------------------------------------------------------------------------------------

    def outcomes(self) -> dict[str, float]:
        """Return the outcomes so far, as in ``measures.MEASURES``; nan where not defined, as before the first week."""
        return outcomes_of(self.state) if self.done else dict.fromkeys(MEASURES, math.nan)

    def events(self) -> Floats:
        """Return the events so far, (events, 16), rows as in ``events.py``; empty unless they are kept."""
        return self.state.events[: int(self.state.clock[EVENTS])]

    def result(self) -> Result:
        """Return the run so far; it is named after the form and strategy that it began with."""
        governance, strategy = self._named
        series = self.state.series[: self.done]
        return Result(
            scenario=self.scenario.name,
            governance=governance,
            strategy=_name_of(strategy),
            seed=self.seed,
            weeks=self.done * self.scenario.step_days / 7.0,
            step_weeks=self.scenario.step_days / 7.0,
            outcomes=self.outcomes(),
            series=series,
            columns=self.columns,
            events=self.events(),
            digest=digest_of(series) if len(self.state.series) > 0 else None,
            forms=self._forms,
            strategies=self._strategies,
            anew=self._anew,
            facts=self._facts,
            numbers=self._set,
        )


def simulate(
    scenario: Scenario,
    seed: int,
    governance: str | None = None,
    strategy: Strategy | None = None,
    *,
    schedule: Sequence[Change] = (),
    weeks: float | None = None,
    choices: Sequence[Choice] = (),
    series: bool = True,
    events: bool = False,
) -> Result:
    """Run a case once through the compiled loop.

    Args:
        seed: of the world, in [0, 2**32).
        governance: name of a form or a combination of rules; that of the case where not given.
        strategy: name of a coordinator strategy, or its kernel; that of the case where not given. Code that does not
            ship is named ``module:function``, also in ``governance``, and imported: these two names are yours. Those
            in a case are not, and need ``use_plugin``.
        schedule: what is different from which week on.
        weeks: length, where it is not that of the case.
        choices: decisions made elsewhere that override those of the model.
        series: whether to keep the weekly series (needed for a digest); events: whether to keep the events.

    Raises:
        LookupError: there is no such form, strategy, or parameter of a change.
        ValueError: the seed, the week of a change or a number in it is out of range.
        NotCompiledError: the strategy is a plain Python function.
    """
    use_named(*names_in(governance, strategy, schedule))
    run = Run(
        scenario, seed, governance, strategy,
        schedule=schedule, weeks=weeks, choices=choices, series=series, events=events,
    )  # fmt: skip
    return run.advance().result()
