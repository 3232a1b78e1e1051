"""What leaves a store: tables with provenance, lists of worlds to run again, differences between stores, plans."""

import csv
import json

import numpy as np
import pandas as pd
import pytest

from clever_coalitions.experiments.studies import Store, StudyError, frame, run_study, study_of
from clever_coalitions.experiments.studies.diff import difference
from clever_coalitions.experiments.studies.exports import export, origin, read_table
from clever_coalitions.experiments.studies.frames import planned
from clever_coalitions.experiments.studies.parts import parquet_in
from clever_coalitions.experiments.studies.plan import plan
from clever_coalitions.experiments.studies.reading import study_from
from clever_coalitions.scenarios import ScenarioError
from clever_coalitions.scenarios.loader import built
from clever_coalitions.scenarios.opening import Kind
from clever_coalitions.sim.edition import model_edition

from .small import data, small

UNCERTAIN = {
    "uncertainties": {"conditions.hazard": {"low": 0.0, "high": 0.03}},
    "design": {"kind": "latin-hypercube", "points": 12, "repetitions": 2},
    "keep": {"weeks": ["members"], "events": True},
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("exported") / "store"
    run_study(small(**UNCERTAIN), made)
    return made


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_every_table_is_written_and_reads_back_the_same(folder, tmp_path, kind):
    files = export(Store.open(folder), kind, tmp_path, "coalitions study export")
    assert [path.name for path in files] == [f"{name}.{kind}" for name in ("runs", "worlds", "weeks", "events")]
    pd.testing.assert_frame_equal(read_table(files[0]), frame(folder), check_dtype=False, check_exact=True)
    assert len(read_table(files[2])) == len(frame(folder, weeks=True))


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_events_name_the_organizations_and_obstacles_that_they_are_of(folder, tmp_path, kind):
    events = read_table(export(Store.open(folder), kind, tmp_path)[3])
    names, joined = built(small(**UNCERTAIN).case).names, events[events.event == "joined"]
    assert len(joined) > 0
    assert joined["name"].tolist() == [names[row] for row in joined.who]
    obstacles, adopted = (
        [one.name for one in built(small(**UNCERTAIN).case).obstacles],
        events[events.event == "plan adopted"],
    )
    assert len(adopted) > 0
    assert adopted["name"].tolist() == [obstacles[place] for place in adopted.who]
    assert set(events[events.event == "window opened"]["name"]) <= {""}


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_every_table_says_where_it_comes_from(folder, tmp_path, kind):
    for path in export(Store.open(folder), kind, tmp_path, "coalitions study export x"):
        said = origin(path)
        assert said["model"] == model_edition()
        assert said["table"] == path.stem
        assert said["command"] == "coalitions study export x"
        assert study_from(said["study"]).digest == small(**UNCERTAIN).digest
        assert [one["state"] for one in said["sessions"]] == ["done"]
        assert said["code"]["packages"]["numpy"] == np.__version__


FORMULAS = ['=HYPERLINK("http://x","y")', "@SUM(1)", "+1+1", "-1-1", "'=quoted", "007", "NA"]


def test_names_that_are_formulas_are_written_as_text_and_read_as_names(tmp_path):
    """Also names that read as numbers, or as nothing, are the same names again."""
    named = {name: {"joining.hour_price": float(place)} for place, name in enumerate(FORMULAS)}
    study = small(levers={}, treatments=named, design={"repetitions": 1}, set={"weeks": 3}, keep={"weeks": ["members"]})
    run_study(study, tmp_path / "store")
    for path in export(Store.open(tmp_path / "store"), "csv", tmp_path):
        with path.open(newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert [cell for cell in cells if cell.startswith(("=", "@", "+", "\t", "\r"))] == []
        assert [cell for cell in cells if cell.startswith("-") and not cell[1:].replace(".", "").isdigit()] == []
    assert read_table(tmp_path / "runs.csv")["treatment"].tolist() == FORMULAS
    assert frame(tmp_path / "store")["treatment"].tolist() == FORMULAS
    assert set(read_table(tmp_path / "weeks.csv")["treatment"]) == set(FORMULAS)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"", "a.csv: expected a table"),
        ("a.csv", b'a,b\n1,"2\n', "a.csv: expected a table"),
        ("a.csv", b"a,b\n1,2,3\n1\n4,5,6,7\n", "a.csv: expected a table"),
        ("a.csv", b"a,\xff\n1,2\n", "a.csv: expected a table"),
        ("a.csv", b"a,b,a\n1,2,3\n", "a.csv: a: this column stands twice"),
        ("a.parquet", b"PAR1 no", "a.parquet: expected a table"),
    ],
)
def test_a_table_that_cannot_be_read_is_one_message(tmp_path, name, content, said):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ScenarioError, match=said) as caught:
        read_table(tmp_path / name)
    assert len(str(caught.value).splitlines()) == 1


def test_a_small_file_that_unfolds_to_gigabytes_is_refused(tmp_path, monkeypatch):
    import pyarrow
    import pyarrow.parquet

    many = pyarrow.table({"a": pyarrow.array(np.zeros(4_000_000))})
    pyarrow.parquet.write_table(many, tmp_path / "a.parquet", compression="zstd")
    assert (tmp_path / "a.parquet").stat().st_size < 100_000
    monkeypatch.setattr("clever_coalitions.experiments.studies.exports.TABLE", Kind("a table", 2**20))
    with pytest.raises(ScenarioError, match="unfolds to more than"):
        read_table(tmp_path / "a.parquet")


def parquet_of(values, **options):
    import pyarrow
    import pyarrow.parquet

    sink = pyarrow.BufferOutputStream()
    pyarrow.parquet.write_table(pyarrow.table({"key": values}), sink, store_schema=False, **options)
    return sink.getvalue().to_pybytes()


BUILT = {"use_dictionary": False, "column_encoding": {"key": "DELTA_BYTE_ARRAY"}}


@pytest.mark.parametrize(
    ("values", "options", "said"),
    [
        (lambda many: ["x" * 5_000] * many, {}, "unfolds to more than"),
        (lambda many: ["x" * (9_000 + k) for k in range(many)], BUILT, "build on each other"),
        (lambda many: [["x" * 500] * 10] * many, {}, "other things than texts and numbers"),
    ],
)
def test_a_long_text_that_is_written_once_and_meant_often_is_refused(values, options, said):
    with pytest.raises(ValueError, match=said):
        parquet_in(parquet_of(values(1_000), **options), 2**20)
    assert parquet_in(parquet_of(values(2), **options), 2**20).read().num_rows == 2


def test_many_texts_that_differ_are_read():
    keys = [f"{k:032x}" for k in range(20_000)]
    assert parquet_in(parquet_of(keys), 2**20).read()["key"].to_pylist() == keys


def test_a_file_from_elsewhere_says_nothing(tmp_path):
    (tmp_path / "a.csv").write_text("a\n1\n")
    (tmp_path / "a.parquet").write_text("no")
    pd.DataFrame({"a": [1]}).to_parquet(tmp_path / "b.parquet")
    assert [origin(tmp_path / name) for name in ("a.csv", "b.parquet")] == [None, None]
    assert origin(tmp_path / "a.parquet") is None


def test_exactly_these_worlds_can_be_run_again(folder, tmp_path):
    """Even in another study, under another treatment: what users of other tools ask for."""
    export(Store.open(folder), "csv", tmp_path)
    again = study_of(data(design={"kind": "csv", "file": "worlds.csv"}), "again", tmp_path)
    assert {run.key.run for run in planned(again)} == {run.key.run for run in planned(small(**UNCERTAIN))}


def test_an_empty_store_has_nothing_to_export(tmp_path):
    Store.for_writing(tmp_path, small()).close("interrupted")
    with pytest.raises(StudyError, match="there are no runs in this store yet"):
        export(Store.open(tmp_path), "csv", tmp_path / "export")


# --- two stores ------------------------------------------------------------------------------------------------------


def test_other_numbers_are_told_from_other_code(folder, tmp_path):
    changed = small(**UNCERTAIN, set={"weeks": 20, "trust.start": 0.9})
    run_study(changed, tmp_path)
    found = difference(Store.open(folder), Store.open(tmp_path))
    assert (found.runs, found.same_experiment) == (48, 0)
    assert set(found.models) == {model_edition()}
    moved = {(one.outcome, one.treatment): one for one in found.moved}
    assert moved["trust", "opt-in"].moved > 0
    one, other = (frame(store) for store in (folder, tmp_path))
    rows = one["treatment"] == "opt-in"
    shift = (other["trust"] - one["trust"])[rows]
    assert moved["trust", "opt-in"].mean == pytest.approx(shift.mean())
    assert moved["trust", "opt-in"].largest == pytest.approx(shift.abs().max())


def test_runs_of_another_version_are_compared_by_world_and_treatment(folder, tmp_path, monkeypatch):
    with monkeypatch.context() as patch:
        for module in ("store", "manifest", "runner", "batches", "keys", "frames"):
            patch.setattr(f"clever_coalitions.experiments.studies.{module}.model_edition", lambda: "another")
        run_study(small(**UNCERTAIN), tmp_path, workers=1)
    other = Store.open(tmp_path)
    assert frame(other)["key"].ne(frame(folder)["key"]).all()
    found = difference(Store.open(folder), other)
    assert found.models == (model_edition(), "another")
    assert (found.runs, found.same_experiment, found.moved) == (48, 48, ())
    pd.testing.assert_frame_equal(
        frame(other, weeks=True).drop(columns="key"), frame(folder, weeks=True).drop(columns="key")
    )


# --- plans -----------------------------------------------------------------------------------------------------------


def test_a_plan_counts_what_is_missing(tmp_path):
    study = small(**UNCERTAIN)
    before = plan(study, workers=2, store=tmp_path)
    assert (before.worlds, before.points, before.repetitions, before.runs, before.missing) == (24, 12, 2, 48, 48)
    assert len(before.pilot_seconds) == 3
    assert before.seconds > 0.0
    run_study(study.with_design(repetitions=1), tmp_path)
    after = plan(study, workers=2, store=tmp_path)
    assert (after.runs, after.missing) == (48, 24)


def test_the_disk_that_a_plan_foresees_is_about_what_it_takes(tmp_path):
    for number, keep in enumerate(({}, {"weeks": ["members", "trust"], "events": True})):
        study = small(design={"repetitions": 200}, keep=keep)
        store = tmp_path / str(number)
        foreseen = plan(study, workers=2).bytes
        run_study(study, store, workers=2)
        taken = sum(path.stat().st_size for path in store.rglob("*.parquet"))
        assert 0.5 < foreseen / taken < 2.0, (foreseen, taken)


def test_a_study_that_fails_is_found_out_by_its_plan(monkeypatch):
    from clever_coalitions.experiments.studies import batches

    def finished(case, seed, recipe):
        raise ZeroDivisionError("no luck")

    monkeypatch.setattr(batches, "finished", finished)
    with pytest.raises(RuntimeError, match="a pilot run failed"):
        plan(small())


def test_provenance_is_plain_json(folder):
    text = (folder / "manifest.json").read_text("utf-8")
    assert json.loads(text)["study"]["name"] == "small"
