"""What the prologue tells: one world of the Syria case, chosen by a rule, and what became of many others.

Nothing here is a sentence: each moment has a key of the texts and the values that go into it.  What is in the way and
what it costs not to know it is the *truth*, which a page asks for when its fog is lifted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from itertools import pairwise
from statistics import fmean
from typing import Any

import numpy as np

from ...scenarios import load
from ...sim import events as log
from ...sim.run import simulate
from ...sim.scenario import Scenario
from ..live.history import played
from ..live.reasons import reasons
from ..live.settings import Case, Setting, plan_of
from ..record import record_of, truth_of
from ..telling.beats import Event
from ..telling.following import Whereabouts
from ..telling.story import event_of
from ..telling.voices import LEAVING, UNCALLED, WAITING, joining, leaving, strongest
from ..telling.why import typical

CASE = "syria"

AMONG = 200
"""Worlds from which that of the prologue is chosen, and among which it is shown."""

MIDDLE = 96
"""The world of the prologue, as ``middle_of`` finds it; a test looks it up again."""

WAYS = {
    "listen": ("opt-in", "listen-and-lead"),
    "agree": ("consensus", "listen-and-lead"),
    "deaf": ("opt-in", "directive"),
    "nobody": ("self-organized", "listen-and-lead"),
}
"""Ways to lead the same worlds, each a form of governance and a strategy; the first is the visitor's."""

SLOW_TO_ANSWER = 8
"""Weeks after the first plan in which one looks who has not sat down."""

VOICES = 2
"""Organizations that speak at once."""

Values = dict[str, Any]
Outcomes = dict[str, float]
Voices = list[tuple[int, str]]


TOLD = Setting(Case(CASE), seed=MIDDLE)
"""What the prologue tells."""


class Tale:
    """One world, told: its record, its moments before and after the bet, and its truth."""

    def __init__(self, setting: Setting = TOLD) -> None:
        self.plan = plan_of(setting)
        self.history = played(self.plan)
        self.record, self.frames = record_of(self.history), self.history.frames
        self.happened = [event_of(row) for row in self.history.result.events.tolist()]
        self.kind = self.record["cast"]["kind"]

    def data(self) -> Values:
        """Return what a page is given to begin with; it holds no sentence in any language, and nothing hidden."""
        return {
            "record": {**self.record, "events": [], "beats": []},
            "brings": [list(kind.strengths) for kind in self.history.scenario.kinds],
            "before": self.before(),
            "bet": {"week": self.bet, "values": self._at_bet()},
            "after": self.after(),
        }

    def truth(self) -> Values:
        """Return what only the world knows, and what it cost not to know it."""
        key, values = self._gap()
        return {"truth": {**truth_of(self.history), "beats": []}, "key": key, "values": values}

    # --- looking things up ---

    def events(self, what: int, week: int | None = None) -> list[Event]:
        """Return all happenings of a kind, or those of a week as frames are counted."""
        return [one for one in self.happened if one.what == what and week in (None, one.step + 1)]

    def seats(self, week: int) -> int:
        """Return how many sit at the table."""
        return int(self.frames[week].member[0].sum())

    def waiting(self, week: int) -> list[int]:
        """Return the rows of those who are asked and do not sit."""
        frame = self.frames[week]
        return np.flatnonzero((frame.asked[0] > 0) & (frame.member[0] == 0)).tolist()

    def done(self, week: int) -> int:
        """Return how much of the plan is held to be done, in percent; nothing without one."""
        frame, place = self.frames[week], self.against[week]
        steps = self.history.scenario.obstacles[place].steps if place >= 0 else ()
        hours = [step.hours * believed for step, believed in zip(steps, frame.theory[place], strict=False)]
        return round(100 * np.dot(hours, frame.progress[0, place, : len(hours)]) / (sum(hours) or 1.0))

    def by_kind(self, rows: list[int]) -> list[tuple[int, int]]:
        """Return ``(number, kind)``, the most numerous first."""
        return [(many, kind) for kind, many in Counter(self.kind[row] for row in rows).most_common()]

    @cached_property
    def against(self) -> list[int]:
        """What the plan is against by weeks; -1 without a plan."""
        return self.frames.said["plan_obstacle"][:, 0].tolist()

    @cached_property
    def there(self) -> list[int]:
        """What stands in the way by weeks; -1 once nothing does."""
        return self.frames.said["obstacle"][:, 0].tolist()

    @cached_property
    def bet(self) -> int:
        """The last week before the first obstacle falls, or half of all where none does."""
        fallen = self.events(log.OVERCOME)
        return fallen[0].step if fallen else self.history.steps // 2

    def _at_bet(self) -> Values:
        return {
            "week": self.bet,
            "seats": self.seats(self.bet),
            "done": self.done(self.bet),
            "obstacle": self.against[self.bet],
            "years": round(self.history.scenario.weeks / 52),
            "steps": self.history.steps,
        }

    # --- before the bet ---

    def before(self) -> list[Values]:
        """Return the moments until the bet: a plan, who takes a seat, who does not, and what follows."""
        planned = self.events(log.PLAN_ADOPTED)[0].step + 1
        first = min(one.step + 1 for one in self.events(log.JOINED) if one.step + 1 >= planned)
        later = min(max(planned + SLOW_TO_ANSWER, first), self.bet)
        found = [self._proposed(planned), self._first(first), self._answers(later), self._less(later)]
        return [one for one in found if one]

    def _proposed(self, week: int) -> Values:
        asked = self.seats(week) + len(self.waiting(week))
        values = {"obstacle": self.against[week], "asked": asked, "organizations": len(self.kind)}
        return _told("proposed", week, values, self.waiting(week))

    def _first(self, week: int) -> Values:
        joined = self.events(log.JOINED, week)
        rows = [one.who for one in joined]
        values = {"week": week, "joined": self.by_kind(rows)}
        return _told("first", week, values, rows, _voices(joined, self.kind, joining))

    def _answers(self, week: int) -> Values:
        waiting, seats = self.waiting(week), self.seats(week)
        values = {"week": week, "waiting": len(waiting), "seats": seats}
        return _told("quick" if seats >= len(waiting) else "slow", week, values, waiting, self._refusals(week, waiting))

    def _refusals(self, week: int, rows: list[int]) -> Voices:
        """Return what those say who do not sit down: what most of them say first, each by one of them."""
        said = [(row, refusing(reasons(self.plan, week, row))) for row in rows]
        often = Counter(words for _, words in said if words).most_common(VOICES)
        return [(next(row for row, other in said if other == words), words) for words, _ in often]

    def _less(self, after: int) -> Values | None:
        """Return the moment after the plan was made less bold for the first time, where more sit down then."""
        plans = self.events(log.PLAN_ADOPTED)
        lower = (b.step + 1 for a, b in pairwise(plans) if b.who == a.who and b.number < a.number)
        week = next((one for one in lower if after < one <= self.bet), None)
        then = min(week + SLOW_TO_ANSWER, self.bet) if week else 0
        if not week or self.seats(then) <= self.seats(week):
            return None
        came = [one for one in self.events(log.JOINED) if week <= one.step + 1 <= then]
        values = {"week": then, "seats": self.seats(then)}
        return _told("less", then, values, [one.who for one in came], _voices(came, self.kind, joining))

    # --- after the bet ---

    def after(self) -> list[Values]:
        """Return the moments from the bet on."""
        return self.moments(self.bet)

    def moments(self, since: int = 0) -> list[Values]:
        """Return the moments after a week, until the issue ends, or until the last week."""
        last = self.record["issues"][0]["ended"]
        end = last[0] if last else self.history.steps
        beats = [one for one in self.record["beats"] if since < one["week"] <= end]
        found, planned, turns = list[Values](), {self.against[since]}, 0
        for beat in beats:
            week = beat["week"]
            key = beat["kind"]
            if key == "turn":
                again, turns = self.against[week] in planned, turns + 1
                key = ("back" if turns > 1 else "doubt") if again else "turn"
            planned.add(self.against[week])
            found.append(self._moment("late" if key == "end" else key, week, beat))
        return found

    def _moment(self, key: str, week: int, beat: Values) -> Values:
        joined, left = self.events(log.JOINED, week), self.events(log.LEFT, week)
        moved = key in ("plan", "turn", "doubt", "back")
        fallen = [one.who for one in self.events(log.OVERCOME, week)]
        alarms = [one.who for one in self.events(log.ALARM_RANG, week)]
        values = {
            "week": week,
            "obstacle": (fallen or alarms or [self.against[week]])[0],
            "seats": self.seats(week),
            "done": self.done(week - 1),
            "most": max(map(self.seats, range(week + 1))),
            "joined": self.by_kind([one.who for one in joined]) if moved else [],
            "left": self.by_kind([one.who for one in left]) if moved else [],
        }
        voices = [*_voices(left, self.kind, leaving), *_voices(joined, self.kind, joining)] if moved else []
        return _told(key, week, values, list(beat["who"]), voices[:VOICES])

    # --- behind the fog ---

    def _gap(self) -> tuple[str, Values]:
        """Return how the gap between what was so and what one worked against is told, and its numbers."""
        weeks = range(1, self.history.steps + 1)
        wrong = [k for k in weeks if -1 < self.there[k] != self.against[k] > -1]
        hours = self.history.result.column("member_hours")
        last = self.there[self.bet + 1] if self.there[self.bet + 1] >= 0 else self.there[self.bet]
        values: Values = {
            "since": next(k for k in weeks if self.there[k] == last),
            "obstacle": last,
            "weeks": len(wrong),
            "hours": round(float(sum(hours[k - 1] for k in wrong))),
        }
        left = next((k for k in wrong if self.against[k - 1] == self.there[k - 1] == self.there[k]), 0)
        if left:
            back = next((k for k in weeks if k > left and self.against[k] == self.there[k]), self.history.steps)
            return "left", {**values, "turned": left, "before": self.seats(left - 1), "after": self.seats(back)}
        return ("wrong" if len(wrong) > 1 else "right"), values


def _told(key: str, week: int, values: Values, who: list[int], voices: Voices | None = None) -> Values:
    return {"key": key, "week": week, "values": values, "who": who, "voices": voices or []}


def _voices(events: list[Event], kind: list[int], saying: Callable[[Event], str]) -> Voices:
    """Return what some say who come or go: a typical one of each kind, the most numerous first, no sentence twice."""
    said: dict[str, int] = {}
    for one, _ in Counter(kind[event.who] for event in events).most_common():
        speaker = typical([event for event in events if kind[event.who] == one])
        said.setdefault(saying(speaker), speaker.who)
    return [(row, words) for words, row in said.items()][:VOICES]


def refusing(known: Whereabouts) -> str:
    """Return what an organization says that is asked and does not sit down; nothing where nothing keeps it away."""
    if known.why == "declined":
        return LEAVING[strongest(known.terms, -1.0)]
    return {"not called": UNCALLED, "waiting": WAITING}.get(known.why, "")


# --- many worlds ---


def many_worlds(among: int = AMONG) -> Values:
    """Return what became of the first worlds of the case under each way to lead them, and which is the visitor's.

    A way has its key; ``weeks`` in which the issue is settled, none where it is not; ``false``, worlds with a turn away
    from what really stood in the way; ``hours`` of work by everybody, in the mean; ``help``, the chance that what is
    done helps, in the mean of the worlds in which it is settled.
    """
    return {"seed": MIDDLE, "ways": [_way(key, among) for key in WAYS]}


def _way(key: str, among: int) -> Values:
    form, strategy = WAYS[key]
    return {"key": key, **became_of(ends_of_worlds(load(CASE), form, strategy, among))}


def ends_of_worlds(case: Scenario, form: str, strategy: str, among: int) -> list[Outcomes]:
    """Return what came out of the first worlds of a case."""
    with ThreadPoolExecutor() as workers:
        return list(workers.map(lambda seed: simulate(case, seed, form, strategy).outcomes, range(1, among + 1)))


def became_of(runs: list[Outcomes]) -> Values:
    """Return what pages show of what came out of many worlds, as ``many_worlds`` says."""
    settled = [one for one in runs if one["settled"] > 0.0]
    return {
        "weeks": [int(one["weeks_to_settle"]) + 1 if one["settled"] > 0.0 else None for one in runs],
        "false": sum(one["false_pivots"] > 0.0 for one in runs),
        "hours": fmean(one["member_hours"] + one["hub_hours"] for one in runs),
        "help": fmean(one["help"] for one in settled) if settled else 0.0,
    }


def middle_of(weeks: list[int | None]) -> int:
    """Return the seed of the middle one of the worlds in which it is settled, by week; of two, the earlier."""
    settled = sorted((week, seed) for seed, week in enumerate(weeks, 1) if week is not None)
    return settled[(len(settled) - 1) // 2][1]
