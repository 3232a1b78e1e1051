"""The store: only what is missing is done, nothing half-written counts, and damage is found."""

import json
import threading
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from clever_coalitions.experiments import compare, variants
from clever_coalitions.experiments.studies import Store, StudyError, frame, manifest, run_study
from clever_coalitions.scenarios import load
from clever_coalitions.sim.edition import model_edition
from clever_coalitions.sim.measures import MEASURES

from .small import PAIR, assert_same, small, stored_keys

KEEPING = {"keep": {"weeks": ["members", "trust"], "every": 5, "events": True}}


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """Return the store of an uninterrupted study that keeps everything; not to be changed."""
    folder = tmp_path_factory.mktemp("finished") / "store"
    run_study(small(**KEEPING), folder, workers=2)
    return folder


def copied(folder, target):
    import shutil

    return Path(shutil.copytree(folder, target))


# --- what is in it ---------------------------------------------------------------------------------------------------


def test_runs_are_those_of_compare_to_the_last_bit(finished):
    found = frame(finished)
    expected = compare(variants(load("steady", {"weeks": 20}), "governance=opt-in,consensus"), 20, seed=1).frame()
    assert found["world"].tolist() == expected["world"].tolist()
    assert found["treatment"].tolist() == expected["variant"].tolist()
    assert found["seed"].tolist() == expected["seed"].tolist()
    pd.testing.assert_frame_equal(found[list(MEASURES)], expected[list(MEASURES)], check_exact=True, check_dtype=False)
    assert set(found["status"]) == {"done"}
    assert found["error"].isna().all()


def test_three_tables_are_never_mixed(finished):
    runs, weeks = frame(finished), frame(finished, weeks=True)
    assert len(runs) == 40
    assert list(weeks.columns) == ["key", "world", "treatment", "week", "members", "trust"]
    assert sorted(set(weeks["week"])) == [0.0, 5.0, 10.0, 15.0, 19.0]
    assert len(weeks) == 40 * 5
    events = pd.read_parquet(finished / "events")
    assert {"key", "world", "treatment", "week", "event", "coalition", "who", "number"} == set(events.columns)
    assert set(events["key"]) <= set(runs["key"])
    assert "plan adopted" in set(events["event"])


def test_weeks_and_events_are_those_of_single_runs(finished):
    from clever_coalitions.sim.events import HAPPENINGS
    from clever_coalitions.sim.run import simulate

    runs, weeks = frame(finished), frame(finished, weeks=True)
    events = pd.read_parquet(finished / "events")
    row = runs.iloc[7]
    alone = simulate(load("steady"), int(row["seed"]), row["treatment"], weeks=20, events=True)
    mine = weeks[weeks["key"] == row["key"]]
    np.testing.assert_array_equal(mine["members"], alone.column("members")[[0, 5, 10, 15, 19]])
    told = events[events["key"] == row["key"]]
    assert told["event"].tolist() == [HAPPENINGS[int(code)].name for code in alone.events[:, 1]]
    assert told["week"].tolist() == alone.events[:, 0].tolist()


def test_pandas_opens_a_table_directly(finished):
    table = pd.read_parquet(finished / "runs")
    assert len(table) == 40
    assert table["net_value"].notna().all()


def test_provenance_says_which_code_made_it(finished):
    manifest = json.loads((finished / "manifest.json").read_text("utf-8"))
    assert manifest["model"] == model_edition()
    assert {"git", "python", "packages", "command", "time"} <= manifest["made"].keys()
    (session,) = [json.loads(path.read_text("utf-8")) for path in (finished / "sessions").iterdir()]
    assert session["state"] == "done"
    assert session["study"] == manifest["digest"] == small(**KEEPING).digest
    assert {"host", "pid", "began", "ended"} <= session.keys()


# --- only what is missing --------------------------------------------------------------------------------------------


def test_a_finished_study_has_nothing_left_to_do(finished, tmp_path):
    folder = copied(finished, tmp_path / "store")
    report = run_study(small(**KEEPING), folder)
    assert (report.computed, report.done, report.total) == (0, 40, 40)


def test_more_repetitions_do_only_the_new_ones(tmp_path):
    run_study(small(design={"repetitions": 10}), tmp_path)
    report = run_study(small(design={"repetitions": 20}), tmp_path)
    assert (report.computed, report.total) == (20, 40)
    assert len(stored_keys(tmp_path)) == len(set(stored_keys(tmp_path))) == 40


def test_another_treatment_later_does_only_that_one(tmp_path):
    """And three treatments cost no more runs than three single ones."""
    three = [*PAIR, "alone"]
    first = run_study(small(levers={"governance": three}), tmp_path)
    assert first.computed == sum(
        run_study(small(levers={"governance": [one]}), tmp_path.with_name(f"only-{one}")).computed for one in three
    )
    report = run_study(small(levers={"governance": [*three, "qualified-majority"]}), tmp_path)
    assert (report.computed, report.total) == (20, 80)
    assert frame(tmp_path)["treatment"].tolist()[:4] == [*three, "qualified-majority"]


def test_a_treatment_of_another_name_is_the_same_run(tmp_path):
    run_study(small(), tmp_path)
    renamed = {"invited": {"governance": "opt-in"}, "agreed": {"governance": "consensus"}}
    report = run_study(small(levers={}, treatments=renamed), tmp_path)
    assert report.computed == 0
    assert set(frame(tmp_path)["treatment"]) == {"invited", "agreed"}


def test_two_treatments_that_are_the_same_are_run_once(tmp_path):
    same = {"one": {"governance": "opt-in"}, "other": {"governance": "coordinator+each+hub"}}
    report = run_study(small(levers={}, treatments=same), tmp_path)
    assert (report.computed, report.done) == (20, 40)
    found = frame(tmp_path)
    assert len(found) == 40
    assert found.groupby("world")["net_value"].nunique().eq(1).all()


@pytest.mark.parametrize("workers", [1, 3])
def test_workers_change_nothing(finished, tmp_path, workers):
    run_study(small(**KEEPING), tmp_path, workers=workers)
    assert_same(tmp_path, finished, ("runs", "weeks"))


def test_stopping_early_keeps_what_is_done(tmp_path, finished):
    stop = threading.Event()
    report = run_study(
        small(**KEEPING), tmp_path, workers=1, stop=stop, progress=lambda state: state.computed and stop.set()
    )
    assert report.interrupted
    assert 0 < report.computed < 40
    assert run_study(small(**KEEPING), tmp_path).computed == 40 - report.computed
    assert_same(tmp_path, finished, ("runs", "weeks"))


def test_two_at_once_do_each_other_no_harm(tmp_path, finished):
    study = small(**KEEPING)
    threads = [threading.Thread(target=run_study, args=(study, tmp_path), kwargs={"workers": 1}) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(stored_keys(tmp_path)) == set(stored_keys(finished))
    assert_same(tmp_path, finished, ("runs", "weeks"))
    assert run_study(study, tmp_path).computed == 0


# --- what does not belong --------------------------------------------------------------------------------------------


def test_another_version_of_the_model_is_refused(finished, tmp_path, monkeypatch):
    folder = copied(finished, tmp_path / "store")
    monkeypatch.setattr(manifest, "model_edition", lambda: "another")
    with pytest.raises(StudyError, match="two editions are not mixed"):
        run_study(small(**KEEPING), folder)


def test_parts_of_another_version_are_named_and_left_out(finished, tmp_path, monkeypatch):
    folder, other = copied(finished, tmp_path / "store"), tmp_path / "other"
    with monkeypatch.context() as patch:
        for module in ("store", "manifest", "runner", "batches", "keys", "frames"):
            patch.setattr(f"clever_coalitions.experiments.studies.{module}.model_edition", lambda: "another")
        run_study(small(**KEEPING | {"design": {"repetitions": 40}}), other, workers=1)
    strangers = sorted((other / "runs").iterdir())
    for part in strangers:
        part.rename(folder / "runs" / part.name)
    assert sorted(Store.open(folder).foreign) == [part.name for part in strangers]
    assert_same(folder, finished, ("runs", "weeks"))


def test_the_store_of_another_study_is_refused(finished):
    from dataclasses import replace

    with pytest.raises(StudyError, match="belongs to the study small, not other"):
        run_study(replace(small(), name="other"), finished)


def test_what_is_kept_of_a_run_cannot_change_later(finished):
    with pytest.raises(StudyError, match=r"\[keep\] is not that of the runs in this store"):
        run_study(small(), finished)


def test_a_folder_with_something_else_is_refused(tmp_path):
    (tmp_path / "letter.txt").write_text("Dear all")
    with pytest.raises(StudyError, match=r"expected an empty folder or a store; there is letter.txt"):
        run_study(small(), tmp_path)
    with pytest.raises(StudyError, match="there is no study in this folder"):
        frame(tmp_path)


def test_a_manifest_that_cannot_be_read_is_named(tmp_path):
    (tmp_path / "manifest.json").write_text("{")
    with pytest.raises(StudyError, match=r"manifest.json: expected JSON"):
        run_study(small(), tmp_path)


# --- damage ----------------------------------------------------------------------------------------------------------


def cut(path):
    path.write_bytes(path.read_bytes()[:-100])


def flip(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def empty(path):
    path.write_bytes(b"")


def remove(path):
    path.unlink()


@pytest.mark.parametrize("harm", [cut, flip, empty])
@pytest.mark.parametrize("table", ["runs", "weeks", "events"])
def test_a_damaged_part_is_named_set_aside_and_done_again(finished, tmp_path, harm, table):
    folder = copied(finished, tmp_path / "store")
    part = sorted((folder / table).iterdir())[1]
    harm(part)
    (named,) = Store.open(folder).damaged
    assert part.name in named
    assert part.exists()  # who only looks changes nothing
    report = run_study(small(**KEEPING), folder)
    assert len(report.damaged) == 1
    assert 0 < report.computed < 40
    assert (folder / "set_aside" / f"{table}.{part.name}").exists()
    assert_same(folder, finished, ("runs", "weeks"))
    assert Store.open(folder).damaged == []


def test_a_part_that_has_lost_its_weeks_is_done_again(finished, tmp_path):
    folder = copied(finished, tmp_path / "store")
    remove(sorted((folder / "weeks").iterdir())[0])
    report = run_study(small(**KEEPING), folder)
    assert "is missing" in report.damaged[0]
    assert_same(folder, finished, ("runs", "weeks"))


def test_a_full_disk_ends_it_and_harms_nothing(tmp_path, finished, monkeypatch):
    import errno
    import os

    real, calls = os.fsync, []

    def fsync(handle):
        calls.append(handle)
        if len(calls) == 15:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(OSError, match="No space left"):
        run_study(small(**KEEPING), tmp_path, workers=1)
    assert not list(tmp_path.glob("**/*.tmp"))
    run_study(small(**KEEPING), tmp_path)
    assert_same(tmp_path, finished, ("runs", "weeks"))
