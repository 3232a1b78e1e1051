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

PAGES = {"Explore": "explore", "Play": "play", "Compare": "compare", "Experiment": "experiment"}
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
    Look("explore", "explore", Link(SYRIA, step=40)),
    Look("lab", "explore", Link(SYRIA, step=120, view=View(lab=True, chosen=LAWYER))),
    Look("what-if", "explore", Link(FORKED, step=60, view=View(lab=True)), worlds_are_done),
    Look("play", "play", Link(TURNED, step=37)),
    Look("play-lifted", "play", Link(TURNED, step=208), lift_the_fog),
    Look("compare", "compare", Link(SYRIA, step=120), worlds_are_done),
    Look("experiment", "experiment", Link(SYRIA), run_the_experiment),
    Look("study", "experiment", Link(SYRIA, study=Case("cities", CITIES)), run_the_study),
)


def go_on(page: Page, screen: str, clicks: int = 40) -> None:
    """Walk on through the prologue to a screen."""
    while page.locator("body").get_attribute("data-screen") != screen and clicks:
        page.locator(".st-go").click()
        clicks -= 1


def to_the_bet(page: Page) -> None:
    """Guess, hear who comes, and see the table as one bets."""
    go_on(page, "whom")
    page.locator(".st-pick").nth(2).click()
    go_on(page, "bet")
    page.locator(".st-back").click()


def to_the_worlds(page: Page) -> None:
    """Bet, live through it, lift the fog, and see the other ways to lead."""
    go_on(page, "bet")
    page.locator("#bet").fill("60")
    go_on(page, "worlds")
    page.locator(".st-go").click()
    page.locator(".st-pick").first.click()


def draw_and_see(page: Page) -> None:
    """Draw a curve, and see the one of many worlds."""
    for handle, height in zip(page.get_by_role("slider").all(), (3, 5, 4, 2, 1, 1), strict=False):
        for _ in range(height):
            handle.press("ArrowUp")
    page.locator(".st-go").click()


def play_the_cell(page: Page) -> None:
    """See a cell of the sandbox late in its run, without fog."""
    page.get_by_role("slider").fill("150")
    page.get_by_role("button", name="Lift the fog").click()
    page.locator(".st-found").wait_for()


TOLD = (
    ("prologue", "index.html", to_the_bet),
    ("prologue-worlds", "index.html", to_the_worlds),
    ("lesson", "lessons.html#listening", draw_and_see),
    ("sandbox", "sandbox.html#0120", play_the_cell),
)
"""Pages that tell: a name for the picture, the address in their folder, and what has to happen."""
