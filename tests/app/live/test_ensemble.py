"""Many worlds: the numbers of a comparison, to be stopped and gone on with."""

import gc
import threading
from dataclasses import replace

import numpy as np
import pytest

from clever_coalitions.app.limits import LIMITS
from clever_coalitions.app.live.changes import WhatIf
from clever_coalitions.app.live.ensemble import Ensemble
from clever_coalitions.app.live.memory import WORLDS
from clever_coalitions.app.live.settings import Case, Setting, plan_of
from clever_coalitions.experiments import Variant, compare, variants, world_seed
from clever_coalitions.scenarios import load
from clever_coalitions.sim.measures import MEASURES

SYRIA = Setting(Case("syria"))


def sides(*settings):
    return [(f"side {number}", plan_of(setting)) for number, setting in enumerate(settings)]


def columns_of(series, known, names):
    """Return those columns of weekly series that pages show; each is the same number by number."""
    assert len(names) == 11
    return series[..., [known.index(name) for name in names]]


FORMS = (SYRIA, replace(SYRIA, governance="consensus"))


def test_an_ensemble_has_the_numbers_of_a_comparison():
    found = Ensemble(sides(*FORMS), seed=3).advance(12)
    known = compare(variants(load("syria"), "governance=opt-in,consensus"), 12, 3, series=True)
    np.testing.assert_array_equal(found.outcomes, known.outcomes)
    np.testing.assert_array_equal(found.worlds, known.worlds)
    np.testing.assert_array_equal(found.series, columns_of(known.series, known.columns, found.columns))
    assert not found.interrupted


def test_a_world_of_an_ensemble_is_the_run_of_its_seed():
    changed = replace(SYRIA, changes=(WhatIf(61, "governance", name="consensus"), WhatIf(90, "pivot", who=0)))
    found = Ensemble(sides(SYRIA, changed), seed=1).advance(3)
    result = plan_of(changed).variant.run(world_seed(1, 2), series=True).result()
    np.testing.assert_array_equal(found.series[2, 1], columns_of(result.series, result.columns, found.columns))
    np.testing.assert_array_equal(found.outcomes[2, 1], [result.outcomes[name] for name in MEASURES])


def test_what_is_done_stays_done_when_it_goes_on():
    ensemble = Ensemble(sides(*FORMS))
    stop = threading.Event()
    stopped = ensemble.advance(200, stop, lambda done, asked: stop.set() if done else None)
    assert 0 < stopped.done < 200
    assert stopped.interrupted
    calls = []
    ensemble.advance(stopped.done, report=lambda done, asked: calls.append(done))
    complete = ensemble.advance(60) if stopped.done < 60 else ensemble.comparison(60)
    known = Ensemble(sides(*FORMS)).advance(60)
    np.testing.assert_array_equal(complete.outcomes, known.outcomes)


def test_a_run_that_fails_leaves_the_others_and_is_named(monkeypatch):
    original = Variant.run

    def failing(variant, seed, **how):
        if (variant.name, seed) == ("side 1", world_seed(1, 4)):
            raise ZeroDivisionError("made to fail")
        return original(variant, seed, **how)

    monkeypatch.setattr(Variant, "run", failing)
    ensemble = Ensemble(sides(*FORMS))
    found = ensemble.advance(8)
    assert found.done == 7
    assert 4 not in found.worlds
    assert [(failure.world, failure.variant) for failure in found.failures] == [(4, "side 1")]
    assert not found.interrupted


def test_nothing_is_run_any_more_when_the_server_ends(monkeypatch):
    ending = threading.Event()
    monkeypatch.setattr("clever_coalitions.app.live.ensemble.ENDING", ending)
    found = Ensemble(sides(*FORMS)).advance(500, report=lambda done, _: ending.set() if done else None)
    assert 0 < found.done < 500
    assert found.interrupted


@pytest.mark.parametrize("limit", ["memory_of_a_visitor", "memory_of_worlds"])
def test_series_are_left_out_where_they_would_fill_the_memory(monkeypatch, limit):
    monkeypatch.setattr(LIMITS, limit, 1)
    ensemble = Ensemble(sides(*FORMS))
    assert ensemble.advance(4).series is not None
    found = ensemble.advance(40)
    assert found.series is None
    assert found.done == 40
    assert np.isfinite(found.outcome("net_value")).all()


def test_the_room_of_series_is_shared_and_given_back(monkeypatch):
    monkeypatch.setattr(LIMITS, "memory_of_worlds", 1)
    gc.collect()
    before = WORLDS.taken
    first = Ensemble(sides(*FORMS))
    assert first.advance(20).series is not None
    assert WORLDS.taken - before == first.advance(20).series.nbytes
    second = Ensemble(sides(*FORMS))
    assert second.advance(20).series is None
    del first
    gc.collect()
    assert WORLDS.taken == before
    assert Ensemble(sides(*FORMS)).advance(20).series is not None


def test_sides_with_other_columns_keep_outcomes_only():
    other = Setting(Case("steady"))
    found = Ensemble(sides(SYRIA, other)).advance(2)
    assert found.series is None
    assert found.outcome("net_value").shape == (2, 2)


@pytest.mark.parametrize("seed", [1, 2])
def test_sides_that_are_the_same_are_the_same_in_every_world(seed):
    found = Ensemble(sides(SYRIA, SYRIA), seed).advance(5)
    np.testing.assert_array_equal(found.outcomes[:, 0], found.outcomes[:, 1])
