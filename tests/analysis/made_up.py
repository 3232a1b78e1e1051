"""Studies with runs that are made up: their numbers are known, and no model is run."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
import pandas as pd

from clever_coalitions.analysis.studies.cells import Cells
from clever_coalitions.experiments.studies import Study, study_of
from clever_coalitions.experiments.studies.design import Worlds
from clever_coalitions.sim.measures import MEASURES

PAIR = {"governance": ["consensus", "opt-in"]}
AXES = {"conditions.hazard": {"values": [0.0, 0.02, 0.04]}, "club.values_spread": {"values": [0.1, 0.3, 0.5]}}
FULL = {"kind": "full-factorial", "repetitions": 200, "seed": 3}

Value = Callable[[str, str, tuple[float, ...]], float]
"""The mean of a treatment: place, choice, values of what is uncertain."""


def study(**changes: object) -> Study:
    """Return a study of consensus and opt-in."""
    said = {"question": "Which?", "case": "steady", "outcomes": ["net_value"], "levers": PAIR, **changes}
    return study_of(said, "made_up")


def runs_of(asked: Study, value: Value, noise: float = 0.1, outcome: str = "net_value") -> pd.DataFrame:
    """Return runs in which an outcome is what ``value`` says, plus what a world does to all treatments, plus noise."""
    random, worlds = np.random.default_rng(5), list(Worlds(asked))
    shared = {seed: random.normal() for seed in sorted({world.seed for world in worlds})}
    runs = list(itertools.product(worlds, asked.treatments))
    means = np.array([value(one.place, one.choice, world.values) + shared[world.seed] for world, one in runs])
    return pd.DataFrame({
        "world": [world.number for world, _ in runs],
        "treatment": [one.name for _, one in runs],
        "seed": [world.seed for world, _ in runs],
        **dict.fromkeys(MEASURES, 0.0),
        outcome: means + noise * random.normal(size=len(runs)),
    }).assign(status="done", error=None)  # fmt: skip


def cells(asked: Study, value: Value, noise: float = 0.1, outcome: str = "net_value") -> Cells:
    """Return such runs as cells."""
    return Cells.of(asked, runs_of(asked, value, noise, outcome))
