"""`coalitions patterns`: its table, its JSON, its mistakes."""

import json

import pytest
from typer.testing import CliRunner

from clever_coalitions.app.cli import app

KEYS = ["id", "claim", "source", "expected", "observed", "tolerance", "pass"]


def call(*arguments):
    return CliRunner(env={"COLUMNS": "120", "TERM": "dumb", "NO_COLOR": "1"}).invoke(app, ["patterns", *arguments])


@pytest.fixture(scope="module")
def rows():
    result = call("--only", "F10", "--worlds", "12", "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_json_is_a_list_of_patterns_and_their_parts(rows):
    assert [row["id"] for row in rows] == ["F10", "F10a", "F10b", "F10c"]
    assert [list(row) for row in rows] == [KEYS] * len(rows)


def test_a_part_has_its_effect_and_half_its_interval(rows):
    assert rows[1]["expected"] == "above 0"
    assert abs(rows[1]["observed"]) < 3
    assert rows[1]["tolerance"] > 0


def test_the_same_again(rows):
    again = call("--only", "F10", "--worlds", "12", "--workers", "1", "--json")
    assert json.loads(again.stdout) == rows


def test_the_table_names_claims_marks_and_verdicts_of_other_seeds():
    said = call("--only", "F4", "--worlds", "8", "--seeds", "1").stdout
    assert "an assumption restated; contested" in said
    assert "seed 2" in said


def test_an_unknown_pattern_is_a_mistake():
    result = call("--only", "F99")
    assert result.exit_code == 2
    assert "F99" in result.stderr
    assert "F13" in result.stderr


def test_an_interruption_leaves_what_is_done(monkeypatch):
    from clever_coalitions.experiments.patterns import InterruptionError, Lab

    def interrupt(*_):
        raise InterruptionError

    monkeypatch.setattr(Lab, "outcomes", interrupt)
    result = call("--only", "F4,F10", "--worlds", "8")
    assert result.exit_code == 130
    assert "Trust recovers" in result.stdout
    assert "1 of 2 patterns are done" in result.stderr
