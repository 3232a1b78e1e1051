"""Runs that fail: a row with its traceback, all others done, and done again when what was wrong is mended."""

import shlex
from pathlib import Path

import pytest

from clever_coalitions.experiments.studies import frame, load_study, run_study, study_of
from clever_coalitions.experiments.studies.batches import Done
from clever_coalitions.experiments.studies.executors import results
from clever_coalitions.experiments.studies.runner import failing
from clever_coalitions.scenarios import load
from clever_coalitions.sim import use_plugin
from clever_coalitions.sim.compiling import is_compiling_enabled

from ...programs import programs
from .small import assert_same, data, small

FAULTY = Path(__file__).with_name("faulty.py")
FILE = """
question = "What if a rule raises?"
case = "steady"
[set]
weeks = 20
[levers]
governance = ["opt-in", "coordinator+faulty:agree+hub"]
[design]
repetitions = 50
"""


@pytest.fixture
def command(tmp_path):
    """Return a function that does a command of studies, while the rule is mended, or not yet."""
    with programs() as started:

        def done(*words, mended):
            line = shlex.join(["coalitions", "study", *map(str, words), "--plugin", str(FAULTY)])
            return started.end(tmp_path, "sh", f"COALITIONS_TEST_MENDED={int(mended)} {line}")

        yield done


@pytest.mark.skipif(not is_compiling_enabled(), reason="NUMBA_DISABLE_JIT is set")
def test_a_study_in_which_runs_raise_is_finished_and_mended_by_commands(tmp_path, monkeypatch, command):
    monkeypatch.setenv("COALITIONS_TEST_MENDED", "1")  # in this process, which looks and runs the study undisturbed
    use_plugin(FAULTY)
    file, store, other = tmp_path / "faulty.toml", tmp_path / "store", tmp_path / "other"
    file.write_text(FILE)
    said = command("run", file, "--store", store, mended=False)
    assert said.returncode == 1, said.stderr
    table = frame(store)
    failed = table[table["status"] == "failed"]
    assert len(table) == 100
    assert 0 < len(failed) == (table["seed"] % 20 == 7).sum() / 2
    assert set(failed["treatment"]) == {"coordinator+faulty:agree+hub"}
    assert failed["net_value"].isna().all()
    assert failed["error"].str.contains(r"ValueError: faulty:agree, week \d+: no luck in this world").all()
    assert f"{len(failed)} runs of 100 failed; all others are done" in said.stderr
    assert f"rerun {store} --failed" in said.stderr
    assert "ValueError: faulty:agree, week " in said.stdout
    assert "no luck in this world" in " ".join(said.stdout.split())
    unasked = run_study(load_study(file), store)
    assert (unasked.computed, unasked.failed) == (0, len(failed))
    again = command("rerun", store, "--failed", mended=True)
    assert again.returncode == 0, again.stderr
    run_study(load_study(file), other)
    assert_same(store, other)


@pytest.fixture
def unlucky(monkeypatch):
    """Make every twentieth run raise, whatever it is."""
    from clever_coalitions.experiments.studies import batches

    count, usual = iter(range(10**9)), batches.finished

    def finished(case, seed, recipe):
        if next(count) % 20 == 7:
            raise MemoryError("no room for this run")
        return usual(case, seed, recipe)

    monkeypatch.setattr(batches, "finished", finished)
    return monkeypatch


def test_five_in_a_hundred_fail_and_the_others_are_done(tmp_path, unlucky):
    report = run_study(small(), tmp_path / "store", workers=2)
    assert (report.computed, report.done, report.failed) == (40, 40, 2)
    assert run_study(small(), tmp_path / "store").computed == 0
    unlucky.undo()
    again = run_study(small(), tmp_path / "store", failed=True)
    assert (again.computed, again.failed) == (2, 0)
    run_study(small(), tmp_path / "other")
    assert_same(tmp_path / "store", tmp_path / "other")


def test_a_world_that_makes_no_case_is_a_failed_run(tmp_path):
    """Each number is in its range; together they make more organizations than a case may have."""
    one, other = (f"kinds.{kind.name}.count" for kind in load("steady").kinds[:2])
    (tmp_path / "worlds.csv").write_text(f"{one},{other}\n4,4\n600000,600000\n5,5\n")
    study = study_of(data(design={"kind": "csv", "file": "worlds.csv"}), "small", tmp_path)
    report = run_study(study, tmp_path / "store")
    assert (report.total, report.done, report.failed) == (6, 6, 2)
    table = frame(tmp_path / "store")
    assert table[table["world"] == 1]["error"].str.contains("ScenarioError").all()
    assert table[table["world"] != 1]["status"].eq("done").all()
    assert run_study(study, tmp_path / "store").computed == 0


class KilledWorker(Exception):  # noqa: N818 - as dask.distributed calls it
    """Stands for what dask.distributed raises for a task that took down every worker."""


def test_a_batch_that_takes_down_every_worker_fails_and_nothing_else():
    from concurrent.futures import ThreadPoolExecutor

    from clever_coalitions.experiments.studies.batches import Batch, do
    from clever_coalitions.experiments.studies.frames import planned
    from clever_coalitions.sim.edition import model_edition

    study = small()
    runs = list(planned(study))
    batches = [Batch(study, runs[:2], model_edition()), Batch(study, runs[2:4], model_edition())]

    def deadly(batch):
        if batch is batches[0]:
            raise KilledWorker("it was killed")
        return do(batch)

    with ThreadPoolExecutor(1) as pool:
        found: list[Done] = list(results(pool, 2, deadly, iter(batches), failing))
    assert sorted(len(done.errors) for done in found) == [0, 2]


def test_another_error_of_a_worker_ends_the_study():
    from concurrent.futures import ThreadPoolExecutor

    def broken(task):
        raise OSError("the network is gone")

    with ThreadPoolExecutor(1) as pool, pytest.raises(OSError, match="the network is gone"):
        list(results(pool, 2, broken, iter([1]), failing))
