"""The week: the order of its phases, as data, and the compiled loop over weeks."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any

from .compiling import kernel, ships
from .governance.forms import AGREE, MEET, PROPOSE, Form, find_form
from .mechanisms import (
    acts,
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
from .rules import LEAD, PHASE, RULE, Rules
from .sentinel import check, is_sound
from .state import State
from .strangers import attended, met, strangers
from .strategies import find_strategy
from .tables import function_at, function_table
from .watching import watched

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
    "acts": acts.phase,
    "trust": trust.phase,
    "morale": morale.phase,
    "record": record.phase,
}
"""The phases of a week in their order.  A copy with a phase inserted or left out can be run instead."""


@kernel
def loop(state: State, rules: Rules, phases: Any, steps: int) -> bool:
    """Run ``steps`` steps: each phase in turn, step after step; return whether the sentinel found all well."""
    for _ in range(steps):
        for k in range(len(phases)):
            function_at(PHASE, phases[k])(state, rules)
        if not is_sound(state):
            return False
    return True


def run_steps(state: State, rules: Rules, phases: Any, steps: int) -> None:
    """Run ``steps`` steps.

    Raises:
        BrokenRunError: a number is out of its range; the run stands where it was found.
    """
    if not loop(state, rules, phases, steps):
        check(state)


def phase_table(week: Mapping[str, Phase] = WEEK) -> Any:
    """Compile the phases of a week into a table for ``run_steps``."""
    return function_table(week.values(), PHASE)


def run_watched(state: State, rules: Rules, phases: Any, steps: int) -> None:
    """Run steps as ``run_steps`` does; where plug-ins from elsewhere take part, whatever fails says whose it was.

    Raises:
        PluginError: what one of them decided cannot be followed.
        Exception: whatever one of them raises: an IndexError, where it looks beyond an array.
    """
    names = strangers((*rules, phases))
    if not names:
        run_steps(state, rules, phases, steps)
        return
    with attended(state, names, steps) as run:
        run(run_steps, state, rules, phases, steps)


def compiled_weeks(
    week: Mapping[str, Phase], governance: str, strategy: str | Callable[..., Any]
) -> Callable[[State, int], None]:
    """Return what runs some weeks of a run under a form and a strategy in one compiled call.

    Raises:
        LookupError: there is no such form or strategy.
        NotCompiledError: one of them, or a phase, is a plain Python function, or cannot be compiled.
    """
    rules, phases = rules_of(find_form(governance), strategy), phase_table(week)
    return lambda state, steps: run_watched(state, rules, phases, steps)


def check_compiled(governance: str, strategy: str | Callable[..., Any]) -> None:
    """Compile a form and a strategy where that has not been done; errors as of ``compiled_weeks``."""
    rules_of(find_form(governance), strategy)


def rules_of(form: Form, strategy: str | Callable[..., Any]) -> Rules:
    """Compile the rules of a form and a strategy.

    Raises:
        LookupError: there is no such strategy.
        NotCompiledError: one of them is a plain Python function, or cannot be compiled.
    """
    return Rules(
        lead=_table(find_strategy(strategy), LEAD),
        propose=_table(PROPOSE.find(form.propose), RULE),
        agree=_table(AGREE.find(form.agree), RULE),
        meet=_table(MEET.find(form.meet), RULE),
    )


@functools.cache
def _table(plugin: Callable[..., Any], kind: Any) -> Any:
    """Compile a plug-in into a table; around one from elsewhere goes what watches it."""
    table = function_table([plugin], kind)
    if ships(plugin):
        return table
    return met(function_table([watched(plugin, kind is LEAD)], kind), plugin)
