"""What people see of `coalitions numbers`: the numbers, what each moves, and their mistakes."""

import json

import pytest
from typer.testing import CliRunner

from clever_coalitions.app.cli import app
from clever_coalitions.experiments.audit import moving, record
from clever_coalitions.experiments.audit.moving import Move, Trial
from clever_coalitions.sim.edition import EDITION
from clever_coalitions.sim.parameters import numbers

PATHS = [path for path, _, _ in numbers()]


def call(*arguments, columns="120"):
    return CliRunner(env={"COLUMNS": columns, "TERM": "dumb", "NO_COLOR": "1"}).invoke(app, ["numbers", *arguments])


def made_up(path, move=0.5):
    return Move(Trial(path, "high", 1.0, "steady", "opt-in"), "net_value", move, 0.01, 400, move)


@pytest.fixture
def kept(monkeypatch, tmp_path):
    """Let the command keep another record, in which each number moves something."""
    monkeypatch.setattr(record, "RECORD", tmp_path / "record.csv")
    record.write_record([made_up(path) for path in PATHS], record.RECORD)
    return record.RECORD


def test_help_has_an_example():
    assert "Example: coalitions numbers" in call("--help").stdout


def test_all_numbers_are_listed_with_their_priors():
    rows = json.loads(call("--json").stdout)["numbers"]
    assert [row["number"] for row in rows] == PATHS
    assert all(len(row["prior"]) == 2 for row in rows)


@pytest.mark.parametrize("columns", ["40", "80", "120"])
def test_tables_keep_to_the_width(kept, columns):
    for arguments in (["joining"], ["joining", "--audit"]):
        said = call(*arguments, columns=columns)
        assert said.exit_code == 0
        assert max(map(len, said.stdout.splitlines())) <= int(columns)


def test_a_group_or_a_number_can_be_asked_for(kept):
    group = [path for path in PATHS if path.startswith("trust.")]
    assert [row["number"] for row in json.loads(call("trust", "--json").stdout)["numbers"]] == group
    assert [row["number"] for row in json.loads(call(group[0], "--audit", "--json").stdout)["moves"]] == group[:1]


def test_a_dead_number_is_named_and_fails(kept):
    assert call("--audit").exit_code == 0
    record.write_record([made_up(path, 0.1 if path == PATHS[3] else 0.5) for path in PATHS], kept)
    said = call("--audit")
    assert said.exit_code == 1
    assert f"dead: {PATHS[3]}." in " ".join(said.stdout.split())
    assert json.loads(call("--audit", "--json").stdout)["dead"] == [PATHS[3]]


def test_a_record_of_another_edition_is_told(kept):
    kept.write_text(kept.read_text("utf-8").replace(f",{EDITION}\n", f",{EDITION + 1}\n"), "utf-8")
    said = " ".join(call("--audit").stdout.split())
    assert f"Not all of this was found in edition {EDITION} of the model: renew it with --renew." in said


def test_the_record_can_be_renewed_whole_or_in_part(kept, monkeypatch):
    monkeypatch.setattr(moving, "audit", lambda paths, workers: ((path, made_up(path, 0.7)) for path in paths))
    assert call("trust", "--audit", "--renew").exit_code == 0
    assert {one.move: one.where.number.split(".")[0] for one in record.read_record(kept)}[0.7] == "trust"
    assert [one.where.number for one in record.read_record(kept)] == PATHS
    assert call("--audit", "--renew").exit_code == 0
    assert {one.move for one in record.read_record(kept)} == {0.7}


def test_a_renewal_that_is_interrupted_keeps_what_is_done(kept, monkeypatch):
    def audit(paths, workers):
        yield paths[0], made_up(paths[0], 0.7)
        raise KeyboardInterrupt

    monkeypatch.setattr(moving, "audit", audit)
    assert call("--audit", "--renew").exit_code == 130
    assert [one.move for one in record.read_record(kept)][:2] == [0.7, 0.5]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(["joning"], "joining"), (["--renew"], "expected with --audit")],
)
def test_mistakes_are_explained(arguments, words):
    said = call(*arguments)
    assert said.exit_code == 2
    assert words in said.stderr
    assert "Traceback" not in said.stderr
