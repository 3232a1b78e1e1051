"""Our model for the EMA Workbench: a study as one of its models, with typed uncertainties, levers and outcomes.

::

    from ema_workbench import perform_experiments
    from clever_coalitions.experiments.studies import ema, load_study

    study = load_study("what_matters")
    experiments, outcomes = perform_experiments(ema.model(study), scenarios=20, policies=ema.policies(study))
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ...scenarios.overrides import whole
from ...sim.measures import HIGHER, LOWER, MEASURES
from .evaluate import Function
from .study import Study, Treatment, installed
from .uncertainties import Uncertainty

__all__ = ["model", "policies"]

TREATMENT = "treatment"
"""The lever of a study whose treatments are given by name."""


def model(study: Study, repetitions: int | None = None) -> Any:
    """Return a study as an ``ema_workbench.Model``.

    Its uncertainties are those of the study, whole numbers and lists of values as such; its levers are those of the
    study, or one lever ``treatment`` where treatments are given by name; its outcomes those of interest, each with the
    direction in which it is better.  What has one value only is a constant.  Paths have underscores in the place of
    what a name in Python cannot hold: ``conditions_hazard``; where two become one, the second ends in ``_2``.

    Args:
        repetitions: seeds over which an outcome is averaged, the same for every experiment; as in ``Function``.

    Raises:
        StudyError: the EMA Workbench is not installed.
    """
    workbench = installed("ema_workbench", "the EMA Workbench", study.name)
    names = workbench_names(study)
    found = workbench.Model(_plain(study.name), function=_Experiment(study, repetitions))
    uncertain = [_uncertainty(names[one.path], one) for one in study.uncertainties]
    levers = [_of_values(names[path], values) for path, values in _levers(study).items()]
    found.constants = [one for one in (*uncertain, *levers) if isinstance(one, workbench.Constant)]
    found.uncertainties = [one for one in uncertain if not isinstance(one, workbench.Constant)]
    found.levers = [one for one in levers if not isinstance(one, workbench.Constant)]
    found.outcomes = [_outcome(name) for name in study.outcomes]
    return found


def policies(study: Study) -> list[Any]:
    """Return the treatments of a study as policies of the workbench, so that it runs just these.

    Raises:
        StudyError: the EMA Workbench is not installed.
    """
    policy, names = installed("ema_workbench", "the EMA Workbench", study.name).Policy, workbench_names(study)
    free = [path for path, values in _levers(study).items() if len(values) > 1]
    return [policy(one.name, **{names[path]: _chosen(one, path) for path in free}) for one in study.treatments]


def workbench_names(study: Study) -> dict[str, str]:
    """Return what each path is called in the workbench; no two paths by one name."""
    found: dict[str, str] = {}
    for path in (*_levers(study), *study.paths):
        name, many = _plain(path), 1
        while name in found.values():
            many += 1
            name = f"{_plain(path)}_{many}"
        found[path] = name
    return found


class _Experiment:
    """What the workbench calls: keyword arguments in, a dictionary of outcomes out; it travels to other processes."""

    def __init__(self, study: Study, repetitions: int | None) -> None:
        self.function = Function(study, repetitions)
        self.paths = {name: path for path, name in workbench_names(study).items()}
        self.named = {one.name: one.settings for one in study.treatments}
        self.first = study.treatments[0].settings
        self.outcomes = study.outcomes

    @property
    def __name__(self) -> str:
        return "coalitions"

    def __call__(self, **values: Any) -> dict[str, float]:
        given = {self.paths[name]: _number(value) for name, value in values.items()}
        chosen = self.named[given.pop(TREATMENT)] if TREATMENT in given else self.first
        found = self.function.means({**chosen, **given})
        return {name: found[name] for name in self.outcomes}


def _number(value: Any) -> Any:
    """Return a value of the workbench (a NumPy number, a category) as a plain one."""
    value = getattr(value, "value", value)
    return value.item() if hasattr(value, "item") else value


def _plain(path: str) -> str:
    """Return a name that is a Python identifier, as the workbench wants them."""
    name = "".join(sign if sign.isalnum() else "_" for sign in path)
    return name if name.isidentifier() else f"_{name}"


def _uncertainty(name: str, one: Uncertainty) -> Any:
    from ema_workbench import IntegerParameter, RealParameter

    if one.what.values is not None:
        return _of_values(name, one.what.values)
    low, high = one.ends
    if one.what.distribution != "uniform":
        return (IntegerParameter if one.what.whole else RealParameter).from_dist(name, one.frozen())
    return IntegerParameter(name, int(low), int(high)) if one.what.whole else RealParameter(name, low, high)


def _of_values(name: str, values: Iterable[Any]) -> Any:
    """Return one of these values as a category, whole numbers as such; as a constant, where there is no other."""
    from ema_workbench import CategoricalParameter, Constant

    found = list(dict.fromkeys(values))
    if all(isinstance(value, int | float) and value == whole(value) and float(value).is_integer() for value in found):
        found = [int(value) for value in found]
    return CategoricalParameter(name, found) if len(found) > 1 else Constant(name, found[0])


def _levers(study: Study) -> dict[str, list[Any]]:
    """Return the values of each lever, by its path; of the lever ``treatment``, where treatments have names."""
    if study.file.levers:
        paths = dict.fromkeys(path for one in study.treatments for path in one.settings)
        return {path: list(dict.fromkeys(one.settings[path] for one in study.treatments)) for path in paths}
    return {TREATMENT: [one.name for one in study.treatments]} if len(study.treatments) > 1 else {}


def _chosen(treatment: Treatment, path: str) -> Any:
    return treatment.name if path == TREATMENT else treatment.settings[path]


def _outcome(name: str) -> Any:
    from ema_workbench import ScalarOutcome

    kind = {HIGHER: ScalarOutcome.MAXIMIZE, LOWER: ScalarOutcome.MINIMIZE}.get(MEASURES[name].better)
    return ScalarOutcome(name, kind) if kind is not None else ScalarOutcome(name)
