"""Moments: where time stops for a while, with a sentence that a person would say, and who speaks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from clever_coalitions.sim import events as log

from ...analysis.words import capital, listed
from . import voices
from .acting import never_acted
from .beats import Event, about, issue_of, issues_of, stretches, time_label
from .crowd import leader_of
from .log import end_label, outcome_in_words
from .missing import in_vain
from .story import event_of, moot_alarms, rows_of, worth_at
from .why import typical
from .words import Names, ambition_in_words

if TYPE_CHECKING:
    from clever_coalitions.sim.run import Result
    from clever_coalitions.sim.scenario import Scenario

MOST_VOICES = 2
"""Kinds that speak at once of those who come, and of those who go."""

Happens = defaultdict[int, list[Event]]

Kind = Literal["plan", "turn", "found", "overcome", "won", "harm", "late", "worn", "changed", "end"]


class Moment(NamedTuple):
    """A week in which something happened that matters.

    Attributes:
        week: as frames are counted; label: what the time is called; issue: index of the one that it is about.
        says: one sentence; more: what stands smaller below it.
        who: rows of those whom it is about; voices: ``(row, what it says)`` each.
    """

    week: int
    label: str
    kind: Kind
    says: str
    more: str = ""
    who: tuple[int, ...] = ()
    voices: tuple[tuple[int, str], ...] = ()
    issue: int = 0


def moments_of(result: Result, scenario: Scenario) -> list[Moment]:
    """Return the moments of a run that kept its series and its events; the end is the last one."""
    rows, issues = [event_of(row) for row in result.events.tolist()], issues_of(scenario)
    found = [
        moment._replace(label=about(moment.label, issue, issues), issue=issue)
        for issue in range(issues)
        for moment in _of_issue(rows_of(rows, issue, issues), result, scenario)
    ]
    end = f"{capital(end_label(result))}: the end."
    last = Moment(
        len(result.series),
        end_label(result),
        "end",
        end,
        " ".join((outcome_in_words(result), *in_vain(result, scenario), *never_acted(result, scenario))),
    )
    return [*sorted(found, key=lambda moment: moment.week), last]


def _of_issue(rows: Sequence[Event], result: Result, scenario: Scenario) -> list[Moment]:
    found, moot = list[Moment](), moot_alarms(rows)
    heeded = [event for event in rows if event.what != log.ALARM_RANG or event.step not in moot]
    for first, last, is_coordinated in stretches(result):
        teller = Moments(result, scenario, is_coordinated, against=_against(rows, first))
        found += teller.told([event for event in heeded if first <= event.step < last])
    return found


def _against(rows: Sequence[Event], step: int) -> int:
    """Return the obstacle that the plan was against before a step; -1 where there was none."""
    plans = [event for event in rows if event.step < step and event.what in (log.PLAN_ADOPTED, log.OVERCOME)]
    return plans[-1].who if plans and plans[-1].what == log.PLAN_ADOPTED else -1


def unannounced(result: Result, scenario: Scenario) -> list[Moment]:
    """Return the moments of a run that nobody is told of."""
    changes = [event_of(row) for row in result.events.tolist() if int(row[1]) == log.OBSTACLE_CHANGED]
    issues = issues_of(scenario)
    return [
        Moment(
            event.step + 1,
            about(time_label(result, event.step), issue_of(event, issues), issues),
            "changed",
            f"From now on “{scenario.obstacles[event.who].name}” stands in the way.",
            "Everybody knows." if scenario.public else "Nobody says so.",
            issue=issue_of(event, issues),
        )
        for event in changes
    ]


class Moments:
    """Tells the moments of a stretch under one form."""

    def __init__(self, result: Result, scenario: Scenario, is_coordinated: bool, against: int) -> None:
        self.result, self.scenario, self.names = result, scenario, Names(scenario)
        self.is_coordinated, self.against = is_coordinated, against

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
        ways = [self._harm, self._won, self._overcome, self._late]
        if self.is_coordinated:
            ways = [*ways[:2], self._worn, self._turn, *ways[2:], self._plan, self._found]
        told = next((said for way in ways if (said := way(step, found))), None)
        self._keep(found)
        return told and told._replace(week=step + 1, label=time_label(self.result, step))

    def _keep(self, found: Happens) -> None:
        """Remember what the plan is against from now on."""
        for event in found[log.PLAN_ADOPTED]:
            self.against = event.who
        if found[log.OVERCOME]:
            self.against = -1

    def _won(self, step: int, found: Happens) -> Moment | None:
        if not found[log.SETTLED_HELPS]:
            return None
        says = f"“{self._last(found)}” is overcome{self._by(found)}: nothing stands in the way any more, and it helps."
        return Moment(0, "", "won", says, self._worth(step), self._seated(found[log.SETTLED_HELPS]))

    def _harm(self, step: int, found: Happens) -> Moment | None:
        if not found[log.SETTLED_HARMS]:
            return None
        says = (
            f"“{self._last(found)}” is overcome{self._by(found)}: nothing stands in the way any more, and it does harm."
        )
        return Moment(0, "", "harm", says, self._worth(step), self._seated(found[log.SETTLED_HARMS]))

    def _overcome(self, step: int, found: Happens) -> Moment | None:
        """Tell of an obstacle that falls while others still stand."""
        if not found[log.OVERCOME]:
            return None
        says = f"“{self._last(found)}” is overcome{self._by(found)}."
        more = "Nothing is won yet: something else stands in the way now, and nobody says what."
        return Moment(0, "", "overcome", says, more, self._seated(found[log.OVERCOME]))

    def _late(self, step: int, found: Happens) -> Moment | None:
        if not found[log.DEADLINE_PASSED]:
            return None
        return Moment(0, "", "late", "The deadline passes: the issue ends unsettled.")

    def _last(self, found: Happens) -> str:
        return self.scenario.obstacles[found[log.OVERCOME][-1].who].name

    def _by(self, found: Happens) -> str:
        """Return who carried it, where nobody coordinates: each follows a plan of its own."""
        return "" if self.is_coordinated else f", led by {leader_of(found[log.OVERCOME][-1], self.scenario)}"

    def _seated(self, events: Sequence[Event]) -> tuple[int, ...]:
        if self.is_coordinated:
            return ()
        return tuple(event.coalition // issues_of(self.scenario) for event in events)

    def _worth(self, step: int) -> str:
        return f"Net value {worth_at(self.result, step):+.2f}.".replace("-", "−")

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
        says = f"You turn: from now on against “{self.scenario.obstacles[found[log.PIVOTED][-1].who].name}”."
        return self._moved("turn", says, found)

    def _plan(self, step: int, found: Happens) -> Moment | None:
        """Tell of a plan against what there was no plan against: others are revisions."""
        if not found[log.PLAN_ADOPTED] or found[log.PLAN_ADOPTED][-1].who == self.against:
            return None
        event = found[log.PLAN_ADOPTED][-1]
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
