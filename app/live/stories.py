"""Presets, told as small stories: where to begin, and what to look for.  What comes out is for the reader to see.

Worlds are not picked by hand: a story plays in the middle world of its case, as a test finds it.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .changes import WhatIf
from .settings import Case, Setting

MIDDLE = {"syria": 147, "central_african_republic": 198}
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


def _story(said: dict[str, Any]) -> Story:
    """Return what a table of the file says."""
    case, step = said.get("case", "syria"), said.get("step", 0)
    changes = (WhatIf(step, "governance", name=said["then"]),) if "then" in said else ()
    numbers = tuple(said.get("numbers", {}).items())
    setting = Setting(Case(case), numbers, said.get("governance", ""), "", MIDDLE.get(case, WORLD), changes)
    return Story(said["key"], said["title"], said["text"], setting, step)


STORIES = tuple(map(_story, tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["stories"]))
