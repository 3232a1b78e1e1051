"""Where somebody who holds the week is asked: about each half year, and when something happens that everybody knows."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from ...sim import events as log
from ...sim.governance.forms import find_form
from ...sim.population import steps_in
from ...sim.scenario import Scenario
from ...sim.strategies import HUMAN
from ..live.changes import WhatIf
from ..live.history import SHELF, History
from ..live.link import Link
from ..live.settings import Setting, scenario_of
from ..record import ended_of
from ..telling.beats import Event, number_at
from ..telling.story import rows_of

HALF_A_YEAR, MOST = 26.0, 8
"""Weeks of a stretch at most, and about how many stretches there are."""

WORLD = 47
"""The world of a game of Syria, as a test finds it by ``RULE``."""

AMONG = 200

RULE = (
    f"World {WORLD} of this case: of those among the first {AMONG} that a coordinator who listens and leads settles, "
    "turning rightly at least once, the middle one by the week in which it does."
)
"""How the world of a game was chosen, as the page says it."""

Why = Literal["start", "time", "alarm", "overcome", "decided", "end"]


class Stop(NamedTuple):
    """A week in which somebody is asked: after how many steps, and why then."""

    step: int
    why: Why


def begun(setting: Setting) -> Setting:
    """Return the setting of a new game: the same case and world, in which somebody coordinates: you."""
    numbers = tuple(one for one in setting.numbers if one[0] != "conditions.issues" and one[0][:12] != "coordinator.")
    form = setting.governance or scenario_of(setting).governance
    governance = setting.governance if find_form(form).is_coordinated else "opt-in"
    return replace(setting, numbers=numbers, governance=governance, strategy=HUMAN, changes=())


def stretch_of(scenario: Scenario) -> int:
    """Return the steps of a stretch: half a year, or an eighth of a run that is shorter."""
    return max(1, min(round(HALF_A_YEAR * 7.0 / scenario.step_days), math.ceil(steps_in(scenario) / MOST)))


def threshold_at(history: History, step: int) -> float:
    """Return the evidence for a turn that the house asks for in a step, nats."""
    return number_at(history.result, history.scenario, "diagnosis.threshold", step)


def rings(history: History) -> set[int]:
    """Return the steps in which the evidence for a turn passes what the house asks for, if nobody turns."""
    alarm = history.frames.said["alarm"][1:, 0]
    is_over = [one > threshold_at(history, step) for step, one in enumerate(alarm)]
    return {step for step in range(1, len(alarm)) if is_over[step] and not is_over[step - 1]}


def falls_in_game(history: History) -> list[Event]:
    """Return the events of obstacles overcome, of the first issue: a game is about that."""
    return [one for one in rows_of(history.result, history.scenario, 0) if one.what == log.OVERCOME]


def stops_of(history: History, changes: Iterable[WhatIf]) -> list[Stop]:
    """Return the stops of a run with what was decided; the last one is its end.

    An alarm that was heard and not followed is no news again for half a stretch.
    """
    decided, turned = {one.step for one in changes}, {one.step for one in changes if one.what == "pivot"}
    falls = {one.step + 1 for one in falls_in_game(history)}
    rows = rows_of(history.result, history.scenario, 0)
    rung = rings(history) | {one.step for one in rows if one.what == log.ALARM_RANG}
    ended, length = ended_of(history, 0), stretch_of(history.scenario)
    end = ended[0] if ended else history.steps
    found, quiet = [Stop(0, "start")], 0
    for step in range(1, end):
        why = _why(step, falls, rung if step >= quiet else set(), decided, step - found[-1].step >= length)
        if why:
            found.append(Stop(step, why))
        if why == "alarm" and step not in turned:
            quiet = step + max(1, length // 2)
    return [*found, Stop(end, "end")]


def _why(step: int, falls: set[int], rung: set[int], decided: set[int], is_time: bool) -> Why | None:
    if step in falls:
        return "overcome"
    if step in rung:
        return "alarm"
    if is_time:
        return "time"
    return "decided" if step in decided else None


@dataclass(frozen=True)
class Game:
    """A game as it stands.

    Attributes:
        setting: what was decided by now; history: the run that follows if nothing else is; never to be sent.
        stops: of that run; place: of them, the one that is shown.
    """

    setting: Setting
    history: History
    stops: tuple[Stop, ...]
    place: int

    @property
    def scenario(self) -> Scenario:
        """The case."""
        return self.history.scenario

    @property
    def step(self) -> int:
        """Steps that are over."""
        return self.stops[self.place].step

    @property
    def is_over(self) -> bool:
        """Whether there is nothing more to decide."""
        return self.place == len(self.stops) - 1


def game_of(link: Link) -> Game:
    """Return the game of a link: what was decided before its week, and the stop in it or before.

    Raises:
        SettingError: the setting makes no sense.
    """
    setting = back_at(link.setting, link.step)
    history = SHELF.history(setting)
    stops = stops_of(history, setting.changes)
    return Game(setting, history, tuple(stops), max(k for k, stop in enumerate(stops) if stop.step <= link.step))


def back_at(setting: Setting, step: int) -> Setting:
    """Return a setting without what was decided in a step or later."""
    return replace(setting, changes=tuple(one for one in setting.changes if one.step < step))
