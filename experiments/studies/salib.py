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
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ...sim.state import Floats
from .design import Worlds
from .evaluate import Function, needs_uncertainties, outcome_of
from .frames import frame
from .store import Store
from .study import Study

__all__ = ["evaluate", "outcomes_of", "problem"]


def problem(study: Study) -> dict[str, Any]:
    """Return the uncertainties of a study as SALib describes a problem; bounds are those of the study.

    SALib then samples ranges evenly; a study with other distributions asks for ``saltelli`` or ``morris`` in its own
    design, which takes their quantiles.

    Raises:
        StudyError: it has none.
    """
    needs_uncertainties(study, "SALib")
    return {
        "num_vars": len(study.uncertainties),
        "names": [one.path for one in study.uncertainties],
        "bounds": [list(one.ends) for one in study.uncertainties],
    }


def evaluate(
    study: Study,
    points: Floats,
    outcome: str,
    *,
    treatment: str = "",
    minus: str = "",
    repetitions: int | None = None,
    workers: int | None = None,
) -> Floats:
    """Return an outcome at each of SALib's points, (points,), as the mean over the same seeds.

    Args:
        points: (points, uncertainties).
        treatment: under which; the first of the study where not given.
        minus: another treatment whose outcome is taken off: the paired difference.
        repetitions: seeds of each point; those of the study where not given, and ten where it says one.

    Raises:
        StudyError: there is no such outcome.
        KeyError: there is no such treatment.
    """
    name = outcome_of(study, outcome)
    function = Function(study, repetitions)
    paths = [one.path for one in study.uncertainties]

    def under(which: str) -> Floats:
        chosen = (study.named(which) if which else study.treatments[0]).settings
        asked = [{**chosen, **dict(zip(paths, map(float, row), strict=True))} for row in points]
        return np.array([means[name] for means in function.each(asked, workers)])

    return under(treatment) - under(minus) if minus else under(treatment)


def outcomes_of(store: Store, outcome: str, *, treatment: str = "", minus: str = "") -> tuple[Floats, Floats]:
    """Return points and values of a study that was run with SALib's own design, for SALib's ``analyze``.

    Args:
        outcome, treatment, minus: as in ``evaluate``.

    Returns:
        (points, uncertainties), and (points,) means over repetitions; nan where a run is missing.
    """
    study = store.study
    name, runs = outcome_of(study, outcome), frame(store)
    worlds = Worlds(study)
    points = np.array([worlds[number].values for number in range(worlds.points)])

    def under(which: str) -> Floats:
        chosen = study.named(which).name if which else study.treatments[0].name
        means = runs[runs["treatment"] == chosen].groupby("point")[name].mean()
        found: Floats = means.reindex(range(worlds.points)).to_numpy(dtype=float)
        return found

    return points, under(treatment) - under(minus) if minus else under(treatment)
