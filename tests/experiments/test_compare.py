"""Variants meet the same worlds; neither workers, nor failures, nor Ctrl-C change what is found in a world."""

import _thread
import subprocess
import sys
import threading
import time

import numpy as np
import pytest

from clever_coalitions.experiments import Variant, compare, variants, vary, world_seed
from clever_coalitions.scenarios import load
from clever_coalitions.sim.measures import MEASURES
from clever_coalitions.sim.run import digest_of, simulate

SHORT = load("syria", {"weeks": 80})
PAIR = variants(SHORT, "governance=opt-in,consensus")


@pytest.fixture(scope="module")
def paired():
    return compare(PAIR, worlds=12, seed=5, series=True)


def test_what_it_holds(paired):
    assert paired.variants == ("opt-in", "consensus")
    assert paired.scenario is SHORT
    assert paired.outcome_names == tuple(MEASURES)
    assert paired.outcomes.shape == (12, 2, len(MEASURES))
    assert paired.series.shape == (12, 2, 80, len(paired.columns))
    assert paired.worlds.tolist() == list(range(12))
    assert (paired.asked, paired.done, paired.seed) == (12, 12, 5)
    assert (paired.failures, paired.interrupted) == ((), False)
    assert paired.seconds > 0


def test_every_run_is_the_one_that_simulate_gives(paired):
    for world in (0, 11):
        for place, name in enumerate(paired.variants):
            alone = simulate(SHORT, world_seed(5, world), name)
            np.testing.assert_array_equal(paired.outcomes[world, place], list(alone.outcomes.values()))
            assert digest_of(paired.series[world, place]) == alone.digest


def test_all_forms_meet_the_same_shocks():
    found = compare(vary(SHORT, "governance", ["opt-in", "consensus", "qualified-majority", "alone"]), 6, series=True)
    facing = found.series[..., found.columns.index("obstacle")]
    unsettled = (facing >= 0.0).all(axis=1)  # an issue that has ended moves no more
    assert unsettled.mean() > 0.5
    shocks = np.where(unsettled[:, None], found.series[..., found.columns.index("fact")], 0.0)
    np.testing.assert_array_equal(shocks, np.broadcast_to(shocks[:, :1], shocks.shape))
    first = found.series[:, :, 0, found.columns.index("obstacle")]  # the next one shows when somebody has won
    np.testing.assert_array_equal(first, np.broadcast_to(first[:, :1], first.shape))
    facts = found.series[:, 0, :, found.columns.index("fact")]
    assert len({tuple(fact) for fact in facts}) == 6, "worlds must differ"


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_results_do_not_depend_on_workers(paired, workers):
    found = compare(PAIR, worlds=12, seed=5, workers=workers, series=True)
    np.testing.assert_array_equal(found.outcomes, paired.outcomes)
    np.testing.assert_array_equal(found.series, paired.series)


def test_more_worlds_leave_the_first_ones_as_they_are(paired):
    found = compare(PAIR, worlds=15, seed=5)
    np.testing.assert_array_equal(found.outcomes[:12], paired.outcomes)
    assert found.series is None
    assert found.columns == ()


def test_series_of_different_lengths_end_in_nan():
    found = compare(vary(SHORT, "weeks", [20, 30]), 2, series=True)
    assert found.series.shape[2] == 30
    fact = found.series[..., found.columns.index("fact")]
    assert np.isnan(fact[:, 0, 20:]).all()
    np.testing.assert_array_equal(fact[:, 0, :20], fact[:, 1, :20])


def test_a_table_of_runs(paired):
    table = paired.frame()
    assert list(table.columns) == ["world", "seed", "variant", *MEASURES]
    assert len(table) == 24
    row = table.iloc[3]
    assert (row["world"], row["seed"], row["variant"]) == (1, world_seed(5, 1), "consensus")
    assert row["members"] == paired.outcome("members")[1, 1]


# --- trouble ---------------------------------------------------------------------------------------------


@pytest.fixture
def failing(monkeypatch):
    """Make the run of consensus in world 3 fail, and all of those in world 7."""
    module = sys.modules["clever_coalitions.sim.run"]
    begin, bad = module.start, {world_seed(5, 3): ("consensus",), world_seed(5, 7): ("opt-in", "consensus")}

    def start(scenario, seed, governance, **options):
        if governance in bad.get(seed, ()):
            raise RuntimeError(f"no luck with {governance}")
        return begin(scenario, seed, governance, **options)

    monkeypatch.setattr(module, "start", start)


def test_a_run_that_fails_does_not_stop_the_others(failing, paired):
    found = compare(PAIR, worlds=12, seed=5, series=True)
    assert found.worlds.tolist() == [0, 1, 2, 4, 5, 6, 8, 9, 10, 11]
    assert (found.asked, found.done, found.interrupted) == (12, 10, False)
    np.testing.assert_array_equal(found.outcomes, paired.outcomes[found.worlds])
    np.testing.assert_array_equal(found.series, paired.series[found.worlds])
    assert [(one.world, one.variant) for one in found.failures] == [(3, "consensus"), (7, "opt-in"), (7, "consensus")]
    assert found.failures[0].message == "RuntimeError: no luck with consensus"
    assert found.failures[0].seed == world_seed(5, 3)


def test_ctrl_c_keeps_the_worlds_that_are_complete(paired):
    asked, began = 50_000, []

    def interrupt_once(done, asked):
        if done >= 12 and not began:
            began.append(time.monotonic())
            threading.Thread(target=_thread.interrupt_main).start()

    found = compare(PAIR, worlds=asked, seed=5, workers=2, progress=interrupt_once)
    assert time.monotonic() - began[0] < 10
    assert found.interrupted
    assert found.asked == asked
    assert 12 <= found.done < asked
    assert found.worlds.tolist() == list(range(found.done))
    np.testing.assert_array_equal(found.outcomes[:12], paired.outcomes)
    assert np.isfinite(found.outcome("net_value")).all()


def test_progress_ends_with_all_worlds():
    told = []
    compare(PAIR, worlds=8, progress=lambda done, asked: told.append((done, asked)))
    assert told[-1] == (8, 8)
    assert told == sorted(told)


def test_an_error_in_progress_stops_the_workers():
    def progress(done, asked):
        raise OSError("the screen is gone")

    began, others = time.monotonic(), threading.active_count()
    with pytest.raises(OSError, match="screen"):
        compare(PAIR, worlds=50_000, progress=progress)
    assert time.monotonic() - began < 10
    assert threading.active_count() <= others


@pytest.mark.parametrize(
    "asked",
    [
        {"variants": ()},
        {"variants": (PAIR[0], PAIR[0])},
        {"worlds": 0},
        {"worlds": 2.5},
        {"worlds": True},
        {"workers": 0},
        {"seed": -1},
        {"seed": 2**32},
        {"variants": (PAIR[0], Variant("x", load("steady"), "opt-in", "absent")), "series": True},
    ],
)
def test_what_cannot_be_compared(asked):
    with pytest.raises(ValueError, match=r"expected|whole number|must have"):
        compare(**{"variants": PAIR, "worlds": 2} | asked)


def test_unknown_forms_are_named_before_anything_runs():
    with pytest.raises(LookupError, match="expected one of"):
        compare([PAIR[0], Variant("x", SHORT, "nonsense", "absent")])


def test_importing_stays_light():
    code = (
        "import sys, clever_coalitions.sim.run; before = set(sys.modules);"
        "import clever_coalitions.experiments, clever_coalitions.experiments.estimates;"
        "import clever_coalitions.analysis.reports.sentences;"
        "print(*{name.split('.')[0] for name in set(sys.modules) - before})"
    )
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert not {"pandas", "scipy", "matplotlib", "joblib"} & set(said)
