"""Variants: one case with one thing changed, from the start or from some week on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ..scenarios.mistakes import Problem, ScenarioError, problem, unknown
from ..scenarios.overrides import number
from ..sim.additions import homes
from ..sim.governance.forms import FORMS, find_form
from ..sim.population import Choice, steps_in
from ..sim.run import Run
from ..sim.scenario import Scenario
from ..sim.schedule import Change, Strategy, in_order, names_in
from ..sim.strategies import find_strategy
from .levers import values_of, with_number

RULES = ("governance", "strategy")

MOST_VARIANTS = 1000
"""Variants of one comparison."""


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
        """All names of forms, strategies and mechanisms in it."""
        later = (name for turn in self.scenario.turns for name in (turn.governance, turn.strategy) if name)
        named = names_in(self.governance, self.strategy, self.schedule)
        return (*named, *later, *homes(self.scenario.parameters))


def variants(scenario: Scenario, *questions: str) -> tuple[Variant, ...]:
    """Return the variants that ``"governance=opt-in,consensus"`` asks for: a path, and values with commas, or a range.

    Of several questions, every combination of their values is a variant.

    Raises:
        ScenarioError, LookupError: as in ``vary``, or a question does not read ``path=value,value``.
    """
    levers: dict[str, str] = {}
    for question in questions:
        path, equals, values = (part.strip() for part in question.partition("="))
        if not equals or not all(value.strip() for value in values.split(",")):
            wrong = Problem("", f"to vary something, expected path=value,value, not {question!r}")
            raise ScenarioError(scenario.name, [wrong])
        if path in levers:
            raise ScenarioError(scenario.name, [problem(path, values, "varied twice; expected all its values at once")])
        levers[path] = values
    return combinations(scenario, levers)


def vary(scenario: Scenario, path: str, values: Any) -> tuple[Variant, ...]:
    """Return one variant of ``scenario`` for each value of what ``path`` names; all else is as in the case.

    Args:
        scenario: the case.
        path: ``"governance"``, ``"strategy"``, ``"weeks"``, ``"step_days"``, ``"kinds.NAME.count"`` or a parameter such
            as ``"decision.speaking"``; any word where the values are functions.
        values: a list of names, or of numbers or text that reads as numbers; text such as ``"0:0.4:0.1"`` or
            ``"1,2"``; or functions that take a case and return it changed (None leaves it as it is).  A variant of a
            form or a strategy is called like it, one of a function as that, any other ``path=value``.

    Raises:
        ScenarioError: the path, or a value, is not one; the message names the nearest.
        LookupError: there is no such strategy, or no such rule in a combination of rules.
    """
    return combinations(scenario, {path: values})


def combinations(scenario: Scenario, levers: Mapping[str, Any]) -> tuple[Variant, ...]:
    """Return a variant for every combination of the values of some levers; arguments and errors as in ``vary``."""
    made = [Variant("", scenario, scenario.governance, scenario.strategy)]
    for path, said in levers.items():
        try:
            values = values_of(said)
        except ValueError as error:
            raise ScenarioError(scenario.name, [problem(path, said, str(error))]) from None
        if (many := len(made) * len(values)) > MOST_VARIANTS:
            expected = f"expected at most {MOST_VARIANTS:,} variants, not {many:,}; for more, run a study"
            raise ScenarioError(scenario.name, [problem(path, said, expected)])
        made = [_applied(one, path, value) for one in made for value in values]
        names = [one.name for one in made]
        for place, name in enumerate(names):
            if name in names[:place]:
                raise ScenarioError(
                    scenario.name, [problem(path, values[place % len(values)], "this value is given twice")]
                )
    return tuple(made)


def change(scenario: Scenario, week: float, said: Mapping[str, Any]) -> Change:
    """Return the change that comes when so many weeks of a case have passed.

    Args:
        said: ``{path: value}`` of what is different from then on, as in ``vary``.

    Raises:
        ScenarioError, LookupError: as in ``vary``, or the run is over by then, or a number is settled when it begins.
    """
    for path, value in said.items():
        vary(scenario, path, [value])  # which explains every mistake
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
    made = variants(scenario, question)
    values = values_of(question.partition("=")[2])
    return tuple(
        replace(base, name=one.name, schedule=(change(scenario, week, {path: value}),))
        for one, value in zip(made, values, strict=True)
    )


def _applied(base: Variant, path: str, value: Any) -> Variant:
    """Return a variant with one thing changed; its name says it, too."""
    name, changes = _changes(base.scenario, path, value)
    return replace(base, name=f"{base.name}, {name}" if base.name else name, **changes)


def _changes(scenario: Scenario, path: str, value: Any) -> tuple[str, dict[str, Any]]:
    """Return what a change of a case is called, and which fields of a variant it makes others."""
    if path == "governance":
        return value, {"governance": _form(scenario, value)}
    if path == "strategy":
        found = find_strategy(value)
        return value if isinstance(value, str) else f"{found.__module__}:{found.__name__}", {"strategy": value}
    if value is None:
        return AS_IN_CASE, {}
    if callable(value):
        return value.__name__, {"scenario": _changed_by(value, scenario, path)}
    return f"{path}={value}", {"scenario": with_number(scenario, path, number(value))}


AS_IN_CASE = "as in the case"
"""What a variant, or a treatment, is called that changes nothing."""


def _changed_by(function: Callable[[Scenario], Scenario], scenario: Scenario, path: str) -> Scenario:
    """Return what a function makes of a case."""
    made = function(scenario)
    if not isinstance(made, Scenario):
        expected = f"expected a function that takes a case and returns it changed, not {type(made).__name__}"
        raise ScenarioError(scenario.name, [Problem(path, expected, function.__name__)])
    return made


def _form(scenario: Scenario, name: str) -> str:
    """Return the name of a form, checked."""
    if name not in FORMS and "+" not in name:
        raise ScenarioError(scenario.name, [unknown("governance", name, FORMS, "form of governance")])
    return find_form(name).name
