"""Who does the work changes nothing: threads, joblib's processes, a Dask cluster, a cluster that loses a worker."""

import os
import signal
import threading

import pytest

from clever_coalitions.experiments.studies import StudyError, run_study
from clever_coalitions.experiments.studies.batches import Batch, WrongModelError, do
from clever_coalitions.experiments.studies.frames import planned

from .small import assert_same, small, stored_keys

# Of the libraries' own clusters and pools, whatever ends in the middle of something warns.
pytestmark = pytest.mark.filterwarnings("ignore")

MANY = {"design": {"repetitions": 100}, "keep": {"weeks": ["members"]}}


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """Return the store of the study done by one thread."""
    folder = tmp_path_factory.mktemp("alone") / "store"
    run_study(small(**MANY), folder, workers=1)
    return folder


def test_two_threads(tmp_path, alone):
    run_study(small(**MANY), tmp_path, workers=2)
    assert_same(tmp_path, alone, ("runs", "weeks"))


@pytest.mark.parametrize("processes", [pytest.param(1, marks=pytest.mark.slow), 2])
def test_processes_of_joblib(tmp_path, alone, processes):
    from joblib.externals.loky import get_reusable_executor

    executor = get_reusable_executor(max_workers=processes)
    run_study(small(**MANY), tmp_path, executor=executor, workers=processes)
    executor.shutdown()
    assert_same(tmp_path, alone, ("runs", "weeks"))


@pytest.fixture
def cluster():
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as started:
        yield started


def test_a_dask_cluster_and_one_that_loses_a_worker(tmp_path, alone, cluster):
    run_study(small(**MANY), tmp_path / "whole", dask=cluster.scheduler_address)
    assert_same(tmp_path / "whole", alone, ("runs", "weeks"))
    victim = next(iter(cluster.workers.values())).pid
    killed = threading.Event()

    def kill_half_way(state):
        if state.computed >= 100 and not killed.is_set():
            killed.set()
            os.kill(victim, signal.SIGKILL)

    run_study(small(**MANY), tmp_path / "torn", dask=cluster.scheduler_address, progress=kill_half_way)
    assert killed.is_set()
    assert_same(tmp_path / "torn", alone, ("runs", "weeks"))
    assert len(stored_keys(tmp_path / "torn")) == 200


def test_no_scheduler_is_said_soon(tmp_path, monkeypatch):
    from clever_coalitions.experiments.studies import executors

    monkeypatch.setattr(executors, "CONNECTING", 0.5)
    with pytest.raises(StudyError, match=r"--dask tcp://127.0.0.1:1: there is no Dask scheduler"):
        run_study(small(), tmp_path, dask="tcp://127.0.0.1:1")


def test_dask_that_is_not_installed_is_named(tmp_path, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(StudyError, match=r"coalitions\[studies\]"):
        run_study(small(), tmp_path, dask="tcp://127.0.0.1:1")


def test_a_worker_with_another_model_refuses(tmp_path, monkeypatch):
    from clever_coalitions.experiments.studies import runner

    study = small()
    monkeypatch.setattr(runner, "model_edition", lambda: "another")
    with pytest.raises(StudyError, match="a worker: the study is of another"):
        run_study(study, tmp_path)
    with pytest.raises(WrongModelError, match="the study is of another, this worker has"):
        do(Batch(study, list(planned(study))[:2], "another"))
