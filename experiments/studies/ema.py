"""Our model for the EMA Workbench: a study as one of its models, with typed uncertainties, levers and outcomes.

::

    from ema_workbench import perform_experiments
    from clever_coalitions.experiments.studies import ema, load_study

    model = ema.model(load_study("what_matters"))
    experiments, outcomes = perform_experiments(model, scenarios=20, policies=2)
"""

from __future__ import annotations

from typing import Any

from ...scenarios.mistakes import Problem
from ...sim.measures import HIGHER, LOWER, MEASURES
from .evaluate import Function
from .study import Settings, Study, StudyError
from .uncertainties import Uncertainty

__all__ = ["model"]

TREATMENT = "treatment"
"""The lever of a study whose treatments are given by name."""


def model(study: Study, repetitions: int | None = None) -> Any:
    """Return a study as an ``ema_workbench.Model``.

    Its uncertainties are those of the study, whole numbers and lists of values as such; its levers are those of the
    study, or one lever ``treatment`` where treatments are given by name; its outcomes those of interest, each with the
    direction in which it is better.  Paths have underscores in the place of dots: ``conditions_hazard``.

    Args:
        repetitions: seeds over which an outcome is averaged, the same for every experiment; as in ``Function``.

    Raises:
        StudyError: the EMA Workbench is not installed.
    """
    try:
        from ema_workbench import Model
    except ImportError:
        expected = 'expected the EMA Workbench installed: pip install "clever-coalitions[studies]"'
        raise StudyError(study.name, [Problem("", expected)]) from None
    found = Model(_plain(study.name), function=_Experiment(study, repetitions))
    found.uncertainties = [_uncertainty(one) for one in study.uncertainties]
    found.levers = _levers(study)
    found.outcomes = [_outcome(name) for name in study.outcomes]
    return found


class _Experiment:
    """What the workbench calls: keyword arguments in, a dictionary of outcomes out; it travels to other processes."""

    def __init__(self, study: Study, repetitions: int | None) -> None:
        self.function = Function(study, repetitions)
        self.paths = {_plain(one.path): one.path for one in study.uncertainties}
        self.paths |= {_plain(path): path for one in study.treatments for path in one.settings}
        self.named = {one.name: one.settings for one in study.treatments}
        self.outcomes = study.outcomes

    @property
    def __name__(self) -> str:
        return "coalitions"

    def __call__(self, **values: Any) -> dict[str, float]:
        settings: dict[str, Any] = {}
        chosen: Settings = self.named.get(str(values.pop(TREATMENT, "")), {})
        settings |= {self.paths[name]: _number(value) for name, value in values.items()}
        found = self.function.means({**settings, **chosen})
        return {name: found[name] for name in self.outcomes}


def _number(value: Any) -> Any:
    """Return a value of the workbench (a NumPy number, a category) as a plain one."""
    value = getattr(value, "value", value)
    return value.item() if hasattr(value, "item") else value


def _plain(path: str) -> str:
    """Return a name that is a Python identifier, as the workbench wants them."""
    name = "".join(sign if sign.isalnum() else "_" for sign in path)
    return name if name.isidentifier() else f"_{name}"


def _uncertainty(one: Uncertainty) -> Any:
    from ema_workbench import CategoricalParameter, IntegerParameter, RealParameter

    if one.what.values is not None:
        return CategoricalParameter(_plain(one.path), one.what.values)
    low, high = one.ends
    if one.what.whole:
        return IntegerParameter(_plain(one.path), int(low), int(high))
    if one.what.distribution != "uniform":
        return RealParameter.from_dist(_plain(one.path), one.frozen())
    return RealParameter(_plain(one.path), low, high)


def _levers(study: Study) -> list[Any]:
    from ema_workbench import CategoricalParameter

    if not study.file.levers:
        return [CategoricalParameter(TREATMENT, [one.name for one in study.treatments])]
    paths = dict.fromkeys(path for one in study.treatments for path in one.settings)
    return [
        CategoricalParameter(_plain(path), list(dict.fromkeys(one.settings[path] for one in study.treatments)))
        for path in paths
    ]


def _outcome(name: str) -> Any:
    from ema_workbench import ScalarOutcome

    kind = {HIGHER: ScalarOutcome.MAXIMIZE, LOWER: ScalarOutcome.MINIMIZE}.get(MEASURES[name].better)
    return ScalarOutcome(name, kind) if kind is not None else ScalarOutcome(name)
