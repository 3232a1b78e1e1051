"""Variants: one case with one thing changed, from the start or from some week on."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ..scenarios.mistakes import ABSENT, Problem, ScenarioError, nearest, problem, unknown
from ..scenarios.overrides import number
from ..scenarios.schema import MOST_STEPS
from ..scenarios.shapes import expectation
from ..sim.governance.forms import FORMS, find_form
from ..sim.parameters import numbers
from ..sim.plugins import STRATEGIES
from ..sim.population import Choice, steps_in
from ..sim.run import Run
from ..sim.scenario import Scenario
from ..sim.schedule import Change, Strategy, in_order, names_in

RULES = ("governance", "strategy")

LONGEST = 10_000
"""Weeks of a run, as in a scenario file."""


@dataclass(frozen=True)
class Variant:
    """A case under one form of governance and one strategy: everything that a run needs except the seed.

    Attributes:
        name: what people call it; the variants of a comparison have names of their own.
        governance: name of a form, or a combination of rules.
        strategy: name of a coordinator strategy, or its kernel.
        schedule: what is different from which week on; choices: decisions made elsewhere.
    """

    name: str
    scenario: Scenario = field(repr=False)
    governance: str
    strategy: Strategy
    schedule: tuple[Change, ...] = ()
    choices: tuple[Choice, ...] = field(default=(), repr=False)

    def run(self, seed: int, *, series: bool = False, events: bool = False) -> Run:
        """Return a finished run of a world; the compiled loop holds no lock of the interpreter.

        Args:
            seed: of the world, in [0, 2**32).
            series: whether to keep a row a step in ``state.series``; events: whether to keep ``state.events``.

        Raises:
            LookupError, NotCompiledError: as for ``simulate``.
        """
        return Run(
            self.scenario, seed, self.governance, self.strategy,
            schedule=self.schedule, choices=self.choices, series=series, events=events,
        ).advance()  # fmt: skip

    @property
    def plugins(self) -> tuple[Strategy, ...]:
        """All names of forms and strategies in it."""
        return names_in(self.governance, self.strategy, self.schedule)


def variants(scenario: Scenario, question: str) -> tuple[Variant, ...]:
    """Return the variants that ``"governance=opt-in,consensus"`` asks for: a path, and values with commas.

    Raises:
        ScenarioError, LookupError: as in ``vary``, or the question does not read ``path=value,value``.
    """
    path, equals, values = question.partition("=")
    given = [value.strip() for value in values.split(",")]
    if not equals or not all(given):
        wrong = Problem("", f"to vary something, expected path=value,value, not {question!r}")
        raise ScenarioError(scenario.name, [wrong])
    return vary(scenario, path.strip(), given)


def vary(scenario: Scenario, path: str, values: Sequence[Any]) -> tuple[Variant, ...]:
    """Return one variant of ``scenario`` for each value of what ``path`` names; all else is as in the case.

    Args:
        scenario: the case.
        path: ``"governance"``, ``"strategy"``, ``"weeks"`` or a parameter such as ``"decision.speaking"``.
        values: names, or numbers or text that reads as numbers.  A variant of a form or a strategy is called like it,
            any other ``path=value``.

    Raises:
        ScenarioError: the path, or a value, is not one; the message names the nearest.
        LookupError: there is no such strategy, or no such rule in a combination of rules.
    """
    made = tuple(_variant(scenario, path, value) for value in values)
    names = [variant.name for variant in made]
    for place, name in enumerate(names):
        if name in names[:place]:
            raise ScenarioError(scenario.name, [problem(path, values[place], "this value is given twice")])
    return made


def change(scenario: Scenario, week: float, said: Mapping[str, Any]) -> Change:
    """Return the change that comes when so many weeks of a case have passed.

    Args:
        said: ``{path: value}`` of what is different from then on, as in ``vary``.

    Raises:
        ScenarioError, LookupError: as in ``vary``, or the run is over by then, or a number is settled when it begins.
    """
    for path, value in said.items():
        _variant(scenario, path, value)  # which explains every mistake
    figures: list[tuple[str, Any]] = [(path, number(value)) for path, value in said.items() if path not in RULES]
    made = Change(week, said.get("governance"), said.get("strategy"), tuple(figures))
    try:
        in_order([made], scenario, steps_in(scenario))
        made.parameters(scenario.parameters)
    except KeyError:
        wrong = Problem("weeks", f"the length of a run is settled when it begins: it cannot change in week {week:g}")
    except ValueError as error:
        wrong = Problem("", str(error))
    else:
        return made
    raise ScenarioError(scenario.name, [wrong])


def vary_later(scenario: Scenario, question: str, week: float) -> tuple[Variant, ...]:
    """Return the variants that a question asks for, which are one until ``week``; errors as in ``change``."""
    path = question.partition("=")[0].strip()
    base = Variant("", scenario, scenario.governance, scenario.strategy)
    values = (value.strip() for value in question.partition("=")[2].split(","))
    return tuple(
        replace(base, name=made.name, schedule=(change(scenario, week, {path: value}),))
        for made, value in zip(variants(scenario, question), values, strict=True)
    )


def _variant(scenario: Scenario, path: str, value: Any) -> Variant:
    if path == "governance":
        return Variant(value, scenario, _form(scenario, value), scenario.strategy)
    if path == "strategy":
        found = STRATEGIES.find(value)
        name = value if isinstance(value, str) else f"{found.__module__}:{found.__name__}"
        return Variant(name, scenario, scenario.governance, value)
    changed = _changed(scenario, path, number(value))
    return Variant(f"{path}={value}", changed, scenario.governance, scenario.strategy)


def _form(scenario: Scenario, name: str) -> str:
    """Return the name of a form, checked."""
    if name not in FORMS and "+" not in name:
        raise ScenarioError(scenario.name, [unknown("governance", name, FORMS, "form of governance")])
    return find_form(name).name


def _changed(scenario: Scenario, path: str, value: Any) -> Scenario:
    """Return the case with another number at ``path``."""
    try:
        return _with_weeks(scenario, value) if path == "weeks" else scenario.with_numbers({path: value})
    except KeyError:
        paths = ["governance", "strategy", "weeks", *(name for name, _, _ in numbers())]
        expected = "unknown path; expected governance, strategy, weeks or a parameter (joining.safety)"
        wrong = problem(path, ABSENT, expected, nearest(path, paths))
    except ValueError:
        wrong = problem(path, value, expectation(path.split(".")))
    raise ScenarioError(scenario.name, [wrong])


def _with_weeks(scenario: Scenario, weeks: Any) -> Scenario:
    """Return the case with runs of another length.

    Raises:
        ValueError: it is not a number, or not one that a scenario file could give.
    """
    is_number = isinstance(weeks, int | float) and not isinstance(weeks, bool) and math.isfinite(weeks)
    if not is_number or not 0 < weeks <= LONGEST or not 1 <= weeks * 7.0 / scenario.step_days <= MOST_STEPS:
        raise ValueError(weeks)
    return replace(scenario, weeks=float(weeks))
