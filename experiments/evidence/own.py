"""Checks of code that does not ship: what each mechanism, rule and strategy must hold, and what its author checks.

Code from elsewhere is observed in processes of its own, where a command has some.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import numpy as np

from ...scenarios.loader import load
from ...sim.declare import Mechanism
from ...sim.measures import SHIPPED
from ...sim.parameters import neutral, with_values
from ...sim.plugins import mechanisms_in_use, used_contents
from ...sim.run import Result, Run, simulate
from ...sim.scenario import Scenario
from ..contract import findings
from ..workshop import outside
from .check import Check, Estimate

CASES = (("steady", "opt-in"), ("turbulent", "consensus"))
"""In which it is looked at, and under which form."""

SEEDS = (1, 2)

HOUSE = "rules of the house"

WEEKS = 60
"""Length of a run to look at."""


def own_checks() -> list[Check]:
    """Return the checks of all code from elsewhere that is in use: its mechanisms, and the contract of all else."""
    mechanisms = [check for one in mechanisms_in_use() for check in (_checks(one) if one.phase else _of_author(one))]
    return [*mechanisms, *(check for module in used_contents() for check in _contract(module))]


def _contract(module: str) -> list[Check]:
    asked = findings(sys.modules[module])
    return [
        Check(f"{module} {place}", f"it keeps the contract: {claim}", HOUSE, 0.0, partial(_kept, module, observe))
        for place, (claim, observe) in enumerate(asked, 1)
    ]


def _kept(module: str, observe: Callable[[], None]) -> float:
    """Return 0; what is broken raises."""
    outside([f"{module}:contract"], observe)
    return 0.0


def _checks(mechanism: Mechanism) -> list[Check]:
    name = mechanism.name
    asked: list[tuple[str, str, float, Callable[[str], float]]] = [
        ("neutral", f"at its neutral setting, {name} changes nothing of a run, not a bit", 0.0, changed_when_neutral),
        ("acts", f"at its defaults, a run with {name} is another one", 1.0, acts),
        ("copies", f"a copy of a run with {name} goes on exactly as that does", 0.0, changed_in_copy),
    ]
    found = [
        Check(f"{name}: {what}", claim, HOUSE, expected, partial(outside, [mechanism.home], observe, name))
        for what, claim, expected, observe in asked
    ]
    return [*found, *_of_author(mechanism)]


def _of_author(mechanism: Mechanism) -> list[Check]:
    return [
        replace(one, observe=partial(outside, [mechanism.home], observed_by_author, mechanism.name, place))
        for place, one in enumerate(mechanism.checks)
        if one.observe
    ]


def observed_by_author(name: str, place: int) -> float | Estimate:
    """Return what a check of a mechanism's author observes."""
    (mechanism,) = (one for one in mechanisms_in_use() if one.name == name)
    found: float | Estimate = mechanism.checks[place].observe()
    return found if isinstance(found, Estimate) else float(found)


def without_any(case: Scenario) -> Scenario:
    """Return a case in which no mechanism from elsewhere takes part."""
    return replace(case, parameters=case.parameters._replace(own=()))


def by_itself(name: str, case: Scenario, *, is_neutral: bool) -> Scenario:
    """Return a case in which no other mechanism from elsewhere takes part, at its neutral or at its usual setting."""
    without = without_any(case)
    (mechanism,) = (one for one in mechanisms_in_use() if one.name == name)
    usual = {f"{name}.{number}": value for number, value in mechanism.numbers._field_defaults.items()}  # type: ignore[union-attr]
    values = usual | {path: value for path, value in neutral().items() if is_neutral and path in usual}
    return replace(without, parameters=with_values(without.parameters, values))


def changed_when_neutral(name: str) -> float:
    """Return how many numbers of runs are others where a mechanism takes part at its neutral setting."""
    return float(sum(_differing(*runs) for runs in _pairs(without_any, partial(by_itself, name, is_neutral=True))))


def acts(name: str) -> float:
    """Return 1 where a run, or what the mechanism itself tells of it, is another one than at its neutral setting."""
    neutral_one, usual = (partial(by_itself, name, is_neutral=it) for it in (True, False))
    return float(any(one.digest != other.digest for one, other in _pairs(neutral_one, usual)))


def changed_in_copy(name: str) -> float:
    """Return how many numbers are others in a run that was copied on its way."""
    case_name, form = CASES[0]
    run = Run(by_itself(name, load(case_name, {"weeks": WEEKS}), is_neutral=False), SEEDS[0], form)
    twin = run.advance(WEEKS // 3).fork()
    one, other = run.advance().result(), twin.advance().result()
    return float(np.count_nonzero(~_same(one, other, one.series.shape[1])))


def _pairs(
    one: Callable[[Scenario], Scenario], other: Callable[[Scenario], Scenario]
) -> Iterator[tuple[Result, Result]]:
    """Yield runs of the same cases as each of two functions makes them."""
    for name, form in CASES:
        case = load(name, {"weeks": WEEKS})
        for seed in SEEDS:
            yield simulate(one(case), seed, form), simulate(other(case), seed, form)


def _differing(without: Result, taking_part: Result) -> int:
    """Return how many numbers of a run, of those that both have, differ."""
    rows = np.count_nonzero(~_same(without, taking_part, without.series.shape[1]))
    pairs = [(without.outcomes[one], taking_part.outcomes[one]) for one in SHIPPED]
    return int(rows) + sum(not np.array_equal(*pair, equal_nan=True) for pair in pairs)


def _same(one: Result, other: Result, columns: int) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    first, second = one.series[:, :columns], other.series[:, :columns]
    return (first == second) | (np.isnan(first) & np.isnan(second))
