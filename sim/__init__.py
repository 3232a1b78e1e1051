"""One week of a coalition, and nothing else: no files, no plots, no command line.

The names below are imported when first used, so that a headless run never imports Mesa.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .agents import Coordinator, Organization
    from .compiling import kernel
    from .model import CoalitionModel
    from .plugins import use_plugin
    from .population import Choice
    from .run import Result, simulate
    from .scenario import Scenario
    from .tables import NotCompiledError

_HOMES = {
    "Choice": "population",
    "CoalitionModel": "model",
    "Coordinator": "agents",
    "NotCompiledError": "tables",
    "Organization": "agents",
    "Result": "run",
    "Scenario": "scenario",
    "kernel": "compiling",
    "simulate": "run",
    "use_plugin": "plugins",
}

__all__ = [
    "Choice",
    "CoalitionModel",
    "Coordinator",
    "NotCompiledError",
    "Organization",
    "Result",
    "Scenario",
    "kernel",
    "simulate",
    "use_plugin",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
