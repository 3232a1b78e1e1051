"""Stopping when it is known well enough: the right looks, an honest interval, and the same decision after a restart."""

import numpy as np
import pytest

from clever_coalitions.experiments.intervals import LEVEL, mean_of
from clever_coalitions.experiments.studies import frame, run_study
from clever_coalitions.experiments.studies.format import StopPart
from clever_coalitions.experiments.studies.stopping import budget, interim_look, level_of, looks

from .small import PAIR, small, stored_keys

RULE = StopPart(outcome="net_value", between=PAIR, width=0.5, at_least=20, at_most=300)


def rule(**changes):
    return RULE.model_copy(update=changes)


def test_looks_are_fixed_beforehand_and_grow_by_half():
    assert looks(RULE) == (20, 30, 45, 68, 102, 153, 230, 300)
    assert looks(rule(at_most=20)) == (20,)
    assert level_of(RULE) == pytest.approx(1 - 0.05 / 8)
    assert level_of(rule(at_most=20)) == pytest.approx(LEVEL)


def test_the_interval_of_a_look_is_the_usual_one_at_its_level():
    values = np.random.default_rng(1).normal(size=45)
    seen = interim_look(RULE, 45, np.zeros(45), values)
    assert (seen.low, seen.high) == mean_of(values).interval(level_of(RULE))
    assert seen.mean == pytest.approx(values.mean())


def test_too_few_differences_are_never_enough():
    """Fifty worlds that are all the same have an interval of no width, and say little."""
    assert not interim_look(RULE, 50, np.zeros(50), np.zeros(50)).is_enough


def draws(kind, random, many):
    """Return paired differences whose true mean is zero."""
    if kind == "normal":
        return random.normal(size=many)
    if kind == "skewed, often zero":
        return np.where(random.random(many) < 0.3, random.exponential(size=many), 0.0) - 0.3
    return random.standard_t(3, size=many)


KINDS = ("normal", "skewed, often zero", "heavy tails")
STUDIES = 2_000
ERROR = 2.58 * np.sqrt(0.95 * 0.05 / STUDIES)
"""Half the width of a 99 % interval of a coverage that is truly 95 %."""


def settled(stop, values):
    """Return the last look of a rule at differences that are all there already."""
    for size in looks(stop):
        seen = interim_look(stop, size, np.zeros(size), values[:size])
        if seen.is_enough:
            break
    return seen


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("width", [0.4, 0.8, 1.6])
def test_the_interval_at_which_it_stops_holds_the_true_mean(kind, width):
    """In 95 % of studies or more."""
    random, stop = np.random.default_rng(7), rule(width=width)
    held = stopped_early = 0
    for _ in range(STUDIES):
        seen = settled(stop, draws(kind, random, 300))
        held += seen.low <= 0.0 <= seen.high
        stopped_early += seen.worlds < 300
    assert held / STUDIES >= 0.95 - ERROR
    assert stopped_early > 0 or width == 0.4


def shares_in_which_all_looks_hold(kind, *levels):
    """Return the share of studies, at each level, in which no interval of any look leaves out the true mean."""
    random, held = np.random.default_rng(7), np.zeros(len(levels))
    for _ in range(STUDIES):
        values = draws(kind, random, 300)
        means = [mean_of(values[:size]) for size in looks(RULE)]
        held += [all(low <= 0.0 <= high for low, high in ends(means, level)) for level in levels]
    return held / STUDIES


def ends(means, level):
    return (mean.interval(level) for mean in means)


@pytest.mark.parametrize("kind", KINDS)
def test_all_looks_hold_at_once_and_would_not_without_the_correction(kind):
    corrected, usual = shares_in_which_all_looks_hold(kind, level_of(RULE), LEVEL)
    assert corrected >= 0.95 - ERROR
    assert usual < 0.95 - ERROR


def study(**changes):
    stop = {"outcome": "trust", "between": PAIR, "width": 0.004, "at_least": 20, "at_most": 300, **changes}
    return small(design={}, stop=stop)


def test_a_study_stops_at_the_first_look_that_is_narrow_enough(tmp_path):
    asked = study()
    report = run_study(asked, tmp_path, workers=2)
    last = report.looks[-1]
    assert last.is_enough
    assert last.high - last.low <= 0.004
    assert all(not seen.is_enough for seen in report.looks[:-1])
    assert report.done == report.total == 2 * last.worlds < 600
    assert len(stored_keys(tmp_path)) == 2 * last.worlds
    table = frame(tmp_path).pivot(index="world", columns="treatment", values="trust")
    values = (table["consensus"] - table["opt-in"]).to_numpy()
    assert (last.low, last.high) == mean_of(values).interval(level_of(asked.stop))
    again = run_study(asked, tmp_path)
    assert (again.computed, again.looks) == (0, report.looks)


def test_a_narrower_interval_goes_on_from_there(tmp_path):
    first = run_study(study(), tmp_path)
    second = run_study(study(width=0.003), tmp_path)
    assert second.computed == second.total - first.total > 0


def test_the_bound_ends_it_and_is_said(tmp_path):
    asked = study(width=1e-6, at_most=40)
    report = run_study(asked, tmp_path)
    assert report.done == 80
    assert not report.looks[-1].is_enough
    said = budget(asked, report.looks)
    assert "after 40 of at most 40 worlds; 3 of 3 looks" in said
    assert said.endswith("the bound was reached before it was narrow enough")


def test_independent_points_can_be_stopped_too(tmp_path):
    asked = small(
        uncertainties={"conditions.hazard": {"low": 0.0, "high": 0.03}},
        design={"kind": "monte-carlo"},
        stop={"outcome": "trust", "between": PAIR, "width": 0.003, "at_least": 20, "at_most": 60},
    )
    report = run_study(asked, tmp_path)
    assert report.done == 2 * report.looks[-1].worlds
    assert frame(tmp_path)["conditions.hazard"].nunique() == report.looks[-1].worlds
