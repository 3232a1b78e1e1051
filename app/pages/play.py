"""You hold the week: a game in about eight stretches; in its fog until it is over."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import solara

from ...sim.measures import PRIMARY
from ...sim.strategies import HUMAN
from ..game.forks import Forks
from ..game.given import LISTENS, in_fog, mattered, rivals, without_fog
from ..game.moves import NextStretch, moved
from ..game.stretches import WORLD, Game, back_at, begun, game_of
from ..live.changes import shares_of
from ..live.link import FIRST, Link
from ..live.settings import Setting, SettingError, scenario_of
from . import vue
from .messages import Trouble, Waiting
from .visitor import Visitor, use_visitor
from .whatifs import in_worlds
from .worlds import Run, use_run, use_worlds

WORLDS = 200
"""Other worlds beside which that of a game is shown."""

FUTURES = 300
"""Futures of the world of a game in which its decisions are weighed."""


@solara.component
def Play() -> None:
    """The page: how it begins, the stretches, and what was true."""
    link = use_visitor().link.value
    if link.setting.case.awaited:
        Waiting()
        return
    try:
        if link.setting.strategy != HUMAN:
            Beginning(link)
        else:
            Stretch(game_of(link))
    except SettingError as error:
        Trouble(str(error))


def first_of(link: Link) -> Setting:
    """Return the setting in which a game begins: the world that is looked at, or that of the game's rule."""
    setting = replace(FIRST, seed=WORLD) if link.setting == FIRST else link.setting
    return begun(setting)


@solara.component
def Beginning(link: Link) -> None:
    """What it is about."""
    visitor = use_visitor()
    setting = first_of(link)
    case = scenario_of(setting)
    given = {
        "title": case.title,
        "people": case.organizations,
        "kinds": [[kind.count, kind.name, kind.plural] for kind in case.kinds],
        "weeks": case.weeks,
        "obstacles": [obstacle.name for obstacle in case.obstacles],
    }
    vue.Played(
        what="beginning",
        given=solara.use_memo(lambda: vue.Packed(given), [setting]),
        event_begin=lambda _: visitor.go(Link(setting, 0, link.view)),
    )


@solara.component
def Stretch(game: Game) -> None:
    """A stop of a game: what is known, and what is decided; at the end what was true, once the fog is lifted."""
    visitor = use_visitor()
    key = (game.setting,)
    is_told = game.is_over and visitor.lifted.value == key
    worlds = use_worlds(_sides(game.setting) if is_told else [], WORLDS, visitor.desk)
    futures = use_run(_futures(game, visitor) if is_told else None, (game.setting, is_told))
    truth = solara.use_memo(lambda: without_fog(game) if is_told else None, [game.setting, is_told])
    vue.Played(
        what="game",
        given=solara.use_memo(lambda: vue.Packed(in_fog(game)), [game.setting, game.step]),
        truth=vue.Packed(truth and {**truth, "worlds": _worlds(worlds), "mattered": _mattered(game, futures)}),
        **_acts(game, visitor),
    )


def _acts(game: Game, visitor: Visitor) -> dict[str, Callable[[Any], object]]:
    """Return what follows when the browser says something."""
    link = visitor.link.value

    def decide(said: dict[str, Any]) -> None:
        if said["step"] != game.step:
            return  # a second press of the same button
        move = NextStretch(shares_of(said["shares"]) if said["shares"] else (), said["turn"], said["daring"])
        try:
            visitor.go(moved(link, move))
        except SettingError as error:
            visitor.said.set(str(error))

    def again(step: int) -> None:
        visitor.go(replace(link, setting=back_at(link.setting, step), step=step))

    def other(_: object) -> None:
        visitor.go(replace(link, setting=replace(begun(link.setting), seed=random.randrange(100_000)), step=0))

    return {
        "event_decide": decide,
        "event_lift": lambda _: visitor.lifted.set((game.setting,)) if game.is_over else None,
        "event_again": again,
        "event_other": other,
    }


def _sides(setting: Setting) -> list[tuple[str, Setting]]:
    """Return what is run in other worlds: the usual coordinator, and the decisions of the game, week by week."""
    usual = rivals(setting)[0][1]
    return [(LISTENS, replace(usual, seed=1)), ("your decisions", replace(setting, seed=1))]


def _futures(game: Game, visitor: Visitor) -> Callable[[], Run]:
    return lambda: Run(lambda: Forks(game), FUTURES, visitor.desk)


def _worlds(run: Run | None) -> dict[str, Any]:
    """Return the net value of each side in each world that is done."""
    found = run.comparison.value if run else None
    values = found.outcome(PRIMARY).T.round(3).tolist() if found else []
    said = in_worlds(run) if run else []
    return {"asked": WORLDS, "values": values, "said": said, "trouble": run.trouble.value if run else ""}


def _mattered(game: Game, run: Run | None) -> dict[str, Any]:
    """Return the decisions that mattered, as far as it is known."""
    found = run.comparison.value if run else None
    forks = run.made if run else None
    known = mattered(game, forks.answers(found)) if isinstance(forks, Forks) and found and found.done > 1 else []
    done, trouble = (found.done if found else 0), (run.trouble.value if run else "")
    return {"asked": FUTURES, "done": done, "found": known, "trouble": trouble}
