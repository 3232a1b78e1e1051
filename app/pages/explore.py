"""Explore: one world, played week by week; what happened and why; and what if."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

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
from .worlds import Run, use_worlds

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


@dataclass(frozen=True)
class Look:
    """What the parts of the page show.

    Attributes:
        ghost: what the run is held against, if anything was changed; ``run``: both in many worlds.
        asked: the week from which on something may be different, -1 where the card of what ifs is closed.
        close: closes that card.
        is_told: whether this world's ending may be spoken of: at its last week, or without fog.
    """

    link: Link
    history: History
    ghost: Ghost | None
    run: Run | None
    asked: int
    close: Callable[[object], None]
    is_told: bool

    @property
    def step(self) -> int:
        """The week that is shown."""
        return min(self.link.step, self.history.steps)

    @property
    def is_why(self) -> bool:
        """Whether somebody asked why an organization has, or has no, seat."""
        return 0 <= self.link.view.chosen < len(self.history.cast.kind)

    @property
    def extra(self) -> int:
        """How many cards there are because something is asked for, or was changed."""
        return sum((self.is_why, self.asked >= 0, self.ghost is not None))

    @property
    def is_log_left(self) -> bool:
        """On which side of the Lab the log has room: it fills up the shorter column."""
        return self.is_why and self.asked >= 0 and self.ghost is None


@solara.component
def OneWorld(link: Link, history: History, ghost: Ghost | None) -> None:
    """One world that can be played."""
    visitor = use_visitor()
    asked, set_asked = solara.use_state(-1)
    run = use_worlds(_sides(link, ghost.baseline) if ghost else [], WORLDS, visitor.desk)

    def ask(step: int) -> None:
        visitor.at(step)
        set_asked(step)

    is_told = link.step >= history.steps or visitor.lifted.value == (link.setting,)
    look = Look(link, history, ghost, run, asked, lambda _: set_asked(-1), is_told)
    kind = "lab" if link.view.lab else "plain" if look.extra else "plain calm"
    with solara.Div(classes=["cc-explore", kind]):
        Bar(has_lab=True)
        if link.setting.changes:
            ChangesInForce(history, link).key("changes")
        with solara.Div(classes=["cc-columns", "two"]).key("columns"):  # not made anew, and the page stays where it is
            with solara.Div(classes=["cc-column"]):
                Stage(link, [("", link.setting, history)], ghost, ask)
                _below_the_stage(look)
            with solara.Div(classes=["cc-column"]):
                _beside_the_stage(look)
        if link.view.lab:
            _rest_of_the_lab(look)
        elif look.extra in (1, 3):
            StoriesCard(FEW).key("stories")


def _sides(link: Link, baseline: Baseline) -> list[tuple[str, Setting]]:
    """Return what is run in many worlds; the seed of this one does not matter there."""
    both = ((baseline.name, baseline.setting), (baseline.other, link.setting))
    return [(name, replace(setting, seed=1)) for name, setting in both]


def _below_the_stage(look: Look) -> None:
    """Fill the column of the stage, so that both are about as long; what is moved by hand stays where it is."""
    if look.link.view.lab:
        WeekCard(look.history, look.step)
        _verdict(look)
        if look.is_log_left:
            LogCard().key("log")
    elif look.extra > 1 and look.ghost:
        _verdict(look)
    elif look.extra > 1:
        _why(look)


def _beside_the_stage(look: Look) -> None:
    if look.asked >= 0:
        WhatIfCard(look.history, look.link, look.asked, look.close).key("what if")
    if look.link.view.lab:
        _why(look)
        TheoryCard().key("theory")
        if not look.is_log_left:
            LogCard().key("log")
        return
    if look.extra == 1 or look.ghost:
        _why(look)
    if look.extra == 1:
        _verdict(look)
    Charts("Week by week", FIRST).key("members")
    if look.extra in (0, 2):
        StoriesCard(FEW).key("stories")


def _why(look: Look) -> None:
    if look.is_why:
        WhyCard(look.history, look.link, look.step).key("why")


def _verdict(look: Look) -> None:
    if look.run and look.ghost:
        Verdict(look.run, look.history, look.ghost, look.is_told).key("verdict")


def _rest_of_the_lab(look: Look) -> None:
    Charts("Week by week", LAB, own=True).key("weeks")
    with solara.Div(classes=["cc-columns"]).key("rest"):
        with solara.Div(classes=["cc-column"]):
            NumbersCard(look.link.setting)
        with solara.Div(classes=["cc-column"]):
            StoriesCard()
            ExportCard(look.history, look.link, look.ghost, look.is_told)
            UploadCard()
