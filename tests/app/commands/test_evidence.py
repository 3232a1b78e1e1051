"""`coalitions evidence`: parts that are kept, gone on with, and put on one page."""

import json

import pytest
from typer.testing import CliRunner

from clever_coalitions.app.cli import app
from clever_coalitions.app.commands import evidence_parts
from clever_coalitions.app.commands.evidence_parts import Settings, book, parts

SOME = "strategies,rules"


def call(folder, *arguments):
    runner = CliRunner(env={"COLUMNS": "120", "TERM": "dumb", "NO_COLOR": "1"})
    return runner.invoke(app, ["evidence", "--worlds", "2", "--quick", "--out", str(folder), *arguments])


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("results") / "evidence"
    result = call(folder, "--only", SOME)
    assert result.exit_code == 0, result.output
    return folder


def test_parts_are_kept_with_what_they_were_made_with(folder):
    kept = json.loads((folder / "rules.json").read_text())
    assert kept["stamp"]["worlds"] == 2
    assert kept["stamp"]["seed"] == 1
    assert len(kept["found"]["cases"]) == 3
    assert sorted(path.name for path in folder.iterdir()) == ["rules.json", "rules.svg", "strategies.json"]


def test_the_page_stands_beside_its_folder_and_shows_its_figures(folder):
    page = folder.with_name("evidence.md").read_text()
    assert "(evidence/rules.svg)" in page
    assert "A quick look in 2 worlds" in page
    assert f"--out {folder}" in " ".join(page.split())


def test_what_is_there_is_not_run_again(folder, monkeypatch):
    def fail(settings):
        raise AssertionError("this part was there")

    monkeypatch.setattr(evidence_parts, "_rules", fail)
    monkeypatch.setattr(evidence_parts, "_tried", fail)
    before = (folder / "rules.json").read_bytes()
    assert call(folder, "--only", SOME).exit_code == 0
    assert (folder / "rules.json").read_bytes() == before


def test_the_page_is_written_again_from_parts_of_another_edition(folder, tmp_path):
    copy = tmp_path / "evidence"
    copy.mkdir()
    kept = json.loads((folder / "strategies.json").read_text())
    kept["stamp"]["edition"] = 99
    (copy / "strategies.json").write_text(json.dumps(kept))
    assert call(copy, "--redraw").exit_code == 0
    assert "| strategies | 2 | 1 | 99 |" in copy.with_name("evidence.md").read_text()
    assert sorted(path.name for path in copy.iterdir()) == ["strategies.json"]


def test_another_seed_is_another_part(folder, tmp_path):
    copy = tmp_path / "evidence"
    copy.mkdir()
    (copy / "strategies.json").write_bytes((folder / "strategies.json").read_bytes())
    assert call(copy, "--only", "strategies", "--seed", "2").exit_code == 0
    assert json.loads((copy / "strategies.json").read_text())["stamp"]["seed"] == 2


def test_an_interruption_keeps_what_is_done_and_the_same_command_goes_on(tmp_path, monkeypatch):
    from clever_coalitions.experiments.patterns import InterruptionError

    def interrupt(settings):
        raise InterruptionError

    with monkeypatch.context() as patched:
        patched.setattr(evidence_parts, "_rules", interrupt)
        result = call(tmp_path / "evidence", "--only", SOME)
    assert result.exit_code == 130
    assert "1 of 13 parts are done" in result.stderr
    assert (tmp_path / "evidence" / "strategies.json").is_file()
    monkeypatch.setattr(evidence_parts, "_tried", interrupt)
    assert call(tmp_path / "evidence", "--only", SOME).exit_code == 0


def test_a_part_that_fails_is_said_and_the_others_stand(tmp_path, monkeypatch):
    def fail(settings):
        raise RuntimeError("2 runs failed")

    monkeypatch.setattr(evidence_parts, "_rules", fail)
    result = call(tmp_path / "evidence", "--only", SOME)
    assert result.exit_code == 1
    assert "rules failed to run: RuntimeError: 2 runs failed" in result.stderr
    assert "Net value under listen-and-lead" in (tmp_path / "evidence.md").read_text()


def test_an_unknown_part_is_a_mistake(tmp_path):
    result = call(tmp_path / "evidence", "--only", "nothing")
    assert result.exit_code == 2
    assert "expected names with commas, of forms, strategies, rules" in result.stderr


def test_a_whole_report_has_every_map_and_four_base_seeds():
    every = parts(Settings(200, 5, None, is_quick=False))
    names = [part.name for part in every]
    assert len(names) == len(set(names)) == 16
    assert [part.seed for part in every if part.name.startswith("patterns")] == [5, 6, 7, 8]
    assert sum(name.startswith("map-") for name in names) == 4
    assert book({}, every).forms is None


@pytest.mark.parametrize("name", ["forms", "levers", "syria", "map-members-legitimacy"])
def test_a_part_can_be_read_again_as_it_was(name):
    settings = Settings(2, 3, None, is_quick=True)
    part = next(one for one in parts(settings) if one.name == name)
    found = part.run(settings)
    again = part.kind.model_validate_json(found.model_dump_json())
    assert again.model_dump_json() == found.model_dump_json()
    assert part.add(book({}, [part]), again) != book({}, [part])
