"""What a story is made of: events with their numbers named, sentences, and beats."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from clever_coalitions.sim import events as log
from clever_coalitions.sim.events import JOINED, LEFT
from clever_coalitions.sim.parameters import values_in

from .words import several, weeks

if TYPE_CHECKING:
    from clever_coalitions.sim.run import Result
    from clever_coalitions.sim.scenario import Scenario
    from clever_coalitions.sim.state import Floats

Tone = Literal["plain", "turn", "good", "bad", "move", "quiet"]


WINDOW = "a window of opportunity opens"
"""How it is told."""


class Event(NamedTuple):
    """A row of events, with its numbers named."""

    step: int
    what: int
    coalition: int
    who: int
    number: float
    terms: tuple[float, ...]


class Sentence(NamedTuple):
    """Something to say, and how it is meant: a turn of the story, good or bad news, seats taken and left, a detail."""

    text: str
    tone: Tone = "plain"


@dataclass(frozen=True)
class Beat:
    """A week in which something happened, or several told as one.

    Attributes:
        first, last: steps of the run.
        label: what the time is called, such as ``"week 61"``; with the issue, where there are several.
        events: of this time, where they are told one by one.
        revised: ambition of a plan before it was revised and after; None where it was not, or is a new one.
        asides: of the sentences, those that say more than talks, a plan revised, and seats taken and left.
        is_routine: whether it is no turn of the story, and neither good nor bad.
        issue: index of the issue that it is about; ``OF_NONE`` where of several it is about none.
    """

    first: int
    last: int
    label: str
    sentences: tuple[Sentence, ...]
    events: tuple[Event, ...] = ()
    revised: tuple[float, float] | None = None
    asides: tuple[Sentence, ...] = ()
    is_routine: bool = False
    issue: int = 0

    @property
    def joined(self) -> tuple[Event, ...]:
        """Return the events of seats taken."""
        return tuple(event for event in self.events if event.what == JOINED)

    @property
    def left(self) -> tuple[Event, ...]:
        """Return the events of seats left."""
        return tuple(event for event in self.events if event.what == LEFT)

    @property
    def text(self) -> str:
        """Return the beat as one line."""
        return f"{self.label}: {'; '.join(sentence.text for sentence in self.sentences)}"


def by_what(events: Sequence[Event]) -> defaultdict[int, list[Event]]:
    """Return events by what happened."""
    found: defaultdict[int, list[Event]] = defaultdict(list)
    for event in events:
        found[event.what].append(event)
    return found


def refusals(events: Sequence[Event]) -> list[list[int]]:
    """Return who objected, refusal by refusal of a draft."""
    found, against = list[list[int]](), list[int]()
    for event in events:
        if event.what == log.OBJECTED:
            against.append(event.who)
        elif event.what == log.PLAN_REFUSED:
            found.append(against)
            against = []
    return found


def without_flicker(events: Floats) -> Floats:
    """Return events without those of a window that closes and opens in one step, which nobody sees."""
    places = defaultdict[tuple[float, float], list[int]](list)
    for place in np.flatnonzero(np.isin(events[:, 1], (log.WINDOW_OPENED, log.WINDOW_CLOSED))).tolist():
        places[events[place, 0], events[place, 4]].append(place)
    return np.delete(events, [place for one in places.values() if len(one) == 2 for place in one], axis=0)


OF_NONE = -1
"""The issue of what is about none of several: who comes and goes, and how a coordinator is."""


def issues_told(scenario: Scenario) -> range:
    """Return the indexes of the issues that are told of one by one; ``OF_NONE`` first, where there are several."""
    return range(OF_NONE if scenario.issues > 1 else 0, scenario.issues)


def issue_of(event: Event, issues: int) -> int:
    """Return the issue that an event is about: that of its coalition, or, where it is about none, its number."""
    if issues > 1 and event.what in (log.CAME, log.GONE, log.HUB_BURNT_OUT):
        return OF_NONE
    return event.coalition % issues if event.coalition >= 0 else min(max(int(event.number), 0), issues - 1)


def name_of_issue(issue: int) -> str:
    """Return what one of several issues is called."""
    return f"issue {issue + 1}"


def about(label: str, issue: int, issues: int) -> str:
    """Return a label that says which issue it is about, where there are several."""
    return f"{label} · {name_of_issue(issue)}" if issues > 1 and issue != OF_NONE else label


def time_label(result: Result, step: int) -> str:
    """Return what a step is called: its week, or its day where steps are days; the first is week 0."""
    days = result.step_weeks * 7
    return f"day {step}" if round(days, 6) == 1 else f"week {step * result.step_weeks:.4g}"


def span_label(result: Result, first: int, last: int) -> str:
    """Return what a stretch of steps is called, such as ``"week 94–98"``."""
    if first == last:
        return time_label(result, first)
    return f"{time_label(result, first)}–{time_label(result, last).split()[1]}"


def duration(result: Result, steps: int) -> str:
    """Return how long some steps last, in weeks, or in days where steps are days."""
    if round(result.step_weeks * 7, 6) == 1:
        return several(steps, "day", "days")
    return weeks(steps * result.step_weeks)


def stretches(result: Result) -> list[tuple[int, int, bool]]:
    """Return the stretches of a run under one form: first step, the step after the last, whether it is coordinated."""
    from clever_coalitions.sim.governance.forms import find_form

    turns = forms_of(result)
    ends = (*(step for step, _ in turns[1:]), len(result.series))
    return [(first, last, find_form(form).is_coordinated) for (first, form), last in zip(turns, ends, strict=True)]


def number_at(result: Result, scenario: Scenario, path: str, step: int) -> float:
    """Return a number of a case as it is in a step of a run."""
    later = [value for since, name, value in result.numbers if name == path and since <= step]
    return later[-1] if later else values_in(scenario.parameters)[path]


def fresh_starts(result: Result) -> list[int]:
    """Return the steps from which on no earlier plan goes on: nobody coordinated before, or all is agreed on anew."""
    return sorted({*result.anew, *(last for _, last, is_coordinated in stretches(result) if not is_coordinated)})


def forms_of(result: Result) -> list[tuple[int, str]]:
    """Return the forms of a run in their order, each with the first step under it."""
    forms = [(0, result.governance), *result.forms]
    return [forms[0], *(now for before, now in pairwise(forms) if now[1] != before[1])]


def form_at(result: Result, step: int) -> str:
    """Return the form in force in a step of a run."""
    return next(form for since, form in reversed(forms_of(result)) if since <= step)


def strategy_at(result: Result, step: int) -> str:
    """Return the strategy in force in a step of a run."""
    turns = ((0, result.strategy), *result.strategies)
    return next(strategy for since, strategy in reversed(turns) if since <= step)
