"""A rule, a strategy, a mechanism and an outcome, each one file of the pages, are found in every door."""

import json
import shlex

import pytest

from ..programs import programs

FILES = ("core_board", "relief", "attention", "hours_a_plan")
FORM, STRATEGY = "coordinator+core_board:agree+hub", "relief:lead"
OWN = {"attention", "windows_drawn", "hours_a_plan"}

STUDY = f"""
question = "Is all of it there?"
case = "steady"
outcomes = ["hours_a_plan", "attention"]
set = {{ weeks = 16, governance = "{FORM}" }}

[levers]
strategy = ["listen-and-lead", "{STRATEGY}"]
"attention.opens@8" = [0, 5]

[uncertainties]
attention.decay = {{ low = 0.1, high = 0.4 }}

[design]
kind = "latin-hypercube"
points = 2

[keep]
weeks = ["attention.level"]
"""

PROGRAM = f"""
import json
from clever_coalitions import CoalitionModel, compare, load, simulate, use_plugin

for name in {FILES!r}:
    use_plugin(name + ".py")

from clever_coalitions.app.pages.bar import forms_of
from clever_coalitions.app.pages.numbers import groups_of
from clever_coalitions.experiments.studies import frame
from clever_coalitions.sim.plugins import STRATEGIES

case = load("steady", {{"weeks": 16}})
result = simulate(case, 1, {FORM!r}, {STRATEGY!r})
model = CoalitionModel(case, 1, {FORM!r}, {STRATEGY!r})
while model.running:
    model.step()
print(json.dumps({{
    "same": model.result().digest == result.digest,
    "collected": list(model.datacollector.get_model_vars_dataframe().columns),
    "compared": list(compare(case, 2, governance=["opt-in", {FORM!r}]).frame().columns),
    "numbers": [item["path"] for group in groups_of(case) for item in group["items"]],
    "forms": [one["value"] for one in forms_of("opt-in")],
    "strategies": STRATEGIES.offered(),
    "runs": list(frame("kept").columns),
    "weeks": list(frame("kept", "weeks").columns),
}}))
"""


@pytest.fixture(scope="module")
def run(own_files):
    """Return a function that runs a program beside all four files, without compiling, and returns what it prints."""
    (own_files / "all.toml").write_text(STUDY, "utf-8")
    with programs(NUMBA_DISABLE_JIT="1") as started:
        yield lambda language, text: started.run(own_files, language, text)


@pytest.fixture(scope="module")
def call(run):
    """Return a function that does a command with all four files."""
    plugins = [word for name in FILES for word in ("--plugin", f"{name}.py")]
    return lambda *words: run("sh", shlex.join(["coalitions", *words, *plugins]))


def test_the_command_line_lists_and_explains_them(call):
    found = json.loads(call("list", "--json"))
    assert "core_board:agree" in found["rules"]["agree"]
    assert {one["name"]: one["meaning"] for one in found["strategies"]}[STRATEGY].startswith("Relief: listen and lead")
    assert [one["name"] for one in found["mechanisms"]] == ["attention", "hours_a_plan"]
    assert "windows that full attention opens" in " ".join(call("numbers", "attention").split())
    assert json.loads(call("show", "steady", "--json"))["parameters"]["attention.opens"] == 0.3
    assert "Mechanism of one's own: attention" in call("show", "steady")


def test_the_command_line_runs_and_compares_them(call):
    how = ("--weeks", "16", "--governance", FORM, "--set", "attention.opens=2")
    found = json.loads(call("run", "steady", *how, "--strategy", STRATEGY, "--json"))
    assert set(found["outcomes"]) >= OWN
    assert found["outcomes"]["attention"] is not None
    compared = call("compare", "steady", *how, "--vary", f"strategy=absent,{STRATEGY}", "--worlds", "2", "--json")
    assert all(name in compared for name in OWN)


def test_studies_programs_mesa_and_pages_know_them(run, call):
    call("study", "run", "all.toml", "--store", "kept")
    found = json.loads(run("python", PROGRAM))
    assert found["same"]
    assert {"attention.level", "outcome.attention", "outcome.hours_a_plan"} <= set(found["collected"])
    assert set(found["compared"]) >= OWN
    assert {"attention.heed", "attention.opens"} <= set(found["numbers"])
    assert FORM in found["forms"]
    assert STRATEGY in found["strategies"]
    assert {*OWN, "attention.decay", "attention.opens@8"} <= set(found["runs"])
    assert "attention.level" in found["weeks"]
