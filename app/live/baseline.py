"""What a run is held against: itself without the what ifs, or the case as it comes."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from .settings import Setting


class Baseline(NamedTuple):
    """A run to hold another one against, and what people call the two."""

    setting: Setting
    name: str
    other: str


def baseline_of(setting: Setting) -> Baseline | None:
    """Return what a setting is held against; None where nothing was changed."""
    if setting.changes:
        return Baseline(replace(setting, changes=()), "the old course", "the new course")
    plain = Setting(setting.case, seed=setting.seed)
    return Baseline(plain, "the case as it comes", "your settings") if plain != setting else None
