"""Explore: one world, played week by week; what happened and why; and what if."""

from __future__ import annotations


import solara

from ..live.link import Link
from ..live.history import SHELF, History
from ..live.settings import Setting, SettingError
from . import vue
from .bar import Bar
from .messages import Trouble, Waiting
from .scenes import batch
from .visitor import Visitor, use_visitor


@solara.component
def Explore() -> None:
    """The page: first a simple look, everything else under Lab."""
    visitor = use_visitor()
    link = visitor.link.value
    if link.missing:
        Waiting()
        return
    try:
        history = SHELF.history(link.setting)
    except SettingError as error:
        Bar(has_lab=True)
        Trouble(str(error))
        return
    with solara.Div(classes=["cc-explore"]):
        Bar(has_lab=True)
        Stage(history, link)


@solara.component
def Stage(history: History, link: Link) -> None:
    """The player with the scenes around the week that is shown."""
    visitor = use_visitor()
    width, set_width = solara.use_state(600)
    run = f"{hash(link.setting)}/{link.view.chosen}/{width}"
    wanted, set_wanted = solara.use_state((run, link.step))
    step = min(link.step, history.steps)
    first = wanted[1] if wanted[0] == run else step
    scenes = batch(link.setting, step, link.view.chosen, width) | batch(link.setting, first, link.view.chosen, width)
    vue.Player(
        run=run,
        steps=history.steps,
        step=step,
        jump=visitor.jump,
        days=history.scenario.step_days,
        sides=[{"name": "", "run": run, "scenes": scenes}],
        news=news_of(history),
        marks=[],
        fork="What if from here",
        event_at=lambda where: visitor.at(where["step"]),
        event_want=lambda what: set_wanted((what["run"], what["from"])),
        event_size=set_width,
        event_choose=lambda row: visitor.look(chosen=-1 if row == link.view.chosen else row),
        event_fork=lambda step: None,
    )


def news_of(history: History) -> list[list[object]]:
    return [[0, "Nothing has happened yet. Press play."], *([beat.last + 1, beat.text] for beat in history.beats)]
