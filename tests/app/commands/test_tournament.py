"""``coalitions tournament``, as people use it."""

import json
import os
import signal
import subprocess
import sys
import time

import pandas as pd
import pytest
from typer.testing import CliRunner

from clever_coalitions.app.cli import app

SMALL = ["syria", "--strategies", "listen-and-lead,noisy:0.3+directive", "--forms", "opt-in,self-organized"]


def call(*arguments):
    environment = {"COLUMNS": "120", "TERM": "dumb", "NO_COLOR": "1"}
    return CliRunner(env=environment).invoke(app, ["tournament", *(str(one) for one in arguments)])


def test_help_has_an_example():
    assert "Example: coalitions tournament" in call("--help").output


def test_a_tournament_is_a_store_a_verdict_a_figure_a_page_and_data(tmp_path):
    said = call(*SMALL, "--worlds", "6", "--store", tmp_path / "store", "--output", tmp_path / "out")
    assert said.exit_code == 0, said.output
    assert "In 6 worlds and 1 scenario," in said.output
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "tournament.svg", "tournament.html", "maps.csv", "standings.csv",
    }  # fmt: skip
    assert len(pd.read_csv(tmp_path / "out" / "standings.csv")) == 3
    assert len(pd.read_parquet(tmp_path / "store" / "runs")) == 18
    again = call(*SMALL, "--worlds", "6", "--store", tmp_path / "store", "--json")
    assert json.loads(again.stdout)["worlds"] == 6
    more = call(*SMALL, "--worlds", "8", "--store", tmp_path / "store", "--json")
    assert json.loads(more.stdout)["is_over"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["siria"], 'did you mean "syria"'),
        (["syria", "--forms", "opt"], "did you mean 'opt-in'"),
        (["syria", "--strategies", "delaid:3+learner"], "did you mean 'delayed'"),
        (["syria", "--strategies", "learner,"], "different names, parted by commas"),
        (["syria", "--strategies", "learner"], "at least two strategies"),
        (["syria", "--over", "trust.strat"], 'did you mean "trust.start"'),
        (["syria", "--strategies", "bait:lead,learner"], "--plugin bait"),
    ],
)
def test_mistakes_are_one_message(words, said, tmp_path):
    found = call(*words, "--store", tmp_path / "store")
    assert found.exit_code == 2
    assert said in found.output
    assert "Traceback" not in found.output
    assert not (tmp_path / "store").exists()


def test_an_interrupted_tournament_says_what_is_known_and_goes_on(tmp_path):
    words = [*SMALL, "--worlds", "2000", "--store", str(tmp_path / "store")]
    process = subprocess.Popen(
        [sys.executable, "-m", "clever_coalitions.app.cli", "tournament", *words],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "COLUMNS": "200"},
    )  # fmt: skip
    runs = tmp_path / "store" / "runs"
    until = time.monotonic() + 120
    while time.monotonic() < until and len(list(runs.glob("*.parquet"))) < 3 and process.poll() is None:
        time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    out, error = process.communicate(timeout=60)
    assert process.returncode == 130, error
    assert "interrupted" in error
    assert "leads" in out
    assert (tmp_path / "store" / "tournament.html").exists()
