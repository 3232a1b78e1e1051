"""Moments: where time stops for a while, with a sentence that a person would say, and who speaks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Literal, NamedTuple

from clever_coalitions.sim import events as log

from ...analysis.words import capital
from . import voices
from .acting import never_acted
from .beats import Event, about, by_what, fresh_starts, issue_of, issues_told, number_at, stretches, time_label
from .crowd import leader_of, who_does
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

Kind = Literal["plan", "turn", "found", "overcome", "won", "harm", "late", "worn", "changed", "end"]


Happened = dict[int, list[Event]]
"""Events of a week by what happened."""


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
    issues = scenario.issues
    found = [
        moment._replace(label=about(moment.label, issue, issues), issue=issue)
        for issue in issues_told(scenario)
        for moment in _of_issue(rows_of(result, scenario, issue), result, scenario)
    ]
    end = f"{capital(end_label(result))}: the end."
    last = Moment(
        len(result.series),
        end_label(result),
        "end",
        end,
        " ".join((outcome_in_words(result, scenario), *in_vain(result, scenario), *never_acted(result, scenario))),
    )
    return [*sorted(found, key=lambda moment: moment.week), last]


def _of_issue(rows: Sequence[Event], result: Result, scenario: Scenario) -> Iterator[Moment]:
    """Yield the moments of an issue, at most one a week."""
    moot = moot_alarms(rows)
    heeded = [event for event in rows if event.what != log.ALARM_RANG or event.step not in moot]
    for first, last, is_coordinated in stretches(result):
        teller = _Teller(result, scenario, rows, is_coordinated)
        part = [event for event in heeded if first <= event.step < last]
        for step, group in groupby(part, key=lambda event: event.step):
            if moment := teller.moment(step, list(group)):
                yield moment


def unannounced(result: Result, scenario: Scenario) -> list[Moment]:
    """Return the moments of a run that nobody is told of."""
    changes = [event_of(row) for row in result.events.tolist() if int(row[1]) == log.OBSTACLE_CHANGED]
    issues = scenario.issues
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


SAYS: dict[Kind, tuple[int, str]] = {
    "harm": (
        log.SETTLED_HARMS,
        "“{name}” is overcome{by}: nothing stands in the way any more, and it does harm.",
    ),
    "won": (log.SETTLED_HELPS, "“{name}” is overcome{by}: nothing stands in the way any more, and it helps."),
    "worn": (log.HUB_BURNT_OUT, "You are worn out."),
    "turn": (log.PIVOTED, "You turn: from now on against “{name}”."),
    "overcome": (log.OVERCOME, "“{name}” is overcome{by}."),
    "late": (log.DEADLINE_PASSED, "The deadline passes: the issue ends unsettled."),
    "plan": (log.PLAN_ADOPTED, "There is a plan: against “{name}”, and {daring}."),
    "found": (log.ALARM_RANG, "The reports add up: it looks as if “{name}” stands in the way now."),
}
"""What is told of a week and what has happened then: the first that has, so the weightiest comes first."""

MADE_UP = "You make up your mind: it is “{name}” that stands in the way."
"""What is said where the coordinator turns without an alarm."""

NOT_YET_WON = "Nothing is won yet: something else stands in the way now, and nobody says what."
NEXT = "Nothing is won yet: something else stands in the way now, and everybody knows what."

SEATS_TAKEN = ((log.JOINED, "takes a seat", "take a seat"), (log.LEFT, "leaves", "leave"))

FALLS: tuple[Kind, ...] = ("harm", "won", "overcome")
"""When an obstacle falls; where nobody coordinates, these and the deadline are all that is told."""


class _Teller:
    """Tells the moments of a stretch under one form; ``rows``: all events of the issue."""

    def __init__(self, result: Result, scenario: Scenario, rows: Sequence[Event], is_coordinated: bool) -> None:
        self.result, self.scenario, self.names = result, scenario, Names(scenario)
        self.rows, self.is_coordinated, self.starts = rows, is_coordinated, fresh_starts(result)

    def moment(self, step: int, group: Sequence[Event]) -> Moment | None:
        """Return the weightiest thing of a week."""
        found = by_what(group)
        known = SAYS if self.is_coordinated else (*FALLS, "late")
        kinds = [kind for kind in SAYS if kind in known and found[SAYS[kind][0]]]
        kind = next((kind for kind in kinds if kind != "plan" or self._is_new(found[log.PLAN_ADOPTED][-1])), None)
        if kind is None:
            return None
        told = self._falls if kind in FALLS else self._moves if kind in ("turn", "plan") else self._alone
        return told(Moment(step + 1, time_label(self.result, step), kind, SAYS[kind][1]), found)

    def _is_new(self, adopted: Event) -> bool:
        """Return whether a plan is against what there was no plan against: others are revisions."""
        first = max((step for step in self.starts if step <= adopted.step), default=0)
        past = by_what([one for one in self.rows if first <= one.step < adopted.step])
        last = past[log.PLAN_ADOPTED][-1:]
        fell = any(one.who == adopted.who and one.step >= plan.step for plan in last for one in past[log.OVERCOME])
        return fell or [one.who for one in last] != [adopted.who]

    def _name(self, event: Event) -> str:
        return self.scenario.obstacles[event.who].name

    def _falls(self, moment: Moment, found: Happened) -> Moment:
        """Tell of an obstacle that falls; where nobody coordinates, who carried it: each follows a plan of its own."""
        fallen, events = found[log.OVERCOME][-1], found[SAYS[moment.kind][0]]
        by = "" if self.is_coordinated else f", led by {leader_of(fallen, self.scenario)}"
        who = () if self.is_coordinated else tuple(one.coalition // self.scenario.issues for one in events)
        worth = f"Net value {worth_at(self.result, moment.week - 1)}.".replace("-", "−")
        more = (NEXT if self.scenario.public else NOT_YET_WON) if moment.kind == "overcome" else worth
        return moment._replace(says=moment.says.format(name=self._name(fallen), by=by), more=more, who=who)

    def _alone(self, moment: Moment, found: Happened) -> Moment:
        """Tell what needs no more than a sentence."""
        event = found[SAYS[moment.kind][0]][-1]
        is_alarm = event.what == log.ALARM_RANG
        if is_alarm and event.number <= number_at(self.result, self.scenario, "diagnosis.threshold", event.step):
            moment = moment._replace(says=MADE_UP)
        return moment._replace(says=moment.says.format(name=self._name(event) if is_alarm else ""))

    def _moves(self, moment: Moment, found: Happened) -> Moment:
        """Tell who takes a seat and who leaves one; some of them speak."""
        event, joined, left = found[SAYS[moment.kind][0]][-1], found[log.JOINED], found[log.LEFT]
        more = "; ".join(who_does([*joined, *left], self.names, SEATS_TAKEN))
        said = [(event.who, voices.leaving(event)) for event in self._speakers(left)]
        said += [(event.who, voices.joining(event)) for event in self._speakers(joined)]
        once = {words: (row, words) for row, words in reversed(said)}  # what several say is said by the first of them
        return moment._replace(
            says=moment.says.format(name=self._name(event), daring=ambition_in_words(event.number)),
            more=f"{capital(more)}." if more else "",
            who=tuple(one.who for one in (*joined, *left)),
            voices=tuple(reversed(once.values())),
        )

    def _speakers(self, events: Sequence[Event]) -> list[Event]:
        """Return a typical one of each of the most numerous kinds that moved."""
        by_row = {event.who: event for event in events}
        groups = [rows for _, rows in self.names.by_kind(list(by_row))]
        return [typical([by_row[row] for row in rows]) for rows in groups[:MOST_VOICES]]
