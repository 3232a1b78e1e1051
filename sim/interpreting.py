"""Compiled and plain functions together: a week in which rules, strategies or phases may be plain Python."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from types import FunctionType
from typing import Any

from .compiling import is_uncompiled, ships
from .governance.forms import AGREE, MEET, PROPOSE, Form, find_form
from .mechanisms.office import brief
from .plugins import STRATEGIES
from .rules import Rules, agree, lead, meet, propose
from .sentinel import check
from .state import State
from .strangers import attended, strangers
from .tables import called
from .watching import watched
from .week import Phase, compiled_weeks, rules_of


def any_weeks(
    week: Mapping[str, Phase], governance: str, strategy: str | Callable[..., None]
) -> Callable[[State, int], None]:
    """Return what runs some weeks: one compiled call, or phase by phase where a plain function takes part."""
    form = find_form(governance)
    plugins = {
        lead: STRATEGIES.find(strategy),
        propose: PROPOSE.find(form.propose),
        agree: AGREE.find(form.agree),
        meet: MEET.find(form.meet),
    }
    plain = {caller: plugin for caller, plugin in plugins.items() if is_uncompiled(plugin)}
    if not plain and not any(is_uncompiled(phase) for phase in week.values()):
        return compiled_weeks(week, governance, strategy)
    instead: dict[Any, Callable[..., Any]] = {
        caller: partial(_ask, plugin if ships(plugin) else watched(plugin, caller is lead))
        for caller, plugin in plain.items()
    }
    if lead in instead:
        instead[brief] = _python(brief)  # what compiled code makes of a briefing cannot be passed to Python
    rules, phases = _some_rules(form, strategy, instead), [interpreted(phase, instead) for phase in week.values()]
    names = [called(plugin) for plugin in plugins.values() if not ships(plugin)] + strangers([week.values()])
    return partial(_run_by_phase, rules, phases, names)


def _some_rules(form: Form, strategy: str | Callable[..., None], instead: Mapping[Any, Any]) -> Rules:
    """Compile the rules of a form and a strategy; where something stands instead, any: nobody will ask them."""
    return rules_of(
        replace(
            form,
            propose="nobody" if propose in instead else form.propose,
            agree="each" if agree in instead else form.agree,
            meet="nobody" if meet in instead else form.meet,
        ),
        "absent" if lead in instead else strategy,
    )


def _ask(plugin: Callable[..., None], rules: Rules, *arguments: Any) -> None:
    plugin(*arguments)


def _run_by_phase(rules: Rules, phases: Sequence[Phase], names: list[str], state: State, steps: int) -> None:
    with attended(state, names, steps):
        for _ in range(steps):
            for phase in phases:
                phase(state, rules)
            check(state)


def _python(function: Callable[..., Any]) -> Callable[..., Any]:
    return getattr(function, "py_func", function)


def interpreted(function: Callable[..., Any], instead: dict[Any, Callable[..., Any]]) -> Callable[..., Any]:
    """Return ``function`` so that plain Python stands for some kernels, wherever it calls them.

    Only what leads to one of them becomes Python, from the same source; all other kernels stay compiled.

    Args:
        instead: ``{kernel: function to call in its place}``; what is found for other kernels is added.
    """
    if function in instead:
        return instead[function]
    instead[function] = function
    plain = _python(function)
    known = getattr(plain, "__globals__", {})
    stand_ins = {
        name: interpreted(known[name], instead)
        for name in getattr(getattr(plain, "__code__", None), "co_names", ())
        if hasattr(known.get(name), "py_func")
    }
    if any(stand_in is not known[name] for name, stand_in in stand_ins.items()):
        instead[function] = FunctionType(
            plain.__code__, {**known, **stand_ins}, plain.__name__, plain.__defaults__, plain.__closure__
        )
    return instead[function]
