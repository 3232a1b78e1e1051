"""Maps: axes that change what they say, the same worlds in every cell."""

import math
from dataclasses import replace

import numpy as np
import pytest

from clever_coalitions.experiments import compare, variants
from clever_coalitions.experiments.maps import AxisError, Map, axis, axis_from, draw, maps
from clever_coalitions.experiments.maps.derived import with_facts_share, with_organizations
from clever_coalitions.experiments.patterns.city import city
from clever_coalitions.scenarios import load

SMALL = {"weeks": 26}


def small():
    return load("steady", SMALL)


def small_map(**changed):
    x = axis("conditions.hazard", (0.0, 0.05))
    y = axis("club.values_spread", (0.1, 0.3, 0.5))
    return Map("small", "small", **({"x": x, "y": y, "case": small} | changed))


# --- axes ------------------------------------------------------------------------------------------------------------


def test_an_axis_sets_its_parameter_and_nothing_else():
    made = axis("conditions.hazard", (0.0, 0.05))
    assert made.apply(small(), 0.05) == small().with_numbers({"conditions.hazard": 0.05})


def test_a_range_is_spaced_evenly():
    assert axis_from("conditions.hazard:0:0.08:5", small()).values == (0.0, 0.02, 0.04, 0.06, 0.08)


def test_without_a_range_an_axis_goes_to_twice_the_value_of_the_case():
    values = axis_from("club.values_spread", small()).values
    assert (values[0], values[-1], len(values)) == (0.0, 0.5, 7)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("club.value_spread:0:1", "did you mean club.values_spread?"),
        ("nothing", "expected members, facts or a parameter"),
        ("club.values_spread:1", "expected NAME, NAME:LOW:HIGH"),
        ("club.values_spread:a:b", "expected numbers"),
        ("club.values_spread:1:0", "below the highest"),
        ("club.values_spread:0:inf", "below the highest"),
        ("club.values_spread:0:1:1", "from 2 to 50"),
        ("club.values_spread:0:1:x", "from 2 to 50"),
        ("club.values_spread:-1:1", "expected a number from 0 to 2"),
        ("members:6:9:7", "do not fit"),
        ("members:2:9", "one of each kind"),
        ("conditions.hazard", "say from where to where"),
    ],
)
def test_a_mistake_in_an_axis_is_explained(text, said):
    with pytest.raises(AxisError, match=said.replace("?", r"\?")):
        axis_from(text, small())


@pytest.mark.parametrize("total", [6, 7, 10, 40, 41, 80, 333])
def test_organizations_are_as_many_as_asked_in_the_same_proportions(total):
    case = with_organizations(city(), total)
    assert case.organizations == total
    for kind, usual in zip(case.kinds, city().kinds, strict=True):
        assert kind.count >= 1
        assert abs(kind.count - total * usual.count / 40) < 1.01


def test_the_usual_number_of_organizations_is_the_case_itself():
    assert with_organizations(city(), 40) == city()


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_the_spread_of_disagreement_stays_and_its_share_about_facts_moves(share):
    p, usual = with_facts_share(city(), share).parameters, city().parameters
    total = usual.sensing.belief_spread**2 + usual.club.values_spread**2
    assert p.sensing.belief_spread**2 + p.club.values_spread**2 == pytest.approx(total)
    assert p.sensing.belief_spread**2 == pytest.approx(share * total)
    noise = usual.sensing.noise / usual.sensing.belief_spread
    assert p.sensing.noise == pytest.approx(noise * p.sensing.belief_spread)


def test_the_usual_share_about_facts_is_the_case_itself():
    p = city().parameters
    usual = p.sensing.belief_spread**2 / (p.sensing.belief_spread**2 + p.club.values_spread**2)
    changed = with_facts_share(city(), usual).parameters
    assert changed.sensing.noise == pytest.approx(p.sensing.noise)
    assert changed.club.values_spread == pytest.approx(p.club.values_spread)


def test_kinds_that_stand_apart_come_nearer_as_disagreement_is_about_facts():
    apart = replace(city(), kinds=tuple(replace(kind, value=0.4) for kind in city().kinds))
    assert {kind.value for kind in with_facts_share(apart, 1.0).kinds} == {0.0}
    assert {kind.value for kind in with_facts_share(apart, 0.5).kinds} != {0.0, 0.4}


# --- drawing ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def drawn():
    return draw(small_map(), worlds=4, seed=3)


def test_a_cell_is_the_comparison_of_its_case_in_the_same_worlds(drawn):
    case = small().with_numbers({"conditions.hazard": 0.05, "club.values_spread": 0.3})
    alone = compare(variants(case, "governance=opt-in,consensus"), worlds=4, seed=3)
    assert np.array_equal(drawn.values[:, 1, 1], alone.outcome("net_value"))


def test_a_map_has_a_value_for_every_world_cell_and_variant(drawn):
    assert drawn.values.shape == (4, 3, 2, 2)
    assert drawn.variants == ("opt-in", "consensus")
    assert (drawn.worlds, drawn.asked, drawn.failures) == (4, 4, ())


def test_an_interruption_leaves_complete_worlds():
    def interrupt(done, asked):
        if done:
            raise KeyboardInterrupt

    found = draw(small_map(), worlds=4000, progress=interrupt)
    assert found.interrupted
    assert 0 < found.worlds < 4000
    assert np.isfinite(found.values).all()


def test_a_map_compares_two():
    with pytest.raises(ValueError, match="two variants"):
        draw(small_map(vary="governance=opt-in,consensus,alone"), worlds=1)


def test_another_outcome_and_other_variants():
    found = draw(small_map(vary="coordinator.listen=0.1,0.3", outcome="members"), worlds=2)
    assert found.variants == ("coordinator.listen=0.1", "coordinator.listen=0.3")
    assert math.isfinite(np.nanmean(found.values))


# --- shipped ---------------------------------------------------------------------------------------------------------


def test_the_shipped_maps():
    found = maps()
    assert set(found) == {"distance-harm", "facts-hazard", "members-legitimacy", "values-hazard"}
    for name, one in found.items():
        assert one.name == name
        assert list(one.x.values) == sorted(set(one.x.values))
        assert list(one.y.values) == sorted(set(one.y.values))
        for x in one.x.values:
            for y in one.y.values:
                one.x.apply(one.y.apply(one.case(), y), x)
