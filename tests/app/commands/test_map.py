"""`coalitions map`: what it prints and writes, and its mistakes."""

import json

import pytest
from typer.testing import CliRunner

from clever_coalitions.app.cli import app

SMALL = ["--x", "conditions.hazard:0:0.05:2", "--y", "club.values_spread:0.1:0.5:2", "--worlds", "6"]


def call(*arguments):
    return CliRunner(env={"COLUMNS": "120", "TERM": "dumb", "NO_COLOR": "1"}).invoke(app, ["map", *arguments])


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("map")
    result = call("steady", *SMALL, "--output", str(folder), "--json")
    assert result.exit_code == 0, result.output
    (folder / "answer.json").write_text(result.stdout)
    return folder


def test_json_has_every_cell(folder):
    (found,) = json.loads((folder / "answer.json").read_text())["maps"]
    assert [(cell["x"], cell["y"]) for cell in found["cells"]] == [(0, 0.1), (0.05, 0.1), (0, 0.5), (0.05, 0.5)]
    assert (found["worlds"], found["seed"]) == (6, 1)


def test_figure_and_data_are_written(folder):
    name = "conditions.hazard-club.values_spread"
    assert (folder / f"{name}.svg").read_text().startswith("<?xml")
    assert json.loads((folder / f"{name}.json").read_text())["name"] == name
    assert len((folder / f"{name}.csv").read_text().splitlines()) == 5


def test_it_is_told_in_a_table_and_in_words():
    result = call("steady", *SMALL)
    assert "conditions.hazard →" in result.stdout
    assert "opt-in and consensus" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["no-such-map"], "there is no map 'no-such-map': expected distance-harm"),
        ([], "expected a map"),
        (["steady", "--x", "members"], "--x and --y"),
        (["steady", *SMALL, "--ship"], "--x and --y"),
        (["nowhere", *SMALL], "nowhere"),
        (["steady", "--x", "members", "--y", "members"], "three different things"),
        (["steady", *SMALL, "--vary", "club.values_spread=0,1"], "three different things"),
        (["steady", *SMALL, "--vary", "governance=opt-in,consensus,alone"], "two variants"),
        (["steady", *SMALL, "--vary", "governance=opt-in,consent"], "consent"),
        (["steady", *SMALL, "--outcome", "joy"], "expected one of net_value"),
        (["steady", "--x", "club.core:0:2", "--y", "members"], "club.core = 1.33333: expected a number from 0 to 1"),
    ],
)
def test_mistakes_are_explained(arguments, said):
    result = call(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr


def test_an_interruption_leaves_what_is_done(monkeypatch):
    from clever_coalitions.experiments import maps

    def interrupted(*arguments):
        return drawn.__class__(**{**drawn.__dict__, "interrupted": True, "asked": 99})

    drawn = maps.draw(maps.maps()["values-hazard"], worlds=2)
    monkeypatch.setattr(maps, "draw", interrupted)
    result = call("values-hazard", "facts-hazard", "--worlds", "99")
    assert result.exit_code == 130
    assert "values-hazard has 2 of 99 worlds" in result.stderr
    assert "spread of values" in result.stdout
