"""From what was asked on the command line to a case, a form and a strategy, with every mistake explained."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..errors import UserError

if TYPE_CHECKING:
    from clever_coalitions.sim.scenario import Scenario


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
    from clever_coalitions.scenarios import ScenarioError, load

    try:
        return load(scenario, overrides)
    except ScenarioError as error:
        raise UserError(str(error)) from None


def check_form(name: str) -> None:
    """Raise ``UserError`` where there is no such form of governance, or where its rules cannot be compiled."""
    from clever_coalitions.sim.governance.forms import find_form

    try:
        find_form(name)
    except LookupError as error:
        raise UserError(str(error)) from None
    _check_compiled(name, "absent", name)


def check_strategy(name: str) -> None:
    """Raise ``UserError`` where there is no such strategy, or where it cannot be compiled."""
    from clever_coalitions.sim.plugins import STRATEGIES

    try:
        STRATEGIES.find(name)
    except LookupError as error:
        raise UserError(str(error)) from None
    _check_compiled("opt-in", name, name)


def _check_compiled(governance: str, strategy: str, name: str) -> None:
    """Raise ``UserError`` where a name is of code from elsewhere that cannot be compiled; ours can."""
    from clever_coalitions.sim.plugins import used_in

    if not used_in(name):
        return
    from clever_coalitions.experiments.prepared import check_compiled
    from clever_coalitions.experiments.workshop import LostError, outside
    from clever_coalitions.sim.tables import NotCompiledError

    try:
        outside([name], check_compiled, governance, strategy)
    except (NotCompiledError, LostError) as error:
        raise UserError(str(error)) from None
