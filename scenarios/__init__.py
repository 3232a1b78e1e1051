"""Worlds as data: one TOML file each, and one loader that explains every mistake.

``load("syria")`` reads a shipped scenario, ``load("my/case.toml")`` one of yours; ``names()`` lists the
shipped ones. The format is described in ``clever_coalitions.scenarios.schema``.
"""

from .loader import load, names
from .mistakes import Problem, ScenarioError

__all__ = ["Problem", "ScenarioError", "load", "names"]
