"""`coalitions syria`: what it prints and writes."""

import json

from typer.testing import CliRunner

from clever_coalitions.app.cli import app


def call(*arguments):
    return CliRunner(env={"COLUMNS": "120", "TERM": "dumb", "NO_COLOR": "1"}).invoke(app, ["syria", *arguments])


def test_json_has_every_case_and_form_and_files_are_written(tmp_path):
    result = call("--worlds", "2", "--json", "--output", str(tmp_path))
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert len({(one["case"], one["form"]) for one in found["turnings"]}) == 12
    assert (tmp_path / "syria.svg").is_file()
    assert json.loads((tmp_path / "syria.json").read_text()) == found


def test_it_is_told_in_a_table_and_in_words():
    said = call("--worlds", "2").stdout
    assert "syria_nothing_changes" in said
    assert "Under opt-in a plan for the new obstacle comes in" in said


def test_an_interruption_says_so(monkeypatch):
    from clever_coalitions.experiments.patterns import InterruptionError, Lab

    def interrupt(*_):
        raise InterruptionError

    monkeypatch.setattr(Lab, "each_world", interrupt)
    result = call("--worlds", "2")
    assert result.exit_code == 130
    assert "0 of 12 forms and cases are done" in result.stderr
