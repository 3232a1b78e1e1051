"""What a run follows from, and a link can hold: a case with its numbers, form, strategy, seed, and what ifs."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from ...experiments.variants import Variant
from ...scenarios import ScenarioError, load, names
from ...scenarios.loader import Source, built
from ...scenarios.reading import parsed
from ...sim.chance import check_seed
from ...sim.governance.forms import find_form
from ...sim.population import Choice, steps_in
from ...sim.scenario import Scenario
from ...sim.schedule import Change
from ...sim.strategies import find_strategy
from ..limits import LIMITS
from .changes import WhatIf, choices_of, schedule_of
from .frames import bytes_of
from .memory import MIB

MOST_FACTS = 100_000
"""Numbers of a case on a page: of organizations at each strength, and of kinds and organizations at each obstacle."""


class SettingError(ValueError):
    """A run cannot be made; the text is for people."""


@dataclass(frozen=True)
class Case:
    """A shipped case by its name, or the text of somebody's own.

    Attributes:
        name: of the shipped case, or of the file without its ending.
        text: TOML; empty for a shipped case.
        awaited: hash of a text that is not at hand; empty where it is.
    """

    name: str
    text: str = ""
    awaited: str = ""

    @property
    def hash(self) -> str:
        """A short hash of the text."""
        return self.awaited or hashlib.sha256(self.text.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Setting:
    """Everything that a run follows from.  Two equal settings give equal numbers.

    Attributes:
        numbers: ``(path, value)`` that differ from the file, sorted by path.
        governance, strategy: at the start; empty for those of the case.
        changes: what ifs, in the order of their weeks.
    """

    case: Case
    numbers: tuple[tuple[str, float], ...] = ()
    governance: str = ""
    strategy: str = ""
    seed: int = 1
    changes: tuple[WhatIf, ...] = ()

    def with_number(self, path: str, value: float | None) -> Setting:
        """Return this setting with another number, or without it for ``None``."""
        numbers = {**dict(self.numbers), path: value}
        kept = {path: number for path, number in numbers.items() if number is not None}
        return replace(self, numbers=tuple(sorted(kept.items())))

    def with_change(self, change: WhatIf) -> Setting:
        """Return this setting with one more change; one of the same thing in the same week is replaced."""
        key = (change.step, change.what, change.who if change.what == "invite" else 0)
        kept = [old for old in self.changes if (old.step, old.what, old.who if old.what == "invite" else 0) != key]
        return replace(self, changes=tuple(sorted([*kept, change], key=lambda one: one.step)))


@dataclass(frozen=True)
class Plan:
    """A setting that was found to make sense: what the engine is asked for."""

    scenario: Scenario
    governance: str
    strategy: str
    seed: int
    choices: tuple[Choice, ...] = ()
    schedule: tuple[Change, ...] = ()

    @property
    def variant(self) -> Variant:
        """What is run, in any world."""
        return Variant(self.governance, self.scenario, self.governance, self.strategy, self.schedule, self.choices)


def plan_of(setting: Setting) -> Plan:
    """Return what a setting asks the engine for.

    Raises:
        SettingError: something in it makes no sense; the text says what.
    """
    scenario = scenario_of(setting)
    governance, strategy = setting.governance or scenario.governance, setting.strategy or scenario.strategy
    steps = steps_in(scenario)
    if len(setting.changes) > LIMITS.what_ifs:
        raise SettingError(f"{len(setting.changes)} what ifs are more than one can follow: at most {LIMITS.what_ifs}.")
    for change in setting.changes:
        _check_change(change, scenario, steps)
    try:
        seed = check_seed(setting.seed)
    except ValueError as error:
        raise SettingError(str(error)) from None
    choices = choices_of(setting.changes, steps, scenario.issues)
    schedule = schedule_of(setting.changes, scenario.step_days)
    try:
        for form in (governance, *(change.governance for change in schedule if change.governance)):
            find_form(form)
        for name in (strategy, *(change.strategy for change in schedule if change.strategy)):
            find_strategy(name)
    except LookupError as error:
        raise SettingError(str(error)) from None
    return Plan(scenario, governance, strategy, seed, tuple(choices), schedule)


def _check_change(change: WhatIf, scenario: Scenario, steps: int) -> None:
    if not 0 <= change.step < steps:
        raise SettingError(f"A change in step {change.step}: this run has {steps} of them, counted from 0.")
    if change.what == "invite" and not 0 <= change.who < scenario.organizations:
        raise SettingError(f"There is no organization in row {change.who}: there are {scenario.organizations}.")
    if change.what == "pivot" and not 0 <= change.who < len(scenario.obstacles):
        raise SettingError(f"There is no obstacle {change.who}: there are {len(scenario.obstacles)}.")
    if change.what == "daring" and not -1 <= change.value <= 100:
        raise SettingError(f"A plan cannot dare {change.value} hundredths: expected 0 to 100, or -1 for what it will.")


def checked(setting: Setting) -> Scenario:
    """Return the case of a setting; for a file that somebody may mend.

    Raises:
        ScenarioError: with a problem for each mistake.
        SettingError: it is too large for a page.
    """
    scenario = _scenario(setting.case, setting.numbers)
    organizations, steps = scenario.organizations, steps_in(scenario)
    bounds = (
        (organizations, LIMITS.organizations, "organizations"),
        (organizations * steps, LIMITS.work_of_a_run, "organization-weeks"),
        (bytes_of(scenario) // MIB, LIMITS.memory_of_a_visitor, "MiB"),
    )
    for number, most, what in bounds:
        if number > most:
            raise SettingError(
                f"{organizations:,} organizations over {steps:,} steps are more than this page can play ({number:,} of "
                f"at most {most:,} {what}). Take fewer, or use the command line, which takes millions: coalitions run."
            )
    return scenario


def scenario_of(setting: Setting) -> Scenario:
    """Return the case of a setting with its numbers.

    Raises:
        SettingError: there is no such case, or its numbers make no sense.
    """
    try:
        return checked(setting)
    except ScenarioError as error:
        raise SettingError(str(error)) from None


def file_name(name: str) -> str:
    """Return a name that stays within its folder and is no option of a command, whatever a link says."""
    return re.sub(r"^-|[^\w -]", "_", name)[:60] or "case"


@lru_cache(maxsize=128)
def _scenario(case: Case, numbers: tuple[tuple[str, float], ...]) -> Scenario:
    if not case.text:
        if case.name not in names():
            raise SettingError(f"There is no case “{case.name}” here. There are: {', '.join(names())}.")
        return load(case.name, dict(numbers))
    name = file_name(case.name)
    label = f"{name}.toml"
    data = parsed(label, case.text)
    _check_facts(data)
    return built(Source(name, label, data), dict(numbers))


def _check_facts(data: Mapping[str, Any]) -> None:
    """Raise ``SettingError`` where each of many times each of many others is more than there is memory for."""
    lists = (data.get(what) for what in ("organizations", "kinds", "strengths", "obstacles"))
    organizations, kinds, strengths, obstacles = (len(one) if isinstance(one, list) else 0 for one in lists)
    facts = organizations * (strengths + obstacles) + kinds * obstacles
    if facts > MOST_FACTS:
        raise SettingError(
            f"{organizations:,} organizations, {kinds:,} kinds, {strengths:,} strengths and {obstacles:,} obstacles "
            "are more than this page can hold. Take fewer, or use the command line, which takes them: coalitions run."
        )
