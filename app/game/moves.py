"""What a person decides before a stretch, as what ifs of the setting; and what is in force."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ...sim.briefing import USES
from ...sim.scenario import Scenario
from ..live.changes import WhatIf
from ..live.link import Link
from ..live.settings import Setting
from .stretches import Game, game_of

OPEN = -1
"""No turn; how much plans dare is for those at the table."""


@dataclass(frozen=True)
class NextStretch:
    """What is decided before a stretch.

    Attributes:
        shares: seven of the coordinator's week; nothing where it stays as it is.
        turn: index of the obstacle to turn to, ``OPEN`` to stay.
        daring: hundredths of ambition that plans are held to, ``OPEN`` for what the table will carry.
    """

    shares: tuple[float, ...] = ()
    turn: int = OPEN
    daring: int = OPEN


def usual_week(scenario: Scenario) -> tuple[float, ...]:
    """Return the shares of the coordinator's week that the case comes with."""
    return tuple(float(getattr(scenario.parameters.coordinator, use)) for use in USES)


def week_in_force(setting: Setting, scenario: Scenario, step: int) -> tuple[float, ...]:
    """Return the shares that hold in a step."""
    weeks = [one.shares for one in setting.changes if one.what == "week" and one.step <= step]
    return weeks[-1] if weeks else usual_week(scenario)


def daring_in_force(setting: Setting, step: int) -> int:
    """Return what plans are held to in a step, in hundredths, or ``OPEN``."""
    held = [one.value for one in setting.changes if one.what == "daring" and one.step <= step]
    return held[-1] if held else OPEN


def decided(game: Game, move: NextStretch) -> Setting:
    """Return the setting in which a move is made now; what changes nothing is no what if."""
    setting, step = game.setting, game.step
    if move.shares and move.shares != week_in_force(setting, game.scenario, step):
        setting = setting.with_change(WhatIf(step, "week", shares=move.shares))
    if move.turn != OPEN:
        setting = setting.with_change(WhatIf(step, "pivot", who=move.turn))
    if move.daring != daring_in_force(setting, step):
        setting = setting.with_change(WhatIf(step, "daring", value=move.daring))
    return setting


def moved(link: Link, move: NextStretch) -> Link:
    """Return the link to the next stop once a move is made; the same link where the game is over.

    Raises:
        SettingError: the move makes no sense.
    """
    game = game_of(link)
    if game.is_over:
        return link
    setting = decided(game, move)
    ahead = game_of(Link(setting, len(game.history.frames)))
    return replace(link, setting=setting, step=next(stop.step for stop in ahead.stops if stop.step > game.step))
