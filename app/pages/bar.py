"""The bar at the top of a page: what is run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import Any

import solara

from ...scenarios import load, names
from ...sim.governance.forms import AGREE, FORMS, MEET, PROPOSE
from ...sim.plugins import STRATEGIES
from ...sim.scenario import Scenario
from ..live.link import FIRST
from ..live.settings import Case, Setting, SettingError, scenario_of
from ..live.wording import time_of
from . import vue
from .turns import use_turns
from .visitor import Visitor, use_visitor

SAID = {
    "opt-in": "opt-in",
    "consensus": "consensus",
    "qualified-majority": "two thirds",
    "bound-majority": "two thirds, bound",
    "lead-organization": "one member leads",
    "mandated": "by mandate",
    "self-organized": "a movement",
    "linked": "a linked movement",
    "alone": "no coordinator",
}
"""What people call the forms of governance."""

MAIN = ("opt-in", "consensus", "qualified-majority", "mandated", "alone")
"""Forms that are one press away; the others are in a list beside them."""


@cache
def shipped() -> list[dict[str, str]]:
    """Return the shipped cases by name and title."""
    return [{"value": name, "label": load(name).title} for name in names()]


def labeled(names: Iterable[str]) -> list[dict[str, str]]:
    """Return forms or strategies to choose from, each once, with what people call it."""
    return [{"value": name, "label": SAID.get(name, name)} for name in dict.fromkeys(names)]


def forms() -> list[str]:
    """Return the names of all forms; a rule from elsewhere stands in the place of that of opt-in."""
    found = list(FORMS)
    for place, rules in enumerate((PROPOSE, AGREE, MEET)):
        for rule in rules.offered():
            parts = [FORMS["opt-in"].propose, FORMS["opt-in"].agree, FORMS["opt-in"].meet]
            if ":" in rule:
                parts[place] = rule
                found.append("+".join(parts))
    return found


@solara.component
def Bar(has_lab: bool = False) -> None:
    """Case, form, strategy and seed, undo and redo."""
    visitor = use_visitor()
    turn, hearing = use_turns()
    link = visitor.link.value
    setting = link.setting
    case = _case(setting)
    form, strategy = setting.governance or case.governance, setting.strategy or case.strategy
    own = [{"value": "", "label": f"{case.title} (your file)"}] if setting.case.text else []
    vue.Toolbar(
        cases=vue.Packed([*own, *shipped()]),
        case="" if setting.case.text else setting.case.name,
        forms=vue.Packed(forms_of(form)),
        form=form,
        later=later_forms(setting, case),
        strategies=vue.Packed(labeled([*STRATEGIES.offered(), strategy])),
        strategy=strategy,
        seed=setting.seed,
        has_lab=has_lab,
        can_undo=bool(visitor.past),
        can_redo=bool(visitor.future),
        is_lab=link.view.lab,
        is_changed=bool(setting.numbers or setting.changes),
        turn=turn,
        event_pick=hearing(lambda what: pick(visitor, what)),
        event_undo=hearing(lambda _: visitor.undo()),
        event_redo=hearing(lambda _: visitor.redo()),
        event_lab=hearing(lambda is_open: visitor.look(lab=is_open)),
    )


def forms_of(form: str) -> list[dict[str, Any]]:
    """Return the forms that can be picked, with one that is none of the named ones."""
    found = [
        {"value": name, "label": SAID.get(name, name), "meaning": one.meaning, "main": name in MAIN}
        for name, one in FORMS.items()
    ]
    own = [name for name in dict.fromkeys([*forms(), form]) if name not in FORMS]
    return [
        *found,
        *({"value": name, "label": name, "meaning": "a combination of rules", "main": False} for name in own),
    ]


def later_forms(setting: Setting, case: Scenario) -> str:
    """Return which other forms hold later on, in words; empty where it stays as at the start."""
    turns = [change for change in setting.changes if change.what == "governance"]
    return "; ".join(f"from {time_of(case, turn.step)}: {SAID.get(turn.name, turn.name)}" for turn in turns)


def _case(setting: Setting) -> Scenario:
    """Return the case of a setting; the usual one where it makes no sense."""
    try:
        return scenario_of(setting)
    except SettingError:
        return load(FIRST.case.name)


def pick(visitor: Visitor, what: dict[str, Any]) -> None:
    """Follow what was picked in the bar."""
    link = visitor.link.value
    setting = link.setting
    if what.get("case"):
        visitor.go(replace(link, setting=Setting(Case(what["case"]), seed=setting.seed), step=0))
        visitor.look(chosen=-1)
    elif "form" in what:
        visitor.set(replace(setting, governance=what["form"]))
    elif "strategy" in what:
        visitor.set(replace(setting, strategy=what["strategy"]))
    elif "seed" in what:
        visitor.set(replace(setting, seed=what["seed"]))
    elif "reset" in what:
        visitor.set(replace(setting, numbers=(), changes=()))
