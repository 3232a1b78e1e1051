"""Crashes: a study that is killed, at any moment, and started again ends as one that was never disturbed."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from clever_coalitions.experiments.studies import frame, load_study, run_study, sessions

from .small import assert_same, small, stored_keys, tear

FILE = """
question = "Does a crash leave a trace?"
case = "steady"
[set]
weeks = {weeks}
[levers]
governance = ["opt-in", "consensus"]
[design]
repetitions = {repetitions}
[keep]
weeks = ["members"]
every = 26
"""

RUN = """
import sys
from clever_coalitions.experiments.studies import load_study, run_study, runner
runner.MOST_RUNS = 20  # many small parts: many moments at which it can go wrong
study = load_study(sys.argv[1])
run_study(study, sys.argv[2], workers=2, progress=lambda state: print(state.computed, flush=True))
"""


def kill(file, store, runs, seconds):
    """Start a study in a process of its own, kill it some time after so many runs; return whether it was not done."""
    process = subprocess.Popen([sys.executable, "-c", RUN, str(file), str(store)], stdout=subprocess.PIPE, text=True)
    for line in process.stdout:
        if int(line) >= runs:
            break
    time.sleep(seconds)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    return process.returncode == -signal.SIGKILL


def survive(tmp_path, runs, kills, weeks):
    """Kill a study so many times at random moments, finish it, and compare it with an undisturbed one."""
    file, store, calm = tmp_path / "crash.toml", tmp_path / "store", tmp_path / "calm"
    file.write_text(FILE.format(repetitions=runs // 2, weeks=weeks))
    moments = random.Random(1)
    kept = []
    for _ in range(kills):
        assert kill(file, store, moments.randrange(6 * runs // (5 * kills)), moments.uniform(0.0, 0.1)), "done too soon"
        kept.append(len(stored_keys(store)))
    study = load_study(file)
    run_study(study, store, workers=2)
    run_study(study, calm, workers=2)
    assert_same(store, calm, ("runs", "weeks"))
    rows = stored_keys(store)
    assert len(rows) == len(set(rows)) == runs, "something that was stored was done again"
    assert kept == sorted(kept)
    assert 0 < kept[-1] < runs
    assert not list(store.glob("tmp/*")), "something was left half-written"
    assert [one["state"] for one in sessions.sessions(store)] == ["killed"] * kills + ["done"]
    return kept


def test_three_kills_leave_no_trace(tmp_path):
    survive(tmp_path, 400, 3, 60)


@pytest.mark.slow
def test_twenty_kills_leave_no_trace(tmp_path):
    print("runs in the store after each kill:", survive(tmp_path, 2_000, 20, 208))


class Death(BaseException):
    """Stands for a process that ends there and then: nothing behind it is done."""


STUDY = small(design={"repetitions": 3}, keep={"weeks": ["members"], "events": True})


@pytest.fixture(scope="module")
def calm(tmp_path_factory):
    """Return the store of the same study, undisturbed."""
    folder = tmp_path_factory.mktemp("calm") / "store"
    run_study(STUDY, folder, workers=1)
    return folder


@pytest.mark.parametrize("step", range(1, 25))
def test_death_at_each_step_of_writing_leaves_no_trace(tmp_path, monkeypatch, calm, step):
    """Die at the n-th thing that is done to the disk, before and after it; what was not yet forced to it is torn."""
    store, count = tmp_path / "store", 0

    def dying(usual, is_late):
        def act(*arguments, **options):
            nonlocal count
            count += 1
            if count == step and not is_late:
                tear(*arguments)
                raise Death
            answer = usual(*arguments, **options)
            if count == step:
                raise Death
            return answer

        return act

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", dying(os.fsync, is_late=False))
        patch.setattr(Path, "replace", dying(Path.replace, is_late=True))
        patch.setattr(Path, "unlink", lambda path, missing_ok=False: None)
        patch.setattr(sessions.Session, "end", lambda session, state: None)
        with pytest.raises(Death):
            run_study(STUDY, store, workers=1)
    # The dead process has another number than the living one that looks.
    monkeypatch.setattr(sessions, "is_gone", lambda about: about["began"] <= before)
    before = sessions.now()
    time.sleep(0.01)
    run_study(STUDY, store, workers=1)
    assert_same(store, calm, ("runs", "weeks"))
    assert len(stored_keys(store)) == 6
    assert len(frame(store, weeks=True)) == len(frame(calm, weeks=True))
    for table in ("weeks", "events"):
        batches = {path.name.split(".")[0] for path in (store / table).iterdir()}
        assert batches <= {path.name.split(".")[0] for path in (store / "runs").iterdir()}
