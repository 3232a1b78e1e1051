"""Every number of the model, to be looked up and changed."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import solara

from ...sim.parameters import Number, groups, known_numbers, values_in
from ...sim.scenario import Scenario
from ..live.settings import Setting, scenario_of
from . import vue
from .turns import use_turns
from .visitor import use_visitor

LONGEST_SLIDE = 600.0
"""The widest range for which there is a slider; wider ones are typed."""


@solara.component
def NumbersCard(setting: Setting) -> None:
    """Look up and change numbers; a change makes another run at once."""
    visitor = use_visitor()
    turn, hearing = use_turns()
    usual = scenario_of(replace(setting, numbers=()))

    def give(what: dict[str, Any]) -> None:
        visitor.change(lambda now: now.with_number(what["path"], what["value"]))

    vue.Numbers(
        groups=solara.use_memo(lambda: vue.Packed(groups_of(usual)), [setting.case]),
        changed=dict(setting.numbers),
        turn=turn,
        event_number=hearing(give),
        event_clear=hearing(lambda _: visitor.change(lambda now: replace(now, numbers=()))),
    )


def groups_of(scenario: Scenario) -> list[dict[str, Any]]:
    """Return the numbers of a case, by mechanism, as the page shows them."""
    values = values_in(scenario.parameters)
    found = [
        {
            "name": group,
            "title": group.capitalize(),
            "meaning": (kind.__doc__ or "").splitlines()[0],
            "items": [
                _item(path, values[path], number)
                for path, number in known_numbers().items()
                if path.partition(".")[0] == group and path in values
            ],
        }
        for group, kind in groups().items()
    ]
    return [_case_group(scenario), *found]


def _case_group(scenario: Scenario) -> dict[str, Any]:
    return {
        "name": "case",
        "title": "The case",
        "meaning": "How long, and who is there.",
        "open": True,
        "items": list(_case_items(scenario)),
    }


def _case_items(scenario: Scenario) -> Iterator[dict[str, Any]]:
    longest = min(520.0, 2.5 * scenario.weeks)
    yield _item("weeks", scenario.weeks, Number("weeks", 1.0, longest, None, "", "length of the run", (1.0, longest)))
    for kind in scenario.kinds:
        most = max(40.0, 4.0 * kind.count)
        number = Number(
            "organizations", float(len(kind.named)), most, None, "", f"number of {kind.plural}", (0.0, most)
        )
        yield _item(f"kinds.{kind.name}.count", kind.count, number, step=1)


def _item(path: str, usual: float, number: Number, step: float | None = None) -> dict[str, Any]:
    wide = number.high - number.low
    meaning = number.meaning[:1].upper() + number.meaning[1:]
    return {
        "path": path,
        "usual": round(usual, 6) if math.isfinite(usual) else None,  # JSON knows no infinity
        "low": number.low,
        "high": number.high if math.isfinite(number.high) else 1e12,
        "step": step or _step(wide),
        "slides": wide <= LONGEST_SLIDE,
        "unit": number.unit,
        "meaning": meaning,
    }


def _step(wide: float) -> float:
    """Return a step of a slider: a few hundred to its length, and round."""
    if not 0.0 < wide <= LONGEST_SLIDE:
        return 1.0
    return float(10.0 ** math.floor(math.log10(wide / 100.0)))
