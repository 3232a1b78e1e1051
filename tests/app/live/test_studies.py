"""Studies of a server: one work for everybody, on the store of the command line, whatever happens in between."""

import errno
import json
import threading

import pandas as pd
import pytest

from clever_coalitions.app.live.ensemble import Ensemble
from clever_coalitions.app.live.settings import Case, Setting, plan_of
from clever_coalitions.app.live.studies import Studies
from clever_coalitions.experiments.studies import batches, frame, run_study, store

from ...experiments.studies.small import stored_keys

TEXT = """
question = "Which one?"
case = "steady"
outcomes = ["net_value", "trust"]
[set]
weeks = 20
[levers]
governance = ["opt-in", "consensus"]
[design]
repetitions = REPETITIONS
"""
MANY, FEW = (Case("mine", TEXT.replace("REPETITIONS", many)) for many in ("600", "20"))
PATIENCE = 60.0


def until(work, is_so):
    """Follow work until something is so, and return its state."""
    seen, end = -1, threading.Event()
    timer = threading.Timer(PATIENCE, end.set)
    timer.start()
    while not end.is_set():
        state = work.wait(seen, 0.2)
        seen = state.number
        if is_so(state):
            timer.cancel()
            return state
    raise AssertionError(f"it took too long: {work.state}")


def waits(state):
    return state.doing == "waiting"


def is_done(state):
    return waits(state) and state.results is not None and state.results.is_complete


def opened(root, file=FEW):
    """Return work that has looked at its store."""
    work = Studies(root).work(file)
    until(work, waits)
    return work


def finished(root, file=FEW):
    work = opened(root, file)
    work.start()
    until(work, is_done)
    return work


def test_a_study_is_run_stopped_and_gone_on_with_after_a_restart(tmp_path):
    work = opened(tmp_path / "there", MANY)
    assert (work.state.done, work.state.total) == (0, 1200)
    assert work.state.trial > 0.0
    assert not work.folder.exists()  # looking and trying leave nothing behind
    work.start()
    running = until(work, lambda state: state.done > 100)
    assert running.pace > 0.0
    assert running.left > 0.0
    work.stop()
    stopped = until(work, waits)
    assert 100 < stopped.done < 1200
    assert stopped.trouble == ""
    another = opened(tmp_path / "there", MANY)  # new objects on the same store, as after a restart
    assert another is not work
    assert another.state.done == stopped.done == len(stored_keys(work.folder))
    another.start()
    assert another.state.done == stopped.done  # not from nothing again
    end = until(another, is_done)
    assert (end.done, end.failed, end.results.found.done) == (1200, 0, 600)
    assert len(stored_keys(work.folder)) == 1200  # none of them twice
    run_study(work.study, tmp_path / "other")
    pd.testing.assert_frame_equal(end.results.runs, frame(tmp_path / "other"), check_exact=True)


def test_two_who_ask_for_the_same_study_follow_the_same_work(tmp_path):
    studies = Studies(tmp_path)
    first, second = studies.work(MANY), studies.work(Case("mine", MANY.text + "\n# the same, said otherwise\n"))
    assert first is second
    until(first, waits)
    first.start()
    second.start()
    until(second, lambda state: state.done > 50)
    second.stop()
    until(first, waits)
    assert len(list((first.folder / "sessions").iterdir())) == 1
    keys = stored_keys(first.folder)
    assert len(set(keys)) == len(keys) == first.state.done


def test_other_contents_have_other_stores_and_shipped_studies_that_of_the_command_line(tmp_path):
    studies = Studies(tmp_path)
    folders = {
        studies.work(file).folder
        for file in (MANY, FEW, Case("other", FEW.text), Case("first_look"), Case("first_look", FEW.text))
    }
    assert len(folders) == 5
    assert tmp_path / "first_look" in folders
    assert all(folder.parent == tmp_path for folder in folders)
    assert Studies().work(Case("pivots")).command == "coalitions study run pivots"
    strange = studies.work(Case("../../o ther", FEW.text))
    assert strange.folder.parent == tmp_path


def test_the_command_line_goes_on_and_the_page_sees_it(tmp_path):
    work = opened(tmp_path)
    assert waits(work.state)
    run_study(work.study, work.folder)
    assert until(work, is_done).done == 40


def test_the_end_of_the_server_ends_the_work_as_an_interruption(tmp_path):
    studies = Studies(tmp_path)
    work = studies.work(MANY)
    until(work, waits)
    work.start()
    until(work, lambda state: state.done > 10)
    studies.close()
    (session,) = (work.folder / "sessions").iterdir()
    assert json.loads(session.read_text())["state"] == "interrupted"


def test_failed_runs_are_counted_said_and_done_again(tmp_path, monkeypatch):
    usual = batches.finished

    def unlucky(case, seed, recipe):
        if case.governance == "consensus" and seed % 4 == 0:
            raise ValueError("no luck in this world")
        return usual(case, seed, recipe)

    monkeypatch.setattr(batches, "finished", unlucky)
    work = opened(tmp_path, FEW)
    work.start()
    state = until(work, is_done)
    table = state.results.runs
    expected = int((table[table["treatment"] == "consensus"]["seed"] % 4 == 0).sum())
    assert state.failed == state.results.failed == expected > 0
    assert {one.message for one in state.results.found.failures} == {"ValueError: no luck in this world"}
    assert state.results.found.done == 20  # the other treatment is none the worse for it
    work.start()
    assert until(work, is_done).failed == expected
    monkeypatch.setattr(batches, "finished", usual)
    work.start(again=True)
    assert until(work, lambda state: is_done(state) and not state.failed).done == 40


def test_a_run_on_trial_that_fails_is_said_and_no_obstacle(tmp_path, monkeypatch):
    def unlucky(case, seed, recipe):
        raise ValueError("never")

    monkeypatch.setattr(batches, "finished", unlucky)
    work = opened(tmp_path, FEW)
    assert "ValueError: never" in work.state.note
    assert work.state.trouble == ""


def test_where_nothing_can_be_written_it_says_so_and_goes_on_later(tmp_path):
    root = tmp_path / "root"
    root.write_text("in the way")
    work = opened(root)
    work.start()
    state = until(work, lambda state: waits(state) and state.trouble)
    assert f"cannot be kept in {work.folder}" in state.trouble
    root.unlink()
    work.start()
    assert until(work, is_done).trouble == ""


def test_a_full_disk_loses_nothing_that_was_done(tmp_path, monkeypatch):
    work = opened(tmp_path, MANY)
    usual, written = store.write_part, []

    def full(*arguments):
        if len(written) > 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        written.append(usual(*arguments))
        return written[-1]

    monkeypatch.setattr(store, "write_part", full)
    work.start()
    state = until(work, lambda state: waits(state) and state.trouble)
    assert "the disk is full" in state.trouble
    kept = until(work, lambda state: state.results is not None).done
    assert kept == len(stored_keys(work.folder)) > 0
    monkeypatch.setattr(store, "write_part", usual)
    work.start()
    assert until(work, lambda state: state.done > kept).trouble == ""
    work.stop()
    until(work, waits)


def test_a_damaged_part_is_said_set_aside_and_done_again(tmp_path):
    folder = finished(tmp_path).folder
    part = next((folder / "runs").iterdir())
    part.write_bytes(part.read_bytes()[:-9])
    work = opened(tmp_path)
    assert 0 <= work.state.done < 40
    assert "damaged" in work.state.note
    assert "sets it aside" in work.state.note
    work.start()
    state = until(work, is_done)
    assert state.done == 40
    assert "its runs done again" in until(work, lambda state: state.note).note


def test_a_store_of_another_version_of_the_model_can_be_looked_at_and_not_added_to(tmp_path):
    folder = finished(tmp_path).folder
    manifest = folder / "manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "model": "another"}))
    work = opened(tmp_path)
    assert work.state.is_foreign
    work.start()
    assert "two editions are not mixed" in until(work, lambda state: waits(state) and state.trouble).trouble


@pytest.mark.parametrize("content", ["nonsense", "[]", '{"format": 99}'])
def test_a_folder_that_is_no_store_is_said(tmp_path, content):
    folder = finished(tmp_path).folder
    (folder / "manifest.json").write_text(content)
    assert str(folder) in opened(tmp_path).state.trouble


def test_two_hundred_worlds_of_another_page_are_done_beside_a_study(tmp_path):
    """They take turns: on one processor for both, a study of minutes keeps nobody waiting for its end."""
    work = opened(tmp_path, Case("mine", TEXT.replace("REPETITIONS", "40_000")))
    work.start()
    until(work, lambda state: state.done > 20)
    sides = [(name, plan_of(Setting(Case("steady"), governance=name))) for name in ("opt-in", "consensus")]
    ensemble = Ensemble(sides)
    ensemble.advance(100)
    assert work.state.doing == "running"
    assert ensemble.done == 100
    work.stop()
    assert until(work, waits).done < work.state.total
