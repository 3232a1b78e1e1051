"""Whatever a name leads to, it is read, or there is one message: nothing is waited for, nothing fills the memory."""

import json
import os
import signal
from collections.abc import Iterator

import pytest

from clever_coalitions.app.choices_file import read_choices
from clever_coalitions.app.commands import reproduce
from clever_coalitions.app.errors import UserError
from clever_coalitions.experiments.studies import Store, load_study
from clever_coalitions.experiments.studies.exports import read_table
from clever_coalitions.experiments.studies.sessions import sessions
from clever_coalitions.scenarios import ScenarioError, load
from clever_coalitions.scenarios.mistakes import LONGEST_KEY
from clever_coalitions.scenarios.opening import (
    DECISIONS,
    SCENARIO,
    Kind,
    MissingFileError,
    UnreadableError,
    json_of,
    text_of,
)

STUDY = """
question = "?"
case = "steady"
[levers]
governance = ["opt-in", "consensus"]
[design]
kind = "csv"
file = "worlds.csv"
"""


@pytest.fixture(autouse=True)
def in_time() -> Iterator[None]:
    """Fail a test that waits for something instead of waiting with it."""

    def late(*_: object) -> None:
        raise AssertionError("this took too long")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(20)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def fifo(path):
    os.mkfifo(path)


def endless(path):
    path.symlink_to("/dev/zero")


def folder(path):
    path.mkdir()


def sparse(path):
    with path.open("wb") as file:
        file.truncate(5 * 2**30)


def study_with(path):
    path.with_name("study.toml").write_text(STUDY)
    load_study(path.with_name("study.toml"))


def store_with(path):
    return Store.open(path.parent)


def figure_at(path):
    reproduce.answer(path, None, None)


READERS = {
    "case.toml": load,
    "own.toml": load_study,
    "worlds.csv": study_with,
    "choices.json": lambda path: read_choices(path, load("steady")),
    "manifest.json": store_with,
    "runs.csv": read_table,
    "runs.parquet": read_table,
    "figure.svg": figure_at,
    "figure.png": figure_at,
    "figure.pdf": figure_at,
    "table.parquet": figure_at,
    "report.html": figure_at,
}
ODD = {"a pipe": fifo, "a device": endless, "a folder": folder, "gigabytes": sparse}


@pytest.mark.parametrize("made", ODD)
@pytest.mark.parametrize("name", READERS)
def test_what_is_no_file_is_one_message(tmp_path, name, made):
    path = tmp_path / name
    ODD[made](path)
    with pytest.raises((ScenarioError, UserError)) as caught:
        READERS[name](path)
    (said,) = str(caught.value).splitlines()
    assert name in said
    assert "expected" in said
    assert {"a folder": "this is a directory", "gigabytes": "at most"}.get(made, "not a regular file") in said


@pytest.mark.parametrize("name", READERS)
def test_a_file_that_is_not_there_is_one_message(tmp_path, name):
    with pytest.raises((ScenarioError, UserError), match="there is no") as caught:
        READERS[name](tmp_path / name)
    assert str(tmp_path) in str(caught.value) or name in str(caught.value)


@pytest.mark.parametrize("made", ODD)
def test_a_session_that_is_no_file_is_named_in_the_list(tmp_path, made):
    (tmp_path / "sessions").mkdir()
    ODD[made](tmp_path / "sessions" / "y.json")
    (one,) = sessions(tmp_path)
    assert one["state"] == "unreadable"
    assert "y.json" in one["why"]


def test_a_pipe_that_takes_the_place_of_a_file_is_not_waited_for(tmp_path, monkeypatch):
    """Between looking and opening anything can happen."""
    path = tmp_path / "case.toml"
    path.write_text("x = 1")
    found = os.stat(path)
    path.unlink()
    fifo(path)
    monkeypatch.setattr(os, "stat", lambda _: found)
    with pytest.raises(UnreadableError, match="not a regular file"):
        text_of(path, SCENARIO)


def test_a_file_that_says_it_is_small_is_not_believed(tmp_path, monkeypatch):
    path = tmp_path / "case.toml"
    path.write_bytes(b"x" * 100)
    monkeypatch.setattr("clever_coalitions.scenarios.opening._check", lambda *_: None)
    with pytest.raises(UnreadableError, match="at most 10 bytes"):
        text_of(path, Kind("a scrap", 10))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "this is empty"),
        (b"\xef\xbb\xbf \r\n\r\n", "this is empty"),
        (b"[1,", "expected JSON, but this is not"),
        (b"[" * 100_000, "expected JSON, but this is not"),
        (b"9" * 5000, "expected JSON, but this is not"),
        (b'{"a": 1, "b": {"week": 1, "week": 2}}', 'expected each key once, but "week" stands twice'),
        (b'{"\xc3\xa9": 1, "e\xcc\x81": 2}', "stands twice"),
        (b'["\xe9"]', "line 1: expected text in UTF-8; byte 0xe9 is not"),
        ("[1]".encode("utf-16"), "this is UTF-16: save it as UTF-8"),
    ],
)
def test_what_is_no_json_is_one_message(tmp_path, content, said):
    path = tmp_path / "some.json"
    path.write_bytes(content)
    with pytest.raises(UnreadableError, match=r"some\.json") as caught:
        json_of(path, DECISIONS)
    assert said in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


def test_many_keys_are_looked_at_in_a_moment(tmp_path):
    path = tmp_path / "many.json"
    path.write_text("{" + ",".join(f'"{number % 99_999}":1' for number in range(100_000)) + "}")
    with pytest.raises(UnreadableError, match='"0" stands twice'):
        json_of(path, DECISIONS)


@pytest.mark.parametrize("content", ["﻿[1]\r\n", "\r\n\r\n[1]\r\n\r\n"])
def test_marks_and_line_ends_of_other_systems_are_read(tmp_path, content):
    path = tmp_path / "some.json"
    path.write_bytes(content.encode())
    assert json_of(path, DECISIONS) == [1]


def test_a_choice_with_a_key_twice_is_refused(tmp_path):
    path = tmp_path / "choices.json"
    entry = {"week": 3, "decision": "listen", "who": 0, "value": 0.5}
    path.write_text(json.dumps([entry]).replace('"value": 0.5', '"value": 0.5, "value": 0.9'))
    with pytest.raises(UserError, match=r'choices\.json: expected each key once, but "value" stands twice'):
        read_choices(path, load("steady"))


def test_a_missing_file_is_told_from_others(tmp_path):
    with pytest.raises(MissingFileError):
        text_of(tmp_path / "nowhere.toml", SCENARIO)


# --- long values ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "doing",
    [
        lambda long: load("syria", {long: 1}),
        lambda long: load("syria", {f"kinds.{long}.count": 1}),
        lambda long: load("syria", {"weeks": long}),
        lambda long: load(long),
        lambda long: load(f"{long}.toml"),
        lambda long: load(f"/tmp/{long}/{long}.toml"),
    ],
)
def test_long_values_are_cut(doing):
    with pytest.raises(ScenarioError) as caught:
        doing("joining." + "x" * 100_000)
    assert len(str(caught.value)) < 3 * LONGEST_KEY
    assert len(caught.value.problems[0].key) < 1.2 * LONGEST_KEY
