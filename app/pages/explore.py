"""Explore: one world, played week by week; what happened and why; and what if."""

from __future__ import annotations

import solara

from ..live.baseline import baseline_of
from ..live.history import SHELF, History
from ..live.link import Link
from ..live.settings import SettingError
from .bar import Bar
from .charts import OneChart, StripCharts
from .exporting import ExportCard
from .lab import LogCard, StoriesCard, WeekCard, WhyCard
from .messages import Trouble, Waiting
from .numbers import NumbersCard
from .stage import Stage
from .theory import TheoryCard
from .upload import UploadCard
from .visitor import use_visitor
from .whatifs import ChangesInForce, Verdict, WhatIfCard
from .worlds import use_worlds

FEW = 4
"""Stories in the first look; the Lab has all."""

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
    visitor = use_visitor()
    asking, set_asking = solara.use_state(False)
    step, is_lab = min(link.step, history.steps), link.view.lab
    sides = [(ghost_name, baseline_of(link.setting)[0]), ("with the change", link.setting)] if ghost else []  # type: ignore[index]
    run = use_worlds(sides, WORLDS, is_on=ghost is not None)
    is_chosen = 0 <= link.view.chosen < len(history.cast.kind)

    def ask(at: int) -> None:
        visitor.at(at)
        set_asking(True)

    with solara.Div(classes=["cc-explore", "lab" if is_lab else "plain"]):
        Bar(has_lab=True)
        ChangesInForce(history, link)
        with solara.Div(classes=["cc-columns"]):
            with solara.Div(classes=["cc-column"]):
                Stage(link, [("", link.setting, history)], ask)
                if is_lab:
                    WeekCard(history, step)
                    if run and ghost:
                        Verdict(run, history, ghost, ghost_name)
            with solara.Div(classes=["cc-column"]):
                if asking:
                    WhatIfCard(history, link, lambda _=None: set_asking(False))
                if is_chosen:
                    WhyCard(history, link, step)
                if run and ghost and not is_lab:
                    Verdict(run, history, ghost, ghost_name)
                if is_lab:
                    TheoryCard(history, step)
                    LogCard(history, step)
                else:
                    with solara.Div(classes=["cc-card"]):
                        solara.HTML("h2", "Members week by week")
                        OneChart(history, step, ghost, ghost_name)
                    StoriesCard(FEW)
        if is_lab:
            with solara.Div(classes=["cc-card"]):
                solara.HTML("h2", "Week by week")
                StripCharts(history, step, ghost, ghost_name, run)
            with solara.Div(classes=["cc-columns"]):
                with solara.Div(classes=["cc-column"]):
                    NumbersCard(link.setting)
                with solara.Div(classes=["cc-column"]):
                    StoriesCard()
                    ExportCard(history, link, ghost, ghost_name)
                    UploadCard()
