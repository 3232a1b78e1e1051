"""What one organization did in a run, and what kept it away, in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from clever_coalitions.sim import events as log
from clever_coalitions.sim.governance.forms import find_form

from ...analysis.words import listed
from .beats import Event, duration, form_at, time_label
from .story import event_of
from .why import largest_first, why_it_moved
from .words import Names, at, several

if TYPE_CHECKING:
    from clever_coalitions.sim.run import Result
    from clever_coalitions.sim.scenario import Scenario

    from .following import Whereabouts, Why

MOST_WEEKS = 4
"""Weeks that are named one by one."""

KEPT_AWAY: dict[Why, str] = {
    "away": "it was not there",
    "alone": "nobody coordinated, and it followed a plan of its own",
    "unknown": "nobody who takes part knew of it",
    "no plan": "there was no plan to join",
    "not asked": "there was a plan, but no place in it was offered to it",
    "not called": "a place was kept for it, but nobody had called it yet",
    "declined": "it was asked and stayed away: a seat was not worth its hours",
    "waiting": "it was asked and waited: too few were in for it to dare",
    "slow": "it was asked and had not answered yet",
}
"""What kept an organization away, in words."""

NEVER: dict[Why, str] = {"not asked": "No place was ever offered to it.", "not called": "Nobody ever called it."}
"""What never happened to one that got no further."""

MOVES = {
    (log.JOINED, False): "took a seat",
    (log.LEFT, False): "left",
    (log.JOINED, True): "set to work on its own",
    (log.LEFT, True): "stopped",
}
"""What it does that takes a seat or leaves one, and where nobody coordinates."""

ALOOF = "It is an opponent: what would help the others hurts it, and it follows nobody's call of itself."


def account(number: int, result: Result, found: Sequence[Whereabouts], scenario: Scenario) -> list[str]:
    """Return in sentences what an organization did in a run, and what kept it away."""
    rows = [event for event in map(event_of, result.events.tolist()) if _is_about(event, number)]
    return [
        *([ALOOF] if _is_opponent(scenario, number) else []),
        *_seats(rows, result, found),
        *_talks(rows, result, found),
        *_acts(rows, result, scenario),
        *_reasons_away(result, found, _is_opponent(scenario, number)),
    ]


def title_of(number: int, scenario: Scenario) -> str:
    """Return what an organization is called, and its kind where that has another name."""
    names = Names(scenario)
    name, kind = names.organization(number), scenario.kinds[names.kind_of[number]].name
    return name if name == kind else f"{name} ({kind})"


def _is_about(event: Event, number: int) -> bool:
    return event.what in (log.JOINED, log.LEFT, log.WALKED_AWAY, log.ACTED) and event.who == number


def _is_opponent(scenario: Scenario, number: int) -> bool:
    name = scenario.names[number]
    return any(one.opponent for kind in scenario.kinds for one in kind.named if one.name == name)


def _seats(rows: Sequence[Event], result: Result, found: Sequence[Whereabouts]) -> Iterator[str]:
    many = sum(one.why == "seat" for one in found)
    if many or any(event.what == log.JOINED and found[event.step].why != "alone" for event in rows):
        yield f"It had a seat for {duration(result, many)} of the {duration(result, len(found))}."
    else:
        yield "It never took a seat."
    for (what, is_alone), does in MOVES.items():
        if events := [event for event in rows if (event.what, found[event.step].why == "alone") == (what, is_alone)]:
            why = why_it_moved(events[0])
            yield f"It {does} {_times([event.step for event in events], result)}; the first time: {why}."


def _talks(rows: Sequence[Event], result: Result, found: Sequence[Whereabouts]) -> Iterator[str]:
    held = [(found[step], issue) for step, issue in _votes(result)]
    votes = [(one, issue) for one, issue in held if issue in one.pledged + one.objects]
    against = sum(issue in one.objects for one, issue in votes)
    if votes:
        yield f"It voted no in {against:,} of the {several(len(votes), 'vote', 'votes')} in which it took part."
    walked = [event.step for event in rows if event.what == log.WALKED_AWAY]
    if walked:
        yield f"It walked away from a draft {_times(walked, result)}: a seat under it was not worth its hours."


def _acts(rows: Sequence[Event], result: Result, scenario: Scenario) -> Iterator[str]:
    for event in rows:
        if event.what == log.ACTED:
            obstacle = scenario.obstacles[int(event.number)].name
            yield f"It acted on '{obstacle}' {at(time_label(result, event.step))}."


def _votes(result: Result) -> list[tuple[int, int]]:
    """Return the steps in which a table voted, each with the issue that it voted on."""
    voted = np.isin(result.events[:, 1], (log.PLAN_REFUSED, log.PLAN_ADOPTED))
    votes = sorted({(int(row[0]), int(row[2])) for row in result.events[voted]})
    return [(step, issue) for step, issue in votes if find_form(form_at(result, step)).agree == "share"]


def _reasons_away(result: Result, found: Sequence[Whereabouts], is_opponent: bool) -> Iterator[str]:
    counts = Counter(one.why for one in found)
    for why, said in KEPT_AWAY.items():
        if not counts[why]:
            continue
        first = at(time_label(result, next(step for step, one in enumerate(found) if one.why == why)))
        told = "it was asked, and follows nobody" if why == "waiting" and is_opponent else said
        yield f"For {duration(result, counts[why])} (first {first}) {told}{_on_average(found, why)}."
    has_talked = any(one.pledged or one.objects for one in found)
    furthest = [why for why in KEPT_AWAY if counts[why]][-1:]
    if not counts["seat"] and not has_talked:
        yield from (NEVER[why] for why in furthest if why in NEVER)


def _on_average(found: Sequence[Whereabouts], why: Why) -> str:
    """Return what spoke against a seat that was declined, and for it, on average over these steps; strongest first."""
    if why != "declined":
        return ""
    terms = np.mean([one.terms for one in found if one.why == why], axis=0).tolist()
    bad = [f"{said} ({hours:+.1f} h a week)" for said, hours in largest_first(terms) if hours < 0.0]
    good = [f"{said} ({hours:+.1f})" for said, hours in largest_first(terms) if hours > 0.0]
    return f". Against it spoke {listed(bad)}; for it {listed(good) or 'nothing'}"


def _times(steps: Sequence[int], result: Result) -> str:
    """Return ``in week 6``, ``in week 6, week 9 and 4 more``."""
    labels = [time_label(result, step) for step in dict.fromkeys(steps)]
    more = [f"{len(labels) - MOST_WEEKS:,} more"] if len(labels) > MOST_WEEKS else []
    return at(listed([*labels[:MOST_WEEKS], *more]))
