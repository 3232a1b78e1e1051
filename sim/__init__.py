"""One week of a coalition, and nothing else: no files, no plots, no command line.

The names below are imported when first used, so that a headless run never imports Mesa.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .additions import own_state
    from .agents import Coordinator, Organization
    from .compiling import kernel
    from .declare import Mechanism, Per
    from .entities import Floats
    from .measures import Measure
    from .model import CoalitionModel
    from .parameters import Number
    from .plugins import use_plugin
    from .population import Choice
    from .run import Result, simulate
    from .scenario import Scenario
    from .tables import NotCompiledError

_HOMES = {
    "Choice": "population",
    "CoalitionModel": "model",
    "Coordinator": "agents",
    "Floats": "entities",
    "Measure": "measures",
    "Mechanism": "declare",
    "NotCompiledError": "tables",
    "Number": "parameters",
    "Organization": "agents",
    "Per": "declare",
    "Result": "run",
    "Scenario": "scenario",
    "kernel": "compiling",
    "own_state": "additions",
    "simulate": "run",
    "use_plugin": "plugins",
}

__all__ = [
    "Choice",
    "CoalitionModel",
    "Coordinator",
    "Floats",
    "Measure",
    "Mechanism",
    "NotCompiledError",
    "Number",
    "Organization",
    "Per",
    "Result",
    "Scenario",
    "kernel",
    "own_state",
    "simulate",
    "use_plugin",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
