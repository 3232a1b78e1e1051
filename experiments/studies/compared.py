"""The runs of a study as a comparison of its treatments.

So there is one form for the paired outcomes of named sides, and all that reads comparisons (estimates, sentences,
figures, reports, pages) reads studies.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from ...scenarios.loader import built
from ...sim.measures import MEASURES
from ..comparison import Comparison, Failure
from ..variants import Variant
from .design import Worlds, groups_of_worlds
from .parts import FAILED
from .study import Study, Treatment

if TYPE_CHECKING:
    import pandas


def comparison_of(study: Study, runs: pandas.DataFrame) -> Comparison:
    """Return what is known of a study: every world that has a run, nan where a run failed or is missing.

    Worlds may differ in more than their seeds: in the numbers that are uncertain.  The cases of the variants have
    those as the case itself has them.

    Args:
        runs: as ``frame`` returns them; perhaps none yet.
    """
    names = [one.name for one in study.treatments]
    said = runs.reindex(columns=["world", "seed", "treatment", "status", "error", *MEASURES])
    known = said[said["treatment"].isin(names)]
    done = known[known["status"] != FAILED]
    worlds, rows = np.unique(done["world"].to_numpy(dtype=np.int64), return_inverse=True)
    outcomes, seeds = np.full((len(worlds), len(names), len(MEASURES)), np.nan), np.zeros(len(worlds), dtype=np.int64)
    places = done["treatment"].map({name: place for place, name in enumerate(names)}).to_numpy(dtype=np.int64)
    outcomes[rows, places] = done[list(MEASURES)].to_numpy(dtype=float)
    seeds[rows] = done["seed"].to_numpy(dtype=np.int64)
    return Comparison(
        compared=variants_of(study),
        asked=len(Worlds(study)),
        worlds=worlds,
        seed=study.design.seed,
        outcomes=outcomes,
        groups=groups_of_worlds(study, worlds),
        seeds=seeds,
        of_interest=study.outcomes,
        at_any_time=len(worlds) < len(Worlds(study)),
        failures=_failures(known),
    )


def by_place(study: Study, found: Comparison) -> list[Comparison]:
    """Return what is known of a study place by place: only what was chosen in one place is compared there."""
    if len(study.places) == 1:
        return [found]
    at = [[p for p, one in enumerate(study.treatments) if one.place == place] for place in study.places]
    return [
        replace(found, compared=tuple(found.compared[p] for p in places), outcomes=found.outcomes[:, places])
        for places in at
    ]


def variants_of(study: Study) -> tuple[Variant, ...]:
    """Return the treatments of a study as variants of its case."""
    return tuple(_variant(study, one) for one in study.treatments)


def _variant(study: Study, treatment: Treatment) -> Variant:
    try:
        case = study.case_under(treatment)
    except ValueError:  # each of its runs fails, and says why
        scenario = built(study.case, {})
        return Variant(treatment.name, scenario, scenario.governance, scenario.strategy)
    scenario = replace(case.scenario, governance=case.governance, strategy=case.strategy, matters=study.matters)
    return Variant(treatment.name, scenario, case.governance, case.strategy)


def _failures(runs: pandas.DataFrame) -> tuple[Failure, ...]:
    failed = runs[runs["status"] == FAILED]
    rows = zip(failed["world"], failed["seed"], failed["treatment"], failed["error"], strict=True)
    return tuple(Failure(int(world), int(seed), name, _last_line(error)) for world, seed, name, error in rows)


def _last_line(error: object) -> str:
    return (str(error).strip().splitlines() or [""])[-1]
