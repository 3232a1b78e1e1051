"""The shipped scenarios load, say what they are, and are the controlled comparisons that they claim to be."""

import re

import pytest

from clever_coalitions.scenarios import load, names
from clever_coalitions.scenarios.theories import cycle
from clever_coalitions.sim.parameters import Parameters, neutral, numbers, with_values
from clever_coalitions.sim.scenario import Scenario

SHIPPED = {
    "central_african_republic",
    "city_schools",
    "climate_swarm",
    "exponential",
    "fragmented",
    "landmine_treaty",
    "neutral",
    "outbreak",
    "shared_river",
    "steady",
    "syria",
    "syria_nothing_changes",
    "syria_same_strengths",
    "turbulent",
}
TEXTBOOK = ("steady", "exponential", "neutral")


def changed(case: Scenario) -> set[str]:
    """Return the paths of the parameters that a case sets to something else than the default."""
    groups = case.parameters._asdict()
    return {
        path for path, default, _ in numbers() if getattr(groups[path.split(".")[0]], path.split(".")[1]) != default
    }


def test_what_is_shipped():
    assert set(names()) == SHIPPED


@pytest.mark.parametrize("name", sorted(SHIPPED))
class TestEach:
    def test_says_what_it_is(self, name):
        prose = load(name).prose
        assert set(prose) == {"what_it_is", "things_to_notice", "things_to_try", "sources"}
        assert all(len(text) > 100 for text in prose.values())
        assert "Stanford Social Innovation Review" in " ".join(prose["sources"].split())
        assert "tylized" in prose["sources"]
        assert all(line.startswith(("- ", "  ")) for line in prose["sources"].splitlines())

    def test_holds_together(self, name):
        case = load(name)
        assert case.name == name
        assert {strength for kind in case.kinds for strength in kind.strengths} == set(case.strengths)
        for obstacle in case.obstacles:
            assert cycle({step.name: step.after for step in obstacle.steps}) == []
            assert sum(obstacle.audience.values()) == pytest.approx(1)
            assert sum(not step.needed for step in obstacle.steps) == 1
            assert all(sum(step.needs.values()) == pytest.approx(1) for step in obstacle.steps)

    def test_mentions_only_parameters_and_scenarios_that_exist(self, name):
        prose = " ".join(load(name).prose.values())
        groups = set(Parameters._fields)
        paths = {path for path, _, _ in numbers()}
        words = [re.split("[@=]", word.strip("().,;:?\"'"))[0] for word in prose.split()]
        assert {word for word in words if word.split(".")[0] in groups and "." in word} <= paths
        assert {word for word in words if word.startswith("syria_")} <= SHIPPED


@pytest.mark.parametrize("name", TEXTBOOK)
def test_textbook_worlds_are_one_city_under_three_skies(name):
    case, steady = load(name), load("steady")
    assert (case.kinds, case.obstacles, case.strengths) == (steady.kinds, steady.obstacles, steady.strengths)
    assert case.organizations == 40
    assert len(case.kinds) == len(case.strengths) == 6
    assert case.script == ()


@pytest.mark.parametrize("place", range(4))
def test_textbook_obstacles_ask_for_three_strengths_each(place):
    case = load("steady")
    obstacle = case.obstacles[place]
    hours = dict.fromkeys(case.strengths, 0.0)
    for step in obstacle.steps:
        for strength, weight in step.needs.items() if step.needed else ():
            hours[strength] += weight * step.hours
    expected = dict.fromkeys(case.strengths, 0.0)
    for offset, share in ((0, 0.45), (1, 0.33), (3, 0.22)):
        expected[case.strengths[(place + offset) % 6]] = 800 * share
    assert hours == pytest.approx(expected)
    heeded = sorted(obstacle.audience.values())
    assert sum(heeded[-2:]) == pytest.approx(0.6)


def test_neutral_is_neutral():
    assert load("neutral").parameters == with_values(Parameters(), neutral())


def test_the_textbook_worlds_set_only_how_things_change():
    assert changed(load("steady")) == {"conditions.hazard", "conditions.drift"}
    assert changed(load("exponential")) == {"conditions.hazard", "conditions.hazard_growth", "conditions.drift"}
    assert load("steady").parameters.conditions.hazard == 0
    assert load("exponential").parameters.conditions.hazard_growth > 0


@pytest.mark.parametrize("name", ["syria", "syria_same_strengths", "syria_nothing_changes"])
def test_syria_and_its_placebos_differ_in_the_second_obstacle_only(name):
    case, syria = load(name), load("syria")
    assert case.organizations == 40
    assert {kind.name: kind.count for kind in case.kinds} == {
        "relief agency": 14,
        "human-rights group": 8,
        "lawyer": 9,
        "media outlet": 5,
        "faith leader": 4,
    }
    assert (case.kinds, case.obstacles[0], case.weeks) == (syria.kinds, syria.obstacles[0], 208)
    assert case.parameters == syria.parameters
    assert changed(case) == {"conditions.hazard"}
    assert case.sequence[0] == 0


def test_syria_has_another_obstacle_behind_the_first():
    assert load("syria").sequence == (0, 1)
    assert load("syria").script == ()
    first, second = load("syria").obstacles
    assert second.name == "no legal ground"
    assert max(first.audience, key=first.audience.__getitem__) == "relief agency"
    assert max(second.audience, key=second.audience.__getitem__) == "lawyer"


def test_the_placebo_of_the_same_strengths_changes_the_name_alone():
    case = load("syria_same_strengths")
    first, second = case.obstacles
    assert first.name != second.name
    assert (first.steps, first.audience) == (second.steps, second.audience)
    assert (case.sequence, case.script) == (load("syria").sequence, load("syria").script)


def test_the_placebo_in_which_nothing_changes_ends_with_the_first_obstacle():
    case = load("syria_nothing_changes")
    assert (case.sequence, case.script) == ((0,), ())
    assert case.obstacles == load("syria").obstacles


def test_central_african_republic_is_short_daily_and_full_of_jobs():
    case = load("central_african_republic")
    assert (case.weeks, case.step_days) == (20, 1)
    assert sum(step.needed for step in case.obstacles[0].steps) == 8
    assert all(event.what == "window" and event.value <= 2 for event in case.script)
    assert max(kind.core or 0 for kind in case.kinds) > Parameters().club.core
