"""Explore: one world, played week by week; what happened and why; and what if."""

from __future__ import annotations

from dataclasses import replace

import solara

from ..live.against import Baseline, baseline_of
from ..live.history import SHELF, History
from ..live.link import Link
from ..live.settings import Setting, SettingError
from .bar import Bar
from .exporting import ExportCard
from .lab import LogCard, StoriesCard, TheoryCard, WeekCard, WhyCard
from .messages import Trouble, Waiting
from .numbers import NumbersCard
from .stage import FIRST, LAB, Charts, Stage
from .upload import UploadCard
from .visitor import use_visitor
from .whatifs import ChangesInForce, Ghost, Verdict, WhatIfCard
from .worlds import use_worlds

FEW = 4
"""Stories in the first look; the Lab has all."""

WORLDS = 200
"""Worlds in which a change is held against its baseline."""


@solara.component
def Explore() -> None:
    """The page: first a simple look, everything else under Lab."""
    link = use_visitor().link.value
    if link.setting.case.awaited:
        Waiting()
        return
    try:
        history, baseline = SHELF.history(link.setting), baseline_of(link.setting)
        ghost = Ghost(SHELF.history(baseline.setting), baseline) if baseline else None
    except SettingError as error:
        with solara.Div(classes=["cc-explore"]):
            Bar(has_lab=True)
            Trouble(str(error))
        return
    OneWorld(link, history, ghost)


@solara.component
def OneWorld(link: Link, history: History, ghost: Ghost | None) -> None:
    """One world that can be played."""
    visitor = use_visitor()
    asked, set_asked = solara.use_state(-1)
    run = use_worlds(_sides(link, ghost.baseline) if ghost else [], WORLDS, visitor.desk)

    def ask(step: int) -> None:
        visitor.at(step)
        set_asked(step)

    is_told = link.step >= history.steps or visitor.lifted.value == (link.setting,)  # how this one world ends
    step, is_lab, is_why = min(link.step, history.steps), link.view.lab, 0 <= link.view.chosen < len(history.cast.kind)
    is_asking, is_calm = is_why or asked >= 0, not (is_why or asked >= 0 or ghost)

    def verdict() -> None:
        if run and ghost:
            Verdict(run, history, ghost, is_told).key("verdict")

    kind = "lab" if is_lab else "plain calm" if is_calm else "plain"
    with solara.Div(classes=["cc-explore", kind]):
        Bar(has_lab=True)
        if link.setting.changes:
            ChangesInForce(history, link).key("changes")
        with solara.Div(classes=["cc-columns", "two"]).key("columns"):  # not made anew, and the page stays where it is
            with solara.Div(classes=["cc-column"]):
                Stage(link, [("", link.setting, history)], ghost, ask)
                if is_lab:
                    WeekCard(history, step)
                if is_lab or is_asking:
                    verdict()
            with solara.Div(classes=["cc-column"]):
                if asked >= 0:
                    WhatIfCard(history, link, asked, lambda _: set_asked(-1)).key("what if")
                if is_why:
                    WhyCard(history, link, step).key("why")
                if is_lab:
                    TheoryCard().key("theory")
                    LogCard().key("log")
                else:
                    if not is_asking:
                        verdict()
                    Charts("Week by week", FIRST).key("members")
                    if is_calm:
                        StoriesCard(FEW).key("stories")
        if is_lab:
            _rest_of_the_lab(history, link, ghost, is_told)
        elif not is_calm:
            StoriesCard(FEW).key("stories")


def _sides(link: Link, baseline: Baseline) -> list[tuple[str, Setting]]:
    """Return what is run in many worlds; the seed of this one does not matter there."""
    both = ((baseline.name, baseline.setting), (baseline.other, link.setting))
    return [(name, replace(setting, seed=1)) for name, setting in both]


def _rest_of_the_lab(history: History, link: Link, ghost: Ghost | None, is_told: bool) -> None:
    Charts("Week by week", LAB, own=True).key("weeks")
    with solara.Div(classes=["cc-columns"]).key("rest"):
        with solara.Div(classes=["cc-column"]):
            NumbersCard(link.setting)
        with solara.Div(classes=["cc-column"]):
            StoriesCard()
            ExportCard(history, link, ghost, is_told)
            UploadCard()
