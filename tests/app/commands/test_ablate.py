"""`coalitions ablate`: its table, its JSON, its files, its mistakes."""

import csv
import json

import pytest
from typer.testing import CliRunner

from clever_coalitions.analysis.trials.ablation import Ablation
from clever_coalitions.app.cli import app
from clever_coalitions.app.commands import ablate
from clever_coalitions.experiments.trials import conditions


def call(*arguments):
    return CliRunner(env={"COLUMNS": "120", "TERM": "dumb", "NO_COLOR": "1"}).invoke(app, ["ablate", *arguments])


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("trials") / "new"


@pytest.fixture(scope="module")
def answer(folder):
    result = call("--principle", "4", "--principle", "10", "--worlds", "4", "--out", str(folder), "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_json_holds_both_conditions_and_can_be_read_again(answer, folder):
    assert [(one["number"], one["condition"]) for one in answer["findings"]] == [
        (4, "calm"), (10, "calm"), (4, "turbulent"), (10, "turbulent"),
    ]  # fmt: skip
    kept = Ablation.model_validate_json((folder / "ablation.json").read_text("utf-8"))
    assert kept.model_dump() == Ablation.model_validate(answer).model_dump()
    assert kept.worlds == 4


def test_the_same_again_with_one_worker(answer):
    again = call("--principle", "10", "--worlds", "4", "--workers", "1", "--json")
    lines = [one["lines"] for one in answer["findings"] if one["number"] == 10]
    assert [one["lines"] for one in json.loads(again.stdout)["findings"]] == lines


def test_every_dose_on_every_line_is_in_the_table_beside_the_figure(answer, folder):
    rows = list(csv.DictReader((folder / "ablation_doses.csv").read_text("utf-8").splitlines()))
    assert len(rows) == sum(len(line["doses"]) for one in answer["findings"] for line in one["lines"])
    assert {row["label"] for row in rows if row["principle"] == "4"} == {"consensus", "qualified-majority", "opt-in"}
    assert {row["worlds"] for row in rows} == {"4"}
    assert "Ten principles on trial" in (folder / "ablation.svg").read_text("utf-8")
    said = (folder / "ablation.md").read_text("utf-8")
    assert "Opt-in, calm:" in said
    assert "Morale, turbulent:" in said


def test_the_table_names_principles_bounds_and_doses():
    said = call("--principle", "4", "--worlds", "3").stdout
    assert "4 Opt-in" in said
    assert "calm: net value of the default dose" in said
    assert "none" in said  # under imposed plans nothing differs: that is decided by any number of worlds


def test_other_cases_can_be_asked_for():
    result = call("syria", "--principle", "9", "--worlds", "2", "--json")
    assert list(json.loads(result.stdout)["cases"]) == ["syria"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--principle", "11"), "--principle 11: expected a number from 1 to 10"),
        (("--worlds", "some"), "expected auto, or a whole number"),
        (("--worlds", "1"), "expected auto, or a whole number"),
        (("nowhere",), "nowhere"),
        (("syria", "syria"), "names of their own"),
    ],
)
def test_mistakes_are_explained(arguments, words):
    result = call(*arguments)
    assert result.exit_code == 2
    assert words in result.stderr


def request(**how):
    usual = {
        "cases": (conditions()[0],), "principles": (10,), "worlds": 8, "is_auto": True, "seed": 1, "workers": None,
        "output": None, "is_json": True,
    }  # fmt: skip
    return ablate.Request(**{**usual, **how})


def test_with_auto_an_open_bound_gets_more_worlds_and_fresh_ones(monkeypatch):
    monkeypatch.setattr(ablate, "MOST", 24)
    asked = ablate.chosen((10,))
    (once,), _ = ablate.run(asked, request(is_auto=False))
    (found,), was_interrupted = ablate.run(asked, request())
    assert once.bound.verdict == "more worlds needed"
    assert found.bound.effect.worlds == 24 - 8
    assert found.lines == once.lines
    assert not was_interrupted


def test_an_interruption_leaves_what_is_done(monkeypatch):
    from clever_coalitions.experiments.patterns import InterruptionError, Lab

    whole, calls = Lab.outcomes, []

    def interrupt(self, names, cases):
        calls.append(1)
        if len(calls) > 1:
            raise InterruptionError
        return whole(self, names, cases)

    monkeypatch.setattr(Lab, "outcomes", interrupt)
    result = call("--principle", "9", "--principle", "10", "--worlds", "4")
    assert result.exit_code == 130
    assert "9 Right people" in result.stdout
    assert "1 of 4 trials are done" in result.stderr


# --- the factorial --------------------------------------------------------------------------------------------------


def test_the_factorial_prints_effects_and_pairs_and_writes_them(tmp_path):
    result = call("central_african_republic", "--factorial", "--worlds", "2", "--out", str(tmp_path))
    assert result.exit_code == 0, result.output
    assert "what each brings on average over all others" in result.stdout
    assert "of 45 pairs can be told from none" in result.stdout
    rows = (tmp_path / "factorial_effects.csv").read_text("utf-8").splitlines()
    assert len(rows) == 1 + 10 + 45
    assert (tmp_path / "factorial.svg").exists()


@pytest.mark.parametrize("arguments", [("--principle", "3"), ("--worlds", "auto")])
def test_the_factorial_takes_all_principles_and_a_number_of_worlds(arguments):
    result = call("--factorial", *arguments)
    assert result.exit_code == 2
    assert "without --principle and auto" in result.stderr
