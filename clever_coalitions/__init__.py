"""Clever Coalitions: a laboratory of coalitions of organizations.

The names below are all that most programs need, and are imported when first used::

    from clever_coalitions import compare, load, simulate

    result = simulate(load("syria"), seed=1)
    differences = compare(load("syria"), governance=["opt-in", "consensus"]).differences()

What else there is lies in the rooms, each with a page of documentation of its own: ``clever_coalitions.sim`` (the
model), ``scenarios``, ``experiments``, ``analysis`` and ``app``.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .experiments.compare import compare
    from .experiments.studies.runner import study
    from .experiments.variants import variants
    from .scenarios.loader import load
    from .sim.compiling import kernel
    from .sim.edition import package_version
    from .sim.model import CoalitionModel
    from .sim.plugins import use_plugin
    from .sim.run import simulate

    __version__ = package_version()

_HOMES = {
    "CoalitionModel": "sim.model",
    "compare": "experiments.compare",
    "kernel": "sim.compiling",
    "load": "scenarios.loader",
    "simulate": "sim.run",
    "study": "experiments.studies.runner",
    "use_plugin": "sim.plugins",
    "variants": "experiments.variants",
}

__all__ = [
    "CoalitionModel",
    "__version__",
    "compare",
    "kernel",
    "load",
    "simulate",
    "study",
    "use_plugin",
    "variants",
]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return import_module(".sim.edition", __name__).package_version()
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
