"""Presets, told as small stories: where to begin, and what to look for.  What comes out is for the reader to see.

Worlds are not picked by hand: a story plays in the middle world of its case, as a test finds it.
"""

from __future__ import annotations

from dataclasses import dataclass

from .changes import WhatIf
from .settings import Case, Setting

MIDDLE = {"syria": 147, "central_african_republic": 135}
"""The middle world of a case by net value; a test looks it up again."""

RULE = (
    "World {seed} of this case: of those among the first {worlds} in which the issue is settled, the middle one by net "
    "value."
)
"""How the world of a story was chosen, as pages say it."""

AMONG = 200
"""Worlds from which that of a story is chosen."""


def rule_of(setting: Setting) -> str:
    """Return how the world of a story was chosen, in words; nothing for a case that has no rule."""
    seed = MIDDLE.get(setting.case.name)
    return RULE.format(seed=seed, worlds=AMONG) if seed == setting.seed else ""


@dataclass(frozen=True)
class Story:
    """A beginning.

    Attributes:
        text: what is at stake and what to watch, never what comes out.
        step: the week to begin with.
    """

    key: str
    title: str
    text: str
    setting: Setting
    step: int = 0


WORLD = MIDDLE["syria"]
HALF_WAY = 104

STORIES = (
    Story(
        "pivot",
        "The need is shown. And then?",
        "Forty organizations want aid to cross a border. First nobody has shown how great the need is. Once that is "
        "overcome the border stays shut, and nobody says why. Who notices, and who sits at the table then?",
        Setting(Case("syria"), seed=WORLD),
    ),
    Story(
        "table",
        "Everybody must agree",
        "The same world, but one table at which all must say yes. Who blocks, who walks away, and how much does a "
        "plan dare that nobody is against?",
        Setting(Case("syria"), seed=WORLD, governance="consensus"),
    ),
    Story(
        "bound",
        "Two thirds decide for all",
        "The same table, but two thirds are enough, and whoever is outvoted is bound until the plan has done its "
        "work. Is more done, and for whom?",
        Setting(Case("syria"), seed=WORLD, governance="bound-majority"),
    ),
    Story(
        "whatif",
        "A new rule half way",
        "Opt-in until week 104, consensus from there on. Both futures are drawn; two hundred worlds say whether it was "
        "luck.",
        Setting(Case("syria"), seed=WORLD, changes=(WhatIf(HALF_WAY, "governance", name="consensus"),)),
        step=HALF_WAY,
    ),
    Story(
        "deaf",
        "A coordinator who does not listen",
        "The hours for listening go to promotion. When does it notice that something else stands in the way?",
        Setting(
            Case("syria"),
            seed=WORLD,
            numbers=(("coordinator.listen", 0.0), ("coordinator.promote", 0.20)),
        ),
    ),
    Story(
        "placebo",
        "Nothing changes",
        "The same organizations, but one obstacle alone stands in the way. A turn here would be a false alarm.",
        Setting(Case("syria_nothing_changes"), seed=WORLD),
    ),
    Story(
        "alone",
        "Nobody coordinates",
        "Each follows its own plan; who presses the same point is heard together. Is anything lost, and what is saved?",
        Setting(Case("syria"), seed=WORLD, governance="alone"),
    ),
    Story(
        "portfolio",
        "Three issues, one coordinator",
        "The same forty organizations and the same coordinator, but three issues are open at once, each with a table "
        "of its own. Who sits at which, and for which are there hours?",
        Setting(Case("syria"), seed=WORLD, numbers=(("conditions.issues", 3.0),)),
    ),
    Story(
        "days",
        "When days count",
        "Central African Republic: the moments in which a request gets through are short, and all is over in twenty "
        "weeks. How long may talks take?",
        Setting(Case("central_african_republic"), seed=MIDDLE["central_african_republic"]),
    ),
)
