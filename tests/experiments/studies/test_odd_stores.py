"""Stores in which something lies that we did not put there: it is named and set aside, and nobody waits for it."""

import hashlib
import json
import os
import shutil
import signal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from clever_coalitions.app.cli import app
from clever_coalitions.experiments.studies import Store, StudyError, frame, run_study, sessions

from .small import assert_same, small

STUDY = small(design={"repetitions": 3}, keep={"weeks": ["members"]})


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """Return a finished store; not to be changed."""
    folder = tmp_path_factory.mktemp("finished") / "store"
    run_study(STUDY, folder)
    return folder


@pytest.fixture
def store(finished, tmp_path):
    return Path(shutil.copytree(finished, tmp_path / "store"))


@pytest.fixture(autouse=True)
def in_time():
    """Fail a test that waits for something instead of waiting with it."""

    def late(*_):
        raise AssertionError("this took too long")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(60)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def call(*arguments):
    return CliRunner().invoke(app, ["study", *map(str, arguments)])


def fine(said):
    """Return what was said by a command that did not trip."""
    assert said.exception is None or isinstance(said.exception, SystemExit), said.exception
    assert "Traceback" not in said.output
    return said.output


def in_full(path, table, about):
    """Write a part whose name says its digest, so that it is looked into."""
    path.unlink()
    said = {b"coalitions": json.dumps(about).encode()}
    pq.write_table(table.replace_schema_metadata(said), path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
    return path.rename(path.with_name(f"{path.name.split('.')[0]}.{digest}.parquet"))


def part_of(folder, table="runs"):
    return sorted((folder / table).glob("*.parquet"))[0]


ODD = {
    "a pipe": lambda path: os.mkfifo(path),
    "a folder": lambda path: path.mkdir(),
    "a device": lambda path: path.symlink_to("/dev/zero"),
    "a link to nothing": lambda path: path.symlink_to("nothing"),
    "an empty file": lambda path: path.touch(),
}


@pytest.mark.parametrize("table", ["runs", "weeks"])
@pytest.mark.parametrize("made", ODD)
def test_what_is_no_part_is_named_and_set_aside(store, finished, table, made):
    path = store / table / "x.parquet"
    ODD[made](path)
    named = Store.open(store).damaged
    assert len(named) == (table == "runs")
    fine(call("status", store))
    report = run_study(STUDY, store)
    assert report.computed == 0
    assert len(report.damaged) == len(named)
    assert not named or (os.path.lexists(store / "set_aside" / "runs.x.parquet") and not os.path.lexists(path))
    assert_same(store, finished, ("runs", "weeks"))
    fine(call("export", store, "--csv"))


@pytest.mark.parametrize("made", ODD)
def test_a_part_that_became_something_else_is_set_aside_and_done_again(store, finished, made):
    path = part_of(store)
    path.unlink()
    ODD[made](path)
    report = run_study(STUDY, store)
    assert report.computed > 0
    assert_same(store, finished, ("runs", "weeks"))


def test_a_second_odd_part_of_the_same_name_is_set_aside_too(store):
    for _ in range(3):
        (store / "runs" / "x.parquet").mkdir()
        (store / "runs" / "x.parquet" / "inside").touch()
        assert len(run_study(STUDY, store).damaged) == 1
    assert len(list((store / "set_aside").iterdir())) == 3


def test_a_copy_of_a_part_under_another_name_takes_nothing_with_it(store, finished):
    part = part_of(store)
    shutil.copy(part, part.with_name(f"{part.name.split('.')[0]}.copy.parquet"))
    report = run_study(STUDY, store)
    assert (report.computed, len(report.damaged)) == (0, 1)
    assert_same(store, finished, ("runs", "weeks"))


@pytest.mark.parametrize(
    "about", [[], {}, {"model": 1}, {"model": None, "companions": []}, "x", None, {"companions": {"x": "y"}}]
)
def test_a_part_that_says_nothing_of_itself_is_left_out(store, about):
    path = part_of(store)
    odd = in_full(path, pq.read_table(path), about)
    opened = Store.open(store)
    assert odd.name in " ".join([*opened.damaged, *opened.foreign])
    fine(call("status", store))
    run_study(STUDY, store)
    assert len(frame(store)) == 6


@pytest.mark.parametrize(
    ("column", "other"),
    [
        ("key", None),
        ("key", pa.list_(pa.int64())),
        ("status", pa.list_(pa.int64())),
        ("world", pa.float32()),
        ("treatment", None),
        ("net_value", None),
        ("net_value", pa.string()),
        ("error", pa.float32()),
    ],
)
def test_a_part_with_other_columns_is_set_aside_and_done_again(store, finished, column, other):
    path = part_of(store)
    table, about = pq.read_table(path), json.loads(pq.read_schema(path).metadata[b"coalitions"])
    place = table.column_names.index(column)
    changed = table.remove_column(place)
    if other is not None:
        changed = changed.append_column(column, pa.nulls(len(table), other))
    in_full(path, changed, about)
    assert f"column {column} is missing or of another type" in Store.open(store).damaged[0]
    assert run_study(STUDY, store).computed > 0
    assert_same(store, finished, ("runs", "weeks"))


def test_a_companion_elsewhere_is_not_looked_for(store, tmp_path):
    path = part_of(store)
    about = json.loads(pq.read_schema(path).metadata[b"coalitions"])
    os.mkfifo(tmp_path / "outside")
    in_full(path, pq.read_table(path), about | {"companions": {"weeks": "../../outside"}})
    assert "is missing" in Store.open(store).damaged[0]


def test_a_companion_is_read_in_the_store_wherever_it_is_said_to_be(store):
    path = part_of(store)
    about = json.loads(pq.read_schema(path).metadata[b"coalitions"])
    in_full(path, pq.read_table(path), about | {"companions": {"weeks": f"../../{about['companions']['weeks']}"}})
    found = Store.open(store)
    assert found.damaged == []
    assert {one.path.parent for one in found.parts("weeks")} == {store / "weeks"}


SESSIONS = {
    "a list": lambda path: path.write_text("[]"),
    "no state": lambda path: path.write_text("{}"),
    "other states": lambda path: path.write_text('{"state": 1, "began": 2, "command": []}'),
    "a number for a process": lambda path: path.write_text(
        json.dumps({"state": "running", "began": "x", "command": "", "pid": [1], "host": os.uname().nodename})
    ),
    "no JSON": lambda path: path.write_text("{"),
    "no text": lambda path: path.write_bytes(b"\xff"),
    **ODD,
}


@pytest.mark.parametrize("made", SESSIONS)
def test_a_session_that_is_none_is_named_and_stands_in_nobodys_way(store, finished, made):
    SESSIONS[made](store / "sessions" / "y.json")
    said = fine(call("status", store))
    assert "sessions/y.json" in said or made == "a number for a process"
    assert run_study(STUDY, store).computed == 0
    assert "y" in [one["name"] for one in sessions.sessions(store)]
    fine(call("export", store, "--parquet"))
    assert_same(store, finished)


def with_study(value):
    def write(path):
        path.write_text(json.dumps(json.loads(path.read_text()) | {"study": value}))

    return write


def within(*way, value=None):
    """Return what puts a value into the study of a manifest, or takes it out."""

    def write(path):
        said = json.loads(path.read_text())
        here = said
        for part in way[:-1]:
            here = here[part]
        if value is None:
            del here[way[-1]]
        else:
            here[way[-1]] = value
        path.write_text(json.dumps(said))

    return write


POINTS = {"columns": ["joining.hour_price"], "rows": [[1.0]], "seeds": []}
MANIFESTS = {
    "study a list": with_study([]),
    "study a text": with_study("x"),
    "study null": with_study(None),
    "study empty": with_study({}),
    "no model": within("model"),
    "earlier a text": within("earlier", value="x"),
    "a name that is none": within("study", "name", value=[]),
    "no case": within("study", "case"),
    "a case without data": within("study", "case", "data"),
    "a case that is none": within("study", "case", "data", value={"title": 3}),
    "a file that is none": within("study", "file", value=[]),
    "no question": within("study", "file", "question"),
    "points a list": within("study", "points", value=[1]),
    "points without rows": within("study", "points", value=POINTS | {"rows": []}),
    "points of other lengths": within("study", "points", value=POINTS | {"rows": [[1.0, 2.0]]}),
    "points with a text": within("study", "points", value=POINTS | {"rows": [["x"]]}),
    "points with a column twice": within(
        "study", "points", value=POINTS | {"columns": ["weeks"] * 2, "rows": [[1, 1]]}
    ),
    "points with too few seeds": within("study", "points", value=POINTS | {"rows": [[1.0], [2.0]], "seeds": [1]}),
    "a list": lambda path: path.write_text("[]"),
    "another format": lambda path: path.write_text('{"format": [1]}'),
    "a key twice": lambda path: path.write_text(path.read_text().replace('"digest"', '"model": "x", "digest"', 1)),
    "no JSON": lambda path: path.write_text("{"),
    "a pipe": lambda path: (path.unlink(), os.mkfifo(path)),
    "a folder": lambda path: (path.unlink(), path.mkdir()),
    "a device": lambda path: (path.unlink(), path.symlink_to("/dev/zero")),
}


@pytest.mark.parametrize("made", MANIFESTS)
def test_a_manifest_that_is_none_is_one_message(store, made):
    MANIFESTS[made](store / "manifest.json")
    for command in (("status", store), ("export", store, "--csv"), ("rerun", store, "--failed")):
        said = call(*command)
        fine(said)
        assert said.exit_code == 2
        assert "manifest.json" in said.output
    with pytest.raises(StudyError, match=r"manifest\.json"):
        frame(store)


@pytest.mark.parametrize("name", ["runs", "sessions", "tmp", "set_aside"])
def test_a_file_where_a_folder_of_the_store_should_be_is_one_message(tmp_path, name):
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / name).touch()
    said = call("run", "first_look", "--store", tmp_path / "store")
    fine(said)
    assert said.exit_code == 2
    assert f"store/{name}" in said.output
