"""What people see of `coalitions verify`: its table, its numbers, and how it ends."""

import json

import pytest
from typer.testing import CliRunner

from clever_coalitions.app.cli import app
from clever_coalitions.experiments import evidence
from clever_coalitions.experiments.evidence import GONE, Check, Finding

CHEAP = "Crawford & Sobel 1982"
"""Who says what the cases say that are looked at here, too: they take no time."""

KEYS = ["id", "claim", "source", "expected", "observed", "tolerance", "pass"]


def call(*arguments, columns="80"):
    return CliRunner(env={"COLUMNS": columns, "TERM": "dumb", "NO_COLOR": "1"}).invoke(app, ["verify", *arguments])


def interrupt():
    raise KeyboardInterrupt


@pytest.fixture
def ask(monkeypatch):
    """Lets the command run other checks: `ask(L1=lambda: 1.0, L2=None)`, each expected to give 1."""

    def replace(**observed):
        made = [Check(id, f"the claim of {id}", "a source", 1.0, observe, 0.1) for id, observe in observed.items()]
        monkeypatch.setattr(evidence, "checks", lambda: made)

    return replace


def test_help_has_an_example():
    assert "Example: coalitions verify" in call("--help").stdout


def test_every_case_is_looked_at_and_told(monkeypatch):
    """Whether each comes out as expected is looked at in ``tests/validation/test_limits.py``, once."""
    looked_at, look = [], Check.run

    def run(check):
        looked_at.append(check.id)
        return look(check) if check.source == CHEAP else Finding(check, check.expected, check.tolerance, True)

    monkeypatch.setattr(Check, "run", run)
    said = call("--json")
    rows = json.loads(said.stdout)
    assert said.exit_code == 0
    assert all(list(row) == KEYS for row in rows)
    assert [row["id"] for row in rows] == looked_at == [check.id for check in evidence.checks()]
    assert {row["id"] for row in rows} >= {f"L{number}" for number in range(1, 27)} - {*GONE, "L19"}
    assert {row["id"] for row in rows if row["pass"] is not True} == set()
    cheap = [row for row in rows if row["source"] == CHEAP]
    assert len(cheap) == 6
    assert all(0.0 <= abs(row["observed"] - row["expected"]) <= row["tolerance"] for row in cheap)
    assert any(row["observed"] != row["expected"] for row in cheap)


@pytest.mark.parametrize("columns", ["40", "80", "120"])
def test_the_table_keeps_to_the_width(ask, columns):
    ask(L1=lambda: 1.0, L2=None)
    said = call(columns=columns)
    assert said.exit_code == 0
    assert max(map(len, said.stdout.splitlines())) <= int(columns)
    assert "\x1b" not in said.stdout
    flat = " ".join(said.stdout.split())
    assert "passes" in flat
    assert "1 check passes; 1 waits for what is not built yet." in flat


def test_what_is_not_built_is_listed(ask):
    ask(L1=lambda: 1.0, L2=None)
    (row,) = (line for line in call(columns="120").stdout.splitlines() if line.startswith(" L2"))
    assert row.split("the claim of L2")[1].split() == ["1", "–", "0.1", "not", "built"]


def test_what_is_gone_is_said_with_its_reason(ask):
    ask(L1=lambda: 1.0)
    flat = " ".join(call().stdout.split())
    assert all(f"{id} went with its mechanism: {why}." in flat for id, why in GONE.items())


def test_one_failure_is_shown_and_ends_with_status_1(ask):
    ask(L1=lambda: 1.0, L2=lambda: 1.2)
    said = call()
    assert said.exit_code == 1
    assert "FAILS" in said.stdout
    assert "1 check passes; 1 check fails." in said.stdout
    assert [row["pass"] for row in json.loads(call("--json").stdout)] == [True, False]


def test_a_check_that_raises_fails_and_says_why(ask):
    ask(L1=lambda: 1 / 0)
    said = call("--json")
    assert said.exit_code == 1
    assert json.loads(said.stdout)[0]["observed"] is None
    assert "L1 could not be observed: ZeroDivisionError: division by zero" in said.stderr
    assert "Traceback" not in said.stderr


def test_an_interruption_prints_what_is_done(ask):
    ask(L1=lambda: 1.0, L2=interrupt, L3=lambda: 1.0)
    said = call("--json")
    assert said.exit_code == 130
    assert [row["id"] for row in json.loads(said.stdout)] == ["L1"]
    assert "interrupted: 1 of 3 checks are done" in said.stderr
