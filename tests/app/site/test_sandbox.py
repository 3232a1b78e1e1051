"""The sandbox: each cell is the run that its levers say, and what is told of it comes from its worlds."""

import re

import numpy as np
import pytest

from clever_coalitions.app.live.history import played
from clever_coalitions.app.live.settings import plan_of
from clever_coalitions.app.record import record_of
from clever_coalitions.app.site.pages import LANGUAGES, words
from clever_coalitions.app.site.sandbox import Sandbox, name_of_cell, sandbox_files
from clever_coalitions.app.site.tale import middle_of
from clever_coalitions.sim.run import simulate

WORLDS = 12


@pytest.fixture(scope="module")
def sandbox():
    return Sandbox(WORLDS)


@pytest.fixture(scope="module")
def files():
    return dict(sandbox_files(3, lambda line: None))


def test_the_usual_cell_is_the_case_as_it_comes(sandbox):
    plan = plan_of(sandbox.setting(sandbox.usual))
    assert plan.scenario == sandbox.case
    assert (plan.governance, plan.strategy) == (sandbox.case.governance, sandbox.case.strategy)
    weeks = [
        int(one["weeks_to_settle"]) + 1 if one["settled"] else None
        for one in (simulate(sandbox.case, seed).outcomes for seed in range(1, WORLDS + 1))
    ]
    assert sandbox.seed == middle_of(weeks)


def test_each_lever_moves_what_it_says_and_nothing_else(sandbox):
    plan = plan_of(sandbox.setting((2, 0, 2, 1)))
    own, moved = sandbox.case.parameters, plan.scenario.parameters
    assert (plan.governance, moved.coordinator.listen, moved.coordinator.staff) == ("consensus", 0.0, 12.0)
    assert (moved.conditions.hazard, moved.joining, moved.diagnosis) == (0.01, own.joining, own.diagnosis)


def test_where_nobody_leads_there_is_one_cell_for_each_of_the_other_levers(sandbox):
    cells = sandbox.cells()
    assert len(cells) == len(set(cells)) == 3 * 3 * 3 * 3 + 3
    assert sandbox.led((3, 0, 2, 2)) == (3, *sandbox.usual[1:3], 2)
    assert sandbox.led((2, 0, 2, 2)) == (2, 0, 2, 2)


def test_a_cell_holds_the_run_of_its_setting_and_nothing_hidden(sandbox):
    known, end = sandbox.told((0, 1, 2, 1))
    record = record_of(played(plan_of(sandbox.setting((0, 1, 2, 1), sandbox.seed))))
    assert known["record"]["coalitions"] == record["coalitions"]
    assert set(known["record"]["series"]) == {"progress", "member_hours"}
    hidden = ("affected", "needed", "barrier", "'false'", "dissent", "verdict", "'help'")
    assert not [word for word in hidden if word in str(known)]
    assert [one["obstacle"] for one in end["truth"]["issues"]]


@pytest.mark.parametrize("cell", [(0, 0, 0, 0), (2, 1, 2, 0), (3, 1, 1, 1)])
def test_what_is_told_of_a_cell_is_what_its_worlds_say(sandbox, cell):
    plan, found = plan_of(sandbox.setting(cell)), sandbox.judged(cell)
    runs = [simulate(plan.scenario, seed, plan.governance, plan.strategy).outcomes for seed in range(1, WORLDS + 1)]
    assert [week is not None for week in found["weeks"]] == [one["settled"] > 0 for one in runs]
    assert found["hours"] == pytest.approx(np.mean([one["member_hours"] + one["hub_hours"] for one in runs]))
    assert found["false"] == sum(one["false_pivots"] > 0 for one in runs)
    assert found["verdict"] in {"more", "less", "same", "open"}


def test_the_verdict_goes_the_way_of_what_is_achieved():
    many = Sandbox(40)
    assert many.judged((0, 0, 0, 2))["verdict"] == "less"
    assert many.judged(many.usual)["verdict"] == "usual"
    many._usual_runs = many.runs((0, 0, 0, 2))  # held against the worst of them
    assert many.judged((1, 1, 2, 0))["verdict"] == "more"


def test_every_cell_has_two_files_and_every_moment_has_words(sandbox, files):
    keys = {name_of_cell(cell) for cell in sandbox.cells()}
    assert files.keys() == {"sandbox", *(f"{kind}-{key}" for kind in ("cell", "end") for key in keys)}
    told = {moment["key"] for name, one in files.items() if name.startswith("cell") for moment in one["moments"]}
    assert told <= words(LANGUAGES[0])["sandbox"]["beats"].keys()
    assert {"plan", "turn", "late"} <= told
    assert told & {"overcome", "won"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_place_of_a_lever_has_a_name(sandbox, language):
    said = words(language)["sandbox"]
    for name, lever in sandbox.levers.items():
        assert len(said[name].get("values", lever["values"])) == len(lever["values"])
        assert "values" in said[name] or {"value", "none"} <= said[name].keys()


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_all_names_of_the_case_are_in_every_language(sandbox, language):
    names = [name for kind in sandbox.case.kinds for name in (kind.name, kind.plural)]
    names += [obstacle.name for obstacle in sandbox.case.obstacles]
    assert not {*names} - words(language)["says"].keys()
    assert not re.search(r"\d", " ".join(words(language)["says"]))
