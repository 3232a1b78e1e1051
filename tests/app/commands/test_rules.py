"""`coalitions rules`: what it prints and writes."""

import json

from typer.testing import CliRunner

from clever_coalitions.app.cli import app


def call(*arguments):
    return CliRunner(env={"COLUMNS": "120", "TERM": "dumb", "NO_COLOR": "1"}).invoke(app, ["rules", *arguments])


def test_json_has_the_effects_of_every_case_and_files_are_written(tmp_path):
    result = call("steady", "--worlds", "6", "--json", "--output", str(tmp_path))
    assert result.exit_code == 0, result.output
    (found,) = json.loads(result.stdout)["cases"]
    assert found["effects"][0]["rules"] == ["propose"]
    assert len(found["effects"]) == 7
    assert (tmp_path / "rules.svg").is_file()
    assert json.loads((tmp_path / "rules.json").read_text())[0]["worlds"] == 6
    assert len((tmp_path / "rules.csv").read_text().splitlines()) == 1 + 7 + 24


def test_it_is_told_in_a_table_and_in_words():
    said = call("steady", "--worlds", "6").stdout
    assert "net value: who proposes" in said
    assert "all three together" in said
    assert "In 6 worlds of steady" in said


def test_an_unknown_case_is_a_mistake():
    assert call("nowhere").exit_code == 2


def test_an_interruption_leaves_the_cases_that_are_done(monkeypatch):
    from clever_coalitions.experiments.patterns import InterruptionError, Lab

    calls = []

    def once(self, names, cases):
        calls.append(1)
        if len(calls) > 1:
            raise InterruptionError
        return outcomes(self, names, cases)

    outcomes = Lab.outcomes
    monkeypatch.setattr(Lab, "outcomes", once)
    result = call("--worlds", "4")
    assert result.exit_code == 130
    assert "In 4 worlds of calm" in result.stdout
    assert "1 of 3 cases are done" in result.stderr
