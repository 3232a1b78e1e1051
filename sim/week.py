"""The week: the order of its phases, as data, and the compiled loop over weeks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .compiling import function_at, function_table, kernel
from .governance.forms import AGREE, MEET, PROPOSE, Form
from .governance.rules import LEAD, PHASE, RULE, Rules
from .mechanisms import (
    conditions,
    consultation,
    decision,
    diagnosis,
    joining,
    morale,
    outcome,
    record,
    roles,
    sensing,
    synthesis,
    trust,
    work,
)
from .plugins import STRATEGIES
from .sentinel import check, is_sound
from .state import State

Phase = Callable[[State, Rules], None]

WEEK: dict[str, Phase] = {
    "conditions": conditions.phase,
    "sensing": sensing.phase,
    "consultation": consultation.phase,
    "synthesis": synthesis.phase,
    "diagnosis": diagnosis.phase,
    "decision": decision.phase,
    "joining": joining.phase,
    "roles": roles.phase,
    "work": work.phase,
    "outcome": outcome.phase,
    "trust": trust.phase,
    "morale": morale.phase,
    "record": record.phase,
}
"""The phases of a week in their order.  A copy with a phase inserted or left out can be run instead."""


@kernel
def loop(state: State, rules: Rules, phases: Any, steps: int) -> None:
    """Run ``steps`` steps: each phase in turn, step after step, until the sentinel finds a fault."""
    for _ in range(steps):
        for k in range(len(phases)):
            function_at(PHASE, phases[k])(state, rules)
        if not is_sound(state):
            return


def run_steps(state: State, rules: Rules, phases: Any, steps: int) -> None:
    """Run ``steps`` steps.

    Raises:
        BrokenRunError: a number is out of its range; the run stands where it was found.
    """
    loop(state, rules, phases, steps)
    check(state)


def phase_table(week: Mapping[str, Phase] = WEEK) -> Any:
    """Compile the phases of a week into a table for ``run_steps``."""
    return function_table(week.values(), PHASE)


def rules_of(form: Form, strategy: str | Callable[..., Any]) -> Rules:
    """Compile the rules of a form and a strategy.

    Raises:
        LookupError: there is no such strategy.
        NotCompiledError: the strategy is a plain Python function.
    """
    return Rules(
        lead=function_table([STRATEGIES.find(strategy)], LEAD),
        propose=function_table([PROPOSE.find(form.propose)], RULE),
        agree=function_table([AGREE.find(form.agree)], RULE),
        meet=function_table([MEET.find(form.meet)], RULE),
    )
