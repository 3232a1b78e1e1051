"""``coalitions evidence``: it runs what is missing and nothing else, and writes the page over what is there."""

from time import perf_counter
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from clever_coalitions.analysis.evidence.book import TIMES
from clever_coalitions.app.cli import app
from clever_coalitions.app.commands.evidence import asked, time_for
from clever_coalitions.experiments.evidence import Check, Finding, checks
from clever_coalitions.experiments.studies import load_study
from clever_coalitions.experiments.studies.frames import lacking, planned
from clever_coalitions.experiments.studies.store import Store
from clever_coalitions.sim.edition import model_edition

CHOSEN = ("core", "cascade")


def call(*arguments):
    return CliRunner(env={"COLUMNS": "120", "TERM": "dumb", "NO_COLOR": "1"}).invoke(
        app, [str(one) for one in arguments]
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return the folder of a page over two small studies, what was asked, and what was said.

    Limiting cases come out as expected without being looked at: ``tests/validation/test_limits.py`` does that.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Check, "run", lambda check: Finding(check, check.expected, check.tolerance, True))
        yield begun(tmp_path_factory)


def begun(tmp_path_factory):
    folder = tmp_path_factory.mktemp("evidence")
    words = (
        "evidence",
        "--worlds",
        6,
        "--only",
        ",".join(CHOSEN),
        "--out",
        folder / "page",
        "--stores",
        folder / "stores",
    )
    said = call(*words)
    assert said.exit_code == 0, said.output
    return folder, words, said


def test_of_studies_that_a_page_must_be_able_to_run_it_takes_more_worlds():
    studies = {one.name: one for one in asked((), None, 3)}
    for name, study in studies.items():
        own = load_study(name).design
        assert study.design.repetitions == TIMES.get(name, 1) * own.repetitions
        assert (study.design.seed, study.design.kind) == (3, own.kind)
    assert all(one.design.repetitions <= 6 for one in asked((), 6, None))


def test_it_says_what_it_does_and_what_that_takes(made):
    assert "1 of 2: core, 96 runs; about" in made[2].stderr
    assert "2 of 2: cascade, 108 runs; about" in made[2].stderr
    assert f"Evidence: {made[0] / 'page.md'}" in made[2].stdout


def test_the_page_shows_what_was_run_and_what_was_not(made):
    text = (made[0] / "page.md").read_text("utf-8")
    assert "in the same 6 worlds" in text
    assert "As few as 6 worlds in a study" in " ".join(text.split())
    assert "Not run yet: `coalitions evidence --only forms`." in text
    assert "![Is joining a cascade?](page/cascade.svg)" in text
    assert {one.name for one in (made[0] / "page").iterdir()} == {"core.svg", "cascade.svg"}
    assert all(f"| {check.id} |" in text for check in checks())


def test_what_is_there_is_not_run_again(made):
    folder, words, _ = made
    before = sorted((folder / "stores").rglob("*.parquet"))
    again = call(*words)
    assert "of 2: " not in again.stderr
    assert sorted((folder / "stores").rglob("*.parquet")) == before


def test_what_is_lacking_is_counted_run_by_run_and_not_for_each_anew(tmp_path, monkeypatch):
    """A store of 99,000 runs took five minutes to count."""
    (tmp_path / "manifest.json").touch()
    study, took = load_study("cascade"), []
    for repetitions in (10, 80):
        one = study.with_design(repetitions=repetitions)
        done = {run.key.run for run in planned(one)}
        monkeypatch.setattr(Store, "open", lambda folder, done=done: SimpleNamespace(done=done, failed=set()))
        begun = perf_counter()
        assert lacking(one, tmp_path) == 0
        took.append(perf_counter() - begun)
    assert took[1] < 20.0 * took[0]  # eight times as many: 8 times as long, not 64


def test_only_what_a_change_moves_is_run_again(made):
    store = made[0] / "stores" / model_edition().replace(" ", "-") / "cascade"
    study = load_study("cascade")
    assert lacking(study.with_design(repetitions=6), store) == 0
    assert lacking(study.with_design(repetitions=8), store) == 2 * 18
    assert lacking(study.with_design(repetitions=6, seed=12), store) == 6 * 18


def test_a_page_can_be_written_again_without_runs(made):
    folder, words, _ = made
    (folder / "page.md").unlink()
    said = call(*words, "--redraw")
    assert said.exit_code == 0
    assert "in the same 6 worlds" in (folder / "page.md").read_text("utf-8")


def test_an_unknown_study_is_explained(tmp_path):
    said = call("evidence", "--only", "voice", "--out", tmp_path / "page", "--stores", tmp_path)
    assert said.exit_code == 2
    assert "--only 'voice': expected names with commas, of forms" in " ".join(said.stderr.split())


def test_no_study_has_more_worlds_than_are_asked_for():
    designs = [one.design for one in asked((), 300, 7)]
    assert max(one.repetitions for one in designs) == 300
    assert min(one.repetitions for one in designs) < 300
    assert {one.seed for one in designs} == {7}


def test_how_long_the_rest_takes_goes_by_what_was_done():
    assert time_for(2000, 1000, 10.0) == "20 s"
    assert time_for(60_000, 1000, 10.0) == "10 minutes"
    assert time_for(3000, 0, 0.0) == "10 s"


def test_verdicts_stay_in_the_same_worlds(made):
    folder, words, _ = made
    said = call(*words, "--redraw", "--against", folder / "stores")
    assert said.exit_code == 0, said.output
    assert "verdicts 0 turn round in other worlds, and 0 change otherwise (0.0%)." in said.stdout
    assert "Of 0 verdicts" not in said.stdout
