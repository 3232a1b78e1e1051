"""What there is to look at: every page, and the richer states of each, by their addresses."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from playwright.sync_api import Page, expect

from clever_coalitions.app.game.stretches import WORLD, begun
from clever_coalitions.app.live.changes import WhatIf
from clever_coalitions.app.live.link import Link, View, address
from clever_coalitions.app.live.settings import Case, Setting

from .driving import Visitor, settle

PAGES = {"Explore": "", "Play": "play", "Compare": "compare", "Experiment": "experiment"}
"""Every page: its name in the navigation, and its path."""

WORLDS = 90_000
"""Milliseconds that two hundred worlds may take on a busy machine."""

LAWYER = 22
"""The row of the first lawyer of the case ``syria``."""

SYRIA = Setting(Case("syria"))
CITIES = """
question = "In cities that change faster or slower and agree more or less, which form achieves more?"
case = "steady"
outcomes = ["net_value", "members"]

[uncertainties]
conditions.hazard = { low = 0.0, high = 0.03 }
club.values_spread = { low = 0.1, high = 0.6 }
sensing.noise = { low = 0.1, high = 0.7 }

[levers]
governance = ["opt-in", "consensus", "qualified-majority"]

[design]
kind = "latin-hypercube"
points = 160
"""
"""A study of a few seconds."""

TURNED = begun(replace(SYRIA, seed=WORLD)).with_change(WhatIf(11, "pivot", who=0))
"""A game whose player has turned once, when reports first added up."""

FORKED = SYRIA.with_change(WhatIf(40, "governance", name="consensus"))


def worlds_are_done(page: Page) -> None:
    """Wait until two hundred worlds have spoken."""
    expect(page.get_by_text(re.compile("^In 200 worlds")).first).to_be_visible(timeout=WORLDS)


def run_the_experiment(page: Page) -> None:
    """Run the study of the page to its end, figures included."""
    page.get_by_role("button", name="Run", exact=True).click()
    worlds_are_done(page)
    expect(page.get_by_text("Drawing the figures")).to_have_count(0)


def run_the_study(page: Page) -> None:
    """Run the study of the page to its end, unless somebody has, figures included."""
    expect(page.get_by_text(re.compile("^(All .* runs are done|.* runs; about)"))).to_be_visible(timeout=WORLDS)
    if page.get_by_role("button", name="Run", exact=True).count():
        page.get_by_role("button", name="Run", exact=True).click()
    expect(page.get_by_text("All 480 runs are done.")).to_be_visible(timeout=WORLDS)
    expect(page.get_by_role("heading", name="Which numbers matter")).to_be_visible()


def lift_the_fog(page: Page) -> None:
    """See what was true in a game that is over, once its decisions are weighed."""
    page.get_by_role("button", name="Lift the fog").click()
    expect(page.locator(".gm-told progress")).to_have_count(0, timeout=WORLDS)
    expect(page.get_by_text(re.compile("^In 200 worlds"))).to_be_visible(timeout=WORLDS)


def nothing(page: Page) -> None:
    """Everything is there at once."""


@dataclass(frozen=True)
class Look:
    """One thing to look at.

    Attributes:
        name: of its picture; page: its path; link: what its address says.
        then: what has to happen until all of it is there.
    """

    name: str
    page: str
    link: Link
    then: Callable[[Page], None] = nothing

    @property
    def path(self) -> str:
        """The address below the server."""
        return f"{self.page}?s={address(self.link)}"

    def show(self, someone: Visitor) -> Page:
        """Open it for a visitor, all of it."""
        page = someone.open(self.path)
        settle(page)
        self.then(page)
        settle(page)
        return page


LOOKS = (
    Look("explore", "", Link(SYRIA, step=40)),
    Look("lab", "", Link(SYRIA, step=120, view=View(lab=True, chosen=LAWYER))),
    Look("what-if", "", Link(FORKED, step=60, view=View(lab=True)), worlds_are_done),
    Look("play", "play", Link(TURNED, step=37)),
    Look("play-lifted", "play", Link(TURNED, step=208), lift_the_fog),
    Look("compare", "compare", Link(SYRIA, step=120), worlds_are_done),
    Look("experiment", "experiment", Link(SYRIA), run_the_experiment),
    Look("study", "experiment", Link(SYRIA, study=Case("cities", CITIES)), run_the_study),
)
