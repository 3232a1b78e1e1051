"""Moments: where time stops for a while, with a sentence that a person would say, and who speaks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from clever_coalitions.sim import events as log

from . import voices
from .beats import Event, time_label
from .log import end_label, outcome_in_words
from .story import event_of, stretches
from .why import typical
from .words import Names, ambition_in_words, capital, listed

if TYPE_CHECKING:
    from clever_coalitions.sim.run import Result
    from clever_coalitions.sim.scenario import Scenario

MOST_VOICES = 2
"""Kinds that speak at once of those who come, and of those who go."""

Happens = defaultdict[int, list[Event]]


class Moment(NamedTuple):
    """A week in which something happened that matters.

    Attributes:
        week: as frames are counted; label: what the time is called.
        says: one sentence; more: what stands smaller below it.
        who: rows of those whom it is about; voices: ``(row, what it says)`` each.
    """

    week: int
    label: str
    kind: Literal["plan", "turn", "found", "won", "harm", "worn", "changed", "end"]
    says: str
    more: str = ""
    who: tuple[int, ...] = ()
    voices: tuple[tuple[int, str], ...] = ()


def moments_of(result: Result, scenario: Scenario) -> list[Moment]:
    """Return the moments of a run that kept its series and its events; the end is the last one."""
    rows = [event_of(row) for row in result.events.tolist()]
    found = list[Moment]()
    for first, last, is_coordinated in stretches(result):
        teller = Moments(result, scenario, is_coordinated, is_begun=any(one.kind == "plan" for one in found))
        found += teller.told([event for event in rows if first <= event.step < last])
    end = f"{capital(end_label(result))}: the end."
    return [*found, Moment(len(result.series), end_label(result), "end", end, outcome_in_words(result))]


def unannounced(result: Result, scenario: Scenario) -> list[Moment]:
    """Return the moments of a run that nobody is told of."""
    changes = [event_of(row) for row in result.events.tolist() if int(row[1]) == log.OBSTACLE_CHANGED]
    return [
        Moment(
            event.step + 1,
            time_label(result, event.step),
            "changed",
            f"From now on “{scenario.obstacles[event.who].name}” stands in the way.",
            "Nobody says so.",
        )
        for event in changes
    ]


class Moments:
    """Tells the moments of a stretch under one form."""

    def __init__(self, result: Result, scenario: Scenario, is_coordinated: bool, is_begun: bool) -> None:
        self.result, self.scenario, self.names = result, scenario, Names(scenario)
        self.is_coordinated, self.is_begun = is_coordinated, is_begun

    def told(self, rows: Sequence[Event]) -> Iterator[Moment]:
        """Yield the moments, at most one a week."""
        by_week: defaultdict[int, list[Event]] = defaultdict(list)
        for event in rows:
            by_week[event.step].append(event)
        for step, group in sorted(by_week.items()):
            found: Happens = defaultdict(list)
            for event in group:
                found[event.what].append(event)
            if moment := self._moment(step, found):
                yield moment

    def _moment(self, step: int, found: Happens) -> Moment | None:
        """Return the weightiest thing of a week."""
        ways = [self._harm, self._won]
        if self.is_coordinated:
            ways = [self._harm, self._worn, self._turn, self._won, self._found, self._plan]
        told = next((said for way in ways if (said := way(step, found))), None)
        return told and told._replace(week=step + 1, label=time_label(self.result, step))

    def _won(self, step: int, found: Happens) -> Moment | None:
        if not found[log.SETTLED_HELPS]:
            return None
        says = f"The decision-makers move{self._by(found[log.SETTLED_HELPS])}, and it helps."
        return Moment(0, "", "won", says, self._worth(step), self._seated(found[log.SETTLED_HELPS]))

    def _harm(self, step: int, found: Happens) -> Moment | None:
        if not found[log.SETTLED_HARMS]:
            return None
        says = f"The decision-makers move{self._by(found[log.SETTLED_HARMS])}, and what they enact does harm."
        return Moment(0, "", "harm", says, self._worth(step), self._seated(found[log.SETTLED_HARMS]))

    def _by(self, events: Sequence[Event]) -> str:
        """Return who alone moved them, where nobody coordinates: each follows a plan of its own."""
        return "" if self.is_coordinated else f" for {self.names.organization(events[0].coalition)} alone"

    def _seated(self, events: Sequence[Event]) -> tuple[int, ...]:
        return () if self.is_coordinated else tuple(event.coalition for event in events)

    def _worth(self, step: int) -> str:
        values = self.result.column("value")
        worth = values[step] - (values[step - 1] if step > 0 else 0.0)
        return f"Net value {worth:+.2f}.".replace("-", "−")

    def _worn(self, step: int, found: Happens) -> Moment | None:
        return Moment(0, "", "worn", "You are worn out.") if found[log.HUB_BURNT_OUT] else None

    def _found(self, step: int, found: Happens) -> Moment | None:
        if not found[log.ALARM_RANG]:
            return None
        now = self.scenario.obstacles[found[log.ALARM_RANG][-1].who].name
        if found[log.ALARM_RANG][-1].number <= self.scenario.parameters.diagnosis.threshold:
            return Moment(0, "", "found", f"You make up your mind: it is “{now}” that stands in the way.")
        return Moment(0, "", "found", f"The reports add up: it looks as if “{now}” stands in the way now.")

    def _turn(self, step: int, found: Happens) -> Moment | None:
        if not found[log.PIVOTED]:
            return None
        self.is_begun = True
        says = f"You turn: from now on against “{self.scenario.obstacles[found[log.PIVOTED][-1].who].name}”."
        return self._moved("turn", says, found)

    def _plan(self, step: int, found: Happens) -> Moment | None:
        """Tell of the first plan only: later ones are revisions, or turns."""
        if not found[log.PLAN_ADOPTED] or self.is_begun:
            return None
        self.is_begun, event = True, found[log.PLAN_ADOPTED][-1]
        name, daring = self.scenario.obstacles[event.who].name, ambition_in_words(event.number)
        return self._moved("plan", f"There is a plan: against “{name}”, and {daring}.", found)

    def _moved(self, kind: Literal["plan", "turn"], says: str, found: Happens) -> Moment:
        """Tell who takes a seat and who leaves one; some of them speak."""
        joined, left = found[log.JOINED], found[log.LEFT]
        parts = [f"{self._people(joined)} take{_s(joined)} a seat"] if joined else []
        parts += [f"{self._people(left)} leave{_s(left)}"] if left else []
        more = "; ".join(parts)
        said = [(event.who, voices.leaving(event)) for event in self._speakers(left)]
        said += [(event.who, voices.joining(event)) for event in self._speakers(joined)]
        who = tuple(event.who for event in (*joined, *left))
        once = {words: (row, words) for row, words in reversed(said)}  # what several say is said by the first of them
        told = tuple(reversed(once.values()))
        return Moment(0, "", kind, says, f"{capital(more)}." if more else "", who, told)

    def _people(self, events: Sequence[Event]) -> str:
        return listed([said for said, _ in self.names.by_kind([event.who for event in events])])

    def _speakers(self, events: Sequence[Event]) -> list[Event]:
        """Return a typical one of each of the most numerous kinds that moved."""
        by_row = {event.who: event for event in events}
        groups = [rows for _, rows in self.names.by_kind(list(by_row))]
        return [typical([by_row[row] for row in rows]) for rows in groups[:MOST_VOICES]]


def _s(events: Sequence[Event]) -> str:
    return "s" if len(events) == 1 else ""
