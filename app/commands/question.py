"""From what was asked on the command line to a case, a form and a strategy, with every mistake explained."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..errors import UserError

if TYPE_CHECKING:
    from coalitions.sim.scenario import Scenario


def settings(pairs: Sequence[str], weeks: float | None = None) -> dict[str, object]:
    """Return ``path=value`` pairs, and the length of the run where it is given, as overrides of a scenario.

    Raises:
        UserError: one of them is no pair.
    """
    overrides: dict[str, object] = {}
    for pair in pairs:
        path, equals, value = pair.partition("=")
        if not (path.strip() and equals and value.strip()):
            raise UserError(f"--set {pair!r}: expected path=value, such as joining.safety=1.5")
        overrides[path.strip()] = value.strip()
    if weeks is not None:
        overrides["weeks"] = weeks
    return overrides


def case(scenario: str, overrides: dict[str, object]) -> Scenario:
    """Return a shipped scenario, or that of a file, with overrides.

    Raises:
        UserError: it cannot be found, read or used.
    """
    from coalitions.scenarios import ScenarioError, load

    try:
        return load(scenario, overrides)
    except ScenarioError as error:
        raise UserError(str(error)) from None


def check_form(name: str) -> None:
    """Raise ``UserError`` where there is no such form of governance."""
    from coalitions.sim.governance.forms import find_form

    try:
        find_form(name)
    except LookupError as error:
        raise UserError(str(error)) from None


def check_strategy(name: str) -> None:
    """Raise ``UserError`` where there is no such strategy, or where compiled code cannot call it."""
    from coalitions.sim.compiling import NotCompiledError, function_table
    from coalitions.sim.governance.rules import LEAD
    from coalitions.sim.plugins import STRATEGIES

    try:
        kernel = STRATEGIES.find(name)
        function_table([kernel], LEAD)
    except (LookupError, NotCompiledError) as error:
        raise UserError(str(error)) from None
