"""Explore: one world, played week by week; what happened and why; and what if."""

from __future__ import annotations

from dataclasses import asdict

import solara

from ..live.baseline import baseline_of
from ..live.happenings import marks_of
from ..live.history import SHELF, History
from ..live.link import Link
from ..live.log import news
from ..live.settings import SettingError
from . import vue
from .bar import Bar
from .charts import OneChart, StripCharts
from .exporting import ExportCard
from .lab import LogCard, StoriesCard, WeekCard, WhyCard
from .messages import Trouble, Waiting
from .numbers import NumbersCard
from .scenes import batch
from .theory import TheoryCard
from .upload import UploadCard
from .visitor import use_visitor
from .whatifs import ChangesInForce, Verdict, WhatIfCard
from .worlds import use_worlds

WORLDS = 200
"""Worlds in which a change is held against its baseline."""


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
        found = baseline_of(link.setting)
        ghost = SHELF.history(found[0]) if found else None
    except SettingError as error:
        with solara.Div(classes=["cc-explore"]):
            Bar(has_lab=True)
            Trouble(str(error))
        return
    World(history, ghost, found[1] if found else "", link)


@solara.component
def World(history: History, ghost: History | None, ghost_name: str, link: Link) -> None:
    """One world that can be played."""
    asking, set_asking = solara.use_state(False)
    step, is_lab = min(link.step, history.steps), link.view.lab
    sides = [(ghost_name, baseline_of(link.setting)[0]), ("with the change", link.setting)] if ghost else []  # type: ignore[index]
    run = use_worlds(sides, WORLDS, is_on=ghost is not None)
    is_chosen = 0 <= link.view.chosen < len(history.cast.kind)
    with solara.Div(classes=["cc-explore", "lab" if is_lab else "plain"]):
        Bar(has_lab=True)
        ChangesInForce(history, link)
        with solara.Div(classes=["cc-columns"]):
            with solara.Div(classes=["cc-column"]):
                Stage(history, link, lambda: set_asking(True))
                if is_lab:
                    WeekCard(history, step)
            with solara.Div(classes=["cc-column"]):
                if asking:
                    WhatIfCard(history, link, lambda _=None: set_asking(False))
                if is_chosen:
                    WhyCard(history, link, step)
                if run and ghost:
                    Verdict(run, history, ghost, ghost_name)
                if is_lab:
                    TheoryCard(history, step)
                    LogCard(history, step)
                else:
                    with solara.Div(classes=["cc-card"]):
                        solara.HTML("h2", "Members week by week")
                        OneChart(history, step, ghost, ghost_name)
                    StoriesCard()
        if is_lab:
            with solara.Div(classes=["cc-card"]):
                solara.HTML("h2", "Week by week")
                StripCharts(history, step, ghost, ghost_name, run)
            with solara.Div(classes=["cc-columns"]):
                with solara.Div(classes=["cc-column"]):
                    NumbersCard(link, history)
                with solara.Div(classes=["cc-column"]):
                    StoriesCard()
                    ExportCard(history, link, ghost, ghost_name, run)
                    UploadCard()


@solara.component
def Stage(history: History, link: Link, ask: object) -> None:
    """The player with the scenes around the week that is shown."""
    visitor = use_visitor()
    width, set_width = solara.use_state(600)
    setting, chosen = link.setting, link.view.chosen
    run = f"{hash(setting)}/{chosen}/{width}"
    wanted, set_wanted = solara.use_state((run, link.step))
    step = min(link.step, history.steps)
    first = wanted[1] if wanted[0] == run else step
    scenes = batch(setting, step, chosen, width) | batch(setting, first, chosen, width)
    told = solara.use_memo(lambda: [list(one) for one in news(history)], [id(history)])
    marks = solara.use_memo(lambda: [asdict(mark) for mark in marks_of(history, setting.changes)], [id(history)])

    def at(where: dict[str, object]) -> None:
        visitor.at(int(where["step"]))  # type: ignore[call-overload]

    def fork(step: int) -> None:
        visitor.at(step)
        ask()  # type: ignore[operator]

    vue.Player(
        run=run,
        steps=history.steps,
        step=step,
        jump=visitor.jump,
        days=history.scenario.step_days,
        sides=[{"name": "", "run": run, "scenes": scenes}],
        news=told,
        marks=marks,
        fork="What if from here",
        event_at=at,
        event_want=lambda what: set_wanted((what["run"], what["from"])),
        event_size=set_width,
        event_choose=lambda row: visitor.look(chosen=-1 if row == visitor.link.value.view.chosen else row),
        event_fork=fork,
    )
