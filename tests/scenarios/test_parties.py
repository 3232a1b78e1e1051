"""Obstacles name organizations: whom decision-makers heed, and without whom nothing is overcome."""

import pytest

from clever_coalitions.scenarios import ScenarioError, load
from clever_coalitions.scenarios.loader import Source, built
from clever_coalitions.scenarios.reading import parsed
from clever_coalitions.sim import simulate

BASIN = """
title = "A basin"
weeks = 120
strengths = ["law"]
organizations = [
    { name = "Upland", kind = "state", hours = 30 },
    { name = "Lowland", kind = "state" },
    { name = "Delta", kind = "state" },
]
ties = [["Upland", "Lowland"], ["Lowland", "Delta"]]
[[kinds]]
name = "state"
count = 5
strengths = ["law"]
capacity = 2
core = 1
[[obstacles]]
name = "no rule"
audience = { "Upland" = 1, "state" = 3 }
required = { "Delta" = 1 }
[[obstacles.steps]]
name = "ask"
needs = { law = 1 }
hours = 30
"""  # fmt: skip


def basin(text=BASIN, overrides=None):
    return built(Source("basin", "basin.toml", parsed("basin.toml", text)), overrides)


def test_a_party_is_a_kind_of_its_own_and_like_its_kind():
    case = basin()
    assert [(kind.name, kind.plural, kind.count) for kind in case.kinds] == [
        ("state", "states", 3), ("Upland", "Upland", 1), ("Delta", "Delta", 1),
    ]  # fmt: skip
    state, upland, _ = case.kinds
    assert (upland.strengths, upland.capacity, upland.core) == (state.strengths, state.capacity, state.core)
    assert upland.named[0].hours == (30, 30)
    assert set(case.names) == {"Upland", "Lowland", "Delta", "state 1", "state 2"}
    assert case.obstacles[0].required == {"Delta": 1}


def test_a_kind_in_an_audience_is_all_of_it_but_whom_it_names_beside_it():
    assert basin().obstacles[0].audience == pytest.approx({"Upland": 1 / 4, "state": 9 / 16, "Delta": 3 / 16})


def test_a_kind_of_which_nobody_is_left_is_gone():
    text = BASIN.replace("count = 5", "count = 3").replace('"state" = 3', '"Lowland" = 3')
    assert [kind.name for kind in basin(text).kinds] == ["Upland", "Lowland", "Delta"]


def test_a_party_may_be_called_by_its_id():
    rows = [{"name": "Upland", "id": "UP", "kind": "state"}, {"name": "Delta", "id": "DE", "kind": "state"}]
    data = parsed("basin.toml", BASIN.replace('"Upland" = 1', "UP = 1").replace('"Delta" = 1', "DE = 1"))
    case = built(Source("basin", "basin.toml", {**data, "organizations": rows, "ties": []}))
    assert (case.obstacles[0].required, case.obstacles[0].audience["Upland"]) == ({"Delta": 1}, 0.25)


def test_numbers_of_a_party_can_be_set_by_its_name():
    (upland,) = (one for kind in basin(overrides={"organizations.Upland.hours": 7}).kinds for one in kind.named[:1]
                 if one.name == "Upland")  # fmt: skip
    assert upland.hours == (7, 7)


def test_nothing_is_overcome_without_the_party_that_is_required():
    def overcome(text):
        return sum(simulate(basin(text), seed).outcomes["obstacles_overcome"] for seed in range(1, 11))

    gone = '[[events]]\nweek = 0\nleaves = "Delta"\n'
    assert overcome(BASIN) > 0
    assert overcome(BASIN.replace("[[obstacles]]", f"{gone}[[obstacles]]")) == 0
    assert overcome(BASIN.replace("[[obstacles]]", f"{gone}[[obstacles]]").replace('"Delta" = 1', '"Upland" = 1')) > 0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('"Delta" = 1', '"Dleta" = 1'), 'required = "Dleta": unknown kind or organization; expected one of "state", '),
        (('"Delta" = 1', '"Delta" = 2'), "required.Delta = 2: expected at most 1: so many there are"),
        (('"Delta" = 1', '"state 1" = 1'), 'required = "state 1": unknown kind or organization; expected one of'),
    ],
)
def test_a_party_that_is_not_there_is_told(change, said):
    with pytest.raises(ScenarioError) as caught:
        basin(BASIN.replace(*change))
    assert said in str(caught.value)


def test_the_four_of_the_river_are_parties():
    four = {"Cambodia": 1, "Laos": 1, "Thailand": 1, "Viet Nam": 1}
    assert [one.required for one in load("shared_river").obstacles] == [{}, four, four]
