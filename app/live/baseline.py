"""What a run is held against: itself without the what ifs, or the case as it comes."""

from __future__ import annotations

from dataclasses import replace

from .settings import Setting


def baseline_of(setting: Setting) -> tuple[Setting, str] | None:
    """Return the run to draw as a ghost and what it is called; None where nothing was changed."""
    if setting.changes:
        return replace(setting, changes=()), "as it was"
    plain = Setting(setting.case, seed=setting.seed)
    if replace(setting, governance="", strategy="") != setting or setting.numbers:
        return (plain, "the case as it comes") if plain != setting else None
    return None
