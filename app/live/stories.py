"""Presets, told as small stories: where to begin, and what to look for.  What comes out is for the reader to see."""

from __future__ import annotations

from dataclasses import dataclass

from .changes import WhatIf
from .settings import Case, Setting


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


STORIES = (
    Story(
        "pivot",
        "The need is shown. And then?",
        "Forty organizations want aid to cross a border. What stands in their way may change, and nobody will say "
        "so. Who notices, and who is in the coalition afterwards?",
        Setting(Case("syria"), seed=7),
    ),
    Story(
        "table",
        "Everybody must agree",
        "The same world, but one table at which all must say yes. Watch how ambitious the plan is, and how long it "
        "takes to turn.",
        Setting(Case("syria"), seed=7, governance="consensus"),
    ),
    Story(
        "whatif",
        "A new rule half way",
        "Opt-in until week 61, consensus from there on. Both futures are drawn; two hundred worlds say whether it was "
        "luck.",
        Setting(Case("syria"), seed=7, changes=(WhatIf(61, "governance", name="consensus"),)),
        step=61,
    ),
    Story(
        "deaf",
        "A coordinator who does not listen",
        "The hours for listening go to promotion. When does it notice what stands in the way?",
        Setting(
            Case("syria"),
            seed=7,
            numbers=(("coordinator.listen", 0.0), ("coordinator.promote", 0.25)),
        ),
    ),
    Story(
        "placebo",
        "Nothing changes",
        "The same organizations, and the obstacle stays. A pivot here would be a false alarm.",
        Setting(Case("syria_nothing_changes"), seed=7),
    ),
    Story(
        "alone",
        "Nobody coordinates",
        "Each follows its own plan. Is anything lost, and what is saved?",
        Setting(Case("syria"), seed=7, governance="alone"),
    ),
    Story(
        "days",
        "When days count",
        "Central African Republic: the moments in which a request gets through are short, and all is over in twenty "
        "weeks. How long may talks take?",
        Setting(Case("central_african_republic"), seed=3),
    ),
)
