"""SALib on our model: the uncertainties of a study as a ``problem``, and the study as a function of them.

::

    from SALib.analyze import sobol
    from SALib.sample import sobol as sampler
    from clever_coalitions.experiments.studies import load_study, salib

    study = load_study("what_matters")
    problem = salib.problem(study)
    points = sampler.sample(problem, 64, calc_second_order=False)
    values = salib.evaluate(study, points, "net_value", minus="opt-in", treatment="consensus")
    print(sobol.analyze(problem, values, calc_second_order=False).to_df()[0])

Ranges are as the study says them, whole numbers half a unit wider at both ends, and rounded. Lists of values, and
distributions other than even ones, are sampled as shares from 0 to 1, of which they have the quantile.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ...scenarios.mistakes import Problem, unknown
from ...sim.measures import MEASURES
from ...sim.state import Floats
from .design import Worlds
from .evaluate import Function
from .frames import frame
from .store import Store
from .study import Study, StudyError
from .uncertainties import Uncertainty

__all__ = ["evaluate", "outcomes_of", "problem", "values_at"]


def problem(study: Study, groups: bool | Mapping[str, str] = False) -> dict[str, Any]:
    """Return the uncertainties of a study as SALib describes a problem.

    Args:
        groups: True to vary those of one table together (``conditions``, ``joining``), or the group of each path.

    Raises:
        StudyError: it has none.
    """
    if not study.uncertainties:
        raise StudyError(study.name, [Problem("uncertainties", "expected some: SALib varies them")])
    paths = [one.path for one in study.uncertainties]
    found = {"num_vars": len(paths), "names": paths, "bounds": [list(_bounds(one)) for one in study.uncertainties]}
    if not groups:
        return found
    return {**found, "groups": [path.partition(".")[0] if groups is True else groups[path] for path in paths]}


def _is_share(one: Uncertainty) -> bool:
    return one.what.values is not None or one.what.distribution != "uniform"


def _bounds(one: Uncertainty) -> tuple[float, float]:
    if _is_share(one):
        return 0.0, 1.0
    low, high = one.ends
    return (low - 0.5, high + 0.5) if one.what.whole else (low, high)


def values_at(study: Study, points: Floats) -> Floats:
    """Return the values of the uncertainties at SALib's points, both (points, uncertainties)."""
    found = np.array(points, dtype=float)
    for place, one in enumerate(study.uncertainties):
        if _is_share(one):
            found[:, place] = one.at(found[:, place])
        elif one.what.whole:
            found[:, place] = np.clip(np.round(found[:, place]), *one.ends)
    return found


def evaluate(
    study: Study,
    points: Floats,
    outcome: str | Sequence[str],
    *,
    treatment: str = "",
    minus: str = "",
    repetitions: int | None = None,
    workers: int | None = None,
) -> Floats:
    """Return an outcome at each of SALib's points, (points,), as the mean over the same seeds.

    Args:
        points: (points, uncertainties), within the bounds of ``problem``.
        outcome: or several, of the same runs: then (points, outcomes).
        treatment: under which; the first of the study where not given.
        minus: another treatment whose outcome is taken off: the paired difference.
        repetitions: seeds of each point; those of the study where not given, and ten where it says one.

    Raises:
        StudyError: there is no such outcome, or no such treatment.
    """
    names = _outcomes(study, outcome)
    function = Function(study, repetitions)
    paths = [one.path for one in study.uncertainties]

    def under(which: str) -> Floats:
        chosen = (study.named(which) if which else study.treatments[0]).settings
        asked = [{**chosen, **dict(zip(paths, row, strict=True))} for row in values_at(study, points).tolist()]
        return np.array([[means[name] for name in names] for means in function.each(asked, workers)])

    found = under(treatment) - under(minus) if minus else under(treatment)
    return found[:, 0] if isinstance(outcome, str) else found


def _outcomes(study: Study, outcome: str | Sequence[str]) -> list[str]:
    names = [outcome] if isinstance(outcome, str) else list(outcome)
    if wrong := [unknown("outcome", name, MEASURES, "outcome") for name in names if name not in MEASURES]:
        raise StudyError(study.name, wrong)
    return names


def outcomes_of(
    store: Store, outcome: str | Sequence[str], *, treatment: str = "", minus: str = ""
) -> tuple[Floats, Floats]:
    """Return points and values of a study that was run with SALib's own design, for SALib's ``analyze``.

    Args:
        outcome, treatment, minus: as in ``evaluate``.

    Returns:
        (points, uncertainties), as values; and (points,) means over repetitions, nan where a run is missing; of several
        outcomes (points, outcomes).
    """
    study = store.study
    names, runs = _outcomes(study, outcome), frame(store)
    worlds = Worlds(study)
    points = np.array([worlds[number].values for number in range(worlds.points)])

    def under(which: str) -> Floats:
        chosen = study.named(which).name if which else study.treatments[0].name
        means = runs[runs["treatment"] == chosen].groupby("point")[names].mean()
        found: Floats = means.reindex(range(worlds.points)).to_numpy(dtype=float)
        return found

    found = under(treatment) - under(minus) if minus else under(treatment)
    return points, found[:, 0] if isinstance(outcome, str) else found
