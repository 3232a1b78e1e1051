"""The story where nobody coordinates: many coalitions of one organization each, told a quarter of a year at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from clever_coalitions.sim import events as log

from ...analysis.words import listed
from .beats import Beat, Event, Sentence, by_what, span_label, time_label
from .words import Names, as_known, at, several

if TYPE_CHECKING:
    from clever_coalitions.sim.run import Result
    from clever_coalitions.sim.scenario import Scenario

PERIOD = 13
"""Steps that are told at once."""


def tell_crowd(rows: Sequence[Event], stretch: range, result: Result, scenario: Scenario) -> list[Beat]:
    """Return the story of organizations that each follow their own plan, in a stretch of steps."""
    periods = groupby(rows, key=lambda event: event.step // PERIOD)
    beats = [_beat(_steps_of(period, stretch), list(group), result, scenario) for period, group in periods]
    return [beat for beat in beats if beat.sentences]


def _steps_of(period: int, stretch: range) -> tuple[int, int]:
    """Return the first and the last step of a period that lie in a stretch."""
    first = period * PERIOD
    return max(first, stretch.start), min(first + PERIOD, stretch.stop) - 1


def _beat(steps: tuple[int, int], group: list[Event], result: Result, scenario: Scenario) -> Beat:
    found, (first, last) = by_what(group), steps
    sentences = [
        *_conditions(found, result, scenario),
        *_plans(group, scenario),
        *_wins(found, result, scenario),
    ]
    return Beat(first, last, span_label(result, first, last), tuple(sentences))


def _conditions(found: dict[int, list[Event]], result: Result, scenario: Scenario) -> Iterator[Sentence]:
    for event in found[log.OBSTACLE_CHANGED]:
        when, name = time_label(result, event.step), scenario.obstacles[event.who].name
        yield Sentence(f"from {when} on '{name}' blocks the outcome, {as_known(scenario)}", "turn")
    if windows := len(found[log.WINDOW_OPENED]):
        yield Sentence(f"{several(windows, 'window of opportunity opens', 'windows of opportunity open')}", "quiet")


def _plans(group: Sequence[Event], scenario: Scenario) -> Iterator[Sentence]:
    found = by_what(group)
    turned = sorted(Counter(event.who for event in found[log.PIVOTED]).items())
    if turned:
        said = [
            f"{several(many, 'plan turns', 'plans turn')} to '{scenario.obstacles[place].name}'"
            for place, many in turned
        ]
        yield Sentence(listed(said), "turn")
    works = ((log.JOINED, "sets to work", "set to work"), (log.LEFT, "stops", "stop"))
    yield from (Sentence(said, "move") for said in who_does(group, Names(scenario), works))
    yield from map(Sentence, who_does(group, Names(scenario), IN_THE_WORLD))
    if found[log.STEP_DONE]:
        yield Sentence(several(len(found[log.STEP_DONE]), "step is done", "steps are done"))


IN_THE_WORLD = ((log.CAME, "arrives", "arrive"), (log.GONE, "is gone for good", "are gone for good"))
"""What people say of those who come into the world or leave it, of one and of several."""

AT_THE_TABLE = (
    (log.WALKED_AWAY, "walks away from the draft", "walk away from the draft"),
    (log.STOOD_ASIDE, "stands aside", "stand aside"),
)
"""What people say of those who are not for a draft, of one and of several."""


SEATS = ((log.JOINED, "joins", "join"), (log.LEFT, "leaves", "leave"))
"""What people say of those who take a seat and those who leave one, of one and of several."""


def who_does(events: Sequence[Event], names: Names, verbs: Sequence[tuple[int, str, str]]) -> Iterator[str]:
    """Yield for each of some happenings who does what; verbs: the happening, and what one does, what several do."""
    for what, does, do in verbs:
        people = list(dict.fromkeys(event.who for event in events if event.what == what))
        if people:
            yield f"{listed([said for said, _ in names.by_kind(people)])} {does if len(people) == 1 else do}"


def _wins(found: dict[int, list[Event]], result: Result, scenario: Scenario) -> Iterator[Sentence]:
    for event in found[log.OVERCOME]:
        when, name = at(time_label(result, event.step)), scenario.obstacles[event.who].name
        yield Sentence(f"{when} {leader_of(event, scenario)} overcomes '{name}'", "good")
    for event in [*found[log.SETTLED_HELPS], *found[log.SETTLED_HARMS]]:
        when, is_good = at(time_label(result, event.step)), event.what == log.SETTLED_HELPS
        said = f"{when} the issue is settled, and what comes {'helps' if is_good else 'does harm'}"
        yield Sentence(said, "good" if is_good else "bad")
    for event in found[log.DEADLINE_PASSED]:
        yield Sentence(f"{at(time_label(result, event.step))} the deadline passes: the issue ends unsettled", "bad")


def leader_of(event: Event, scenario: Scenario) -> str:
    """Return the organization whose plan it was, where each follows a plan of its own."""
    return Names(scenario).organization(event.coalition // scenario.issues)
