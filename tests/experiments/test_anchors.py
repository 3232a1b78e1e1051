"""Defaults: what was counted elsewhere comes out about right under opt-in, and the document prints what comes out.

Defaults are set with these figures in view, and with no difference between forms: see ``docs/calibration.md``.
"""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from clever_coalitions.scenarios import load
from clever_coalitions.sim.run import Run
from clever_coalitions.sim.state import coalitions, seats

DOCUMENT = Path(__file__).parents[2] / "docs" / "calibration.md"
WORLDS = 400

CASE, FORM = "steady", "opt-in"
"""The case in which forty organizations of one city campaign for four years, as those that were counted do."""


class Anchor(NamedTuple):
    """A figure that was counted.

    Attributes:
        value, low, high: the figure, and between what it may well lie.
        source: who counted it.
        of: reads it off a run that is over, given the share of its members that were at work, week by week.
    """

    what: str
    value: float
    low: float
    high: float
    source: str
    of: Callable[[dict[str, float], float], float]


ANCHORS = (
    Anchor(
        "share of campaigns that settle their issue within four years",
        0.40, 0.30, 0.50, "Baumgartner et al. 2009", lambda outcomes, _: outcomes["settled"],
    ),
    Anchor(
        "share of members that are active",
        0.79, 0.65, 0.90, "NORC 2012 (secondary)", lambda _, active: active,
    ),
    Anchor(
        "organizations in a joint effort",
        10.0, 3.0, 20.0, "surveys of interest groups (to be established)", lambda outcomes, _: outcomes["members"],
    ),
)  # fmt: skip


def observed(worlds: int, first: int = 0) -> dict[str, tuple[float, float]]:
    """Return ``{what: (mean over worlds, its standard error)}`` of the anchors, seeds ``first`` and on."""
    runs = [lived_through(seed) for seed in range(first, first + worlds)]
    found = {}
    for anchor in ANCHORS:
        values = np.array([anchor.of(*run) for run in runs])
        values = values[np.isfinite(values)]
        found[anchor.what] = float(values.mean()), float(values.std(ddof=1) / np.sqrt(len(values)))
    return found


def lived_through(seed: int) -> tuple[dict[str, float], float]:
    """Return the outcomes of a world, and the mean share of members at work in weeks with members; nan without."""
    run, active = Run(load(CASE), seed, FORM, series=False), []
    while run.left:
        run.advance(1)
        size = float(coalitions(run.state).size[0])
        if size > 0.0:
            active.append(float((seats(run.state).hours[0] > 0.0).sum()) / size)
    return run.outcomes(), float(np.mean(active)) if active else float("nan")


@pytest.fixture(scope="module")
def found():
    return observed(WORLDS)


def test_what_was_counted_comes_out(found):
    for anchor in ANCHORS:
        assert anchor.low <= found[anchor.what][0] <= anchor.high, anchor


def test_the_document_prints_what_comes_out(found):
    text = DOCUMENT.read_text("utf-8")
    for anchor in ANCHORS:
        assert f"{found[anchor.what][0]:.2f}".lstrip("0") in text, (anchor.what, found[anchor.what])
