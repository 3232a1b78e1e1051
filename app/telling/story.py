"""The story of a run: its events, week by week, as sentences.

``tell(result, scenario)`` returns one ``Beat`` for each week in which something happened, and for each issue that it
happened to; a beat holds sentences, each with a tone, and the seats that were taken and left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from clever_coalitions.sim import events as log

from ...analysis.words import listed
from .acting import news_of_acts
from .beats import (
    WINDOW,
    Beat,
    Event,
    Sentence,
    Tone,
    about,
    by_what,
    duration,
    forms_of,
    fresh_starts,
    issue_of,
    issues_told,
    number_at,
    refusals,
    span_label,
    stretches,
    time_label,
    without_flicker,
)
from .brief import LONG_STORY, told_briefly
from .crowd import AT_THE_TABLE, IN_THE_WORLD, SEATS, tell_crowd, who_does
from .missing import news_of_lacks
from .prospects import prospects
from .words import Names, as_known, course, several

if TYPE_CHECKING:
    from clever_coalitions.sim.run import Result
    from clever_coalitions.sim.scenario import Scenario

LEAST_FLICKER, MOST_FLICKER = 3, 5
"""Weeks in a row, and organizations, from which and up to which mere coming and going is told as one."""

ENDINGS = (log.SETTLED_HELPS, log.SETTLED_HARMS, log.DEADLINE_PASSED)
"""How an issue ends."""


def tell(result: Result, scenario: Scenario, *, with_prospects: bool = False, is_brief: bool = False) -> list[Beat]:
    """Return the story of a run that kept its series and its events, in its order.

    Args:
        with_prospects: whether it says how likely a win is, which only the world knows.
        is_brief: whether weeks in which no more than the usual happens are told as one where the story is long.
    """
    told = _told(result, scenario, with_prospects)
    return _told(result, scenario, with_prospects, is_brief=True) if is_brief and len(told) >= LONG_STORY else told


def _told(result: Result, scenario: Scenario, with_prospects: bool, is_brief: bool = False) -> list[Beat]:
    issues = issues_told(scenario)
    news = _news(result, scenario, with_prospects)
    told = [
        beat
        for issue in issues
        for beat in _tell_issue(rows_of(result, scenario, issue), news, issue, result, scenario, is_brief)
    ]
    turns = [_turn(result, step, f"the form of governance is {form}") for step, form in forms_of(result)[1:]]
    turns += [_turn(result, step, f"the strategy is {strategy}") for step, strategy in result.strategies]
    return sorted([*turns, *told], key=lambda beat: beat.first) if turns or len(issues) > 1 else told


def _turn(result: Result, step: int, what: str) -> Beat:
    return Beat(step, step, time_label(result, step), (Sentence(f"from now on {what}"),))


def rows_of(result: Result, scenario: Scenario, issue: int) -> list[Event]:
    """Return the events of one issue."""
    events = map(event_of, without_flicker(result.events).tolist())
    return [event for event in events if issue_of(event, scenario.issues) == issue]


def _news(result: Result, scenario: Scenario, with_prospects: bool) -> dict[int, list[Sentence]]:
    """Return what no event says, by steps."""
    found = dict[int, list[Sentence]]()
    prospect = prospects(result, scenario) if with_prospects else {}
    for part in (news_of_lacks(result, scenario), news_of_acts(result, scenario), prospect):
        for step, sentences in part.items():
            found[step] = [*found.get(step, ()), *sentences]
    return found


def moot_alarms(rows: Sequence[Event]) -> set[int]:
    """Return the steps whose alarms can no longer matter: the issue has ended, or something falls in that very week.

    Where a plan is adopted in that week, the alarm has mattered.
    """
    ends = [event.step for event in rows if event.what in ENDINGS]
    fallen = {event.step for event in rows if event.what == log.OVERCOME}
    acted = {event.step for event in rows if event.what == log.PLAN_ADOPTED}
    late = {event.step for event in rows if event.what == log.ALARM_RANG and ends and event.step >= ends[0]}
    return (late | fallen) - acted


def _tell_issue(
    rows: Sequence[Event],
    news: dict[int, list[Sentence]],
    issue: int,
    result: Result,
    scenario: Scenario,
    is_brief: bool,
) -> list[Beat]:
    """Return the story of one issue; news: what no event says, by steps."""
    told, teller = list[Beat](), Teller(result, scenario, rows)
    for first, last, is_coordinated in stretches(result):
        part = [event for event in rows if first <= event.step < last]
        if is_coordinated:
            by_step = {step: list(group) for step, group in groupby(part, key=lambda event: event.step)}
            steps = sorted({*by_step, *(step for step in news if first <= step < last)})
            beats = [teller.beat(step, by_step.get(step, []), news.get(step, ())) for step in steps]
            beats = [beat for beat in beats if beat.sentences]
            told += told_briefly(beats, result, scenario) if is_brief else _calmed(beats, result, Names(scenario))
        else:
            told += tell_crowd(part, range(first, last), result, scenario)
    issues = scenario.issues
    return [replace(beat, label=about(beat.label, issue, issues), issue=issue) for beat in told]


def event_of(row: list[float]) -> Event:
    """Return a row of events with its numbers named."""
    step, what, coalition, who, number = row[: log.FIRST_TERM]
    return Event(int(step), int(what), int(coalition), int(who), number, tuple(row[log.FIRST_TERM :]))


def _calmed(beats: Sequence[Beat], result: Result, names: Names) -> Iterator[Beat]:
    """Tell in one beat what takes weeks in which the same few organizations just come and go."""
    place = 0
    while place < len(beats):
        movers = _movers(beats[place])
        end = place + 1
        while movers and end < len(beats) and (more := _movers(beats[end])) and len(movers | more) <= MOST_FLICKER:
            movers |= more
            end += 1
        run = beats[place:end]
        moves = sum(len(beat.joined) + len(beat.left) for beat in run)
        is_flicker = len(run) >= LEAST_FLICKER and moves >= 2 * len(movers)
        yield from [_flicker(run, movers, result, names)] if is_flicker else run
        place = end


def _movers(beat: Beat) -> set[int]:
    """Return the organizations that came or went, where nothing else happened."""
    if not all(sentence.tone == "move" for sentence in beat.sentences):
        return set()
    return {event.who for event in beat.joined + beat.left}


def _flicker(run: Sequence[Beat], movers: set[int], result: Result, names: Names) -> Beat:
    """Return several beats as one."""
    joins = sum(len(beat.joined) for beat in run)
    leaves = sum(len(beat.left) for beat in run)
    who = listed([names.organization(row) for row in sorted(movers)])
    does = "comes and goes" if len(movers) == 1 else "come and go"
    said = f"{who} {does} ({several(joins, 'join', 'joins')}, {several(leaves, 'leave', 'leaves')})"
    first, last = run[0].first, run[-1].last
    return Beat(first, last, span_label(result, first, last), (Sentence(said, "move"),))


class Teller:
    """Tells the weeks of one coalition with a coordinator, in their order, and remembers what has been told."""

    def __init__(self, result: Result, scenario: Scenario, rows: Sequence[Event]) -> None:
        self.result, self.scenario, self.names = result, scenario, Names(scenario)
        self.windows = dict(_windows(rows))
        self.fallen = {event.step for event in rows if event.what == log.OVERCOME}
        self.moot = moot_alarms(rows)
        self.starts = fresh_starts(result)
        self.done: set[tuple[int, int]] = set()
        self.ambition: float | None = None
        self.followed = -1

    def forget(self) -> None:
        """Follow no plan any more."""
        self.followed, self.ambition = -1, None

    def beat(self, step: int, group: list[Event], news: Sequence[Sentence] = ()) -> Beat:
        """Return what happened in a week; news: what no event says."""
        found = by_what(group)
        while self.starts and self.starts[0] <= step:
            self.starts.pop(0)
            self.forget()
        before = [
            *self._conditions(step, found),
            *map(Sentence, who_does(group, self.names, IN_THE_WORLD)),
            *self._understanding(step, found),
            *(() if step in self.moot else self._alarm(found)),
            *self._ending(found),
        ]
        was = self.ambition
        adopted = list(self._adoption(found))
        is_new = any(sentence.tone == "turn" for sentence in adopted)
        usual = [*self._talks(group), *adopted, *self._moves(group)]
        after = [*self._steps(found), *news, *self._outcome(step, found)]
        return Beat(
            step,
            step,
            time_label(self.result, step),
            (*before, *usual, *after),
            tuple(group),
            None if was is None or self.ambition is None or is_new or not adopted else (was, self.ambition),
            (*before, *after),
            is_routine=not any(sentence.tone in ("turn", "good", "bad") for sentence in (*before, *usual, *after)),
        )

    def obstacle(self, place: int) -> str:
        """Return the name of an obstacle in quotation marks."""
        return f"'{self.scenario.obstacles[place].name}'"

    def step_name(self, obstacle: int, step: int) -> str:
        """Return the name of a step in quotation marks."""
        return f"'{self.scenario.obstacles[obstacle].steps[step].name}'" if obstacle >= 0 else "a step"

    def _conditions(self, step: int, found: dict[int, list[Event]]) -> Iterator[Sentence]:
        for event in found[log.OBSTACLE_CHANGED]:
            known = as_known(self.scenario)
            yield Sentence(f"from now on {self.obstacle(event.who)} blocks the outcome, {known}", "turn")
        if found[log.WINDOW_OPENED]:
            last = self.windows.get(step)
            lasts = "" if last is None else f" for {duration(self.result, last - step)}"
            yield Sentence(f"{WINDOW}{lasts}", "quiet")

    def _assumed(self, step: int, found: dict[int, list[Event]]) -> int:
        """Return the obstacle whose theory was worked on in a step; -1 where the series do not say.

        They say what the first coalition with a plan assumed at the end of a step, so after an alarm of that step.
        """
        if self.scenario.issues > 1 or (found[log.ALARM_RANG] and (step == 0 or step - 1 in self.fallen)):
            return -1
        return int(self.result.column("assumed")[step - 1 if found[log.ALARM_RANG] else step])

    def _understanding(self, step: int, found: dict[int, list[Event]]) -> Iterator[Sentence]:
        for event in found[log.STEP_UNDERSTOOD]:
            name = self.step_name(self._assumed(step, found), event.who)
            said = f"{name} turns out to be needed" if event.number > 0 else f"{name} turns out not to matter"
            yield Sentence(f"analysis mends the theory of change: {said}")

    def _alarm(self, found: dict[int, list[Event]]) -> Iterator[Sentence]:
        for event in found[log.ALARM_RANG]:
            name = self.obstacle(event.who)
            if event.number > number_at(self.result, self.scenario, "diagnosis.threshold", event.step):
                yield Sentence(f"reports against it have added up: the alarm for {name} rings", "turn")
            else:
                yield Sentence(f"the coordinator turns to {name} without an alarm", "turn")

    def _ending(self, found: dict[int, list[Event]]) -> Iterator[Sentence]:
        for event in found[log.CAMPAIGN_ENDED]:
            self.forget()
            self.done.clear()
            yield Sentence(f"the issue has ended, and the coalition of {event.number:.0f} dissolves")
        for _ in found[log.CAMPAIGN_CALLED]:
            yield Sentence("core partners call for a campaign")

    def _talks(self, group: list[Event]) -> Iterator[Sentence]:
        """Tell drafts and refusals in the order in which they came; a draft that is adopted at once is no talk."""
        talks = [event for event in group if event.what in (log.PLAN_DRAFTED, log.PLAN_REFUSED, log.PLAN_ADOPTED)]
        objecting, refused = "", iter(refusals(group))
        for place, event in enumerate(talks):
            following = talks[place + 1].what if place + 1 < len(talks) else -1
            if event.what == log.PLAN_REFUSED:
                against = next(refused)
                objecting = f"{self._people(against)} {'objects' if len(against) == 1 else 'object'}"
                if following != log.PLAN_DRAFTED:
                    yield Sentence(objecting)
            elif event.what == log.PLAN_DRAFTED and following != log.PLAN_ADOPTED:
                draft = f"a draft against {self.obstacle(event.who)} at ambition {event.number:.2f}"
                again = f"{objecting}: the draft goes to ambition {event.number:.2f}"
                yield Sentence(again if objecting else f"{draft} is talked over")
        yield from map(Sentence, who_does(group, self.names, AT_THE_TABLE))

    def _adoption(self, found: dict[int, list[Event]]) -> Iterator[Sentence]:
        for event in found[log.PLAN_ADOPTED]:
            before, self.ambition = self.ambition, event.number
            has_turned, self.followed = event.who != self.followed, event.who
            at = f"at ambition {event.number:.2f}"
            if found[log.PIVOTED]:
                yield Sentence(f"pivot to a plan against {self.obstacle(event.who)} {at}", "turn")
            elif has_turned or before is None:
                yield Sentence(f"a plan against {self.obstacle(event.who)} is adopted {at}", "turn")
            else:
                yield Sentence(f"the plan is revised; ambition {course(before, event.number)}")

    def _moves(self, group: list[Event]) -> Iterator[Sentence]:
        if parts := list(who_does(group, self.names, SEATS)):
            yield Sentence(", ".join(parts), "move")

    def _people(self, rows: Sequence[int]) -> str:
        return listed([said for said, _ in self.names.by_kind(rows)])

    def _steps(self, found: dict[int, list[Event]]) -> Iterator[Sentence]:
        """Tell each step once a plan: what has been done decays, and is then done again."""
        new = [event.who for event in found[log.STEP_DONE] if (self.followed, event.who) not in self.done]
        self.done |= {(self.followed, step) for step in new}
        names = [self.step_name(self.followed, step) for step in dict.fromkeys(new)]
        if names:
            yield Sentence(f"{listed(names)} {'is' if len(names) == 1 else 'are'} done")

    def _outcome(self, step: int, found: dict[int, list[Event]]) -> Iterator[Sentence]:
        for event in found[log.OVERCOME]:
            yield self._overcome(event)
        for event in [*found[log.SETTLED_HELPS], *found[log.SETTLED_HARMS]]:
            does = "helps" if event.what == log.SETTLED_HELPS else "does harm"
            tone: Tone = "good" if event.what == log.SETTLED_HELPS else "bad"
            yield Sentence(
                f"the issue is settled, and what comes {does} (net value {worth_at(self.result, step)})", tone
            )
        for _ in found[log.DEADLINE_PASSED]:
            yield Sentence("the deadline passes: the issue ends unsettled", "bad")
        for _ in found[log.HUB_BURNT_OUT]:
            yield Sentence("the coordinator burns out", "bad")

    def _overcome(self, event: Event) -> Sentence:
        """Tell that an obstacle is overcome; its plan has done its work, and nobody is told what stands behind it."""
        if event.who == self.followed:
            self.forget()
        self.done = {(obstacle, step) for obstacle, step in self.done if obstacle != event.who}
        follows = "; something else stands in the way now" if event.number > 0 else ", the last that stood in the way"
        return Sentence(f"{self.obstacle(event.who)} is overcome{follows}", "good")


def worth_at(result: Result, step: int) -> str:
    """Return by how much the net value of a run changed in a step, and of how many issues where of several."""
    values, rows = result.column("value"), result.events
    many = int(np.isin(rows[rows[:, 0] == step, 1], (log.SETTLED_HELPS, log.SETTLED_HARMS)).sum())
    worth = f"{values[step] - (values[step - 1] if step > 0 else 0.0):+.2f}"
    return f"{worth} of {many} issues" if many > 1 else worth


def _windows(rows: Sequence[Event]) -> Iterator[tuple[int, int]]:
    """Yield (first step, step in which it closed) of each window that closed by itself."""
    opened = -1
    for event in rows:
        if event.what == log.WINDOW_OPENED:
            opened = event.step
        elif event.what == log.WINDOW_CLOSED and opened >= 0:
            yield opened, event.step
            opened = -1
        elif event.what == log.OVERCOME:
            opened = -1
