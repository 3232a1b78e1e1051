"""A run made ready: everything that the runs of one variant have in common, worked out once."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ..sim.compiling import by_name, named
from ..sim.governance.forms import find_form
from ..sim.governance.rules import Rules
from ..sim.plugins import needed_plugins, use_plugin
from ..sim.run import FIRST_EVENTS, start
from ..sim.scenario import Scenario
from ..sim.state import EVENTS, STEPS, State, view
from ..sim.week import phase_table, rules_of, run_watched

Strategy = str | Callable[..., Any]


@dataclass(frozen=True)
class Prepared:
    """A case under one form and one strategy, ready to run in any world; threads may share it.

    Another process gets the names, and compiles there.
    """

    scenario: Scenario
    governance: str
    strategy: Strategy
    rules: Rules
    phases: Any

    def __reduce__(self) -> Any:
        plugins = needed_plugins(self.governance, self.strategy)
        return _prepared_there, (self.scenario, self.governance, named(self.strategy), plugins)

    def run(self, seed: int, *, series: bool = False, events: bool = False) -> State:
        """Run once and return the state at the end; the compiled loop holds no lock of the interpreter.

        Args:
            seed: of the world, in [0, 2**32).
            series: whether to keep a row a step in ``state.series``; events: whether to keep ``state.events``.
        """
        room = FIRST_EVENTS if events else 0
        while True:
            buffers = start(self.scenario, seed, self.governance, series=series, events=room)
            state = view(self.scenario.parameters, buffers)
            run_watched(state, self.rules, self.phases, int(state.clock[STEPS]))
            if state.clock[EVENTS] <= room:
                return state
            room = int(state.clock[EVENTS])


def prepare(scenario: Scenario, governance: str, strategy: Strategy) -> Prepared:
    """Make a case ready to run.

    Raises:
        LookupError: there is no such form or strategy.
        NotCompiledError: a rule or the strategy is a plain Python function, or cannot be compiled.
    """
    return Prepared(scenario, governance, strategy, *compiled(governance, strategy))


def _prepared_there(scenario: Scenario, governance: str, strategy: Any, plugins: Sequence[str]) -> Prepared:
    for source in plugins:
        use_plugin(source)
    return prepare(scenario, governance, by_name(strategy))


def check_compiled(governance: str, strategy: Strategy) -> None:
    """Compile a form and a strategy where that has not been done.

    Raises:
        LookupError, NotCompiledError: as for ``prepare``.
    """
    compiled(governance, strategy)


@functools.lru_cache(maxsize=256)
def compiled(governance: str, strategy: Strategy) -> tuple[Rules, Any]:
    """Return the rules of a form and a strategy, and the phases of a week.

    Raises:
        LookupError, NotCompiledError: as for ``prepare``.
    """
    return rules_of(find_form(governance), strategy), phase_table()
