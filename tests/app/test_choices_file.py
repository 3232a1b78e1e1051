"""Decisions exported elsewhere."""

import json

import pytest

from clever_coalitions.app.choices_file import decisions, read_choices, write_choices
from clever_coalitions.app.errors import UserError
from clever_coalitions.scenarios import load
from clever_coalitions.sim.briefing import LISTEN, PIVOT_TO
from clever_coalitions.sim.choices import INVITE, JOIN, PLAN_AMBITION, PLAN_OBSTACLE
from clever_coalitions.sim.events import PLAN_ADOPTED
from clever_coalitions.sim.population import Choice
from clever_coalitions.sim.run import simulate

SYRIA = load("syria")
GOOD = {"week": 61, "decision": "join", "who": "lawyer 3", "value": 1}


def read(tmp_path, entries, scenario=SYRIA):
    path = tmp_path / "choices.json"
    path.write_text(entries if isinstance(entries, str) else json.dumps(entries))
    return read_choices(path, scenario).choices


def test_entries_become_choices(tmp_path):
    lawyer_3 = 14 + 8 + 2  # after the relief agencies and the human-rights groups of the case
    assert read(
        tmp_path,
        [
            GOOD,
            {"week": 0, "decision": "invite", "who": "relief agency 1", "value": 0},
            {"week": 2, "decision": "listen", "who": 0, "value": 0.25},
            {"week": 9, "decision": "pivot_to", "who": 0, "value": "no legal ground"},
        ],
    ) == [
        Choice(61, JOIN, lawyer_3, 1.0),
        Choice(0, INVITE, 0, 0.0),
        Choice(2, LISTEN, 0, 0.25),
        Choice(9, PIVOT_TO, 0, 1.0),
    ]


def test_a_plan_that_is_imposed_with_its_ambition_is_read_and_written_by_name(tmp_path):
    plan = {"week": 9, "decision": "plan_obstacle", "who": 0, "value": "no legal ground"}
    found = read(tmp_path, [plan, {"week": 9, "decision": "plan_ambition", "who": 0, "value": 0.7}])
    assert found == [Choice(9, PLAN_OBSTACLE, 0, 1.0), Choice(9, PLAN_AMBITION, 0, 0.7)]
    assert json.loads(write_choices(found, [], SYRIA))[0] == plan


def test_a_plan_reaches_the_coalition_of_the_issue_that_is_named(tmp_path):
    two = load("steady", {"conditions.issues": 2, "weeks": 60})
    obstacle = {"week": 30, "decision": "plan_obstacle", "who": 1, "value": two.obstacles[0].name}
    ambition = {"week": 30, "decision": "plan_ambition", "who": 1, "value": 0.123}
    found = read(tmp_path, [obstacle, ambition], two)
    assert json.loads(write_choices(found, [], two)) == [obstacle, ambition]
    rows = simulate(two, 1, choices=found, events=True).events
    adopted = rows[(rows[:, 1] == PLAN_ADOPTED) & (rows[:, 0] == 30)]
    assert [(int(row[2]), row[4]) for row in adopted] == [(1, 0.123)]
    for entries, said in (
        ([obstacle | {"who": 2}], "expected 0 to 1"),
        ([obstacle, ambition | {"who": 0}], "same week"),
    ):
        with pytest.raises(UserError, match=said):
            read(tmp_path, entries, two)


def test_no_plan_needs_no_ambition(tmp_path):
    none = {"week": 9, "decision": "plan_obstacle", "who": 0, "value": -1}
    assert read(tmp_path, [none]) == [Choice(9, PLAN_OBSTACLE, 0, -1.0)]


def test_weeks_become_steps_where_steps_are_days(tmp_path):
    case = load("central_african_republic")
    entry = {"week": 2, "decision": "dissolve", "who": 0, "value": 0}
    assert read(tmp_path, [entry], case)[0].step == 14


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"week": -1}, ["#1.week = -1", "0 to 207"]),
        ({"week": 208}, ["#1.week = 208", "0 to 207"]),
        ({"week": True}, ["#1.week = true"]),
        ({"decision": "joyn"}, ['#1.decision = "joyn"', 'did you mean "join"?']),
        ({"decision": []}, ["#1.decision", "unknown decision"]),
        ({"who": "lawyer 10"}, ['#1.who = "lawyer 10"', "lawyer 1 to 9", "did you mean"]),
        ({"who": 3}, ["#1.who = 3", "name of an organization"]),
        ({"value": 2}, ["#1.value = 2", "from 0 to 1"]),
        ({"value": float("nan")}, ["#1.value = nan", "from 0 to 1"]),
        ({"valeu": 1}, ["#1.valeu = 1", 'did you mean "value"?']),
        ({"decision": "pivot_to", "who": 0, "value": "no legal grounds"}, ['did you mean "no legal ground"?']),
        ({"decision": "pivot_to", "who": 0, "value": 2}, ["#1.value = 2", "from -1 to 1"]),
        ({"decision": "pivot_to", "who": 0, "value": 0.5}, ["#1.value = 0.5", "whole number"]),
        ({"decision": "plan_obstacle", "who": 0, "value": "no legal ground"}, ["#1", "plan_ambition", "same week"]),
        ({"decision": "listen", "who": 1, "value": 1}, ["#1.who = 1", "expected 0 (the coordinator)"]),
        ({"decision": "plan_fact", "who": False, "value": 1}, ["#1.who = false", "expected 0 (the coalition)"]),
    ],
)
def test_a_mistake_is_named_with_file_entry_key_and_value(tmp_path, change, words):
    with pytest.raises(UserError) as error:
        read(tmp_path, [GOOD | change])
    for word in ["choices.json", *words]:
        assert word in str(error.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "expected JSON"),
        ("{}", "expected a list"),
        ("[3]", "#1 = 3: expected an object"),
        ("[" * 100_000, "expected JSON"),
        ('[{"week": 1}]', "#1.decision: expected, but missing"),
    ],
)
def test_other_files_are_refused(tmp_path, text, words):
    with pytest.raises(UserError, match="choices") as error:
        read(tmp_path, text)
    assert words in str(error.value)


def test_all_wrong_entries_are_named_at_once(tmp_path):
    with pytest.raises(UserError) as error:
        read(tmp_path, [GOOD | {"value": 7}, GOOD, GOOD | {"week": "x"}])
    assert "#1.value" in str(error.value)
    assert "#3.week" in str(error.value)
    assert "#2" not in str(error.value)


def test_the_same_decision_twice_is_refused(tmp_path):
    with pytest.raises(UserError, match="decides the same as #1"):
        read(tmp_path, [GOOD, GOOD])


def test_every_decision_has_a_code_of_its_own_and_a_default_within_its_range():
    codes = [decision.code for decision in decisions().values()]
    assert len(set(codes)) == len(codes) == 22
    role = SYRIA.parameters.coordinator
    for name, decision in decisions().items():
        if hasattr(role, name):
            assert decision.low <= getattr(role, name) <= decision.high


def test_a_choice_is_followed(tmp_path):
    entries = [GOOD | {"week": week, "who": f"lawyer {n}", "value": 0} for week in range(208) for n in range(1, 10)]
    choices = read(tmp_path, entries)
    assert simulate(SYRIA, 1).column("members: lawyer").max() > 0
    assert simulate(SYRIA, 1, choices=choices).column("members: lawyer").max() == 0
