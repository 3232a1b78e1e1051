"""What a run is held against: itself without the what ifs, or settings that differ in one thing, ``path=value``."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from ...scenarios.overrides import number
from .settings import Setting, SettingError, plan_of


def against(setting: Setting, said: str) -> Setting:
    """Return the setting with one thing changed from the start.

    Args:
        said: ``"governance=consensus"``, ``"strategy=directive"``, or a number such as ``"coordinator.listen=0.4"``.

    Raises:
        SettingError: it does not read so, or makes no sense.
    """
    path, equals, value = (part.strip() for part in said.partition("="))
    if not equals or not path or not value:
        raise SettingError(f"“{said}”: expected path=value, such as governance=consensus or coordinator.listen=0.4")
    if path == "governance":
        changed = replace(setting, governance=value)
    elif path == "strategy":
        changed = replace(setting, strategy=value)
    else:
        wanted = number(value)
        if not isinstance(wanted, int | float):
            raise SettingError(f"“{said}”: expected a number after {path}=")
        changed = setting.with_number(path, wanted)
    plan_of(changed)
    return changed


def varied(setting: Setting, said: str) -> list[tuple[str, Setting]]:
    """Return a named setting for each value of ``"governance=opt-in,consensus"``.

    Raises:
        SettingError: it does not read so, a value makes no sense, or there are fewer than two of them.
    """
    path, _, values = said.partition("=")
    given = [value.strip() for value in values.split(",") if value.strip()]
    if len(given) < 2:
        raise SettingError(f"“{said}”: expected two values or more, such as governance=opt-in,consensus")
    if len(set(given)) < len(given):
        raise SettingError(f"“{said}”: a value is given twice")
    if len(given) > MOST:
        raise SettingError(f"“{said}”: {len(given)} values are more than can be told apart; expected at most {MOST}")
    return [(name_of(path, value), against(setting, f"{path}={value}")) for value in given]


MOST = 5
"""Sides of an experiment: there are colors for so many."""


def name_of(path: str, value: str) -> str:
    """Return what a side is called: a form or a strategy by its name, a number with its path."""
    return value if path.strip() in ("governance", "strategy") else f"{path.strip()}={value}"


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
