"""A long story made short: what happens between its turns is told as one, two years at once at most.

A turn is what a sentence tells as one, and whatever is good or bad.  In between, talks, plans that are revised, and
seats that are taken and left are summed up; all else is told with its week.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from clever_coalitions.sim import events as log

from ...analysis.words import listed
from .beats import WINDOW, Beat, Event, Sentence, Tone, refusals, span_label
from .crowd import AT_THE_TABLE, SEATS, who_does
from .prospects import AS_THINGS_STAND
from .words import MOST_NAMED, Names, at, course

if TYPE_CHECKING:
    from clever_coalitions.sim.run import Result
    from clever_coalitions.sim.scenario import Scenario

LONG_STORY = 60
"""Beats from which on a story is told briefly."""

AT_ONCE = 104.0
"""Weeks that are told at once, at most."""


def told_briefly(beats: Sequence[Beat], result: Result, scenario: Scenario) -> Iterator[Beat]:
    """Yield beats of one coalition in their order; of those between two turns, two years are told as one."""
    for is_routine, group in groupby(beats, key=lambda beat: beat.is_routine):
        run = list(group)
        years = groupby(run, key=lambda beat: (beat.first - run[0].first) * result.step_weeks // AT_ONCE)
        yield from (_as_one(list(year), result, scenario) for _, year in years) if is_routine else run


def _as_one(run: Sequence[Beat], result: Result, scenario: Scenario) -> Beat:
    if len(run) == 1:
        return run[0]
    first, last, names = run[0].first, run[-1].last, Names(scenario)
    events = tuple(event for beat in run for event in beat.events)
    usual = (*_talks(events, scenario), *_revisions(run), *_who(events, names, AT_THE_TABLE, "plain"))
    sentences = (*_asides(run), *usual, *_who(events, names, SEATS, "move"), *_prospect(run))
    return Beat(first, last, span_label(result, first, last), sentences, _first_moves(events), is_routine=True)


def _first_moves(events: Sequence[Event]) -> tuple[Event, ...]:
    """Return the first time that each took a seat, and left one."""
    moves = [event for event in events if event.what in (log.JOINED, log.LEFT)]
    return tuple({(event.what, event.who): event for event in reversed(moves)}.values())[::-1]


def _asides(run: Sequence[Beat]) -> Iterator[Sentence]:
    """Tell what was said beside the usual, each with its week; of many windows only how many there were."""
    asides = [(beat, one) for beat in run for one in beat.asides if not one.text.startswith(AS_THINGS_STAND)]
    windows = [one for _, one in asides if one.text.startswith(WINDOW)]
    for beat, one in asides:
        if one not in windows or len(windows) < MOST_NAMED:
            yield Sentence(f"{at(beat.label)} {one.text}", one.tone)
    if len(windows) >= MOST_NAMED:
        yield Sentence(f"{len(windows)} windows of opportunity open", "quiet")


def _prospect(run: Sequence[Beat]) -> list[Sentence]:
    """Return the last of what is said of the chance of a win."""
    return [one for beat in run for one in beat.asides if one.text.startswith(AS_THINGS_STAND)][-1:]


def _talks(events: Sequence[Event], scenario: Scenario) -> Iterator[Sentence]:
    """Tell how often a draft was refused, by how many, and where its ambition went; or that it is talked over."""
    against, names = refusals(events), Names(scenario)
    drafts = _talked_over(events)
    draft = f"a draft against '{scenario.obstacles[drafts[-1].who].name}'" if drafts else "a draft"
    if against:
        times = f" {len(against)} times" if len(against) > 1 else ""
        lowered = f"; its ambition {course(*(event.number for event in drafts))}" if drafts else ""
        yield Sentence(f"{draft} is refused{times} ({_objecting(against, names)}){lowered}")
    elif drafts:
        yield Sentence(f"{draft} at ambition {drafts[-1].number:.2f} is talked over")


def _objecting(against: Sequence[Sequence[int]], names: Names) -> str:
    """Return how many objected, and who always did where these are few."""
    least, most = min(map(len, against)), max(map(len, against))
    always = sorted(set(against[0]).intersection(*against))
    who = listed([said for said, _ in names.by_kind(always)])
    if least == most == len(always):
        return f"{who} {'objects' if most == 1 else 'object'}"
    many = f"{least} to {most}" if least < most else f"{most}"
    return f"{many} object" + (f", {who} each time" if 0 < len(always) <= MOST_NAMED else "")


def _talked_over(events: Sequence[Event]) -> list[Event]:
    """Return the drafts that were not adopted at once."""
    talks = [event for event in events if event.what in (log.PLAN_DRAFTED, log.PLAN_REFUSED, log.PLAN_ADOPTED)]
    at_once = {place for place, then in enumerate(talks[1:]) if then.what == log.PLAN_ADOPTED}
    return [one for place, one in enumerate(talks) if one.what == log.PLAN_DRAFTED and place not in at_once]


def _revisions(run: Sequence[Beat]) -> Iterator[Sentence]:
    """Tell how often a plan was revised, and where its ambition went."""
    revised = [beat.revised for beat in run if beat.revised]
    if revised:
        times = f" {len(revised)} times" if len(revised) > 1 else ""
        yield Sentence(
            f"the plan is revised{times}; ambition {course(revised[0][0], *(after for _, after in revised))}"
        )


def _who(
    events: Sequence[Event], names: Names, verbs: Sequence[tuple[int, str, str]], tone: Tone
) -> Iterator[Sentence]:
    """Tell who does what, each once."""
    if said := list(who_does(events, names, verbs)):
        yield Sentence(", ".join(said), tone)
